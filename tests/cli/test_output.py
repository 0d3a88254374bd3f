"""Where reports go, and what they look like there."""

from __future__ import annotations

import fcntl
import io
import json
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from redislint.cli.look import look
from redislint.report import FORMATS
from tests.cli.conftest import BAD, SAYINGS, Project

COMMAND = [sys.executable, "-m", "redislint"]
ROOT = Path(__file__).parents[2]


# Files.


def test_reports_of_one_run(project: Project) -> None:
    project.write("redis.conf")
    outputs = [word for name in FORMATS for word in ("-o", f"{name}:out.{name}")]
    done = project.run(*outputs, "--format", "concise")
    assert done.out.startswith("redis.conf:1:1: error RL101 ")
    for name in FORMATS:
        assert (project.folder / f"out.{name}").read_text() == project.run("--format", name, "redis.conf").out, name
    assert sorted(os.listdir(project.folder)) == sorted([".git", "redis.conf", *(f"out.{name}" for name in FORMATS)])


def test_standard_output_by_name(project: Project) -> None:
    project.write("redis.conf")
    done = project.run("-o", "json:-", "-o", "concise:out", "--format", "text")
    assert json.loads(done.out)["summary"]["error"] >= 1
    assert (project.folder / "out").read_text().startswith("redis.conf:1:1: error RL101 ")


def test_a_file_is_replaced_whole_and_keeps_its_mode(project: Project) -> None:
    project.write("redis.conf")
    old = project.write("out", "x" * 100_000)
    old.chmod(0o640)
    link = project.folder / "link"
    link.symlink_to(old)
    assert project.run("-o", "concise:link").status == 1
    assert link.is_symlink()
    assert old.read_text().startswith("redis.conf:1:1: ")
    assert "x" * 100 not in old.read_text()
    assert old.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_mode_of_any_other(project: Project) -> None:
    project.write("redis.conf")
    before = os.umask(0o027)
    try:
        project.run("-o", "concise:out")
    finally:
        os.umask(before)
    assert (project.folder / "out").stat().st_mode & 0o777 == 0o640


def test_a_pipe_is_written_to(project: Project) -> None:
    project.write("redis.conf")
    reading, writing = os.pipe()
    try:
        project.run("-o", f"concise:/dev/fd/{writing}", "--format", "json")
    finally:
        os.close(writing)
    with open(reading, encoding="utf-8") as pipe:
        assert pipe.read().startswith("redis.conf:1:1: ")


def test_a_file_that_cannot_be_written(project: Project) -> None:
    project.write("redis.conf")
    (project.folder / "folder").mkdir()
    for file, reason in {
        "nowhere/out": "there is no such folder",
        "folder": "is a directory",
        "/dev/full": "no space left on device",
    }.items():
        done = project.run("-o", f"concise:{file}", "-o", "json:good.json", "--fail-on", "never")
        assert done.status == 2
        assert done.err == f"redislint: error: {file} cannot be written: {reason}\n"
        assert "RL101" in done.out
        assert json.loads((project.folder / "good.json").read_text())["findings"]
        os.unlink("good.json")
    assert sorted(os.listdir(project.folder)) == [".git", "folder", "redis.conf"]


# Standard output that is not as one would wish.


def spawn(project: Project, *arguments: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in SAYINGS}
    environment |= {"PYTHONPATH": str(ROOT)} | more.pop("env", {})  # type: ignore[operator]
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [*COMMAND, *arguments], cwd=project.folder, env=environment, stderr=subprocess.PIPE, check=False, **more
    )


def test_a_reader_who_goes_away(project: Project) -> None:
    project.write("redis.conf", BAD + "appendfsync no\n" * 3000)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = spawn(project, stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_full_disk(project: Project) -> None:
    project.write("redis.conf")
    with open("/dev/full", "wb") as full:
        done = spawn(project, stdout=full)
    assert done.returncode == 2
    assert done.stderr == b"redislint: error: the report cannot be written: no space left on device\n"


@pytest.mark.parametrize("closed", ["1", "2", "0"])
def test_a_stream_that_is_closed(project: Project, closed: str) -> None:
    project.write("redis.conf")
    command = ["sh", "-c", f'exec "$@" {closed}>&-', "sh", *COMMAND, "redis.conf", "nowhere"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=project.folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 2
    assert (b"RL101" in done.stdout) is (closed != "1")
    assert done.stderr == (b"" if closed == "2" else b"redislint: error: nowhere: there is no such file\n")


NAME = "größe-\udcff-\x1b[31m-redis.conf"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "utf-16"])
@pytest.mark.parametrize("name", FORMATS)
def test_no_encoding_is_too_poor(project: Project, encoding: str, name: str) -> None:
    project.write(NAME, BAD + "# 🎉\nmaxmemory-policy größer\n")
    done = spawn(
        project, "--format", name, NAME, "nowhere-ü", stdout=subprocess.PIPE, env={"PYTHONIOENCODING": encoding}
    )
    out, err = done.stdout.decode(encoding), done.stderr.decode(encoding)
    assert done.returncode == 2
    assert "RL101" in out
    assert "Traceback" not in err
    assert err.startswith("redislint: error: nowhere-")
    assert "\x1b" not in out + err
    if name == "json":
        assert len(json.loads(out)["files"]) == 1


