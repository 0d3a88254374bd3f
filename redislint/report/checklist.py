"""The answered checklist as text, Markdown and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from redislint import __version__
from redislint.checklist import ATTESTED, CHECKED, NOT_APPLICABLE, STATES, Answer, Answered
from redislint.report.words import clean, visible
from redislint.typed import Any, Final

# More rules than these are counted, in a line for people.
_NAMED: Final = 6
_SCHEMA: Final = 1
# Cells of a line where no terminal says how many it has, and at most.
_WIDTH: Final = 80
_WIDEST: Final = 100


def state(answer: Answer) -> str:
    """The state in words: `checked`, `attested until 2027-01-01`, `not applicable`, `open`."""
    return f"{ATTESTED} until {answer.until}" if answer.state == ATTESTED else answer.state


def lines(answer: Answer) -> Iterator[str]:
    """What stands behind a state, a sentence each."""
    if answer.looked:
        found = len(answer.findings)
        what = f"{found} finding{'s' if found != 1 else ''}" if found else "nothing found"
        yield f"{_rules(answer)} looked at {_number(answer.subjects, 'place')}: {what}"
    if answer.state == NOT_APPLICABLE:
        yield answer.reason
    elif answer.until:
        said = answer.attestation
        assert said is not None
        until = f" until {answer.until}" if answer.state != ATTESTED else ""
        yield f"attested{until} by {said.value('owner')}: {said.value('evidence')}"
    elif answer.reason:
        yield f"the attestation does not count: {answer.reason}"
    if answer.lacks:
        yield f"no file shows, and nobody attests to: {answer.lacks}"


def text(found: Sequence[Answered], width: int | None = None) -> str:
    """For people: in lines that fit a terminal of this width."""
    width = min(width or _WIDTH, _WIDEST)
    out: list[str] = []
    for section, answers in found:
        out += [f"{section.number}. {section.title}", ""]
        for answer in answers:
            out += _wrapped(f"{answer.bullet.id:>4}  ", f"{state(answer)}: {answer.bullet.text}", width)
            out += [row for line in lines(answer) for row in _wrapped("      - ", visible(line), width)]
        out += [""]
    return "\n".join([*out, summary(found), ""])


def _wrapped(head: str, line: str, width: int) -> list[str]:
    from textwrap import wrap

    indent = " " * len(head)
    return wrap(
        line, width, initial_indent=head, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )


def summary(found: Sequence[Answered]) -> str:
    """How many bullets are in which state."""
    counted = Counter(answer.state for _, answers in found for answer in answers)
    return ", ".join(f"{counted[one]} {one}" for one in STATES)


def markdown(found: Sequence[Answered]) -> str:
    """For a wiki or a pull request: a table a section."""
    out = ["# Redis delivery checklist", "", f"{summary(found)}.", ""]
    for section, answers in found:
        out += [f"## {section.number}. {section.title}", "", "| | state | bullet | |", "| --- | --- | --- | --- |"]
        for answer in answers:
            mark = f"**{state(answer)}**" if answer.state == CHECKED else state(answer)
            cells = (answer.bullet.id, mark, answer.bullet.text, "<br>".join(map(_cell, lines(answer))))
            out.append(f"| {' | '.join(cells)} |")
        out.append("")
    return "\n".join(out)


def rows(found: Sequence[Answered]) -> dict[str, Any]:
    """For programs: an attestation never stands where a check does."""
    return {
        "schema": _SCHEMA,
        "version": __version__,
        "sections": [
            {"number": section.number, "title": section.title, "bullets": [_row(one) for one in answers]}
            for section, answers in found
        ],
    }


def _row(answer: Answer) -> dict[str, Any]:
    said = answer.attestation
    return {
        "id": answer.bullet.id,
        "text": answer.bullet.text,
        "state": answer.state,
        "rules": [
            {"rule": one.rule.id, "subjects": one.subjects, "findings": len(one.findings)} for one in answer.looked
        ],
        "findings": len(answer.findings),
        "attestation": None
        if said is None
        else {
            "until": answer.until or None,
            "evidence": clean(said.value("evidence")) or None,
            "owner": clean(said.value("owner")) or None,
            "reviewed": said.value("reviewed") or None,
        },
        "reason": clean(answer.reason) or None,
        "not_attested": answer.lacks or None,
    }


def _rules(answer: Answer) -> str:
    ids = [one.rule.id for one in answer.looked]
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return ", ".join(ids[:_NAMED]) + more


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _cell(line: str) -> str:
    """A sentence within a cell of a table."""
    return visible(line).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("[", "\\[")
