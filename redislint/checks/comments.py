"""Comments that speak to redislint."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.finding import Hit
from redislint.model.document import Document


def unused(_: Document) -> Iterator[Hit]:
    """Ignores of no use: which those are is known when every other rule has spoken, so `suppress` finds them."""
    yield from ()
