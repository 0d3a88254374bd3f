"""The pipeline: read, link, judge, suppress."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from types import MappingProxyType

from redislint import suppress
from redislint.finding import Finding, Severity
from redislint.judge import chosen, judge, looked
from redislint.link import Whole, compared, link
from redislint.model.document import Problem, Reading
from redislint.model.instance import Instance
from redislint.model.project import Project
from redislint.options import Options
from redislint.read import read
from redislint.redact import Redactor
from redislint.rules import Rule, load
from redislint.source import Source, Span, Tree
from redislint.typed import Final, NamedTuple


class Unread(NamedTuple):
    """A file that could not be read, and why.  `named`: the user asked for this very file."""

    path: str
    reason: str
    named: bool = False


class Earlier(NamedTuple):
    """The files at an earlier time.

    readings    those files; all of the tree where `only_new` is asked for
    only_new    are findings that these files have known, and not reported?
    renamed     the present paths of files that were called otherwise then, by the old ones
    configured  the path of the configuration, and the lines that it had then: it is the present one that both times
                are judged by, so of what was found in it only that counts whose line stood there
    """

    readings: Sequence[Reading] = ()
    only_new: bool = False
    renamed: Mapping[str, str] = MappingProxyType({})
    configured: tuple[str, Collection[str]] = ("", ())


# There is none.
NEVER: Final = Earlier()


class Report(NamedTuple):
    """What a run found.

    files       the files that were read, with their kinds
    errors      what could not be done, a sentence each
    notes       what a user may not expect of the run, a sentence each
    unchecked   what may declare a Redis and cannot be looked at, a sentence each
    suppressed  how many findings are not reported: silenced by the files' own comments or the configuration, accepted,
                or not new
    accepted    those of them that are accepted, as a baseline has it
    had         how many of them an earlier time had as well, where only new ones are asked for
    fixed       how many findings there were before they were fixed
    secrets     the places of literal secrets, by path: no report may show them
    rules       the rules that ran
    looked      how many instances, texts, groups or configurations each of them has looked at; empty if nobody asked
    project     what the configuration declares of instances and the checklist; None if it declares nothing of them
    instances   what was judged: the instances that the files declare
    scope       the paths that were asked for; None for all
    unread      the paths of files that could not be read
    """

    findings: tuple[Finding, ...] = ()
    files: Mapping[str, str] = MappingProxyType({})
    errors: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    suppressed: int = 0
    accepted: tuple[Finding, ...] = ()
    had: int = 0
    fixed: int = 0
    secrets: Mapping[str, tuple[Span, ...]] = MappingProxyType({})
    rules: tuple[Rule, ...] = ()
    looked: Mapping[str, int] = MappingProxyType({})
    project: Project | None = None
    instances: tuple[Instance, ...] = ()
    scope: Container[str] | None = None
    unread: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)


def lint_sources(
    sources: Iterable[Source],
    tree: Tree,
    options: Options,
    *,
    unread: Sequence[Unread] = (),
    keep: Container[str] | None = None,
    launched: Collection[str] = (),
    before: Sequence[Reading] = (),
) -> Report:
    """Lint texts that are already at hand; `tree` gives the files around them."""
    readings = [read_source(source, tree) for source in sources]
    return lint_readings(readings, options, unread=unread, keep=keep, launched=launched, before=Earlier(before))


def lint_readings(
    readings: Iterable[Reading],
    options: Options,
    *,
    unread: Sequence[Unread] = (),
    keep: Container[str] | None = None,
    launched: Collection[str] = (),
    before: Earlier = NEVER,
    count: bool = False,
) -> Report:
    """Lint what was read.

    `unread` are files that could not be read, each of which becomes a finding; `keep` holds the paths whose findings
    are wanted (those that lie in one of them, or are related to it): all if None; `launched` names the files that a
    server is known to be started with; `before` are the files as they were at an earlier time; `count` asks how much
    each rule has looked at.
    """
    rules = load(options.rule_folders)
    readings = [*readings, *(missed(one) for one in unread)]
    options.watch("Joining files", 0, 0)
    earlier = link(before.readings, options, launched) if before.readings or before.only_new else None
    whole = compared(link(readings, options, launched), earlier)
    # Where a named file is missing, that is what is wrong.
    if options.snapshot is not None and not any(one.named for one in unread):
        from redislint.facing import faced

        # What is found out of it is wanted wherever it stands.
        whole, keep = faced(whole, options.snapshot, options.against, keep), None
    judged = judge(chosen(rules, options), whole, options)
    remaining = suppress.suppress(judged.findings, readings, rules, options)
    new, known, had = _told(remaining.findings, before, earlier, rules, options)
    secrets = literal_secrets(readings)
    # What was a secret before is one in any message about it.
    redactor = Redactor(literal_secrets((*readings, *before.readings)) if before.readings else secrets, rules)
    kept = _Kept(redactor, keep)
    reported, accepted = kept.findings(new), kept.findings(known)
    silenced, old = (sum(map(kept.is_asked, some)) for some in (remaining.silenced, had))
    # What says nothing by itself may still be what another file is blamed for: a Service, a variable.
    blamed = {one.path for one in (*reported, *accepted)}
    return Report(
        findings=reported,
        files={one.source.path: one.source.kind for one in readings if _is_ours(one, keep, blamed)},
        errors=(*(f"{one.path}: {one.reason}" for one in unread if one.named), *judged.errors),
        unchecked=tuple(dict.fromkeys(said for one in readings if _is_asked(one, keep) for said in one.unchecked)),
        suppressed=silenced + len(accepted) + old,
        accepted=accepted,
        had=old,
        secrets=secrets,
        rules=chosen(rules, options),
        looked=looked(chosen(rules, options), whole, options) if count else {},
        project=next(iter(whole.projects), None),
        instances=tuple(one for one in whole.instances if keep is None or one.anchor.source.path in keep),
        scope=keep,
        unread=tuple(one.path for one in unread),
    )


def _told(
    found: Sequence[Finding], before: Earlier, earlier: Whole | None, rules: Sequence[Rule], options: Options
) -> tuple[Sequence[Finding], Sequence[Finding], Sequence[Finding]]:
    """Findings told apart: those to report, those that are accepted, and those that an earlier time had as well.

    All of a run are, before some are left out: so it does not depend on what was asked for.
    """
    if not options.accepted and not before.only_new:
        return found, (), ()
    from redislint.news import told

    return told(found, before, earlier, rules, options)


class _Kept:
    """The findings that are asked for, fit to be shown."""

    def __init__(self, redactor: Redactor, keep: Container[str] | None) -> None:
        self._redactor = redactor
        self._keep = keep

    def is_asked(self, finding: Finding) -> bool:
        """Does it lie in what was asked for, or concern it?"""
        return self._keep is None or _concerns(finding, self._keep)

    def findings(self, found: Iterable[Finding]) -> tuple[Finding, ...]:
        """Those that are asked for, without secrets."""
        return tuple(self._redactor.finding(one) for one in found if self.is_asked(one))


def literal_secrets(readings: Iterable[Reading]) -> dict[str, tuple[Span, ...]]:
    """The places of secrets by the file that they are in: it may be another than the one that uses them."""
    found: dict[str, list[Span]] = {}
    for reading in readings:
        for span in reading.secrets:
            found.setdefault(span.source.path, []).append(span)
    return {path: tuple(spans) for path, spans in found.items()}


def _is_ours(reading: Reading, keep: Container[str] | None, blamed: Container[str]) -> bool:
    """Was this file asked for, and does it say anything to us?  A reader has the last word on what it is."""
    says = reading.documents or reading.instances or reading.problems or reading.source.released
    says = says or reading.source.path in blamed
    return bool(reading.source.kind and says) and _is_asked(reading, keep)


def _is_asked(reading: Reading, keep: Container[str] | None) -> bool:
    return keep is None or reading.source.path in keep


def read_source(source: Source, tree: Tree) -> Reading:
    """Read a file; a reader that fails on it must not take the other files with it."""
    try:
        return read(source, tree)
    except Exception as error:
        detail = f"redislint could not read this file ({type(error).__name__}): please report it"
        return Reading(source, problems=(Problem("unreadable", source.anchor, detail),))


def missed(one: Unread) -> Reading:
    """A file that could not be read, as one with nothing in it but that problem."""
    source = Source(one.path, "", "")
    return Reading(source, problems=(Problem("unreadable", source.anchor, one.reason),))


def _concerns(finding: Finding, paths: Container[str]) -> bool:
    return finding.path in paths or any(related.span.source.path in paths for related in finding.related)
