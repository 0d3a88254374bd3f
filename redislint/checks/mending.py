"""What was surely meant by an argument that is refused, as a fix."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.refusals import Bench, Refusal, is_own_text
from redislint.checks.wording import quoted
from redislint.finding import Edit, Fix
from redislint.servers.directives import Directive, spans
from redislint.servers.secrets import is_sensitive
from redislint.typed import Final
from redislint.writing import rewritten

Args = tuple[str, ...]

# What other formats call yes and no.
_SAID: Final = {
    **dict.fromkeys(("true", "on", "1", "enable", "enabled", "'yes'"), "yes"),
    **dict.fromkeys(("false", "off", "0", "disable", "disabled", "'no'"), "no"),
}
_BINARY_UNIT: Final = r"(?i:(?P<number>[0-9]{1,18}) ?(?P<unit>[kmg])ib?)"
_PLAIN: Final = r"[^\s\"'\\#`]+"


def mended(bench: Bench, refusal: Refusal) -> Fix | None:
    """A fix that every line in question takes; only in the servers' own texts, and never of a secret."""
    setting, args = refusal.setting, refusal.args
    if not args or bench.document.language == "variables" or is_sensitive(setting.name, args):
        return None
    is_own = is_own_text(bench.document)
    if setting.value_span.text.split() != list(args):
        return None
    for proposal, safe in _proposals(refusal):
        if (
            proposal != args
            and all(re.fullmatch(_PLAIN, word) for word in proposal)
            and bench.refusal(setting, proposal) is None
        ):
            text = " ".join(proposal)
            edit = Edit(setting.value_span, text) if is_own else rewritten(setting.value_span, " ".join(args), text)
            return Fix(f"write {quoted(text)}", (edit,), safe) if edit is not None else None
    return None


def _proposals(refusal: Refusal) -> Iterator[tuple[Args, bool]]:
    """What may have been meant, the likeliest first, and whether it surely was."""
    setting, args, fault = refusal.setting, refusal.args, refusal.fault
    if args[0] in ("=", ":"):
        yield args[1:], True
    if args[-1][-1:] in (";", ","):
        yield (*args[:-1], args[-1][:-1]), True
    if fault.code == "address":
        yield tuple(" ".join(args).replace(",", " ").split()), True
    if fault.code == "bool":
        yield (_SAID.get(args[0].lower(), args[0]),), True
    if any(one.type.startswith("memory") for one in spans(setting.name)):
        yield ("".join(args),), True
        match = re.fullmatch(_BINARY_UNIT, " ".join(args))
        if match is not None:
            yield (f"{match['number']}{match['unit'].lower()}b",), True
    if fault.code in ("integer", "port") and len(args) == 1:
        yield (args[0].lstrip("0") or "0",), True
    if fault.code == "enum" and len(args) == 1:
        yield (args[0].replace("_", "-"),), True
        yield from _nearest(args[0], spans(setting.name))


def _nearest(word: str, directives: tuple[Directive, ...]) -> Iterator[tuple[Args, bool]]:
    from redislint.suggest import nearest

    values = {value for one in directives for value in one.facts.get("values", ())}
    found = nearest(word, sorted(values))
    if found is not None:
        yield (found,), False
