"""Files made to hurt, before the real command: a clear word in two seconds and 300 MB, and no other file suffers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.parts import need

SECONDS = 2.0
MEBIBYTES = 300
# A file with a finding of its own, which must be there whatever lies beside it.
OTHER = "port 6379\nmaxmemory_policy noeviction\n"
CONF = "port 6379\nmaxmemory 1gb\n"
COMPOSE = "services:\n  cache:\n    image: redis:7.2\n"
TERRAFORM = 'resource "aws_elasticache_cluster" "a" {\n  engine = "redis"\n'


# Run a command from a small process: what its parent has in memory counts as its own.
MEASURE = """
import json, os, subprocess, sys
with open("out", "wb") as out, open("said", "wb") as said:
    process = subprocess.Popen(sys.argv[1:], stdout=out, stderr=said)
    _, status, usage = os.wait4(process.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss]))
"""


class Done(NamedTuple):
    """What a run came to: its exit status, its report, what it said, and what it took."""

    status: int
    report: dict[str, Any]
    said: str
    seconds: float
    mebibytes: float

    def rules(self, path: str) -> list[str]:
        return sorted({one["rule"] for one in self.report["findings"] if one["path"] == path})


def run(folder: Path, *paths: str) -> Done:
    """Lint paths, and measure."""
    command = [sys.executable, "-m", "redislint", "check", "--no-config", "--format", "json", *paths]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    words = [sys.executable, "-c", MEASURE, *command]
    measured = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    status, seconds, memory = json.loads(measured.stdout)
    text = (folder / "said").read_text(encoding="utf-8")
    assert "Traceback" not in text
    assert status in (0, 1, 2), text
    report = json.loads((folder / "out").read_text(encoding="utf-8"))
    return Done(status, report, text, seconds, memory / (1 << 20 if sys.platform == "darwin" else 1 << 10))


HELM = """\
redis:
  architecture: standalone
  auth: *a39
  image: {repository: bitnami/redis, tag: *a39}
  master: {extraFlags: *a39, persistence: *a39}
