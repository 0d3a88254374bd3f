"""The answers to the delivery checklist: a table a section."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from redislint.checklist import CHECKED, OPEN, Answer, answered
from redislint.report.checklist import lines, state, summary
from redislint.report.html.pieces import Cell, Table, table
from redislint.report.nodes import node
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.pipeline import Report

_HEADS: Final = ("Bullet", "State", "What is asked for", "What answers it")


def content(report: Report) -> Sequence[Element]:
    """The tables; nothing where nobody counted what rules looked at."""
    if not report.looked:
        return ()
    found = answered(report)
    tables = (
        table(Table(f"{section.number}. {section.title}", _HEADS, [_row(one) for one in answers]))
        for section, answers in found
    )
    return (node("p", {}, f"{summary(found)}."), *tables)


def _row(answer: Answer) -> tuple[Cell, ...]:
    style = "good" if answer.state == CHECKED and not answer.findings else "warning" if answer.state == OPEN else ""
    return (
        Cell(answer.bullet.id),
        Cell(state(answer), style),
        Cell(answer.bullet.text),
        Cell("; ".join(lines(answer))),
    )
