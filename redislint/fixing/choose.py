"""Which fixes one pass takes, and the texts that they make."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping

from redislint.finding import Edit, Finding
from redislint.pipeline import Report
from redislint.rules import Rule
from redislint.typed import NamedTuple


class Asked(NamedTuple):
    """Which fixes are wanted: also those that may change what a server does; only those of some rules, if any."""

    unsafe: bool = False
    rules: tuple[str, ...] = ()


class Mended(NamedTuple):
    """A finding with a fix, the file that it changes, and its edits in their order."""

    finding: Finding
    path: str
    edits: tuple[Edit, ...]

    @property
    def overlaps(self) -> bool:
        """Do its own edits get into each other's way?"""
        return any(_meet(one, other) for one, other in zip(self.edits, self.edits[1:], strict=False))


def wanted(report: Report, asked: Asked) -> Iterator[Mended]:
    """The fixes of a report that are asked for, in the order of their findings; of files that were asked for alone."""
    rules = {rule.id: rule for rule in report.rules}
    for finding in report.findings:
        fix = finding.fix
        if fix is None or not (fix.safe or asked.unsafe) or not _is_named(rules.get(finding.rule), asked.rules):
            continue
        edits = tuple(sorted(fix.edits, key=_place))
        paths = {edit.span.source.path for edit in edits}
        if len(paths) == 1 and paths <= report.files.keys():
            found = Mended(finding, paths.pop(), edits)
            if not found.overlaps:
                yield found


def _is_named(rule: Rule | None, words: tuple[str, ...]) -> bool:
    return not words or (rule is not None and any(rule.is_named(word) for word in words))


def compatible(fixes: Iterable[Mended], most: Mapping[str, int]) -> list[Mended]:
    """Those that do not overlap, the first by place before others; of some files no more than `most`."""
    taken: list[Mended] = []
    counts: dict[str, int] = {}
    edits: dict[str, list[Edit]] = {}
    for one in sorted(fixes, key=lambda one: (one.path, *one.edits[0].span[1:])):
        here = edits.setdefault(one.path, [])
        count = counts.get(one.path, 0)
        if count < most.get(one.path, count + 1) and not any(_is_in_the_way(edit, here) for edit in one.edits):
            taken.append(one)
            counts[one.path] = count + 1
            for edit in one.edits:
                insort(here, edit, key=_place)
    return taken


def _place(edit: Edit) -> tuple[int, int]:
    return edit.span.start, edit.span.end


def _is_in_the_way(edit: Edit, others: list[Edit]) -> bool:
    """Does an edit meet one of the others, which are in their order, and meet none of each other?"""
    index = bisect_right(others, edit.span.end, key=lambda other: other.span.start)
    return any(_meet(edit, other) for other in others[max(index - 2, 0) : index])


def _meet(one: Edit, other: Edit) -> bool:
    """Do two edits change the same stretch, or put something in where the other ends?"""
    if one.span.start == one.span.end or other.span.start == other.span.end:
        return one.span.start <= other.span.end and other.span.start <= one.span.end
    return one.span.start < other.span.end and other.span.start < one.span.end


def applied(fixes: Iterable[Mended]) -> dict[str, str]:
    """The texts of the files after the fixes, by path."""
    edits: dict[str, list[Edit]] = {}
    for one in fixes:
        edits.setdefault(one.path, []).extend(one.edits)
    return {path: _edited(sorted(some, key=_place)) for path, some in edits.items()}


def _edited(edits: list[Edit]) -> str:
    text, position, parts = edits[0].span.source.text, 0, []
    for span, put in edits:
        parts += [text[position : span.start], put]
        position = span.end
    return "".join((*parts, text[position:]))
