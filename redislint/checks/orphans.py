"""Configuration files that nobody uses."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from redislint.finding import Hit
from redislint.model.instance import Instance


def unused(instance: Instance) -> Iterator[Hit]:
    """A configuration that nothing names; of a template nobody knows what becomes of it."""
    if instance.orphan and not instance.partial:
        yield Hit(instance.anchor, key="orphan", file=posixpath.basename(instance.anchor.source.path))
