"""Known vulnerabilities of servers, from data/advisories.json: which touch a release, and what holds them off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from redislint.servers import files
from redislint.servers.numbers import UNITS
from redislint.servers.releases import Release, Version, newest, parsed
from redislint.typed import Any, Final, NamedTuple, Protocol

SEVERITIES: Final = ("critical", "high", "medium", "low", "unknown")
# Only these are told: what is not sourced, or is disputed, may be no fault at all.
_SOURCED: Final = "sourced"
# Builds that neither images nor packages are.
_OWN_BUILD: Final = " build"
_KEY_PATTERNS: Final = "ACL key patterns"


class Configuration(Protocol):
    """What is asked of a server's configuration.  None and False where the answer is not known."""

    def value(self, directive: str) -> str | None:
        """The directive's value, written or default."""

    def written(self, directive: str) -> Sequence[str]:
        """The values of all lines of a directive."""

    def default(self, directive: str) -> str | None:
        """The server's own default."""

    @property
    def limits_keys(self) -> bool:
        """Is some user kept to keys of certain names?"""

    def denies(self, command: str, categories: Sequence[str]) -> bool:
        """Is the command surely denied to every user who is no administrator?

        `categories` are known to hold it.
        """


class Condition(NamedTuple):
    """A directive, and what its value is compared with: `eq`, `ne`, `le`, `gt`, `gt-default`, `set` or `matches`."""

    directive: str
    operator: str
    value: str

    def holds(self, configuration: Configuration) -> bool:
        """Is this known to hold?"""
        if self.operator == "matches":
            words = self.value.lower().split("|")
            lines = configuration.written(self.directive)
            return any(word in line.lower() for line in lines for word in words)
        found = configuration.value(self.directive)
        if found is None:
            return False
        if self.operator == "set":
            return found != ""
        if self.operator in ("eq", "ne"):
            return (found.lower() == self.value.lower()) == (self.operator == "eq")
        limit = configuration.default(self.directive) if self.operator == "gt-default" else self.value
        number, most = _number(found), _number(limit or "")
        if number is None or most is None:
            return False
        return number <= most if self.operator == "le" else number > most


class Mitigation(NamedTuple):
    """Commands to deny to whoever is no administrator, with categories that hold them all; or a directive's value.

    `stated`: the vendor names it.
    """

    commands: tuple[str, ...]
    categories: tuple[str, ...]
    condition: Condition | None
    stated: bool

    def is_met(self, configuration: Configuration) -> bool:
        """Does this configuration surely have it?  A value has to be written: the default is that of the release."""
        if self.condition is not None:
            return bool(configuration.written(self.condition.directive)) and self.condition.holds(configuration)
        return all(configuration.denies(command, self.categories) for command in self.commands)


class Advisory(NamedTuple):
    """One known vulnerability.  `ranges` are pairs of the first release that has it and the first that has not."""

    id: str
    title: str
    severity: str
    confidence: str
    status: str
    needs: tuple[str, ...]
    ranges: tuple[tuple[Version, Version | None], ...]
    conditions: tuple[Condition, ...] = ()
    mitigations: tuple[Mitigation, ...] = ()

    @property
    def is_told(self) -> bool:
        """Is it certain enough to be told?"""
        is_usual = not any(need.endswith(_OWN_BUILD) for need in self.needs)
        return self.confidence == _SOURCED and self.status != "disputed" and is_usual

    def range_of(self, version: Version) -> tuple[Version, Version | None] | None:
        """The range of releases that a full version lies in; None if it is not affected."""
        inside = (one for one in self.ranges if one[0] <= version and (one[1] is None or version < one[1]))
        return next(inside, None)

    def may_matter(self, configuration: Configuration) -> bool:
        """Is one of its conditions known to hold, if it has any?  A way around key patterns needs some to be there."""
        if _KEY_PATTERNS in self.needs and not configuration.limits_keys:
            return False
        return not self.conditions or any(one.holds(configuration) for one in self.conditions)

    def is_mitigated(self, configuration: Configuration) -> bool:
        """Does the configuration have something that holds it off?"""
        return any(one.is_met(configuration) for one in self.mitigations)


def as_of() -> str:
    """The day that the data is of."""
    day: str = files.load("advisories")["as_of"]
    return day


@cache
def known(engine: str) -> tuple[Advisory, ...]:
    """All advisories about an engine, those that are not told included."""
    rows = files.load("advisories")["advisories"]
    return tuple(_advisory(name, row, row[engine]) for name, row in rows.items() if engine in row)


def touching(release: Release) -> Iterator[Advisory]:
    """The advisories worth telling that touch a release; of a line of which no more is known, its newest release."""
    version = newest(release)
    if len(version) == 3:
        yield from (one for one in known(release.engine) if one.is_told and one.range_of(version) is not None)


def fixed_in(found: Sequence[Advisory], release: Release) -> Version | None:
    """The first release that has none of these; None if for one of them there is no such release."""
    version = newest(release)
    fixes = [inside[1] for one in found if (inside := one.range_of(version)) is not None]
    known_fixes = [fix for fix in fixes if fix is not None]
    return max(known_fixes) if fixes and len(known_fixes) == len(fixes) else None


def _advisory(name: str, row: dict[str, Any], ranges: list[list[str | None]]) -> Advisory:
    return Advisory(
        id=name,
        title=row["title"],
        severity=row["severity"],
        confidence=row["confidence"],
        status=row["status"],
        needs=tuple(row["needs"]),
        ranges=tuple((parsed(first or "0"), parsed(fixed) if fixed else None) for first, fixed in ranges),
        conditions=tuple(Condition(*one) for one in row.get("if", ())),
        mitigations=tuple(_mitigation(one) for one in row.get("mitigations", ())),
    )


def _mitigation(row: dict[str, Any]) -> Mitigation:
    condition = Condition(*row["config"]) if "config" in row else None
    return Mitigation(tuple(row.get("deny", ())), tuple(row.get("categories", ())), condition, row["stated"])


def _number(text: str) -> int | None:
    """The number of a value, units of memory included."""
    figures = text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    factor = UNITS.get(text[len(figures) :].lower())
    return (
        int(figures) * factor if factor and 0 < len(figures) < 20 and figures.isascii() and figures.isdigit() else None
    )
