"""`redislint baseline`: what is written, what later runs leave out, and what they say is not there any more."""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import redislint
from redislint import baseline
from redislint.config import ConfigError
from redislint.news import Key
from redislint.report import FORMATS
from tests.cli.conftest import BAD, GOOD, Done, Project
from tests.timing import SLOW

NAME = ".redislint-baseline.json"
SECRET = "correct-horse-battery"
COMPOSE = """\
services:
  cache:
    image: redis:latest
    command: redis-server /redis.conf
    volumes: ["./conf/redis.conf:/redis.conf"]
    ports: ["6379:6379"]
"""


def found(done: Done) -> list[tuple[str, str]]:
    """Rule and path of each finding in a concise report."""
    return [(row[1], row[0]) for row in re.findall(r"^([^:]+):\d+:\d+: \w+ (RL\d+)", done.out, re.MULTILINE)]


def concise(project: Project, *words: str) -> Done:
    return project.run("check", "--format", "concise", *words)


def accept(project: Project, *words: str) -> str:
    done = project.run("baseline", *words)
    assert (done.status, done.err) == (0, "")
    return done.out


def shop(project: Project) -> None:
    project.write("conf/redis.conf", BAD + f"requirepass {SECRET}\n")
    project.write("compose.yaml", COMPOSE)
    project.write("users.acl", "user app on nopass ~* +@all\nuser app on nopass ~* +@all\n")


def test_what_is_accepted_is_reported_no_more(project: Project) -> None:
    shop(project)
    before = found(concise(project))
    assert {path for _, path in before} == {"conf/redis.conf", "compose.yaml", "users.acl"}
    assert accept(project) == f"{NAME}: {len(before)} accepted findings ({len(before)} added, 0 dropped)\n"
    done = project.run()
    assert (done.status, done.err) == (0, "")
    assert done.out == f"No findings; 3 files checked, {len(before)} accepted.\n"
    assert found(concise(project, "--no-baseline")) == before
    project.write("conf/redis.conf", BAD.replace("appendonly yes", "appendonly maybe") + f"requirepass {SECRET}\n")
    done = concise(project)
    assert done.status == 1
    assert {(rule, path) for rule, path in found(done)} >= {("RL005", "conf/redis.conf")}
    assert len(found(done)) < len(before)


def test_the_file_is_the_same_however_often_it_is_written(project: Project) -> None:
    shop(project)
    accept(project)
    text = (project.folder / NAME).read_text(encoding="ascii")
    assert SECRET not in text
    rows = json.loads(text)["findings"]
    assert [sorted(row) for row in rows] == [["count", "fingerprint", "path", "rule"]] * len(rows)
    assert rows == sorted(rows, key=lambda row: (row["path"], row["rule"], row["fingerprint"]))
    # One finding a line.
    assert len(text.splitlines()) == len(rows) + 5
    # Lines move, and nothing changes.
    project.write("conf/redis.conf", "# a cache\n\n\n" + BAD + f"requirepass {SECRET}\n")
    assert "(0 added, 0 dropped)" in accept(project)
    assert (project.folder / NAME).read_text(encoding="ascii") == text


def test_its_fingerprints_are_those_of_json(project: Project) -> None:
    shop(project)
    listed = json.loads(project.run("--format", "json").out)["findings"]
    accept(project)
    rows = json.loads((project.folder / NAME).read_text())["findings"]
    assert {(one["path"], one["rule"], one["fingerprint"].partition(":")[0]) for one in listed} == {
        (row["path"], row["rule"], row["fingerprint"]) for row in rows
    }
    assert sum(row["count"] for row in rows) == len(listed)


def test_equal_findings_are_counted(project: Project) -> None:
    line = "user app on nopass ~* +@all\n"
    project.write("users.acl", line + line)
    accept(project, "--select", "RL211")
    (row,) = json.loads((project.folder / NAME).read_text())["findings"]
    assert (row["rule"], row["count"]) == ("RL211", 2)
    project.write("users.acl", line + line + line)
    # As many as there were are known: the last one is new.
    done = concise(project, "--select", "RL211")
    assert re.findall(r"^users.acl:(\d+):", done.out, re.MULTILINE) == ["3"]
    project.write("users.acl", line)
    done = concise(project, "--select", "RL211")
    assert (done.out, "1 accepted finding is not there any more" in done.err) == ("", True)
    assert "(0 added, 1 dropped)" in accept(project, "--update", "--select", "RL211")
    (row,) = json.loads((project.folder / NAME).read_text())["findings"]
    assert row["count"] == 1


