"""Will the server read this at all: whole files, numbers of arguments, quotes, values."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from redislint import writing
from redislint.checks.mending import mended
from redislint.checks.pathnames import PATH
from redislint.checks.refusals import MOST, NONE, Bench, Refusal, Weight, bench_of
from redislint.checks.wording import quoted
from redislint.finding import Edit, Fix, Hit, Related
from redislint.model.document import Document
from redislint.servers.directives import having
from redislint.servers.faults import Fault
from redislint.servers.secrets import is_sensitive
from redislint.servers.split import split
from redislint.source import BOM, Span


def unreadable(document: Document) -> Iterator[Hit]:
    """A file, or the rest of one, that could not be read."""
    for problem in document.problems:
        if problem.kind == "unreadable":
            yield Hit(problem.span, key="file", detail=problem.detail)


def unbalanced(document: Document) -> Iterator[Hit]:
    """Quotes that do not balance.  One line of servers takes text behind a closing quote for a part of the word."""
    problems = [problem for problem in document.problems if problem.kind == "unbalanced-quotes"]
    bench = bench_of(document) if problems else None
    for problem in problems[:MOST]:
        assert bench is not None
        joins = _joining(bench, problem.span)
        refusing = bench.lines - joins
        if refusing:
            weight = bench.weigh(refusing)
            yield Hit(
                problem.span,
                key="quotes",
                severity=weight.severity,
                refused=weight.refused,
                detail=problem.detail,
                effect=weight.effect,
            )


def _joining(bench: Bench, place: Span) -> frozenset[str]:
    """The lines that take text behind a closing quote, if this is nothing else, and its words are right."""
    joins = having("text-after-quote")
    if not split(place.text, joins=True):
        return NONE
    for setting in bench.document.settings:
        if setting.args is None and setting.span.end == place.end:
            words = split(setting.span.text, joins=True)
            said = bench.verdicts(setting, words[1:]) if words else ()
            return joins.difference(*(lines for _, lines in said))
    return joins


def foreign_acl_line(document: Document) -> Iterator[Hit]:
    """Lines of an ACL file that do not begin with `user` and a name; all comments are one finding, at the first one.

    Whether the newest servers take a comment is not known.
    """
    if document.language != "users-acl":
        return
    bench = bench_of(document)
    if document.source.kind == "users-acl" and document.source.text.startswith(BOM):
        mark = Span(document.source, 0, 1)
        out = Fix("take it out", (Edit(mark, ""),), safe=False)
        yield _acl_hit(mark, "a byte order mark", bench.weigh(bench.lines), out)
    comments = [one.span for one in document.problems if one.kind == "acl-comment"]
    refusing = bench.lines - having("may-take-acl-comments")
    if comments and refusing:
        more = f" (and {len(comments) - 1} more)" if len(comments) > 1 else ""
        related = tuple(Related(one, "a comment too") for one in comments[1:MOST])
        fix = writing.without(comments, "take the comments out" if more else "take the comment out", safe=False)
        yield _acl_hit(comments[0], f"a comment{more}", bench.weigh(refusing), fix, related)
    others = (one.span for one in document.problems if one.kind == "acl-line")
    yield from (_acl_hit(place, "a line that is no user's", bench.weigh(bench.lines)) for place in islice(others, MOST))


def _acl_hit(place: Span, what: str, weight: Weight, fix: Fix | None = None, related: tuple[Related, ...] = ()) -> Hit:
    return Hit(
        place,
        key="acl-line",
        related=related,
        fix=fix,
        severity=weight.severity,
        refused=weight.refused,
        what=what,
        effect=weight.effect,
    )


def wrong_count(document: Document) -> Iterator[Hit]:
    """Too few or too many arguments."""
    bench = bench_of(document)
    counts = (one for one in bench.refusals if one.fault.code == "count")
    yield from (_hit(bench, one) for one in islice(counts, MOST))


def invalid_value(document: Document) -> Iterator[Hit]:
    """A value that its directive does not take."""
    bench = bench_of(document)
    values = (one for one in bench.refusals if one.fault.code not in ("count", PATH))
    yield from (_hit(bench, one) for one in islice(values, MOST))


def _hit(bench: Bench, refusal: Refusal) -> Hit:
    setting, args, fault = refusal.setting, refusal.args, refusal.fault
    weight = bench.weigh(refusal.lines)
    is_option = setting.name == "sentinel"
    number = len(args) - is_option
    given = str(number) if number else "none"
    if fault.code != "count":
        given = "this one" if is_sensitive(setting.name, args) else quoted(_blamed(args, fault))
    return Hit(
        setting.value_span if number > 0 else setting.span,
        key=setting.name,
        fix=mended(bench, refusal),
        severity=weight.severity,
        refused=weight.refused,
        setting=bench.label(setting),
        expected=fault.expected,
        given=given,
        effect=weight.effect,
    )


def _blamed(args: tuple[str, ...], fault: Fault) -> str:
    """The word that is wrong; all of them where it is not one of them, or where one argument was split into words."""
    if fault.at is None or fault.at >= len(args):
        return " ".join(args)
    return args[fault.at]
