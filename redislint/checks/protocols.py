"""Versions of TLS that are broken, and still offered."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.services import said
from redislint.finding import Edit, Fix, Hit, Severity
from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.typed import Final

# The names that servers take, without regard to case (src/tls.c), and the numbers of services.
_NAMES: Final = ("tlsv1", "tlsv1.1")
_NUMBERS: Final = ("1.0", "1.1")


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
            what=f"`{found.resource}` takes connections with TLS {found.value}{found.unless}",
        )


def _without(setting: Setting, words: list[str]) -> Fix | None:
    """A fix that leaves the old ones out, where others are named and the value stands there as it is."""
    left = [word for word in words if word.lower() not in _NAMES]
    text = setting.value_span.text
    if not left or text.strip("\"'") != setting.value or text[:1] + text[-1:] not in ('""', "''"):
        return None
    value = f"{text[0]}{' '.join(left)}{text[-1]}"
    return Fix(f"write `{setting.spelling} {value}`", (Edit(setting.value_span, value),), safe=True)
