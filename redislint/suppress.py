"""Findings that the user does not want to see: by comments in the files, and by path in the configuration.

A comment that silences nothing is itself a finding (RL934), so that none outlives its reason unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from redislint.finding import Finding, Hit
from redislint.ignores import may_speak
from redislint.judge import chosen, findings, ordered
from redislint.model.document import Document, Reading
from redislint.options import Options
from redislint.rules import Rule
from redislint.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from redislint.commented import Commented


class Remaining(NamedTuple):
    """What is left to report, with what is said about the comments; and what was silenced."""

    findings: tuple[Finding, ...]
    silenced: tuple[Finding, ...]


def suppress(
    found: Iterable[Finding], readings: Iterable[Reading], rules: Sequence[Rule], options: Options
) -> Remaining:
    """Take out what comments and the configuration silence, and report the comments that silence nothing.

    `rules` are all rules that there are, those that did not run too: an ignore may name them.
    """
    files = _commented([reading for reading in readings if may_speak(reading)], rules, options)
    declared = _ByPath(rules, options)
    left: list[Finding] = []
    silenced: list[Finding] = []
    for finding in found:
        _put(finding, files, declared, left, silenced)
    if files:
        for finding in findings(_unused(files, rules, options, left), options):
            _put(finding, files, declared, left, silenced)
    return Remaining(tuple(ordered(left)), tuple(silenced))


def _commented(readings: Sequence[Reading], rules: Sequence[Rule], options: Options) -> dict[str, Commented]:
    """The files with comments that may speak to redislint, by path: most have none."""
    if not readings:
        return {}
    from redislint.commented import Commented

    return {reading.source.path: Commented(reading, rules, options) for reading in readings}


def _put(
    finding: Finding, files: Mapping[str, Commented], declared: _ByPath, left: list[Finding], silenced: list[Finding]
) -> None:
    """Put a finding where it belongs.  The comments are asked in any case: they have been of use then."""
    file = files.get(finding.path)
    is_ignored = file is not None and file.silences(finding)
    (silenced if is_ignored or declared.silences(finding) else left).append(finding)


def _unused(
    files: Mapping[str, Commented], rules: Sequence[Rule], options: Options, left: Sequence[Finding]
) -> Iterator[tuple[Rule, Document, Hit]]:
    from redislint.commented import UNUSED, is_anchor

    running = {rule.id: rule for rule in chosen(rules, options)}
    if UNUSED not in running:
        return
    whole = {(finding.path, finding.rule) for finding in left if is_anchor(finding)}
    for file in files.values():
        subject = Document(file.reading.source, "")
        for hit in file.faults(running, whole):
            yield running[UNUSED], subject, hit


class _ByPath:
    """What the configuration silences, path by path."""

    def __init__(self, rules: Iterable[Rule], options: Options) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._options = options
        self._words: dict[str, tuple[str, ...]] = {}

    def silences(self, finding: Finding) -> bool:
        """Does the configuration ignore the finding's rule in its file?"""
        words = self._words.get(finding.path)
        if words is None:
            words = self._words[finding.path] = self._options.declared(finding.path).ignore
        return any(self._rules[finding.rule].is_named(word) for word in words)
