"""Instances that belong together, joined only by what they say of each other."""

from __future__ import annotations

from redislint.model.instance import Instance
from redislint.source import Span
from redislint.typed import NamedTuple


class Deployment(NamedTuple):
    """A group: a compose project, a release, or a master with its replicas and Sentinels.

    `complete` says that every member is known, so that members may be counted.
    """

    name: str
    anchor: Span
    instances: tuple[Instance, ...]
    sentinels: tuple[Instance, ...] = ()
    complete: bool = False

    @property
    def kind(self) -> str:
        """The kind of the file that declares the group."""
        return self.anchor.source.root.kind
