"""The rules of family 0 against what real servers said."""

from __future__ import annotations

from typing import Any

import pytest

from redislint.servers import parse
from tests.checks.verdicts import hits, is_single_line_matter, own_rows, read, server_of
from tests.read.reading import rows

OWN = list(own_rows())
# The files that a text names, and its command line, are not looked at here.
SHARED = [
    row
    for row in rows("oracle-cases.jsonl")
    if row["kind"] != "acl" and not row.get("args") and not row.get("files") and "{{" not in row["text"]
]


def test_there_are_verdicts() -> None:
    assert len(OWN) > 600
    assert sum(bool(row["refused"]) for row in OWN) > 200


@pytest.mark.parametrize("server", ["redis@6.2", "redis@7.0"])
def test_own_verdicts(server: str) -> None:
    wrong = []
    for row in OWN:
        found = [hit for hit in hits(read(row), parse(server)) if hit.refused]
        line = row["refused"].get(server)
        if bool(found) != (line is not None) or (found and line and found[0].span.position[0] != line):
            wrong.append((row["text"], line, [hit.values for hit in found]))
    assert wrong == []


def test_refused_without_a_version_means_refused_by_all() -> None:
    for row in OWN:
        if any(hit.refused for hit in hits(read(row), None)):
            assert set(row["refused"]) == {"redis@6.2", "redis@7.0"}, row["text"]


def _agreement() -> tuple[int, int, list[Any]]:
    asked = lined = 0
    wrong: list[Any] = []
    for row in SHARED:
        text = read(row)
        for binary, verdict in row["verdicts"].items():
            if not is_single_line_matter(text, verdict):
                continue
            asked += 1
            found = [hit for hit in hits(text, server_of(binary)) if hit.refused]
            if bool(found) == verdict["ok"]:
                wrong.append((row["id"], row["text"], binary, verdict))
            elif found and "line" in verdict:
                lined += found[0].span.position[0] == verdict["line"]
    return asked, lined, wrong


@pytest.mark.skipif(not SHARED, reason="the recorded verdicts of twelve servers are not at hand")
def test_agreement_with_recorded_verdicts() -> None:
    asked, lined, wrong = _agreement()
    assert asked > 25_000
    assert lined > 14_500
    # What is left: text behind a closing quote in valkey 9.1, whose words are not judged, and a module's directive
    # that a Sentinel does not have.
    assert len(wrong) <= 4, wrong


@pytest.mark.skipif(not SHARED, reason="the recorded verdicts of twelve servers are not at hand")
def test_what_no_server_takes_is_refused_without_a_version() -> None:
    for row in SHARED:
        text = read(row)
        found = hits(text, None)
        verdicts = row["verdicts"].values()
        refused = any(hit.refused for hit in found)
        if refused:
            assert not any(verdict["ok"] for verdict in verdicts), row["text"]
        elif not found and not any("." in setting.name for setting in text.settings):
            # In silence only where each verdict is for other rules, or some server takes the text.
            assert any(verdict["ok"] for verdict in verdicts) or not all(
                is_single_line_matter(text, verdict) for verdict in verdicts
            ), row["text"]
