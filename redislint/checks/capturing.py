"""What a snapshot itself is: how old, and what it holds in clear."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from redislint.finding import Hit
from redislint.model.document import Document
from redislint.model.snapshot import Drift
from redislint.typed import Final

# Days after which nobody knows what a server has become.
_MOST: Final = 7
_FORM: Final = "%Y-%m-%dT%H:%M:%SZ"


def stale(drift: Drift) -> Iterator[Hit]:
    """A snapshot that is old, or of which nobody knows when it was taken."""
    captured, today = _day(drift.snapshot.captured), drift.instance.today
    at = drift.snapshot.field("captured_at")
    if captured is None:
        yield Hit(at, key=drift.snapshot.node, what="does not say when it was taken")
    elif today:
        days = (date.fromisoformat(today) - captured).days
        # Where it is already tomorrow, days differ by one.
        if days > _MOST:
            yield Hit(at, key=drift.snapshot.node, what=f"is {days} days old")
        elif days < -1:
            yield Hit(at, key=drift.snapshot.node, what=f"is of {captured}, which is still to come")


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, _FORM).replace(tzinfo=UTC).date()
    except ValueError:
        return None


def in_clear(document: Document) -> Iterator[Hit]:
    """Each secret that anybody who reads the file knows."""
    if document.kind == "snapshot":
        for setting in document.settings:
            what = "a user's password" if setting.name == "user" else f"`{setting.name}`"
            yield Hit(setting.value_span, key=setting.name, what=what)