"""


def aliases(first: str) -> str:
    lines = [f"a0: &a0 [{first}]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    return "\n".join(lines) + "\n"


# A file's name and its bytes; the rules that speak of it, and whether some of it could not be read.
FILES: dict[str, tuple[str, bytes, set[str]]] = {
    "not UTF-8": ("redis.conf", CONF.encode() + b"requirepass \xff\xfe\nbogus \xe9\n", {"RL001"}),
    "UTF-16": ("redis.conf", CONF.encode("utf-16"), {"RL000"}),
    "a BOM": ("redis.conf", b"\xef\xbb\xbf" + CONF.encode(), {"RL001"}),
    "NULs": ("redis.conf", CONF.encode() + b"port 1\0\nbogus 1\n" + b"\0" * 5_000, {"RL000"}),
    "CRLF": ("redis.conf", b"port 6379\r\nbogus 1\r\n", {"RL001"}),
    "a lone CR": ("redis.conf", b"port 6379\rbogus 1\nmaxmemory 1gb\n", {"RL002"}),
    "an empty file": ("redis.conf", b"", set()),
    "50 MB": ("redis.conf", CONF.encode() * 2_200_000, {"RL000"}),
    "a line of 10 MB": ("redis.conf", CONF.encode() + b"requirepass " + b"x" * 9_900_000 + b"\n", {"RL207"}),
    "a line of 10 MB of words": ("redis.conf", CONF.encode() + b"save " + b"1 " * 4_900_000 + b"\n", {"RL000"}),
    "a line of 10 MB of quotes": ("redis.conf", CONF.encode() + b"dir " + b"\"'" * 4_900_000 + b"\n", {"RL004"}),
    "100,000 brackets in YAML": ("compose.yaml", COMPOSE.encode() + b"x: " + b"[" * 100_000, {"RL000"}),
    "10,000 levels of blocks in YAML": ("compose.yaml", (COMPOSE + "x:\n  " + "- " * 10_000).encode(), {"RL000"}),
    "an alias bomb": ("compose.yaml", (COMPOSE + aliases("redis, redis")).encode(), set()),
    "an alias bomb as a chart's value": ("values.yaml", (aliases("redis, redis") + HELM).encode(), set()),
    "a list that holds itself as a chart's value": ("values.yaml", ("a39: &a39 [*a39]\n" + HELM).encode(), set()),
    "duplicate keys": ("compose.yaml", COMPOSE.encode() + b"    image: redis\n", {"RL006"}),
    "tabs in YAML": ("compose.yaml", COMPOSE.encode() + b"\tx: 1\n", {"RL000"}),
    "several documents": ("compose.yaml", (COMPOSE + "---\n" + COMPOSE.replace("7.2", "latest")).encode(), {"RL701"}),
    "unknown tags": ("compose.yaml", (COMPOSE + "    x: !python/object/apply:os.system [id]\n").encode(), set()),
    "100,000 brackets in Terraform": ("main.tf", TERRAFORM.encode() + b"  x = " + b"[" * 100_000, {"RL000"}),
    "10,000 levels of blocks in Terraform": ("main.tf", TERRAFORM.encode() + b"a {\n" * 10_000, {"RL000"}),
    "an unfinished string in Terraform": ("main.tf", TERRAFORM.encode() + b'  x = "${' * 3_000, {"RL000"}),
    "duplicate attributes in Terraform": ("main.tf", (TERRAFORM + '  engine = "redis"\n}\n').encode(), {"RL006"}),
    "an ACL file of NULs": ("users.acl", b"user a on nopass\n" + b"\0" * 5_000, {"RL000"}),
    "a line of 10 MB in an ACL file": ("users.acl", b"user a on " + b"~x " * 3_000_000 + b"\n", {"RL000"}),
}  # fmt: skip


@pytest.mark.parametrize("named", [True, False], ids=["named", "met"])
@pytest.mark.parametrize("title", FILES)
def test_a_file(title: str, named: bool, tmp_path: Path) -> None:
    name, data, rules = FILES[title]
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / name).write_bytes(data)
    (folder / "other").mkdir()
    (folder / "other/redis.conf").write_text(OTHER, encoding="utf-8")
    done = run(folder, *([name, "other/redis.conf"] if named else []))
    assert rules <= set(done.rules(name)), done.report["findings"]
    assert "RL001" in done.rules("other/redis.conf")
    assert done.status == (2 if named and title == "50 MB" else 1)
    assert done.seconds < SECONDS
    assert done.mebibytes < MEBIBYTES


def fifo(path: Path) -> None:
    os.mkfifo(path)


def unreadable(path: Path) -> None:
    path.write_text(CONF, encoding="utf-8")
    path.chmod(0)
    need("a file that cannot be read", not os.access(path, os.R_OK), "the superuser reads everything")


ODD: dict[str, Callable[[Path], None]] = {
    "missing": lambda _: None,
    "a directory without any": lambda path: path.mkdir(),
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a FIFO": fifo,
    "a dangling link": lambda path: path.symlink_to("nowhere.conf"),
    "a link to itself": lambda path: path.symlink_to(path.name),
}


@pytest.mark.parametrize("title", ODD)
def test_what_is_no_file(title: str, tmp_path: Path) -> None:
    ODD[title](tmp_path / "redis.conf")
    (tmp_path / "valkey.conf").write_text(OTHER, encoding="utf-8")
    done = run(tmp_path, "redis.conf", "valkey.conf")
    assert "RL001" in done.rules("valkey.conf")
    if title == "a directory without any":
        assert done.status == 1
    else:
        assert done.status == 2
        assert "RL000" in done.rules("redis.conf")
        assert any("redis.conf" in error for error in done.report["errors"])
    assert done.seconds < SECONDS


def test_an_unreadable_file(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        unreadable(tmp_path / "redis.conf")
        done = run(tmp_path, "redis.conf")
        assert done.status == 2
        assert done.rules("redis.conf") == ["RL000"]
        return
    # The superuser reads everything: what another user is told is seen by being one.
    (tmp_path / "redis.conf").write_text(CONF, encoding="utf-8")
    (tmp_path / "redis.conf").chmod(0)
    code = (
        "import os, redislint.page\n"
        "from redislint import pipeline, rules\n"
        "from redislint.api import lint\n"
        "known = rules.load()  # the checkout may be closed to others, too\n"
        "pipeline.load = lambda folders=(): known\n"
        "lint(['redis.conf', 'missing.conf'], config=False)  # whatever is imported for it\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "report = lint(['redis.conf'], config=False)\n"
        "print(report.errors, [one.rule for one in report.findings])"
    )
    for parent in (tmp_path, *tmp_path.parents):
        if parent.stat().st_uid == os.geteuid() and len(parent.parts) > 2:
            parent.chmod(0o755)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent), "HOME": "/nonexistent"}
    words = [sys.executable, "-c", code]
    told = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "redis.conf: " in told.stdout, told.stderr
    assert "['RL000']" in told.stdout


def test_an_include_cycle(tmp_path: Path) -> None:
    (tmp_path / "redis.conf").write_text("port 1\nbogus 1\ninclude b.conf\n", encoding="utf-8")
    (tmp_path / "b.conf").write_text("dir /x\ninclude redis.conf\n", encoding="utf-8")
    done = run(tmp_path)
    assert done.rules("redis.conf") == ["RL001"]
    assert done.seconds < SECONDS


def test_files_that_include_each_other_are_still_one_server(tmp_path: Path) -> None:
    (tmp_path / "redis.conf").write_text("port 1\ninclude b.conf\n", encoding="utf-8")
    (tmp_path / "b.conf").write_text("dir .\ninclude redis.conf\n", encoding="utf-8")
    done = run(tmp_path)
    assert {one["rule"] for one in done.report["findings"]} == {"RL029"}
    assert done.status == 1


def test_nothing_is_read_outside_the_tree(tmp_path: Path) -> None:
    (tmp_path / "secret.conf").write_text("port 1\nbogus 1\n", encoding="utf-8")
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / ".git").mkdir()
    (tree / "redis.conf").write_text(
        f"port 1\ndir .\ninclude ../secret.conf\ninclude {tmp_path}/secret.conf\ninclude link.conf\n", encoding="utf-8"
    )
    (tree / "link.conf").symlink_to("../secret.conf")
    (tree / "valkey.conf").symlink_to("../secret.conf")
    done = run(tree)
    assert "RL001" not in done.rules("redis.conf") + done.rules("link.conf") + done.rules("valkey.conf")
    assert "bogus" not in json.dumps(done.report)
    assert done.rules("valkey.conf") == ["RL000"]
