"""`--since REV --only-new`: exactly the findings that the revision did not have, wherever they stand."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from redislint.report import FORMATS
from tests.cli.conftest import BAD, GOOD, Done, Project
from tests.repository import Repository

INCLUDING = "include limits.conf\nport 6379\nbind 127.0.0.1\nappendonly yes\ndir /data\n"
LIMITS = "maxmemory 1gb\nmaxmemory-policy noeviction\n"


@pytest.fixture
def repository(project: Project) -> Repository:
    (project.folder / ".git").rmdir()
    return Repository(project.folder)


def new(project: Project, *words: str, since: str = "HEAD") -> list[tuple[str, str, int]]:
    """Rule, path and line of what is new."""
    done = project.run("check", "--format", "concise", "--since", since, "--only-new", *words)
    assert done.status in (0, 1), done.err
    return listed(done)


def listed(done: Done) -> list[tuple[str, str, int]]:
    rows = re.findall(r"^([^:]+):(\d+):\d+: \w+ (RL\d+)", done.out, re.MULTILINE)
    return [(rule, path, int(line)) for path, line, rule in rows]


def every(project: Project, *words: str) -> list[tuple[str, str, int]]:
    return listed(project.run("check", "--format", "concise", *words))


def test_what_the_revision_had_is_not_new(project: Project, repository: Repository) -> None:
    repository.commit({"redis.conf": BAD, "users.acl": "user app on nopass ~* +@all\n"})
    assert len(every(project)) > 2
    assert new(project) == []
    done = project.run("--since", "HEAD", "--only-new")
    assert done.out == f"No findings; 2 files checked, {len(every(project))} not new.\n"
    repository.write({"redis.conf": "# moved\n\n" + BAD.replace("maxmemory 1gb", "maxmemory 1gbb")})
    assert new(project) == [("RL005", "redis.conf", 8)]
    repository.write({"other/redis.conf": BAD})
    assert {path for _, path, _ in new(project)} == {"redis.conf", "other/redis.conf"}


def test_a_finding_is_new_where_nothing_was_changed(project: Project, repository: Repository) -> None:
    """A change in one file makes another one wrong."""
    files = {"redis.conf": GOOD + "aclfile users.acl\n", "users.acl": "user default off\nuser app on >x ~a:* +get\n"}
    repository.commit(files)
    before = every(project)
    repository.write({"redis.conf": GOOD.replace("yes", "no") + "aclfile users.acl\n"})
    repository.write({"users.acl": "user default on nopass ~* +@all\n"})
    after = every(project)
    assert Counter(new(project)) == Counter(after) - Counter(before) != Counter()
    # A subset says what the whole says of it.
    assert new(project, "--force-exclude", "users.acl") == [
        one for one in new(project) if one in every(project, "users.acl")
    ]


def test_what_is_removed_counts_too(project: Project, repository: Repository) -> None:
    """A file that is there no more was part of what the others came to."""
    repository.commit({"redis.conf": INCLUDING, "limits.conf": LIMITS})
    before = every(project)
    repository.write({"limits.conf": None, "redis.conf": INCLUDING.replace("include limits.conf\n", "")})
    after = every(project)
    assert {rule for rule, _, _ in new(project)} == {rule for rule, _, _ in after} - {rule for rule, _, _ in before}


def test_renamed_files_are_followed(project: Project, repository: Repository) -> None:
    repository.commit({"conf/redis.conf": BAD + "# " + "x" * 200 + "\n"})
    repository.git("mv", "conf", "etc")
    assert new(project) == []
    (project.folder / "etc" / "redis.conf").rename(project.folder / "etc" / "redis-cache.conf")
    # Git does not know of that one.
    assert {path for _, path, _ in new(project)} == {"etc/redis-cache.conf"}
    repository.git("add", "--all")
    assert new(project) == []
    repository.git("commit", "--quiet", "--message", "x")
    assert new(project, since="HEAD~1") == []
    repository.write({"etc/redis-cache.conf": BAD.replace("appendonly yes", "appendonly maybe")})
    assert [rule for rule, _, _ in new(project, since="HEAD~1")] == ["RL005"]


def test_of_equal_findings_the_new_line_is_the_new_one(project: Project, repository: Repository) -> None:
    first, second = "user app on nopass ~* +@all", "user app on nopass ~*  +@all"
    repository.commit({"users.acl": f"{first}\n{first}\n"})
    assert len(every(project, "--select", "RL211")) == 2
    repository.write({"users.acl": f"{second}\n{first}\n{first}\n"})
    assert new(project, "--select", "RL211") == [("RL211", "users.acl", 1)]


def test_the_configuration_in_force_judges_both(project: Project, repository: Repository) -> None:
    repository.commit({"redis.conf": BAD, ".redislint.yaml": "ignore: [RL]\n"})
    assert every(project) == []
    repository.write({".redislint.yaml": "{}\n"})
    assert every(project) != []
    assert new(project) == []


def test_what_is_found_in_the_configuration_is_new_with_its_line(project: Project, repository: Repository) -> None:
    one = 'select: [RL93]\nrequired:\n  - "2.2"\n'
    repository.commit({"redis.conf": GOOD, ".redislint.yaml": one})
    assert every(project) == [("RL930", ".redislint.yaml", 3)]
    assert new(project) == []
    repository.write({".redislint.yaml": one + '  - "9.1"\n'})
    assert new(project) == [("RL930", ".redislint.yaml", 4)]


def test_a_comment_taken_away_brings_back_what_it_hid(project: Project, repository: Repository) -> None:
    repository.commit({"redis.conf": "# redislint: ignore-file[RL101] a lab\n" + BAD})
    assert new(project) == []
    repository.write({"redis.conf": BAD})
    assert [rule for rule, _, _ in new(project)] == ["RL101"]


def test_what_could_not_be_read_then_is_not_new(project: Project, repository: Repository) -> None:
    repository.commit({"redis.conf": "port 6379\n" * 1_100_000, "users.acl": "user a on nopass ~* +@all\n"})
    assert ("RL000", "redis.conf", 1) in every(project)
    assert new(project) == []
    repository.write({"other/redis.conf": "port 6379\n" * 1_100_000})
    assert new(project) == [("RL000", "other/redis.conf", 1)]


def test_what_is_passed_over_now_is_passed_over_then(project: Project, repository: Repository) -> None:
    repository.commit({"a/redis.conf": BAD, "b/redis.conf": BAD, ".gitignore": "b/\n"})
    repository.git("add", "--force", "b")
    repository.git("commit", "--quiet", "--message", "x")
    assert {path for _, path, _ in every(project)} == {"a/redis.conf"}
    assert new(project) == []


def test_beside_a_baseline(project: Project, repository: Repository) -> None:
    repository.commit({"redis.conf": BAD})
    project.run("baseline")
    repository.write({"redis.conf": BAD, "other/redis.conf": BAD})
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "x")
    repository.write({"third/redis.conf": BAD})
    done = project.run("--since", "HEAD", "--only-new")
    assert {path for _, path, _ in new(project)} == {"third/redis.conf"}
    assert re.search(r"checked, (\d+) accepted, \1 not new\.$", done.out)


def test_every_format_and_exit_status(project: Project, repository: Repository) -> None:
    repository.commit({"redis.conf": BAD})
    for name in FORMATS:
        assert project.run("--since", "HEAD", "--only-new", "--format", name).status == 0, name
    done = project.run("--since", "HEAD", "--only-new", "--format", "sarif")
    assert json.loads(done.out)["runs"][0]["results"] == []
    summary = json.loads(project.run("--since", "HEAD", "--only-new", "--format", "json").out)["summary"]
    assert summary["suppressed"] == len(every(project))
    repository.write({"other/redis.conf": BAD})
    assert project.run("--since", "HEAD", "--only-new").status == 1
    assert project.run("--since", "nowhere", "--only-new").status == 2
    done = project.run("--only-new")
    assert (done.status, done.out) == (2, "")
    assert "--since origin/main" in done.err


def test_nothing_of_the_repository_is_run(project: Project, repository: Repository) -> None:
    """Filters, drivers for differences and monitors of the repository's own configuration are programs."""
    repository.commit({"redis.conf": BAD, "b.conf": BAD, ".gitattributes": "*.conf filter=x diff=x\n"})
    mark = project.folder.parent / "ran"
    for name in ("filter.x.clean", "filter.x.smudge", "diff.x.command", "diff.x.textconv", "core.fsmonitor"):
        repository.git("config", name, f"touch {mark}; cat")
    repository.git("config", "diff.external", f"touch {mark}")
    (project.folder / "b.conf").rename(project.folder / "c.conf")
    repository.git("config", "--unset", "filter.x.clean")
    repository.git("add", "--all")
    repository.git("config", "filter.x.clean", f"touch {mark}; cat")
    mark.unlink(missing_ok=True)
    repository.write({"redis.conf": BAD + "#\n"})
    assert new(project) == []
    assert not mark.exists()


def test_mutated_real_trees(project: Project, repository: Repository) -> None:
    """What is new is what a run of now says, without as many as a run of then said of each."""
    root = Path(__file__).parent.parent.parent / "fixtures" / "mistakes-shop"
    files = {
        str(file.relative_to(root)): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file() and "expected" not in file.name
    }
    repository.commit(files)
    assert new(project) == []
    before = Counter(prints(project))
    chance = random.Random(7)
    for _ in range(4):
        for path in chance.sample(sorted(files), 6):
            lines = files[path].split(b"\n")
            for _ in range(2):
                del lines[chance.randrange(len(lines)) : chance.randrange(len(lines) + 1)]
                lines.append(b"")
            repository.write({path: b"\n".join(lines)})
        after = Counter(prints(project))
        assert Counter(prints(project, "--since", "HEAD", "--only-new")) == after - before


def prints(project: Project, *words: str) -> list[tuple[str, str, str]]:
    """The findings by what makes them the same, without rules about changes."""
    found = json.loads(project.run("--format", "json", "--ignore", "RL719", *words).out)["findings"]
    return [(one["rule"], one["path"], one["fingerprint"].partition(":")[0]) for one in found]
