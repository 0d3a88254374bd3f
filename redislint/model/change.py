"""One instance at two times: as a git revision declares it, and as the files do now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redislint.model.instance import Instance
from redislint.model.origin import Origin
from redislint.model.snapshot import Drift
from redislint.servers import Server
from redislint.source import Span
from redislint.typed import NamedTuple, TypeVar

T = TypeVar("T")


class Change(NamedTuple):
    """An instance `before` and `after`, both in the same file and of the same name.

    Places are those of `after`: what was written before stands in no file that anybody could open.
    """

    before: Instance
    after: Instance

    @property
    def kind(self) -> str:
        """The kind of the file that declares it now."""
        return self.after.kind

    @property
    def name(self) -> str:
        """Its name, the same at both times."""
        return self.after.name

    @property
    def anchor(self) -> Span:
        """Its place now."""
        return self.after.anchor

    @property
    def server(self) -> Server | None:
        """Its version now."""
        return self.after.server

    @property
    def origin(self) -> Origin | None:
        """What says its version now."""
        return self.after.origin


def present(subject: T | Change | Drift) -> T | Instance:
    """What rules look at, as it is now; as it is declared, where that is compared with a server."""
    if isinstance(subject, Drift):
        return subject.instance
    return subject.after if isinstance(subject, Change) else subject


def paired(before: Iterable[Instance], after: Iterable[Instance]) -> Iterator[Change]:
    """The instances that are there at both times, by path, name and role; none whose name is not its own."""
    old = _by_name(before)
    for key, now in _by_name(after).items():
        then = old.get(key)
        if now is not None and then is not None:
            yield Change(then, now)


def _by_name(instances: Iterable[Instance]) -> dict[tuple[str, str, str], Instance | None]:
    """Instances by what they are called; None where several are called so."""
    found: dict[tuple[str, str, str], Instance | None] = {}
    for one in instances:
        key = (one.anchor.source.path, one.name, one.role)
        found[key] = None if key in found else one
    return found