def test_an_interrupt_ends_it(project: Project) -> None:
    """Ctrl-C while it waits for standard input: no traceback, and the status that shells know."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*COMMAND, "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, b"", b"")


# At a terminal.


def at_terminal(project: Project, *arguments: str, columns: int = 100, sayings: dict[str, str] | None = None) -> str:
    """What a terminal of so many columns is sent."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in SAYINGS}
    environment |= {"PYTHONPATH": str(ROOT), "TERM": "xterm", "PYTHONIOENCODING": "utf-8"} | (sayings or {})
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=project.folder, env=environment, stdout=follower, stderr=subprocess.PIPE
    )
    os.close(follower)
    out = b""
    try:
        while part := os.read(leader, 65536):
            out += part
    except OSError:  # the other end is closed
        pass
    finally:
        os.close(leader)
    assert process.communicate(timeout=20)[1] == b""
    return out.decode().replace("\r\n", "\n")


COLOR = re.compile(r"\x1b\[[0-9;]*3[0-9][0-9;]*m")
LINK = "\x1b]8;"


def test_a_terminal_is_sent_colors_and_links(project: Project) -> None:
    project.write("redis.conf")
    out = at_terminal(project)
    assert COLOR.search(out)
    assert LINK in out
    assert "│" in out


@pytest.mark.parametrize(
    "sayings",
    [{"NO_COLOR": "1"}, {"CLICOLOR": "0"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, {}],
)
def test_colors_are_refused(project: Project, sayings: dict[str, str]) -> None:
    project.write("redis.conf")
    out = at_terminal(project, *(["--no-color"] if not sayings else []), sayings=sayings)
    assert not COLOR.search(out)
    assert LINK in out


def test_a_dumb_terminal_is_sent_plain_text(project: Project) -> None:
    project.write("redis.conf")
    assert "\x1b" not in at_terminal(project, sayings={"TERM": "dumb"})


def test_lines_fit_the_terminal(project: Project) -> None:
    project.write("redis.conf")
    for columns in (60, 120):
        plain = re.sub(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", at_terminal(project, columns=columns))
        assert columns - 25 < max(len(line) for line in plain.splitlines()) <= columns


def test_the_other_verbs_at_a_terminal(project: Project) -> None:
    assert COLOR.search(at_terminal(project, "rules"))
    out = at_terminal(project, "explain", "RL101")
    assert COLOR.search(out)
    assert "## Fix" not in out
    assert not COLOR.search(at_terminal(project, "explain", "RL101", "--no-color"))


def test_a_pipe_is_sent_plain_text_unless_forced(project: Project) -> None:
    project.write("redis.conf")
    assert b"\x1b" not in spawn(project, stdout=subprocess.PIPE).stdout
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        assert b"\x1b[" in spawn(project, stdout=subprocess.PIPE, env={name: "1"}).stdout
        assert b"\x1b" not in spawn(project, stdout=subprocess.PIPE, env={name: "0"}).stdout
        assert b"\x1b" not in spawn(project, "--format", "concise", stdout=subprocess.PIPE, env={name: "1"}).stdout


def test_how_wide_a_pretended_terminal_is(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SAYINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert (look().terminal, look().width) == (False, None)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert (look().terminal, look().width) == (True, 100)
    for columns, width in {"72": 72, "0": 100, "x": 100, "9999999999999": 160, "-5": 100, "": 100}.items():
        monkeypatch.setenv("COLUMNS", columns)
        assert look().width == width
    monkeypatch.setattr(sys, "stdout", None)
    assert look().terminal is True


# The rest of what a report may be asked for.


def test_statistics_and_quiet(project: Project) -> None:
    project.write("redis.conf", BAD + "appendfsync no\n")
    out = project.run("--statistics", "--select", "RL101,RL403").out
    assert re.search(r"^1  error +(\[.\] +)?RL101 exposed-without-auth$", out, re.MULTILINE)
    assert "; 1 file checked.\n" in out
    assert "checked" not in project.run("--quiet").out


def test_statistics_say_what_edits_mend(project: Project) -> None:
    project.write("redis.conf", BAD + "maxmemroy 1gb\nappendonly yes # safe\nprotected-mode off # no\n")
    rows = [line for line in project.run("--statistics").out.splitlines() if re.match(r"\d+  \w+ +\[", line)]
    found = {row.split()[-2]: (int(row.split()[0]), row[row.index("[") :][:3]) for row in rows}
    assert found["RL001"] == (1, "[-]")
    assert found["RL003"] == (2, "[*]")
    assert {mark for _, mark in found.values()} == {"[*]", "[-]", "[ ]"}
    assert [count for count, _ in found.values()] == sorted((count for count, _ in found.values()), reverse=True)
    last = at_terminal(project, "--statistics", "--quiet", "--no-color").split("[*] all mended")[0]
    assert re.search(r"\[-\]  \x1b\]8;[^\x1b]*/RL001/\x1b\\RL001 unknown-directive", last)


def test_what_github_does_not_keep_is_said(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from redislint.cli import check

    project.write("redis.conf")
    monkeypatch.setattr(check, "_KEPT_BY_GITHUB", 0)
    for arguments in (["--format", "sarif"], ["-o", "sarif:out"]):
        assert re.match(r"redislint: warning: there are \d+ results, of which", project.run(*arguments).err)
    assert project.run("--format", "json").err == ""