def test_what_is_gone_is_said_and_taken_out(project: Project) -> None:
    shop(project)
    accept(project)
    project.write("users.acl", "user app on >long-enough-secret ~app:* +get\n")
    done = concise(project)
    gone = re.search(r"note: (\d+) accepted findings are not there any more \(users.acl\): `(.*)` takes them", done.err)
    assert gone is not None
    assert gone[2] == "redislint baseline --update"
    assert project.run("--quiet").err == ""
    # Updating adds nothing.
    project.write("other/redis.conf")
    new = found(concise(project))
    assert {path for _, path in new} >= {"other/redis.conf"}
    assert f"(0 added, {gone[1]} dropped)" in accept(project, "--update")
    done = concise(project)
    assert (found(done), done.err) == (new, "")
    assert f"({len(new)} added, 0 dropped)" in accept(project)
    assert concise(project).out == ""


def test_a_renamed_file_is_a_new_one(project: Project) -> None:
    project.write("conf/redis.conf")
    before = found(concise(project))
    accept(project)
    os.rename(project.folder / "conf", project.folder / "etc")
    done = concise(project)
    assert found(done) == [(rule, "etc/redis.conf") for rule, _ in before]
    assert "not there any more (conf/redis.conf)" in done.err
    assert f"({len(before)} added, {len(before)} dropped)" in accept(project)


def test_any_subset_is_silent_about_the_rest(project: Project) -> None:
    shop(project)
    accept(project)
    paths = ["conf/redis.conf", "compose.yaml", "users.acl", NAME]
    for size in range(1, 5):
        for some in itertools.combinations(paths, size):
            done = concise(project, "--force-exclude", *some)
            assert (done.status, done.out, done.err) == (0, "", "")
    # One file got better: only a run that reads it says so.
    project.write("users.acl", "user app on >long-enough-secret ~app:* +get\n")
    assert concise(project, "--force-exclude", "compose.yaml", "conf/redis.conf").err == ""
    assert "not there any more (users.acl)" in concise(project, "--force-exclude", "users.acl", "compose.yaml").err
    # And one that was removed is missed by whoever looks at its folder.
    (project.folder / "conf" / "redis.conf").unlink()
    assert "conf/redis.conf" in concise(project).err
    assert "conf/redis.conf" in concise(project, "conf").err
    assert "conf/redis.conf" not in concise(project, "users.acl").err


def test_shuffled_parts_of_a_real_tree(project: Project) -> None:
    """As pre-commit does: files in any order, a part of them at a time."""
    root = Path(__file__).parent.parent.parent / "fixtures" / "mistakes-shop"
    paths = []
    for file in sorted(root.rglob("*")):
        if file.is_file() and "expected" not in file.name:
            paths.append(str(file.relative_to(root)))
            project.write(paths[-1], file.read_bytes())
    accept(project)
    assert concise(project).out == ""
    random.Random(1).shuffle(paths)
    for start in range(0, len(paths), 8):
        done = concise(project, "--force-exclude", *paths[start : start + 8])
        assert (done.status, done.out, done.err) == (0, "", ""), paths[start : start + 8]


def test_rules_that_do_not_run_keep_what_is_written(project: Project) -> None:
    shop(project)
    accept(project)
    text = (project.folder / NAME).read_text()
    assert concise(project, "--select", "RL2").err == ""
    assert "(0 added, 0 dropped)" in accept(project, "--select", "RL101")
    assert "(0 added, 0 dropped)" in accept(project, "users.acl")
    assert "(0 added, 0 dropped)" in accept(project, "--update", "--ignore", "RL2", "conf")
    assert (project.folder / NAME).read_text() == text


def test_every_format_leaves_out_what_is_accepted(project: Project) -> None:
    shop(project)
    total = len(found(concise(project)))
    accept(project)
    for name in FORMATS:
        done = project.run("--format", name)
        assert done.status == 0, name
        assert "RL101" not in done.out or name in ("sarif", "html"), name
    assert json.loads(project.run("--format", "json").out)["summary"] == {
        "error": 0,
        "warning": 0,
        "info": 0,
        "suppressed": total,
    }
    # GitHub opens an alert for each result, whatever its state: there is none.
    (run,) = json.loads(project.run("--format", "sarif").out)["runs"]
    assert run["results"] == []


def test_fixes_are_for_what_is_reported(project: Project) -> None:
    text = BAD + "# redislint: ignore[RL107]\n\n"
    file = project.write("redis.conf", text)
    accept(project)
    assert project.run("--fix").status == 0
    assert file.read_text() == text
    project.run("--fix", "--no-baseline", "--fix-only", "RL934")
    assert file.read_text() == BAD + "\n"


