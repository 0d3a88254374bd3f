"""Versions of TLS that are broken, and still offered."""

from __future__ import annotations

from collections.abc import Iterator

from redislint import writing
from redislint.checks.services import said
from redislint.finding import Fix, Hit, Severity
from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.source import Span
from redislint.typed import Final

# The names that servers take, without regard to case (src/tls.c), and the numbers of services.
_NAMES: Final = ("tlsv1", "tlsv1.1")
_NUMBERS: Final = ("1.0", "1.1")
_NEW: Final = ("TLSv1.2", "TLSv1.3")
_NEW_NUMBER: Final = "1.2"


def legacy(instance: Instance) -> Iterator[Hit]:
    """A server or a managed service that speaks TLS 1.0 or 1.1."""
    setting = instance.setting("tls-protocols")
    words = (setting.value or "").split() if setting.written else []
    old = [word for word in words if word.lower() in _NAMES]
    if old:
        names = " and ".join(dict.fromkeys(old))
        yield Hit(setting, fix=_without(setting, words), what=f"`{setting.spelling}` offers {names}")
    found = said(instance, "minimum-tls", *_NUMBERS)
    if found is not None:
        yield Hit(
            found.span,
            key="minimum-tls",
            severity=found.level(Severity.ERROR),
            related=found.related,
            fix=_newer(found.span, str(found.value)),
            what=f"`{found.resource}` takes connections with TLS {found.value}{found.unless}",
        )


def _newer(span: Span, old: str) -> Fix | None:
    """A fix that writes the least version that is not broken."""
    edit = writing.rewritten(span, old, _NEW_NUMBER)
    return Fix(f"write `{_NEW_NUMBER}`", (edit,), safe=True) if edit is not None else None


def _without(setting: Setting, words: list[str]) -> Fix | None:
    """A fix that leaves the old ones out; where no others are named, it writes the new ones."""
    left = [word for word in words if word.lower() not in _NAMES]
    return writing.rewrite(setting, " ".join(left or _NEW), safe=bool(left))
