"""Known vulnerabilities of the release that an instance runs, and what its configuration already holds off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.checks.running import Running, running
from redislint.finding import Hit, Severity
from redislint.model.instance import SERVER, Instance
from redislint.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from redislint.servers.advisories import Advisory
    from redislint.servers.releases import Release

_LEVELS: Final = {"critical": Severity.ERROR, "high": Severity.ERROR, "medium": Severity.WARNING}
# So many are named; all of them nobody reads.
_NAMED: Final = 3


class _Known(NamedTuple):
    """A vulnerability of this release; `mitigated`: the configuration has something that holds it off."""

    advisory: Advisory
    mitigated: bool

    @property
    def level(self) -> Severity:
        """How bad it is here."""
        level = _LEVELS.get(self.advisory.severity, Severity.INFO)
        return level.lowered if self.mitigated else level

    @property
    def order(self) -> tuple[int, int, bool, tuple[int, ...]]:
        """The worst first; of equals those with a number that is known everywhere, the newest first."""
        from redislint.servers.advisories import SEVERITIES

        name = self.advisory.id
        numbers = tuple(-int(part) for part in name.split("-") if part.isdigit())
        return self.level.rank, SEVERITIES.index(self.advisory.severity), not name.startswith("CVE-"), numbers


def known(instance: Instance) -> Iterator[Hit]:
    """One finding for all known vulnerabilities of an instance."""
    found = running(instance) if instance.role == SERVER else None
    if found is None:
        return
    from redislint.checks.denied import Configured
    from redislint.servers.advisories import touching

    configuration = Configured(instance)
    matter = [one for one in touching(found.release) if one.may_matter(configuration)]
    ours = sorted((_Known(one, one.is_mitigated(configuration)) for one in matter), key=lambda one: one.order)
    if ours:
        yield Hit(
            found.at,
            key="version",
            severity=ours[0].level,
            what=f"{_whom(found)} has {_named(ours)}",
            fixed=_fixed(matter, found.release),
        )


def _whom(found: Running) -> str:
    """The release, and whether more is known of it than its line."""
    from redislint.servers.releases import newest, written

    release = found.release
    if len(release.version) > 2:
        return f"{release} ({found.said})"
    return f"{release} ({found.said}), even in its newest release {written(newest(release))},"


def _named(ours: Sequence[_Known]) -> str:
    """How many there are, and the worst of them."""
    names = [f"{one.advisory.id} ({one.advisory.severity})" for one in ours[:_NAMED]]
    count = f"{len(ours)} known vulnerabilities" if len(ours) > 1 else "a known vulnerability"
    such = ", the worst " if len(ours) > _NAMED else ": "
    held = sum(one.mitigated for one in ours)
    less = f"; the configuration lessens {'all' if held == len(ours) else held} of them" if held else ""
    less = "; the configuration lessens it" if held == len(ours) == 1 else less
    return f"{count}{such}{', '.join(names)}{less}"


def _fixed(found: Sequence[Advisory], release: Release) -> str:
    from redislint.servers.advisories import fixed_in
    from redislint.servers.releases import Release

    version = fixed_in(found, release)
    if version is None:
        return "no release without them is known"
    return f"fixed in {Release(release.engine, version)}"