def test_exit_statuses(project: Project) -> None:
    project.write("redis.conf")
    accept(project)
    assert project.run("--fail-on", "info").status == 0
    project.write("other/redis.conf")
    assert project.run().status == 1
    assert project.run("--fail-on", "never").status == 0
    assert project.run("nowhere.conf").status == 2
    done = project.run("baseline", "nowhere.conf")
    assert (done.status, done.out) == (2, "")
    assert project.run("--baseline", "x", "--no-baseline").err == (
        "redislint: error: --baseline and --no-baseline contradict each other\n"
    )


def test_where_the_file_is(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("sub/redis.conf")
    # Without a configuration, in the root of the repository.
    monkeypatch.chdir(project.folder / "sub")
    accept(project)
    assert (project.folder / NAME).exists()
    assert concise(project).out == ""
    # Beside the configuration.
    project.write("sub/.redislint.yaml", "{}\n")
    assert concise(project).status == 1
    accept(project)
    assert (project.folder / "sub" / NAME).exists()
    assert concise(project).out == ""
    assert concise(project, "--no-config").out == ""
    # Where the configuration says, and it has to be there then.
    project.write("sub/.redislint.yaml", "baseline: lint/accepted.json\n")
    done = concise(project)
    assert (done.status, done.err) == (2, "redislint: error: lint/accepted.json: there is no such file\n")
    (project.folder / "sub" / "lint").mkdir()
    accept(project)
    assert concise(project).out == ""
    # Or anywhere else.
    assert "1 dropped" not in accept(project, "-o", "mine.json")
    project.write("sub/.redislint.yaml", "{}\n")
    (project.folder / "sub" / NAME).unlink()
    assert concise(project).status == 1
    assert concise(project, "--baseline", "mine.json").out == ""
    assert concise(project, "--baseline", "nowhere.json").status == 2
    assert json.loads(project.run("baseline", "-o", "-").out)["version"] == 1
    # What takes out what is gone names that file.
    project.write("sub/redis.conf", GOOD)
    assert "`redislint baseline --update -o mine.json` takes" in concise(project, "--baseline", "mine.json").err
    assert project.run("baseline", "-").status == 2


def test_it_stays_in_the_repository(project: Project) -> None:
    project.write("redis.conf")
    project.write(".redislint.yaml", "baseline: ../accepted.json\n")
    done = project.run()
    assert done.err == "redislint: error: .redislint.yaml:1: baseline: `../accepted.json` leads out of the repository\n"
    project.write(".redislint.yaml", "{}\n")
    outside = project.folder.parent / "outside.json"
    outside.write_text(SECRET)
    (project.folder / NAME).symlink_to(outside)
    for words in ((), ("baseline",)):
        done = project.run(*words)
        assert (done.status, done.out) == (2, "")
        assert "leads out of the repository" in done.err
    assert outside.read_text() == SECRET


ENTRY = {"path": "a", "rule": "RL101", "fingerprint": "0" * 32, "count": 1}


def document(*entries: object, **more: object) -> str:
    return json.dumps({"version": 1, "findings": list(entries)} | more, indent=2)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "no valid JSON"),
        ("<<<<<<< ours\n", 1, "no valid JSON"),
        ('{\n  "version": 1,\n  "findings": [\n<<<<<<< ours\n  ]\n}\n', 4, "no valid JSON"),
        ("[]", 1, "a baseline has `version` and `findings`"),
        ("7", 1, "a baseline has `version` and `findings`"),
        ('{"version": 1}', 1, "a baseline has"),
        ('{"version": 2, "findings": []}', 1, "this is written in version 2, and 1 is the one that can be read"),
        ('{"version": 1, "findings": {"a": 1}}', 1, "count, fingerprint, path, rule are expected here"),
        ('{"version": 1, "findings": 7}', 1, "`findings` is no list"),
        (document(7), 1, "`findings` is no list"),
        (document(ENTRY, more=1), 1, "a baseline has"),
        (document(ENTRY, {}), 10, "count, fingerprint, path, rule are expected here, each once"),
        (document(ENTRY, ENTRY), 10, "this finding stands here twice"),
        (document(ENTRY | {"line": 7}), 4, "are expected here"),
        (document(ENTRY | {"path": ""}), 4, "`path` is no path"),
        (document(ENTRY | {"path": "../a"}), 4, "`path` is no path"),
        (document(ENTRY | {"path": "a\0b"}), 4, "`path` is no path"),
        (document(ENTRY | {"path": "a" * 5000}), 4, "`path` is no path"),
        (document(ENTRY | {"rule": "RL 101"}), 4, "`rule` is no rule's id"),
        (document(ENTRY | {"rule": ["RL101"]}), 4, "`rule` is no rule's id"),
        (document(ENTRY | {"fingerprint": "x"}), 4, "`fingerprint` is no fingerprint"),
        (document(ENTRY | {"count": 0}), 4, "`count` is no number"),
        (document(ENTRY | {"count": True}), 4, "`count` is no number"),
        (document(ENTRY | {"count": 1.5}), 4, "`count` is no number"),
        (document(ENTRY | {"count": "1"}), 4, "`count` is no number"),
        (document(ENTRY | {"path": 'a"}{\\'}, ENTRY | {"count": -1}), 10, "`count` is no number"),
        (document(ENTRY | {"count": {"version": 1}}), 4, "`count` is no number"),
        (document(ENTRY).replace("1\n    }", "9" * 100_000 + "}"), 4, "`count` is no number"),
        (document(ENTRY).replace("1\n    }", "NaN}"), 4, "`count` is no number"),
    ],
)
def test_a_broken_file_is_said_to_be(project: Project, text: str, line: int, said: str) -> None:
    project.write("redis.conf", GOOD)
    project.write(NAME, text)
    for words in ((), ("baseline", "--update"), ("baseline",)):
        done = project.run(*words)
        assert (done.status, done.out) == (2, "")
        assert done.err.startswith(f"redislint: error: {NAME}:{line}: ")
        assert said in done.err
        assert "`redislint baseline`" in done.err
        assert len(done.err) < 300
    assert (project.folder / NAME).read_text() == text
    assert project.run("--no-baseline").status == 0


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        '{"a":' * 1_000_000,
        '"' * 5_000_000,
        '{"version": 1, "findings": [' + '"\\\\' * 1_000_000,
        "{}" * 1_000_000,
        '{"version": 1, "findings": [' + "{}," * 1_000_000,
        " " * 40_000_000,
        b"\xff\xfe",
    ],
    ids=["brackets", "braces", "quotes", "escapes", "objects", "entries", "too big", "bytes"],
)
def test_no_file_takes_long(project: Project, text: str | bytes) -> None:
    project.write("redis.conf", GOOD)
    project.write(NAME, text)
    start = time.process_time()
    done = project.run()
    assert done.status == 2
    assert NAME in done.err
    assert time.process_time() - start < 6 * SLOW


