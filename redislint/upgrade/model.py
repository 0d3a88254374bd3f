"""What a change of version comes to for one server."""

from __future__ import annotations

from redislint.finding import Finding
from redislint.model.instance import Instance
from redislint.servers import Server
from redislint.servers.advisories import Advisory
from redislint.servers.releases import Release
from redislint.source import Span
from redislint.startup.rights import UserChange
from redislint.typed import NamedTuple


class Note(NamedTuple):
    """A sentence, and the place that it is about, if there is one.

    directive  our name of the directive that it is about; empty if it is about none
    breaks     whether something that works now does not work any more
    """

    text: str
    span: Span | None = None
    directive: str = ""
    breaks: bool = False


class Difference(NamedTuple):
    """A value that is another one in the target, in the file's words.

    span    the line that it comes from; None for a default
    why     what the change means; empty where nothing is known of it
    seldom  hardly anybody notices it
    secret  no output may show the values
    """

    name: str
    before: str
    after: str
    span: Span | None = None
    why: str = ""
    seldom: bool = False
    secret: bool = False


class Known(NamedTuple):
    """A known vulnerability; `lessened`: the configuration has something that holds it off."""

    advisory: Advisory
    lessened: bool


class Vulnerabilities(NamedTuple):
    """Those of the present release that the target has not, those that only the target has, and how many both have.

    assumed  lines of which no more is known, each with the newest release, for which it is taken
    """

    present: Release
    target: Release
    closed: tuple[Known, ...]
    opened: tuple[Known, ...]
    both: int
    assumed: tuple[tuple[Release, Release], ...]


class Upgrade(NamedTuple):
    """One server as declared, and what another version would make of it.

    instance         the server; its version is the present one, None if it is not known or no supported one
    present          the present release as far as it is known
    refused          what keeps the target from starting, and not the present version
    already          what keeps both from starting
    solved           what keeps the present version alone from starting: is it the present one?
    warned           what the target takes in another way, or passes over, in the words of rules
    ignored, renamed, notes   sentences
    values           values that written lines come to
    defaults         defaults of directives that are not written
    users            those whose rights change
    vulnerabilities  None where no releases can be compared
    unsaid           what could not be said, and why
    """

    instance: Instance
    present: Release | None
    target: Server
    refused: tuple[Finding, ...] = ()
    already: tuple[Finding, ...] = ()
    solved: tuple[Finding, ...] = ()
    warned: tuple[Finding, ...] = ()
    ignored: tuple[Note, ...] = ()
    renamed: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()
    values: tuple[Difference, ...] = ()
    defaults: tuple[Difference, ...] = ()
    users: tuple[UserChange, ...] = ()
    vulnerabilities: Vulnerabilities | None = None
    unsaid: tuple[str, ...] = ()

    @property
    def breaks(self) -> bool:
        """Would the server not start, or would something that works now work no more?"""
        told = any(one.breaks for one in self.notes) or any(one.breaks for one in self.users)
        return bool(self.refused or self.already) or told
