"""Rules run over what was read: which are on, what absorbs what, and the findings of what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from redislint.finding import Finding, Fix, Hit, Related, Undecided
from redislint.levels import environment_of, profile_of, severity
from redislint.link import Whole
from redislint.model.change import present
from redislint.model.document import Document
from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.model.origin import noted
from redislint.model.project import Project
from redislint.model.snapshot import Drift
from redislint.model.topology import Deployment
from redislint.options import Options
from redislint.rules import Rule, Subject, Subjects
from redislint.typed import NamedTuple

# A hit, with the rule that found it and what it is about.
_Spoken = tuple[Rule, Subject, Hit]


class Judged(NamedTuple):
    """The findings of a run, and what could not be done."""

    findings: tuple[Finding, ...]
    errors: tuple[str, ...]


def chosen(rules: Iterable[Rule], options: Options) -> tuple[Rule, ...]:
    """The rules of a run: those selected, or those on by default, without those ignored; the closest word wins."""
    return tuple(rule for rule in rules if _is_chosen(rule, options))


def _is_chosen(rule: Rule, options: Options) -> bool:
    ignored = max((rule.closeness(word) for word in options.ignore), default=0)
    if not options.select:
        return not ignored and rule.is_on(since=bool(options.since), snapshot=options.snapshot is not None)
    selected = max((rule.closeness(word) for word in options.select), default=0)
    return selected > ignored


def is_selected(rule: Rule, options: Options) -> bool:
    """Did the user ask for this rule by name?  Then it runs whatever is declared."""
    return any(rule.is_named(word) for word in options.select)


def judge(rules: Sequence[Rule], whole: Whole, options: Options) -> Judged:
    """Run the rules over everything that was read."""
    subjects = _subjects(whole)
    absorbed_by: dict[str, set[str]] = {}
    for rule in rules:
        for name in rule.absorbs:
            absorbed_by.setdefault(name, set()).add(rule.id)
    hits: list[_Spoken] = []
    silenced: set[tuple[str, int | str, int]] = set()
    errors: list[str] = []
    for number, rule in enumerate(rules):
        options.watch("Checking rules", number, len(rules))
        try:
            for subject, hit in rule.hits(subjects):
                if not _applies(rule, subject, options) or _is_nobodys(subject, hit):
                    continue
                if rule.absorbs:
                    silenced.add((rule.id, *_cause(subject, hit)))
                if isinstance(hit, Hit):
                    hits.append((rule, subject, hit))
        except Exception as error:  # A rule that fails must not take the others' findings with it.
            errors.append(f"rule {rule.id} could not run: {type(error).__name__}")
    absorbed = {
        (rule.id, *_place(hit))
        for rule, subject, hit in hits
        if any((by, *cause) in silenced for by in absorbed_by.get(rule.id, ()) for cause in _causes(subject, hit))
    }
    # One place may be the cause for several instances (a chart's switch, a mounted file): absorbed in one is in all.
    left = (spoken for spoken in hits if (spoken[0].id, *_place(spoken[2])) not in absorbed)
    return Judged(findings(left, options), tuple(errors))


def looked(rules: Iterable[Rule], whole: Whole, options: Options) -> dict[str, int]:
    """How many instances, texts, groups or configurations each rule has looked at, by its id.

    One whose directive is nowhere written has looked at nothing.
    """
    subjects = _subjects(whole)
    found: dict[str, int] = {}
    for rule in rules:
        if subjects.say(rule.needs):
            found[rule.id] = sum(
                _applies(rule, subject, options) and not _is_empty(subject) for subject in rule.subjects(subjects)
            )
    return found


def _is_empty(subject: Subject) -> bool:
    """Is it a configuration of whose instances no file is there?"""
    return isinstance(subject, Project) and not any(one.members for one in subject.declarations)


def _subjects(whole: Whole) -> Subjects:
    pairs: tuple[Subject, ...] = (*whole.changes, *whole.drifts)
    return Subjects((*whole.documents, *whole.instances, *whole.deployments, *pairs, *whole.projects))


def findings(hits: Iterable[_Spoken], options: Options) -> tuple[Finding, ...]:
    """What checks yielded as findings, each once, in the order of a report."""
    # At one place all is told apart that a running server has and no line of a file sets.
    aparts = ((_finding(*one, options), one[2].key if isinstance(one[1], Drift) else "") for one in hits)
    return tuple(_numbered(ordered(_distinct(aparts))))


def _place(hit: Hit) -> tuple[str, int, int]:
    """Where a hit is, whichever reader of the file it comes from."""
    return hit.span.source.path, hit.span.start, hit.span.end


def _cause(subject: Subject, hit: Hit | Undecided) -> tuple[int | str, int]:
    """What one cause is: the instance; in a document, which holds many things, the line; or what the hit says."""
    if hit.cause is not None:
        return hit.cause.source.path, hit.cause.start
    return id(present(subject)), subject.part(hit.span) if isinstance(subject, Document) else 0


def _causes(subject: Subject, hit: Hit) -> tuple[tuple[int | str, int], ...]:
    """What a hit may be absorbed by: its own cause, and a hit elsewhere that names this very place as its own."""
    return _cause(subject, hit), _place(hit)[:2]


def _is_nobodys(subject: Subject, hit: Hit | Undecided) -> bool:
    """Is it about what is not written in a chart's own values, which somebody else's will be laid over?"""
    members = (
        (subject,) if isinstance(subject, Instance) else subject.instances if isinstance(subject, Deployment) else ()
    )
    return any(one.stock and hit.span == one.anchor for one in members)


def _applies(rule: Rule, subject: Subject, options: Options) -> bool:
    """Is the rule on for this subject's environment and purpose?"""
    if rule.unless and isinstance(subject, Instance) and subject.transport in rule.unless:
        return False
    if is_selected(rule, options):
        return True
    if rule.enabled == "prod":
        return environment_of(subject, options) not in ("dev", "stage")
    if rule.enabled.startswith("profile:"):
        return profile_of(subject) in rule.enabled.removeprefix("profile:").split(",")
    return True


