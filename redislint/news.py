"""What is new: findings that somebody has accepted, or that the files had at an earlier time, told from the others.

Both by rule, path and fingerprint, never by a line's number.  Of several findings that are equal by these, as many
are known as there were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from redislint.finding import Finding
from redislint.judge import chosen, judge
from redislint.link import Whole
from redislint.options import Options
from redislint.rules import Rule
from redislint.suppress import suppress
from redislint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from redislint.pipeline import Earlier

# Path, rule, and the fingerprint without the number among equal ones.
Key = tuple[str, str, str]


class Told(NamedTuple):
    """Findings told apart, each in the order that they had."""

    new: list[Finding]
    known: list[Finding]


def told(
    found: Sequence[Finding], before: Earlier, earlier: Whole | None, rules: Sequence[Rule], options: Options
) -> tuple[list[Finding], list[Finding], list[Finding]]:
    """The findings of a run: those to report, those that are accepted, and those that an earlier time had as well.

    `earlier` is what the files of `before` come to, which is judged as those of now are.
    """
    new, known = accepted(found, options.accepted)
    if not before.only_new or earlier is None:
        return new, known, []
    judged = judge(chosen(rules, options), earlier, options)
    then = suppress(judged.findings, before.readings, rules, options)
    rest, had = compared(new, then.findings, before)
    return rest, known, had


def key(finding: Finding) -> Key:
    """What a finding is accepted by."""
    return finding.path, finding.rule, finding.fingerprint.partition(":")[0]


def accepted(findings: Iterable[Finding], counts: Mapping[Key, int]) -> Told:
    """Findings, and those of them that are accepted: the first so many of each key."""
    told = Told([], [])
    left = dict(counts)
    # A fingerprint takes a while, and most rules have nothing accepted in most files.
    places = {one[:2] for one in left}
    for finding in findings:
        is_known = False
        if (finding.path, finding.rule) in places:
            one = key(finding)
            is_known = left.get(one, 0) > 0
            left[one] = left.get(one, 0) - 1
        (told.known if is_known else told.new).append(finding)
    return told


def compared(now: Sequence[Finding], then: Iterable[Finding], earlier: Earlier) -> Told:
    """Findings of now, and those of them that were there then.

    Of equal ones those whose line reads as it did are known first.
    """
    left = _counted(then, earlier)
    same = [_same(finding, {}) for finding in now]
    old: set[int] = set()
    for number, finding in enumerate(now):
        lines = left.get(same[number])
        if lines and lines.get(line := _line(finding)):
            old.add(number)
            lines[line] -= 1
    rest = {one: sum(lines.values()) for one, lines in left.items()}
    for number, one in enumerate(same):
        if number not in old and rest.get(one):
            old.add(number)
            rest[one] -= 1
    return Told(
        [finding for number, finding in enumerate(now) if number not in old],
        [finding for number, finding in enumerate(now) if number in old],
    )


def _counted(then: Iterable[Finding], earlier: Earlier) -> dict[Key, dict[str, int]]:
    """How often each finding was there, by the text of its line."""
    path, lines = earlier.configured
    found: dict[Key, dict[str, int]] = {}
    for finding in then:
        line = _line(finding)
        if finding.path != path or line in lines:
            texts = found.setdefault(_same(finding, earlier.renamed), {})
            texts[line] = texts.get(line, 0) + 1
    return found


def _same(finding: Finding, renamed: Mapping[str, str]) -> Key:
    """What makes two findings the same one; a file that was renamed since goes by its new name."""
    said, _, owner = finding.identity.rpartition("\0")
    for old in (finding.path, owner.partition("#")[0]):
        if old in renamed and (owner == old or owner.startswith(f"{old}#")):
            owner = renamed[old] + owner[len(old) :]
            break
    return renamed.get(finding.path, finding.path), finding.rule, f"{said}\0{owner}"


def _line(finding: Finding) -> str:
    """The text of the line that it begins on."""
    source = finding.span.source
    return source.line(source.position(finding.span.start)[0])
