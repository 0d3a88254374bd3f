"""For people: frames, advice and a summary; in colour at a terminal, plain text in a pipe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from redislint.finding import Finding, Severity
from redislint.report import Look, rule_url
from redislint.report.frames import ASCII, UNICODE, Frame
from redislint.report.mask import Masks
from redislint.report.words import counted, visible
from redislint.report.wrap import Line, Segment, wrapped
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.pipeline import Report

# How the statistics say that edits mend a rule's findings.
_ALL: Final = "[*]"
_SOME: Final = "[-]"
_NONE: Final = "[ ]"
_MARKS: Final = f"{_ALL} all mended by safe edits, {_SOME} some, or by edits that may change what it does"
_CODE: Final = re.compile(r"(`[^`]*`)")


def render(report: Report, look: Look) -> str:
    """Every finding with its frame, then the summary."""
    lines = [line for part in _parts(report, look) for line in part]
    if look.terminal:
        from redislint.report.terminal import painted

        return painted(lines, look)
    return plain(lines)


def plain(lines: Iterable[Line]) -> str:
    """The lines without their styles."""
    texts = ("".join(text for text, _ in line).rstrip() for line in lines)
    return "".join(f"{line}\n" for line in texts)


def _parts(report: Report, look: Look) -> Iterator[Iterator[Line]]:
    masks = Masks(report)
    for finding in report.findings:
        yield shown(finding, masks, look)
    if look.statistics and report.findings:
        yield _statistics(report, look)
    if not look.quiet:
        yield summary(report, look)


def shown(finding: Finding, masks: Masks, look: Look) -> Iterator[Line]:
    """A finding with its frame, what to do, and where to read more."""
    url = rule_url(finding.rule)
    head: Line = [
        (str(finding.severity), finding.severity),
        ("[", finding.severity),
        (f"{finding.rule} {finding.name}", f"{finding.severity} {url}"),
        ("]", finding.severity),
        (": ", "message"),
        *_prose(finding.message, "message"),
    ]
    yield from wrapped(head, look.width, "  ")
    glyphs = UNICODE if look.terminal and look.unicode else ASCII
    frame = Frame(finding, masks, glyphs, look.width)
    yield from frame.lines()
    margin = " " * (frame.margin + 1)
    for name, line in (("fix", _prose(finding.advice, "advice")), ("see", ((url, f"link {url}"),))):
        if line:
            note: Line = [(f"{margin}= ", "gutter"), (f"{name}:", "note"), (" ", ""), *line]
            yield from _hung(note, look.width, margin + " " * 7)
    yield []


def _hung(line: Line, width: int | None, indent: str) -> Iterator[Line]:
    """A note of a frame: its margin is kept where it is broken."""
    margin, rest = line[0], line[1:]
    room = None if width is None else width - len(margin[0])
    for index, part in enumerate(wrapped(rest, room, indent[len(margin[0]) :])):
        yield [margin if not index else (" " * len(margin[0]), ""), *part]


@lru_cache(maxsize=256)
def _prose(text: str, style: str) -> tuple[Segment, ...]:
    """A sentence; what stands in backquotes in it has the style `code`.  Many a rule says the same of many files."""
    pieces = _CODE.split(visible(text))
    return tuple((piece, "code" if index % 2 else style) for index, piece in enumerate(pieces) if piece)


def _statistics(report: Report, look: Look) -> Iterator[Line]:
    """How often each rule spoke, the most frequent first, and what of it a safe edit mends."""
    counts: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        counts.setdefault((finding.rule, finding.name), []).append(finding)
    widest = len(str(max(len(found) for found in counts.values())))
    has_marks = any(finding.fix is not None for finding in report.findings)
    for (rule, name), found in sorted(counts.items(), key=lambda item: (-len(item[1]), item[0])):
        worst = min((finding.severity for finding in found), key=lambda severity: severity.rank)
        mark = _mark(found)
        yield [
            (f"{len(found):>{widest}}  ", "message"),
            (f"{worst:<7}  ", worst),
            *([(f"{mark}  ", "good" if mark == _ALL else "gutter")] if has_marks else []),
            (f"{rule} {name}", f" {rule_url(rule)}"),
        ]
    if has_marks:
        yield []
        yield from wrapped([(_MARKS, "gutter")], look.width)
    yield []


def _mark(found: Iterable[Finding]) -> str:
    """Whether there are edits that mend findings: safe ones for all of them, some edits, or none."""
    fixes = [finding.fix for finding in found]
    if all(fix is not None and fix.safe for fix in fixes):
        return _ALL
    return _SOME if any(fixes) else _NONE


def summary(report: Report, look: Look) -> Iterator[Line]:
    """What was found by severity, where, and what was not shown."""
    counts = [(severity, report.count(severity)) for severity in Severity]
    found = [(f"{count:,} {_NOUNS[severity][count != 1]}", str(severity)) for severity, count in counts if count]
    line: Line = []
    if found:
        line += [("Found ", ""), found[0]]
        for index, segment in enumerate(found[1:], 2):
            line += [(" and " if index == len(found) else ", ", ""), segment]
        line.append((f" in {counted(len({one.path for one in report.findings}), 'file')}", ""))
    else:
        line.append(("No findings", "good"))
    line.append((f"; {counted(len(report.files), 'file')} checked", ""))
    silenced = report.suppressed - len(report.accepted) - report.had
    if silenced:
        line.append((f", {counted(silenced, 'finding')} suppressed", "gutter"))
    if report.accepted:
        line.append((f", {len(report.accepted):,} accepted", "gutter"))
    if report.had:
        line.append((f", {report.had:,} not new", "gutter"))
    if report.fixed:
        line += [("; ", ""), (f"fixed {report.fixed:,}", "good")]
    yield from wrapped([*line, (".", "")], look.width)
    yield from _fixable(report, look)


def _fixable(report: Report, look: Look) -> Iterator[Line]:
    """How many of them have a fix."""
    fixes = [finding.fix.safe for finding in report.findings if finding.fix is not None]
    safe = sum(fixes)
    ways = (("--fix", safe), ("--fix --unsafe", len(fixes) - safe))
    said = " and ".join(f"{count:,} with {option}" for option, count in ways if count)
    if said:
        yield from wrapped([("Can be fixed: ", ""), (f"{said}.", "good")], look.width)


_NOUNS: Final = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("informational", "informational"),
}
