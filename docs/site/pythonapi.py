"""The reference of the Python interface, from the public names of `redislint` and what they say of themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any, Final

import redislint

# The first row of a table in a docstring: a name, spaces up to the column of the words, and those.
_TABLE: Final = re.compile(r"(?P<names>[a-z_]+  +)\S")
_ORDER: Final = ("lint", "lint_text", "effective", "acl_user", "Report", "Finding", "Severity", "AclUser", "Refused")


def page(opening: str) -> str:
    """All public names; `opening` goes before them."""
    names = [*_ORDER, *sorted(set(redislint.__all__) - {*_ORDER, "__version__"})]
    text = "\n".join("\n".join(_described(f"redislint.{name}", getattr(redislint, name), "``````")) for name in names)
    return f"# The Python interface\n\n{opening}\n\n## Names\n\n{text}"


def _described(name: str, value: Any, fence: str) -> Iterator[str]:
    """A function or class as a directive of Sphinx's, which puts it into the index."""
    is_class = inspect.isclass(value)
    yield f"{fence}{{py:{'class' if is_class else 'function'}}} {name}{'' if is_class else _signature(value)}"
    yield ""
    yield documented(inspect.getdoc(value) or "")
    if is_class:
        yield ""
        for member, one in vars(value).items():
            yield from _member(value, member, one, fence[1:])
    yield fence
    yield ""


def _member(owner: type[Any], name: str, value: Any, fence: str) -> Iterator[str]:
    """What an attribute or a method of a class is; nothing of private ones."""
    text = inspect.getdoc(value) or ""
    if name.startswith("_"):
        return
    if inspect.isfunction(value):
        yield f"{fence}{{py:method}} {name}{_signature(value, bound=True)}"
    elif isinstance(value, property):
        yield f"{fence}{{py:property}} {name}"
        yield f":type: {inspect.signature(value.fget).return_annotation}" if value.fget else ""
    elif name in getattr(owner, "_fields", ()):
        yield f"{fence}{{py:attribute}} {name}"
        yield f":type: {owner.__annotations__[name]}"
        text = ""
    else:
        return
    yield from ("", documented(text), fence, "")


class _Written:
    """An annotation that is shown as it is written."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def _signature(function: Any, *, bound: bool = False) -> str:
    """The signature as it is written; without `self` where it is `bound`."""
    signature = inspect.signature(function)
    parameters = [one.replace(annotation=_Written(one.annotation)) for one in signature.parameters.values()]
    returned = _Written(signature.return_annotation)
    return str(signature.replace(parameters=parameters[1:] if bound else parameters, return_annotation=returned))


def documented(text: str) -> str:
    """A docstring in Markdown: what it has as a table becomes a list."""
    lines = []
    for block in text.split("\n\n"):
        rows = list(_rows(block))
        lines.append("\n".join(f"- `{names}`: {words}" for names, words in rows) if rows else block)
    return "\n\n".join(lines)


def _rows(block: str) -> Iterator[tuple[str, str]]:
    """The rows of a table: names, and words about them in a column of their own; nothing if the block is none."""
    match = _TABLE.match(block)
    if match is None:
        return
    width = match.end("names")
    found: list[list[str]] = []
    for line in block.split("\n"):
        name, words = line[:width].strip(), line[width:].strip()
        if name:
            found.append([name, words])
        else:
            found[-1][1] += f" {words}"
    yield from ((name, words) for name, words in found)
