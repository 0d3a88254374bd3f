"""What a run is asked to do, from the command line, the configuration file, or Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from redislint.finding import Severity
from redislint.model.project import Project
from redislint.model.snapshot import Snapshot
from redislint.servers import Server
from redislint.typed import NamedTuple


class Declared(NamedTuple):
    """What the configuration declares for a path; `complete`: a server is started with this very file.

    `chart` is the Helm chart whose values a file has, such as `bitnami/redis@19.0.0`.
    `build` is `distro` for the package of Debian, Ubuntu or Alpine, `upstream` for a build as upstream makes it.
    `admins` are users who are meant to administer, or patterns of their names.
    `rpo` is the most that may be lost when a machine fails, such as `5m`; empty where nobody has said.
    `target` is the version that the server is to be upgraded to; `transport` what protects the connections (`mesh`).
    `instance` is the declared instance that the file belongs to.
    """

    server: Server | None = None
    environment: str = ""
    profile: str = ""
    kind: str = ""
    ignore: tuple[str, ...] = ()
    complete: bool = False
    build: str = ""
    admins: tuple[str, ...] = ()
    chart: str = ""
    rpo: str = ""
    target: Server | None = None
    transport: str = ""
    instance: str = ""


NOTHING_DECLARED = Declared()


def over(upper: Declared, lower: Declared) -> Declared:
    """What holds where both are declared: the upper one's, else the lower one's; ignores add up."""
    found = Declared._make(said or below for said, below in zip(upper, lower, strict=True))
    return found._replace(ignore=(*lower.ignore, *upper.ignore))


def _nothing(_path: str) -> Declared:
    return NOTHING_DECLARED


Watch = Callable[[str, int, int], object]  # what is done, how much of it, and of how many (0: unknown)


def unwatched(_what: str, _done: int, _total: int) -> None:
    """Nobody wants to know how far a run is."""


class Options(NamedTuple):
    """Options of a run.

    `select` replaces the default set of rules and `ignore` wins over it; both take ids, prefixes, names, families and
    tags.  `declared` answers for a path.  `since` is the git revision to compare with, empty for none.  `today` is the
    day to judge by (2026-11-23), empty for the data's.  `variables` are the values that Terraform's variables are
    given, as `Source` has them.  `project` is the configuration as a whole, where it says more than settings.
    `only_new` leaves out findings that the revision had as well.  `accepted` says how many findings of a path, rule and
    fingerprint are accepted, as a baseline has it; `baseline` is its file, where the user named one.  `inline` is what
    becomes of ignores in comments: they act if it is empty, those with a reason if it is `reason`, none if it is
    `forbid`, or `off`, which says nothing about them.
    `strict` reports every finding as severe as its rule says, wherever it stands.
    `snapshot` is what a running server says of itself, to be compared with the instance that `against` names, or with
    the only one there is.
    `watch` is told how far the run is.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    server: Server | None = None
    kind: str | None = None
    severity: Mapping[str, Severity] = MappingProxyType({})
    declared: Callable[[str], Declared] = _nothing
    rule_folders: tuple[str, ...] = ()
    today: str = ""
    since: str = ""
    variables: tuple[tuple[str, str], ...] = ()
    project: Project | None = None
    only_new: bool = False
    accepted: Mapping[tuple[str, str, str], int] = MappingProxyType({})
    baseline: str = ""
    inline: str = ""
    strict: bool = False
    snapshot: Snapshot | None = None
    against: str = ""
    watch: Watch = unwatched
