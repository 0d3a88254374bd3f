"""No secret in any report: places are masked, and texts that repeat a secret are redacted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from redislint.report.words import shortened

if TYPE_CHECKING:
    from redislint.finding import Edit, Finding, Fix
    from redislint.lint import Report
    from redislint.source import Source, Span

REDACTED: Final = "****"
# A shorter secret would be found in every other word; where it stands it is masked all the same.
_LEAST: Final = 4


class Masks:
    """The secrets of a report: where they stand, and what they are."""

    def __init__(self, report: Report) -> None:
        self._spans = {path: _joined(spans) for path, spans in report.secrets.items()}
        self._texts = {text for spans in report.secrets.values() for span in spans for text in _spellings(span.text)}
        self._pattern = _pattern(text for text in self._texts if len(text) >= _LEAST)
        self._rules = {rule.id: rule for rule in report.rules}

    def within(self, source: Source, start: int, end: int) -> list[tuple[int, int]]:
        """The secrets that overlap `source.text[start:end]`, as offsets cut to it."""
        spans = self._spans.get(source.path, [])
        found = []
        for index in range(bisect_right(spans, start, key=lambda span: span[1]), len(spans)):
            if spans[index][0] >= end:
                break
            found.append((max(spans[index][0], start), min(spans[index][1], end)))
        return found

    def shown(self, source: Source, start: int, end: int) -> str:
        """`source.text[start:end]` with `*` for each character of a secret."""
        text = source.text[start:end]
        for first, last in self.within(source, start, end):
            text = text[: first - start] + "*" * (last - first) + text[last - start :]
        return text

    def redacted(self, text: str) -> str:
        """The text without any secret of four characters or more, cut to a bearable length."""
        return shortened(self._pattern.sub(REDACTED, text) if self._pattern else text)

    def message(self, finding: Finding) -> str:
        """The finding's message, redacted.

        Only what fills the rule's template is: where the password is the word `password`, a template that says
        `password` must not point it out by leaving it out.
        """
        text = finding.message
        if self._pattern is None or not self._pattern.search(text):
            return shortened(text)
        rule = self._rules.get(finding.rule)
        filled = _filled(rule.message).fullmatch(text) if rule else None
        if filled is None:
            return self.redacted(text)
        out, position = [], 0
        for group in range(1, filled.re.groups + 1):
            start, end = filled.span(group)
            out += [text[position:start], self._pattern.sub(REDACTED, text[start:end])]
            position = end
        return shortened("".join(out) + text[position:])

    def advice(self, finding: Finding) -> str:
        """The finding's advice; what the rule's page says word for word holds no secret."""
        rule = self._rules.get(finding.rule)
        return finding.advice if rule and finding.advice in rule.fix.values() else self.redacted(finding.advice)

    def fix(self, finding: Finding) -> Fix | None:
        """The finding's fix, unless it would write a secret out."""
        fix = finding.fix
        if fix is None or (self._pattern and self._pattern.search(fix.title)):
            return None
        return None if any(self._tells(edit) for edit in fix.edits) else fix

    def _tells(self, edit: Edit) -> bool:
        least = 1 if self.within(edit.span.source, edit.span.start, edit.span.end) else _LEAST
        return any(len(text) >= least and text in edit.text for text in self._texts)


def _joined(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """The spans as offsets, sorted, those that overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if start == end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _spellings(text: str) -> Iterator[str]:
    """A secret as it stands, and what it means: without quotes, the ACL's `>`, and backslashes."""
    for spelling in (text, text.lstrip("<>")):
        bare = spelling.strip().strip("\"'")
        yield from {spelling.strip(), bare, bare.lstrip("<>"), re.sub(r"\\(.)", r"\1", bare)} - {""}


def _pattern(texts: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of the texts as a word of its own, the longest first."""
    ordered = sorted(texts, key=lambda text: (-len(text), text))
    if not ordered:
        return None
    return re.compile("|".join(_word(text) for text in ordered))


def _word(text: str) -> str:
    before = r"(?<![^\W_])" if text[0].isalnum() else ""
    after = r"(?![^\W_])" if text[-1].isalnum() else ""
    return f"{before}{re.escape(text)}{after}"


def _filled(template: str) -> re.Pattern[str]:
    """What matches a message made from a template, with a group for each value that fills it."""
    from string import Formatter

    pattern = ""
    for literal, field, _, _ in Formatter().parse(template):
        pattern += re.escape(literal) + ("" if field is None else "(.*?)")
    return re.compile(pattern, re.DOTALL)
