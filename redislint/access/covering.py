"""What holds all that a name of ACL rules means: the command of a subcommand, categories, categories of categories."""

from __future__ import annotations

from functools import lru_cache

from redislint.acl.table import categories, family, mark, table


@lru_cache(maxsize=4096)
def covering(name: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Whatever holds all that a name (`get`, `config|set`, `@read`) means, itself included: names without a sign.

    Only what holds it on each of these lines that has it.
    """
    command, bar, _ = name.partition("|")
    return ("@all", name, *((command,) if bar else ()), *sorted(_wider(name, lines)))


def _wider(name: str, lines: tuple[str, ...]) -> set[str]:
    """The categories that hold all of it on every line which has it."""
    found: set[str] | None = None
    for line in lines:
        commands = table(line)
        if name.startswith("@"):
            bits = commands.category(name[1:])
        else:
            bits = (mark(name) if "|" in name else family(name)) & commands.every
        if bits:
            here = {f"@{one}" for one in categories(line) if not bits & ~commands.category(one)}
            found = here if found is None else found & here
    return (found or set()) - {name}
