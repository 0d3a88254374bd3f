"""What the configuration leaves open of the instances that it declares."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.wording import listed
from redislint.finding import Hit
from redislint.model.project import Declaration, Project
from redislint.typed import Final

# What they keep exists nowhere else.
_KEEPING: Final = ("store", "queue")
# More names than a line of a report takes.
_NAMED: Final = 4
_REHEARSED: Final = ("dev", "stage")


def no_profile(project: Project) -> Iterator[Hit]:
    """Instances whose purpose nobody declares, where there are files that say how they are configured."""
    for one in project.declarations:
        if one.members and not one.value("profile"):
            yield Hit(one.span, key=f"{one.ident} profile", instance=one.ident)


def no_objectives(project: Project) -> Iterator[Hit]:
    """Stores and queues of which nobody says how much may be lost, or how long they may be gone."""
    for one in _in_production(project):
        open_ones = [key for key in ("rpo", "rto") if not one.value(key)]
        if one.value("profile") in _KEEPING and open_ones:
            yield Hit(one.span, key=f"{one.ident} objectives", instance=one.ident, what=" and ".join(open_ones))


def no_owner(project: Project) -> Iterator[Hit]:
    """Instances for which nobody answers: neither the configuration names anybody, nor CODEOWNERS for all files.

    Where nobody answers for any of several, it is said once.
    """
    known = [one for one in _in_production(project) if one.members]
    nobodys = [
        one for one in known if not one.value("owner") and not all(project.owner_of(path) for path in _paths(one))
    ]
    if len(nobodys) == len(known) > 1:
        named = listed([one.ident for one in nobodys], _NAMED)
        yield Hit(nobodys[0].span, key="owner", instance=named)
        return
    for one in nobodys:
        yield Hit(one.span, key=f"{one.ident} owner", instance=f"`{one.ident}`")


def _in_production(project: Project) -> Iterator[Declaration]:
    return (one for one in project.declarations if one.value("environment") not in _REHEARSED)


def _paths(one: Declaration) -> set[str]:
    return {member.anchor.source.path for member in one.members}
