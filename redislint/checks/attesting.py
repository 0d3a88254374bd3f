"""What a project attests to that no file can show: is it there, does it still count, and who answers for it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from redislint.finding import Hit, Severity
from redislint.model.checklist import bullets, fault, until
from redislint.model.project import Attestation, Project
from redislint.typed import Final

# So many days before it expires one is told.
_SOON: Final = 30


def missing(project: Project) -> Iterator[Hit]:
    """Bullets that have to be answered, and that nobody answers."""
    answered = {one.bullet for one in project.attestations}
    for one in project.required:
        bullet = bullets().get(one.value)
        if bullet is not None and bullet.attest and one.value not in answered:
            yield Hit(one.span, key=f"required {one.value}", bullet=one.value, what=bullet.attest)


def expired(project: Project) -> Iterator[Hit]:
    """Attestations that count no more, or not for much longer."""
    for one in project.attestations:
        day = until(one)
        if not day or not project.today or one.value("not-applicable"):
            continue
        left = (date.fromisoformat(day) - date.fromisoformat(project.today)).days
        at = (one.said.get("expires") or one.said.get("reviewed") or one).span
        if left <= 0:
            yield Hit(at, key=f"attested {one.bullet}", bullet=one.bullet, what=f"counts no more since {day}")
        elif left <= _SOON:
            what = f"counts until {day}, for {left} more day{'s' if left > 1 else ''}"
            yield Hit(at, key=f"attested {one.bullet}", severity=Severity.INFO, bullet=one.bullet, what=what)


def broken(project: Project) -> Iterator[Hit]:
    """Attestations whose evidence shows nothing, that name none, or for which nobody answers."""
    for one in project.attestations:
        if not one.value("not-applicable"):
            yield from _broken(one, project)


def _broken(one: Attestation, project: Project) -> Iterator[Hit]:
    key = f"attested {one.bullet}"
    evidence = one.said.get("evidence")
    if evidence is None:
        yield Hit(one.span, key=key, bullet=one.bullet, what="names no evidence: a file in the repository, or a URL")
    elif reason := fault(one, project):
        yield Hit(evidence.span, key=key, bullet=one.bullet, what=f"rests on `{evidence.value}`, which {reason}")
    owner = one.said.get("owner")
    if owner is None:
        yield Hit(one.span, key=f"{key} owner", bullet=one.bullet, what="has no owner who would look again")
    elif owner.value.startswith("@") and owner.value not in (project.owners or {owner.value}):
        what = f"is owned by `{owner.value}`, whom CODEOWNERS does not know"
        yield Hit(owner.span, key=f"{key} owner", bullet=one.bullet, what=what)
    if not until(one):
        what = "says neither when somebody looked nor until when it counts"
        yield Hit(one.span, key=f"{key} day", bullet=one.bullet, what=what)
