"""Every report and table fits its terminal, from 60 columns up."""

from __future__ import annotations

import re
import shutil

import pytest

from redislint.report.columns import columns
from redislint.report.words import cells
from tests.cli.conftest import Project
from tests.cli.test_output import ROOT, at_terminal

ESCAPE = re.compile(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m")
CONFIG = """\
instances:
  a-cache-with-a-name:
    server: redis@7.2
    environments:
      stage: {files: [stage/]}
      prod: {files: [prod/]}
"""
CONF = "bind 0.0.0.0\nport 6379\ndir /var/lib/redis/a-long/folder\nmaxmemory 1gb\nsave 3600 1 300 100 60 10000\n"
USERS = f"user default off\nuser a-long-name-of-a-user-who-does-things on #{'a' * 64} ~app:* +@all -@dangerous\n"
VERBS = (
    "check --statistics --fail-on never",
    "acl users.acl --server redis@7.2",
    "acl users.acl --server redis@7.2 --who flushall",
    "checklist",
    "compare stage prod --all",
    "data",
    "effective prod/redis.conf",
    "effective prod/redis.conf --why save",
    "explain maxmemory-policy",
    "rules",
    "upgrade --to redis@8.2 prod",
)


@pytest.fixture
def shop(project: Project) -> Project:
    shutil.copytree(ROOT / "fixtures" / "mistakes-shop", project.folder, dirs_exist_ok=True)
    project.write(".redislint.yaml", CONFIG)
    project.write("prod/redis.conf", CONF)
    project.write("stage/redis.conf", CONF.replace("1gb", "300mb").replace("save 3600 1 300 100 60 10000", 'save ""'))
    project.write("users.acl", USERS)
    return project


def is_whole(line: str, columns: int) -> bool:
    """Does it fit, or have a word that has to stay whole, as a path or an address is?"""
    return cells(line) <= columns or any(cells(word) > columns // 2 for word in line.split())


@pytest.mark.parametrize("verb", VERBS)
def test_it_fits(shop: Project, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    said = set()
    for width in (60, 80, 120, 200):
        monkeypatch.setenv("COLUMNS", str(width))
        done = shop.run(*verb.split())
        lines = ESCAPE.sub("", done.out).splitlines()
        assert lines, done.err
        assert [line for line in lines if not is_whole(line, width)] == [], width
        said.add("".join(sorted(re.sub(r"\W", "", "".join(lines)))))
    # Nothing is left out where there is less room; frames cut long lines of a file.
    assert len(said) == 1 or verb.startswith(("check ", "acl", "explain"))


def test_rules_at_a_real_terminal(project: Project) -> None:
    out = at_terminal(project, "rules", columns=80)
    assert "\x1b]8;" in out
    lines = ESCAPE.sub("", out).splitlines()
    assert max(map(cells, lines)) <= 80
    assert re.search(r"^RL101 .*\n    Other machines", "\n".join(lines), re.MULTILINE)


def test_columns() -> None:
    rows = [[("a", ""), ("bb", ""), ("one two three", "")], [("aaa", ""), ("b", ""), ("four", "")]]

    def text(width: int | None) -> list[str]:
        return ["".join(text for text, _ in line) for line in columns(rows, width)]

    assert text(None) == ["a    bb  one two three", "aaa  b   four"]
    assert text(22) == text(None)
    assert text(21) == ["a    bb", "    one two three", "aaa  b   four"]
    long = [[("a", ""), ("b" * 10 + " " + "c" * 25, "")]]
    lines = ["".join(text for text, _ in line) for line in columns(long, 30)]
    assert lines == ["a  bbbbbbbbbb", "   ccccccccccccccccccccccccc"]
