"""What redislint says of the bad examples of a page: found out by asking it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from html import escape
from typing import NamedTuple

from redislint import pipeline
from redislint.page import examples
from redislint.rules import Rule
from redislint.trials import Case, run


class Said(NamedTuple):
    """One finding in an example: its severity, `redis.conf:3:1`, the message, and what to do about it.

    `fix` is `safe` or `unsafe` where there is one to be applied, else empty.
    """

    severity: str
    place: str
    message: str
    advice: str
    fix: str


class Told(NamedTuple):
    """The findings of a page: by the number of the bad example that they are in."""

    rule: str
    findings: tuple[tuple[Said, ...], ...]

    @property
    def fixes(self) -> frozenset[str]:
        """Which kinds of fixes there are."""
        return frozenset(one.fix for found in self.findings for one in found if one.fix)


def told(asked: Sequence[Rule]) -> dict[str, Told]:
    """The findings of all these rules in their own bad examples, by id."""
    chunks = [asked[start : start + 10] for start in range(0, len(asked), 10)]
    if len(chunks) <= 1:
        return {one.rule: one for one in _chunk(asked)}
    with ProcessPoolExecutor() as pool:
        return {one.rule: one for found in pool.map(_chunk, chunks) for one in found}


def _chunk(asked: Iterable[Rule]) -> list[Told]:
    with _rules_are_kept():
        return [_told(rule) for rule in asked]


@contextmanager
def _rules_are_kept() -> Iterator[None]:
    """Within it a run does not load the rules anew, which takes longer than all the rest of it."""
    names = vars(pipeline)
    load = names["load"]
    names["load"] = cache(load)
    try:
        yield
    finally:
        names["load"] = load


def _told(rule: Rule) -> Told:
    bad = [example for example in examples(rule.body) if example.is_bad]
    return Told(rule.id, tuple(_findings(rule, Case(rule.file, example)) for example in bad))


def _findings(rule: Rule, case: Case) -> tuple[Said, ...]:
    report, _ = run(case, (rule.id,))
    return tuple(
        Said(
            str(one.severity),
            f"{one.path}:{one.line}:{one.column}",
            one.message,
            one.advice,
            "" if one.fix is None else "safe" if one.fix.safe else "unsafe",
        )
        for one in report.findings
        if one.rule == rule.id
    )


def html(findings: Iterable[Said]) -> str:
    """Findings as a list in HTML, each a message and what to do."""
    return f'<ul class="findings">{"".join(_item(one) for one in findings)}</ul>'


def _item(one: Said) -> str:
    advice = f'<p class="advice">{worded(one.advice)}</p>' if one.advice else ""
    place = f'<span class="place">{escape(one.place)}</span>'
    return f'<li class="{one.severity}"><b>{one.severity}</b> {place}<p>{worded(one.message)}</p>{advice}</li>'


def worded(text: str) -> str:
    """A message in HTML: what stands in backquotes is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))
