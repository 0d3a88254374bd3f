"""Pass after pass: fixes are applied, the files linted again, and what made anything worse taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from redislint.finding import Finding, Severity
from redislint.fixing.choose import Asked, Mended, applied, compatible, wanted
from redislint.pipeline import Report
from redislint.typed import Final, NamedTuple

# Passes that a fix may need others to come first; and how often a pass may be tried again with fewer fixes.
MOST_PASSES: Final = 10
_MOST_TRIES: Final = 60
# Of more findings that are one to a reader, checks may have shown only the first.
_SOME: Final = 200
_UNREADABLE: Final = "RL000"

# Lints with these texts, by path, in the place of what the files say.
Lint = Callable[[Mapping[str, str]], Report]
# Why the file at a path must not be changed; empty if it may.
Barred = Callable[[str], str]


class Outcome(NamedTuple):
    """What came of it.

    first   the report on the files as they are
    report  that on the texts as they would be
    before  the files that change, by path, as they are; `after` as they would be
    fixed   how many findings are mended
    left    fixes that were taken back, a sentence each
    """

    first: Report
    report: Report
    before: Mapping[str, str]
    after: Mapping[str, str]
    fixed: int
    left: tuple[str, ...]


def mend(lint: Lint, asked: Asked, barred: Barred) -> Outcome:
    """Apply what is asked for until nothing is left, or the passes are used up."""
    return _Mending(lint, asked, barred).run()


class _Mending:
    """The state of the passes.

    most     how many fixes a file gets at once, after more of them have failed
    refused  findings whose fixes have failed, by identity
    """

    def __init__(self, lint: Lint, asked: Asked, barred: Barred) -> None:
        self.lint = lint
        self.asked = asked
        self.barred = barred
        self.first = self.report = lint({})
        self.before: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.most: dict[str, int] = {}
        self.refused: set[str] = set()
        self.left: list[str] = []
        self.fixed = 0

    def run(self) -> Outcome:
        passes = 0
        batch: list[Mended] = []
        for _ in range(_MOST_TRIES):
            batch = self._batch()
            if not batch or passes == MOST_PASSES:
                break
            is_whole = not self.most
            passes += self._try(batch) and is_whole
        if batch:
            paths = ", ".join(sorted({one.path for one in batch}))
            self.left.append(f"{paths}: more could be fixed: run it again")
        changed = {path: text for path, text in self.texts.items() if text != self.before[path]}
        before = {path: self.before[path] for path in changed}
        return Outcome(self.first, self.report, before, changed, self.fixed, tuple(self.left))

    def _batch(self) -> list[Mended]:
        fixes = []
        for one in wanted(self.report, self.asked):
            reason = self.barred(one.path)
            if not reason and one.finding.identity not in self.refused:
                fixes.append(one)
            elif reason and f"{one.path}: {reason}" not in self.left:
                self.left.append(f"{one.path}: {reason}")
        return compatible(fixes, self.most)

    def _try(self, batch: list[Mended]) -> bool:
        """Apply some fixes.  Where that made a file no better, nothing is kept, and it gets fewer of them next time."""
        texts = applied(batch)
        report = self.lint({**self.texts, **texts})
        failed = {path: why for path, why in _failed(self.report, report, batch).items() if path in texts}
        for path, why in failed.items():
            self._limit([one for one in batch if one.path == path], why)
        if failed:
            return False
        for one in batch:
            self.before.setdefault(one.path, one.edits[0].span.source.text)
        self.most.clear()
        self.texts.update(texts)
        self.report = report
        self.fixed += len(batch)
        return True

    def _limit(self, fixes: list[Mended], why: str) -> None:
        if len(fixes) > 1:
            self.most[fixes[0].path] = len(fixes) // 2
            return
        self.most.pop(fixes[0].path, None)
        finding = fixes[0].finding
        self.refused.add(finding.identity)
        place = f"{finding.path}:{finding.line}"
        self.left.append(f"{place}: {finding.rule} {finding.name} is not fixed: {why}")


def _failed(before: Report, after: Report, batch: Iterable[Mended]) -> dict[str, str]:
    """The files whose fixes must not be kept, and why: they brought an error, or did not help."""
    paths = {one.path for one in batch}
    # What they have kept from being said was there before.
    fixed = {one.finding.rule for one in batch}
    hidden = {name for rule in before.rules if rule.id in fixed for name in rule.absorbs}
    new = [one for one in _new_errors(before, after) if one.rule not in hidden]
    failed: dict[str, str] = {}
    for finding in new:
        near = {finding.path, *(one.span.source.path for one in finding.related)} & paths
        what = f"{finding.rule} {finding.name}"
        where = f"{finding.path}:{finding.line}"
        for path in near or paths:
            failed.setdefault(path, f"the file would then have another error: {what}, at {where}")
    for error in set(after.errors) - set(before.errors):
        failed.update(dict.fromkeys(paths - failed.keys(), f"then it could not be checked: {error}"))
    counts, meant = _counts(before.findings), Counter(one.finding.identity for one in batch)
    now = _counts(after.findings)
    for one in batch:
        identity = one.finding.identity
        if counts[identity] < _SOME and now[identity] > counts[identity] - meant[identity]:
            failed.setdefault(one.path, "the finding would not go away")
    return failed


def _new_errors(before: Report, after: Report) -> list[Finding]:
    """Errors, and files that cannot be read any more, of which there were fewer."""
    seen = _counts(before.findings)
    found = []
    for finding in after.findings:
        if seen[finding.identity] > 0:
            seen[finding.identity] -= 1
        elif finding.severity is Severity.ERROR or finding.rule == _UNREADABLE:
            found.append(finding)
    return found


def _counts(findings: Iterable[Finding]) -> Counter[str]:
    return Counter(finding.identity for finding in findings)
