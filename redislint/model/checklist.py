"""The delivery checklist: twelve sections of three bullets, and how long an attestation of each counts."""

from __future__ import annotations

from functools import cache

from redislint.model.project import Attestation, Project
from redislint.servers.files import bundled
from redislint.typed import Final, NamedTuple

# Evidence that is shorter, in characters, is a heading and no more.
SHORTEST: Final = 200
_ADDRESSES: Final = ("http://", "https://")


class Bullet(NamedTuple):
    """One bullet.

    text    what is asked for
    files   can files show that it is done, as a whole or in part?
    attest  what somebody has to attest to that no file can show; empty for nothing
    days    how many days a review counts for
    """

    id: str
    text: str
    files: bool
    attest: str
    days: int


class Section(NamedTuple):
    """A section of the checklist, with its bullets in order."""

    number: str
    title: str
    bullets: tuple[Bullet, ...]


@cache
def sections() -> tuple[Section, ...]:
    """All sections in order; from data/checklist.json."""
    return tuple(
        Section(one["number"], one["title"], tuple(Bullet(**bullet) for bullet in one["bullets"]))
        for one in bundled("checklist")["sections"]
    )


@cache
def bullets() -> dict[str, Bullet]:
    """All bullets by their ids, such as `2.2`."""
    return {bullet.id: bullet for section in sections() for bullet in section.bullets}


def until(attestation: Attestation) -> str:
    """The day from which on an attestation counts no more; empty where neither it nor its review is dated."""
    if attestation.value("expires"):
        return attestation.value("expires")
    bullet = bullets().get(attestation.bullet)
    if bullet is None or not attestation.value("reviewed"):
        return ""
    from datetime import date, timedelta

    try:
        return (date.fromisoformat(attestation.value("reviewed")) + timedelta(days=bullet.days)).isoformat()
    except (ValueError, OverflowError):
        return ""


def is_address(evidence: str) -> bool:
    """Is the evidence a URL?  Nobody looks whether there is anything."""
    return evidence.startswith(_ADDRESSES)


def fault(attestation: Attestation, project: Project) -> str:
    """Why the evidence shows nothing, in words that go on after it; empty where it may."""
    evidence = attestation.value("evidence")
    if not evidence or is_address(evidence):
        return ""
    found = project.evidence.get(evidence)
    if found is None:
        return "is not there"
    if found.length < SHORTEST:
        return f"has {found.length} characters, which show nothing"
    if attestation.value("sha256") not in ("", found.sha256):
        return "is not as it was reviewed: its SHA-256 is another one"
    return ""


def counts(attestation: Attestation, project: Project) -> bool:
    """Does an attestation count today?  It names evidence that may show something and an owner, and is not over."""
    day = until(attestation)
    named = attestation.value("evidence") and attestation.value("owner")
    return bool(named and day and (not project.today or project.today < day) and not fault(attestation, project))