def _finding(rule: Rule, subject: Subject, hit: Hit, options: Options) -> Finding:
    owner = _owner(subject, hit)
    kind = hit.span.source.kind or subject.kind
    version = (None, None) if isinstance(subject, Deployment | Project) else (subject.server, subject.origin)
    return Finding(
        rule=rule.id,
        name=rule.name,
        severity=severity(rule, subject, hit, options),
        confidence=rule.confidence,
        message=noted(rule.message.format_map(hit.values), *version),
        span=hit.span,
        related=(*hit.related, *_notes(subject, hit)),
        fix=_kept(hit.fix or _mended(rule, hit), hit),
        tags=(*rule.tags, "refused") if hit.refused and "refused" not in rule.tags else rule.tags,
        checklist=rule.checklist,
        identity=f"{rule.id}\0{hit.key}\0{owner}",
        refused=hit.refused,
        advice=rule.advice(kind, _resource(subject)),
    )


def _kept(fix: Fix | None, hit: Hit) -> Fix | None:
    """The fix, if it changes no line that is not blamed."""
    if fix is None:
        return None
    from redislint.writing import keeps_to

    return fix if keeps_to(fix, (hit.span, *(one.span for one in hit.related))) else None


def _mended(rule: Rule, hit: Hit) -> Fix | None:
    """The fix that the page gives, where a directive's value is blamed."""
    if not rule.mend or not isinstance(hit.at, Setting):
        return None
    from redislint.writing import rewrite

    write: str | Mapping[str, str] = rule.mend["write"]
    value = write if isinstance(write, str) else write.get(hit.at.name)
    return rewrite(hit.at, value, safe=rule.mend["safe"]) if value is not None else None


def _resource(subject: Subject) -> str:
    """The type of the cloud resource that it is about, if it is about one."""
    subject = present(subject)
    return subject.managed.resource if isinstance(subject, Instance) and subject.managed is not None else ""


def _notes(subject: Subject, hit: Hit) -> tuple[Related, ...]:
    """What else has to do with the place, of which the rule knows nothing."""
    managed = subject.managed if isinstance(subject, Instance) else None
    notes = managed.notes.get(hit.span, ()) if managed is not None else ()
    return tuple(Related(span, text) for span, text in notes)


def _owner(subject: Subject, hit: Hit) -> str:
    """Whose the finding is: the instance's, or the file's that instances are made from, whichever of them that are."""
    if isinstance(subject, Document):
        return subject.source.path
    own, path = subject.anchor.source.path, hit.span.source.path
    return f"{own}#{subject.name}" if path == own and subject.name != own else path


def _distinct(findings: Iterable[tuple[Finding, str]]) -> Iterator[Finding]:
    """One finding a rule and place: a file that two services mount is still one file.  The worst one stays."""
    kept: dict[tuple[str, str, int, int, str], Finding] = {}
    for finding, apart in findings:
        key = (finding.rule, finding.path, finding.span.start, finding.span.end, apart)
        if key not in kept or finding.severity.rank < kept[key].severity.rank:
            kept[key] = finding
    yield from kept.values()


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in the order of a report: by path and place."""
    return sorted(findings, key=lambda one: (one.path, one.span.start, one.span.end, one.rule))


def _numbered(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings of one identity are told apart by their order."""
    seen: dict[str, int] = {}
    for finding in findings:
        count = seen[finding.identity] = seen.get(finding.identity, 0) + 1
        yield finding._replace(ordinal=count)
