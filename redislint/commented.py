"""A file whose comments speak to redislint: what they silence, and which of them silence nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from redislint.declares import declarations
from redislint.finding import Finding, Fix, Hit, Severity
from redislint.ignores import VERBS, Ignore, Word, ignores
from redislint.judge import is_selected
from redislint.model.document import Reading
from redislint.options import Options
from redislint.removal import removals, whole
from redislint.rules import Rule, find
from redislint.source import Span
from redislint.suggest import did_you_mean
from redislint.typed import Final

# The rule about the comments themselves; its page has the words, and this module finds what it is about.
UNUSED: Final = "RL934"

_EXAMPLE: Final = "`ignore[RL101]` or `ignore[exposed-without-auth]`"


class Commented:
    """A file with comments, and which of its ignores have silenced anything."""

    def __init__(self, reading: Reading, rules: Sequence[Rule], options: Options) -> None:
        self.reading = reading
        self._rules = rules
        self._options = options
        # What acts, by rule and line (0 for the whole file, -1 for no line); and what is no use at all.
        self._acting: dict[str, dict[int, list[tuple[Ignore, Word]]]] = {}
        self._broken: list[Hit] = []
        self._used: set[tuple[str, int]] = set()
        for ignore in ignores(reading) if options.inline != "off" else ():
            self._take(ignore)
        for one in declarations(reading):
            if one.problem:
                self._broken.append(_hit(one.span, one.span.text.partition(":")[2].strip(), one.problem))

    def _take(self, ignore: Ignore) -> None:
        problem = _fault(ignore) or _forbidden(ignore, self._options.inline)
        expired = "" if problem else _expired(ignore, self._options.today)
        if problem or expired:
            # Whether it is to be taken out or to get a later day, the user has to say.
            fix = whole(ignore) if expired else None
            said = ignore.span.text.partition(":")[2].strip()
            self._broken.append(_hit(ignore.span, said, problem or expired, fix=fix and fix._replace(safe=False)))
            return
        for word in ignore.words or ():
            rule = find(self._rules, word.text)
            if rule is None:
                known = (name for one in self._rules for name in (one.id, one.name))
                problem = f"names no rule{did_you_mean(word.text, known)}"
                self._broken.append(_hit(word.span, f"{ignore.verb}[{word.text}]", problem))
            else:
                line = 0 if ignore.verb == "ignore-file" else ignore.line or -1
                self._acting.setdefault(rule.id, {}).setdefault(line, []).append((ignore, word))

    def silences(self, finding: Finding) -> bool:
        """Does a comment ask to ignore this finding?  Every comment that does has been of use."""
        asked = self._acting.get(finding.rule, {})
        used = [0] if 0 in asked else []
        if asked and not is_anchor(finding):
            first, last = finding.line, finding.span.source.position(max(finding.span.end - 1, finding.span.start))[0]
            lines = range(first, last + 1) if last - first < len(asked) else asked
            used += [line for line in lines if line in asked and first <= line <= last]
        self._used.update((finding.rule, line) for line in used)
        return bool(used)

    def faults(self, running: Mapping[str, Rule], entire: set[tuple[str, str]]) -> Iterator[Hit]:
        """What is wrong with the comments; `entire` has path and rule of the findings about whole files."""
        yield from self._broken
        if _is_unread(self.reading):
            return
        path = self.reading.source.path
        unused = [*self._unused(running)]
        # What only stands in the wrong place is not to be lost.
        useless = {word.span.start for name, line, _, word in unused if not (line and (path, name) in entire)}
        fixes: dict[int, dict[int, Fix]] = {}
        for name, line, ignore, word in unused:
            if ignore.span.start not in fixes:
                fixes[ignore.span.start] = removals(ignore, useless)
            fix = fixes[ignore.span.start].get(word.span.start)
            problem = _unused_because(name, line, word.span.start not in useless)
            yield _hit(word.span, f"{ignore.verb}[{word.text}]", problem, Severity.INFO, fix)

    def _unused(self, running: Mapping[str, Rule]) -> Iterator[tuple[str, int, Ignore, Word]]:
        """The words that silenced nothing, of rules that have looked at the file: rule, line, comment and word."""
        for name, lines in self._acting.items():
            if name != UNUSED and name in running and _is_on(running[name], self.reading.source.path, self._options):
                for line, asked in lines.items():
                    if (name, line) not in self._used:
                        yield from ((name, line, ignore, word) for ignore, word in asked)


def _fault(ignore: Ignore) -> str:
    """What makes an ignore mean nothing; empty if it means something."""
    if ignore.verb not in VERBS:
        return f"is nothing that redislint knows: write {_EXAMPLE}"
    if not ignore.words:
        return f"does not say which rules: write {_EXAMPLE}"
    if ignore.verb == "ignore-file" and not ignore.leads:
        return "stands too far down: it belongs in the comment at the top of the file"
    return ""


def _forbidden(ignore: Ignore, inline: str) -> str:
    """What the configuration has against an ignore that means something; empty for nothing."""
    if inline == "forbid":
        return "silences nothing: the configuration forbids ignores in comments, `per-path-ignores` in it are allowed"
    if inline == "reason" and not ignore.reason:
        return "silences nothing: the configuration demands a reason, in words behind the bracket"
    return ""


def _expired(ignore: Ignore, today: str) -> str:
    """What is wrong with the last day of an ignore; empty if it has none, or that has not gone by."""
    if ignore.until is None:
        return ""
    from redislint.servers import releases

    if not is_day(ignore.until):
        return "silences nothing: its last day is none, write it `until=2027-01-31`"
    if (today or releases.as_of()) <= ignore.until:
        return ""
    return f"silences nothing any more: its last day was {ignore.until}"


def is_day(text: str) -> bool:
    """Is it a day, written 2027-01-31?"""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _unused_because(rule: str, line: int, is_whole: bool) -> str:
    if is_whole and line:
        return f"silences nothing: what {rule} finds is about the whole file, so write `ignore-file[{rule}]` at its top"
    if line == 0:
        return "silences nothing in this file"
    return "silences nothing: no line stands right below it" if line < 0 else f"silences nothing on line {line}"


def _hit(span: Span, ignore: str, problem: str, severity: Severity | None = None, fix: Fix | None = None) -> Hit:
    shown = ignore if len(ignore) <= 60 else f"{ignore[:57]}..."
    return Hit(span, key=shown, severity=severity, fix=fix, ignore=shown, problem=problem)


def is_anchor(finding: Finding) -> bool:
    """Is the finding about the whole file, so that no line is its own?"""
    return finding.span.start == finding.span.end == 0


def _is_unread(reading: Reading) -> bool:
    """Was some of the file not read, so that a finding may be missing?"""
    problems = (*reading.problems, *(problem for document in reading.documents for problem in document.problems))
    return any(problem.kind == "unreadable" for problem in problems)


def _is_on(rule: Rule, path: str, options: Options) -> bool:
    """Has the rule surely looked at the file?  Some look only at some environments, or purposes."""
    if rule.enabled == "on" or is_selected(rule, options):
        return True
    return rule.enabled == "prod" and options.declared(path).environment not in ("dev", "stage")
