"""What keeps servers from starting, in the words of the rules of family 0."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from redislint.finding import Finding, Severity
from redislint.judge import chosen, judge
from redislint.link import link
from redislint.model.document import Reading
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.outcome.chosen import concerning, files_of
from redislint.pipeline import literal_secrets
from redislint.redact import Redactor
from redislint.rules import load
from redislint.typed import Final, NamedTuple

# The family of all that a server refuses.
_VALIDITY: Final = ("validity",)

# Texts in the servers' own languages have one thing to say in a line.
_BY_LINE: Final = ("redis-conf", "sentinel-conf", "users-acl")


class Said(NamedTuple):
    """The findings of validity by path, also those that are silenced somewhere; and the rules that failed."""

    findings: Mapping[str, Sequence[Finding]]
    errors: tuple[str, ...]

    def of(self, instance: Instance) -> tuple[Finding, ...]:
        """The findings about a server."""
        paths = dict.fromkeys((*files_of(instance), *(one.span.source.path for one in instance.settings)))
        return concerning(instance, (one for path in paths for one in self.findings.get(path, ())))


class Start(NamedTuple):
    """What the target refuses and the present version takes, what both refuse, and what only the present one refuses.

    warned  what the target alone warns of
    """

    refused: tuple[Finding, ...]
    already: tuple[Finding, ...]
    solved: tuple[Finding, ...]
    warned: tuple[Finding, ...]


def said(readings: Sequence[Reading], options: Options, launched: Collection[str]) -> Said:
    """What the version in the options, or that of each server where there is none, says of what was read."""
    rules = chosen(load(), options._replace(select=_VALIDITY, ignore=()))
    judged = judge(rules, link(readings, options, launched), options._replace(select=_VALIDITY, ignore=()))
    redactor = Redactor(literal_secrets(readings), rules)
    found: dict[str, list[Finding]] = {}
    for one in judged.findings:
        found.setdefault(one.path, []).append(redactor.finding(one))
    return Said(found, judged.errors)


def start(instance: Instance, now: Said, then: Said) -> Start:
    """What is new among the findings about a server by the target (`then`), beside those by the present version.

    Where the present version is not known, what every version refuses is refused already.
    """
    before = now.of(instance)
    stopped = {_place(instance, one) for one in before if _is_refused(one, instance)}
    known = {(one.rule, one.span) for one in before}
    refused: list[Finding] = []
    already: list[Finding] = []
    warned: list[Finding] = []
    for one in then.of(instance):
        if _is_refused(one, instance):
            (already if _place(instance, one) in stopped else refused).append(one)
        elif instance.server is not None and one.severity is not Severity.INFO and (one.rule, one.span) not in known:
            warned.append(one)
    left = {_place(instance, one) for one in already}
    is_known = instance.server is not None
    solved = (one for one in before if is_known and _is_refused(one, instance) and _place(instance, one) not in left)
    return Start(tuple(refused), tuple(already), tuple(solved), tuple(warned))


def _is_refused(finding: Finding, instance: Instance) -> bool:
    """Does it keep the server from starting, or a managed service from taking the value?"""
    return finding.refused if instance.managed is None else finding.severity is Severity.ERROR


def _place(instance: Instance, finding: Finding) -> tuple[str, int]:
    """The line that a finding is about, wherever in it its place is: what is wrong with a line differs by version.

    Where formats put several settings into one line, it is the setting.
    """
    if finding.span.source.kind in _BY_LINE:
        return finding.path, finding.line
    for setting in instance.settings:
        span = setting.span
        if span.source is finding.span.source and span.start <= finding.span.start <= span.end:
            return finding.path, span.start
    return finding.path, finding.span.start
