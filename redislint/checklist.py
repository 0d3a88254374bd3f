"""What a run and the configuration answer of the delivery checklist, bullet by bullet."""

from __future__ import annotations

from collections.abc import Iterable

from redislint.finding import Finding
from redislint.model.checklist import Bullet, Section, counts, fault, sections, until
from redislint.model.project import Attestation, Project
from redislint.pipeline import Report
from redislint.rules import Rule
from redislint.typed import Final, NamedTuple

CHECKED: Final = "checked"
ATTESTED: Final = "attested"
NOT_APPLICABLE: Final = "not applicable"
OPEN: Final = "open"
STATES: Final = (CHECKED, ATTESTED, NOT_APPLICABLE, OPEN)
# Rules about what is attested are no check of it; nor are those about what is not known.
_ATTESTING: Final = "attestation"


class Looked(NamedTuple):
    """A rule that looked: at how many instances, texts or groups, and what it found."""

    rule: Rule
    subjects: int
    findings: tuple[Finding, ...]


class Answer(NamedTuple):
    """What answers a bullet.

    state        `checked` where rules looked at something; `attested` where nothing but a valid attestation speaks for
                 it; `not applicable`; else `open`
    looked       the rules that serve it and that looked; where no file can show the bullet they answer nothing
    attestation  what the configuration says of it; None for nothing
    until        the day until which that counts; empty where it does not count
    reason       why it does not apply, or why the attestation does not count
    """

    bullet: Bullet
    state: str
    looked: tuple[Looked, ...] = ()
    attestation: Attestation | None = None
    until: str = ""
    reason: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules found."""
        return tuple(finding for one in self.looked for finding in one.findings)

    @property
    def subjects(self) -> int:
        """The most that one of the rules looked at."""
        return max((one.subjects for one in self.looked), default=0)

    @property
    def lacks(self) -> str:
        """What nobody attests to though no file can show it; empty for nothing."""
        return "" if self.until or self.state == NOT_APPLICABLE else self.bullet.attest


class Answered(NamedTuple):
    """A section with the answers to its bullets."""

    section: Section
    answers: tuple[Answer, ...]


def answered(report: Report) -> tuple[Answered, ...]:
    """The answers to all bullets, from a report that has counted what rules looked at."""
    project = report.project
    said = {one.bullet: one for one in project.attestations} if project is not None else {}
    return tuple(
        Answered(section, tuple(_answer(bullet, report, said.get(bullet.id), project) for bullet in section.bullets))
        for section in sections()
    )


def _answer(bullet: Bullet, report: Report, said: Attestation | None, project: Project | None) -> Answer:
    looked = tuple(_looked(bullet, report)) if bullet.files else ()
    if said is None or project is None:
        return Answer(bullet, CHECKED if looked else OPEN, looked)
    if said.value("not-applicable"):
        return Answer(bullet, NOT_APPLICABLE, looked, said, reason=said.value("not-applicable"))
    day = until(said) if counts(said, project) else ""
    state = CHECKED if looked else ATTESTED if day else OPEN
    return Answer(bullet, state, looked, said, day, "" if day else _why(said, project))


def _looked(bullet: Bullet, report: Report) -> Iterable[Looked]:
    for rule in report.rules:
        subjects = report.looked.get(rule.id, 0)
        if bullet.id in rule.checklist and subjects and not rule.about and _ATTESTING not in rule.tags:
            yield Looked(rule, subjects, tuple(one for one in report.findings if one.rule == rule.id))


def _why(said: Attestation, project: Project) -> str:
    """Why an attestation does not count."""
    evidence, day = said.value("evidence"), until(said)
    if not evidence:
        return "it names no evidence"
    if reason := fault(said, project):
        return f"`{evidence}` {reason}"
    if not said.value("owner"):
        return "it has no owner"
    return f"it counts no more since {day}" if day else "it has no day"
