"""Whole starts against what twelve real servers said of them: accepted or refused, and at which line."""

from __future__ import annotations

from typing import Any

from redislint import lint_text, startup
from redislint.discover import texts
from redislint.link import Whole, link
from redislint.options import Options
from redislint.pipeline import read_source
from redislint.servers import parse
from tests.startup.recorded import KINDS, Tally, asked, bytes_of, cases, files_of, otherwise

# Of the cases every one of so many is asked through the whole pipeline, which is slower.
SAMPLE = 20


def whole(case: dict[str, Any], line: str) -> Whole:
    """A case, read and linked; `line` matters for the command line."""
    server = parse(line)
    args = tuple(case.get("args", ()))
    readings = texts.readings(
        texts.TEXT, bytes_of(case["text"]), KINDS[case["kind"]], files_of(case), args, server, read_source
    )
    return link(readings, Options(server=server), {texts.TEXT})


def test_there_are_cases() -> None:
    assert len(cases()) == 2710
    assert sum(len(case["refused"]) for case in cases()) > 19_000


def test_a_start_is_refused_where_the_servers_refuse_it() -> None:
    tally = Tally()
    for case in cases():
        read: dict[str, Whole] = {}
        for line in asked(case):
            key = line if "args" in case else ""
            if key not in read:
                read[key] = whole(case, line)
            (instance,) = (one for one in read[key].instances if one.anchor.source.path == texts.TEXT)
            stop = startup.first(instance, read[key].documents, line)
            tally.add(case, line, None if stop is None else stop.span.position[0])
    assert tally.asked > 32_000
    assert tally.lined > 16_000
    assert tally.wrong == otherwise("differ")
    assert tally.misplaced == otherwise("lines")
    assert len(tally.wrong) <= tally.asked * 0.001
    assert len(tally.misplaced) <= tally.lined * 0.005


def test_findings_say_the_same() -> None:
    tally = Tally()
    sample = cases()[::SAMPLE]
    for case in sample:
        for line in asked(case):
            found = lint_text(
                bytes_of(case["text"]),
                kind=KINDS[case["kind"]],
                server=line,
                files=files_of(case),
                args=case.get("args", ()),
            )
            refused = [one for one in found if one.refused]
            tally.add(case, line, refused[0].line if refused else None)
    names = {case["id"] for case in sample}
    assert tally.wrong == {one for one in otherwise("differ") if one[0] in names}
    assert tally.misplaced == {one for one in otherwise("lines") if one[0] in names}


def test_without_a_version_refused_means_refused_by_all() -> None:
    for case in cases()[::3]:
        found = lint_text(
            bytes_of(case["text"]), kind=KINDS[case["kind"]], files=files_of(case), args=case.get("args", ())
        )
        if any(one.refused for one in found) and not any(key[0] == case["id"] for key in otherwise("differ")):
            assert set(case["refused"]) >= set(asked(case)), (case["id"], case["text"])