def test_what_is_no_file_is_not_waited_for(project: Project) -> None:
    project.write("redis.conf", GOOD)
    os.mkfifo(project.folder / NAME)
    assert project.run().err == f"redislint: error: {NAME}: this is a named pipe, not a file\n"


def test_many_entries_of_nowhere(project: Project) -> None:
    project.write("redis.conf", GOOD)
    counts = {(f"{'d/' * 300}{number}", "RL101", f"{number:032x}"): 1 for number in range(20_000)}
    project.write(NAME, baseline.text(counts))
    start = time.process_time()
    done = project.run()
    assert done.status == 0
    assert "20,000 accepted findings are not there any more" in done.err
    assert len(done.err) < 3_000
    assert time.process_time() - start < 6 * SLOW


KEYS: st.SearchStrategy[Key] = st.tuples(
    st.text(min_size=1, max_size=20).filter(lambda path: "\0" not in path and ".." not in path.split("/")),
    st.sampled_from(["RL101", "RL000"]),
    st.text("0123456789abcdef", min_size=32, max_size=32),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(KEYS, st.integers(1, 1_000_000), max_size=5))
def test_what_is_written_is_read(tmp_path: Path, counts: dict[Key, int]) -> None:
    file = tmp_path / "a.json"
    file.write_text(baseline.text(counts), encoding="ascii")
    assert baseline.load(str(file)) == counts
    # Whoever formats it otherwise changes nothing.
    file.write_text(json.dumps(json.loads(file.read_text()), indent=4))
    assert baseline.load(str(file)) == counts


def test_paths_of_bytes(project: Project) -> None:
    name = os.fsdecode(b"caf\xe9/redis.conf")
    project.write(name)
    accept(project)
    assert concise(project).out == ""
    assert "not there" not in concise(project).err


def test_from_python(project: Project) -> None:
    project.write("redis.conf")
    assert redislint.lint(baseline=False).findings
    accept(project)
    report = redislint.lint()
    assert report.findings == ()
    assert len(report.accepted) == report.suppressed > 0
    assert redislint.lint(baseline=False).findings
    project.write("mine.json", "{")
    with pytest.raises(ConfigError, match=r"mine\.json:1"):
        redislint.lint(baseline="mine.json")
