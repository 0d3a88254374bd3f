"""`redislint.effective` and `redislint.Refused`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import redislint
from redislint import Refused, effective
from redislint.merged.shows import directives
from redislint.servers.directives import LINES, spans
from tests.outcome import configurations

# Text, server line, name, and what CONFIG GET says there.
CASES = [
    ("maxmemory 1gb", "redis@7.2", "maxmemory", "1073741824"),
    ("maxmemory 1g", "redis@7.2", "maxmemory", "1000000000"),
    ("maxmemory 17179869184gb", "redis@7.2", "maxmemory", "0"),
    ("maxmemory 1\nMAXMEMORY 2", "valkey@8.0", "maxmemory", "2"),
    ("maxmemory-clients 5%", "redis@7.0", "maxmemory-clients", "5%"),
    ("hz 12abc", "redis@5.0", "hz", "12"),
    ("hz 9999", "redis@7.2", "hz", "500"),
    ("hz 900", "redis@6.0", "hz", "900"),
    ("io-threads 64", "valkey@8.0", "io-threads", "16"),
    ("cluster-enabled yes", "redis@7.0", "databases", "16"),
    ("cluster-enabled yes", "redis@7.2", "databases", "1"),
    ("repl-backlog-size 1kb", "redis@5.0", "repl-backlog-size", "16384"),
    ("repl-backlog-size 1kb", "redis@6.0", "repl-backlog-size", "1024"),
    ("maxmemory-policy AllKeys-LRU", "redis@7.2", "maxmemory-policy", "allkeys-lru"),
    ("appendonly YES", "redis@6.2", "appendonly", "yes"),
    ("unixsocketperm 0770", "redis@7.2", "unixsocketperm", "770"),
    ("save 900 1\nsave 60 5", "redis@7.2", "save", "900 1 60 5"),
    ('save 900 1\nsave ""\nsave 60 5', "redis@7.2", "save", "60 5"),
    ("save 900 1 60 5", "redis@7.2", "save", "900 1 60 5"),
    ("save 900 1 60 5", "redis@6.2", "save", ""),
    ("save '900 1'", "redis@7.2", "save", "900 1"),
    ("", "redis@6.0", "save", ""),
    ("", "redis@6.2", "save", "3600 1 300 100 60 10000"),
    ("notify-keyspace-events xgKE", "redis@7.2", "notify-keyspace-events", "gxKE"),
    ("notify-keyspace-events KEg$lshzxetd", "redis@7.2", "notify-keyspace-events", "AKE"),
    ("notify-keyspace-events KEg$lshzxet", "redis@7.2", "notify-keyspace-events", "g$lshzxetKE"),
    ("notify-keyspace-events g$lshzxet", "redis@6.0", "notify-keyspace-events", "A"),
    ("notify-keyspace-events KEAmn", "redis@7.2", "notify-keyspace-events", "AKEm"),
    ("bind 127.0.0.1 -::1", "redis@7.2", "bind", "127.0.0.1 -::1"),
    ('bind ""', "redis@7.2", "bind", ""),
    ("slaveof 10.0.0.1 06379", "redis@7.2", "replicaof", "10.0.0.1 6379"),
    ("replicaof 10.0.0.1 1\nreplicaof no one", "redis@7.2", "slaveof", ""),
    ("replicaof no one", "redis@5.0", "slaveof", "no 0"),
    ("shutdown-on-sigterm force NOW now", "redis@7.2", "shutdown-on-sigterm", "now force"),
    ("latency-tracking-info-percentiles 99.90 5e1", "redis@7.2", "latency-tracking-info-percentiles", "99.9 50"),
    ("oom-score-adj-values +1 02 3", "redis@7.2", "oom-score-adj-values", "1 2 3"),
    ("masterauth x", "valkey@8.0", "primaryauth", "x"),
    ("dir sub\ndir ../other", "redis@7.2", "dir", "@/other"),
    ("dir /data\ndir sub", "redis@7.2", "dir", "/data/sub"),
    ("dir ..", "redis@7.2", "dir", "@/.."),
    ("", "redis@7.2", "dir", "@"),
    ("requirepass 'a'b", "valkey@9.1", "requirepass", "ab"),
    (
        "client-output-buffer-limit replica 1mb 512kb 60\nclient-output-buffer-limit Normal 1 2 3",
        "redis@7.2",
        "client-output-buffer-limit",
        "normal 1 2 3 slave 1048576 524288 60 pubsub 33554432 8388608 60",
    ),
]


@pytest.mark.parametrize(("text", "line", "name", "value"), CASES)
def test_values(text: str, line: str, name: str, value: str) -> None:
    assert effective(text, server=line, files={"sub/x": "", "other/x": ""})[name] == value


INCLUDED = [
    ("redis@7.2", "include a.conf\nport 1", {"a.conf": "port 2"}, (), "port", "1"),
    ("redis@7.2", "port 1\ninclude a.conf", {"a.conf": "port 2"}, (), "port", "2"),
    ("redis@7.2", "port 1\ninclude a.conf", {"a.conf": "port 2"}, ("--port", "3"), "port", "3"),
    ("redis@7.2", "save 1 1", {}, ("--save", "2", "2"), "save", "1 1 2 2"),
    ("redis@7.2", "save 1 1", {}, ("--save", "--port", "1"), "save", ""),
    # From 7.0 on each `save` behind an include replaces all before it; in 6.2 the first one of each file does.
    ("redis@7.0", "save 1 1\ninclude a.conf\nsave 3 3", {"a.conf": "save 2 2"}, (), "save", "3 3"),
    ("redis@7.0", "save 1 1\ninclude a.conf", {"a.conf": "save 2 2"}, (), "save", "1 1 2 2"),
    ("redis@6.2", "save 1 1\ninclude a.conf\nsave 3 3", {"a.conf": "save 2 2"}, (), "save", "2 2 3 3"),
    ("redis@6.0", "save 1 1\ninclude a.conf\nsave 3 3", {"a.conf": "save 2 2"}, (), "save", "1 1 2 2 3 3"),
    ("redis@7.2", "", {}, ("--requirepass", "a\\nb"), "requirepass", "a\\nb"),
    ("valkey@8.1", "", {}, ("--requirepass", "a\\nb"), "requirepass", "a\nb"),
]


@pytest.mark.parametrize(("line", "text", "files", "args", "name", "value"), INCLUDED)
def test_files_and_arguments(
    line: str, text: str, files: Mapping[str, str], args: Sequence[str], name: str, value: str
) -> None:
    assert effective(text, server=line, files=files, args=args)[name] == value


def test_bytes_that_are_no_text() -> None:
    assert effective(b"requirepass \xff", server="redis@7.2")["requirepass"] == "\udcff"


@pytest.mark.parametrize("line", LINES)
def test_every_name_has_its_default(line: str) -> None:
    found = effective("", server=line)
    assert len(found) > 100
    assert list(found) == sorted(found)
    for one in directives(line):
        if one.name not in ("dir", "bind"):
            assert found[one.names[-1]] == one.default
    assert "include" not in found
    assert ("replicaof" in found) == (line not in ("redis@5.0", "redis@6.0", "redis@6.2"))


def test_a_refusal_says_where() -> None:
    with pytest.raises(Refused) as caught:
        effective("port 1\n\nmaxmemory 1tb\n", server="redis@7.2")
    finding = caught.value.finding
    assert (finding.rule, finding.path, finding.line, finding.refused) == ("RL005", "<text>", 3, True)
    assert str(caught.value).startswith("<text>:3:11: RL005 `maxmemory` takes ")


def test_a_refusal_in_an_include() -> None:
    with pytest.raises(Refused) as caught:
        effective("include a.conf", server="redis@7.2", files={"a.conf": "\nbogus 1"})
    assert (caught.value.finding.path, caught.value.finding.line) == ("a.conf", 2)


def test_a_refusal_tells_no_secret() -> None:
    with pytest.raises(Refused) as caught:
        effective("requirepass hunter22 hunter33", server="redis@7.2")
    assert "hunter" not in str(caught.value)


def test_what_rests_on_another_file_is_left_out() -> None:
    text = "maxmemory 1mb\ninclude /etc/redis/more.conf\nappendonly yes\nsave ''\nsave 1 1"
    found = effective(text, server="redis@7.2")
    assert found == {"appendonly": "yes", "save": "1 1"}


@pytest.mark.parametrize("server", ["redis@9.9", "redis", ""])
def test_servers_that_are_not_known(server: str) -> None:
    with pytest.raises(ValueError, match="redis@"):
        effective("", server=server)


def test_paths_that_lead_out() -> None:
    with pytest.raises(ValueError, match="relative"):
        effective("", server="redis@7.2", files={"/etc/x": ""})


def test_it_is_public() -> None:
    assert {"effective", "Refused"} <= set(redislint.__all__)


# What is the same as another, or cannot be written as it is shown.
OTHERS = ("dir", "replicaof", "slaveof")


@pytest.mark.parametrize("line", ["redis@7.2", "valkey@9.1"])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_is_shown_may_be_written(line: str, data: st.DataObject) -> None:
    """A file of what CONFIG GET shows comes to just that."""
    text = "\n".join(data.draw(configurations.lines(line)))
    found = effective(text, server=line)
    written = "\n".join(
        f"{name} {value if _is_several(name, line) and value else configurations.quoted(value)}"
        for name, value in found.items()
        if name not in OTHERS
    )
    again = effective(written, server=line)
    assert {name for name, value in found.items() if again[name] != value} <= {*OTHERS}


def _is_several(name: str, line: str) -> bool:
    return any(line in one.lines and one.most != 1 for one in spans(name))


def test_a_server_with_nothing_to_listen_on_has_its_values() -> None:
    assert effective("port 0", server="redis@7.2")["port"] == "0"


def test_the_first_refusal_is_the_one() -> None:
    with pytest.raises(Refused) as caught:
        effective("include a.conf\nbogus 1", server="redis@7.2", files={"a.conf": "maxmemory 1tb"})
    assert (caught.value.finding.path, caught.value.finding.line) == ("a.conf", 1)


SIGNS = ["0", "-1", "99999999999999999999", "gb", "%", "é", "a.conf", "*.conf", "..", "/", "--", "{{ x }}", "normal"]
NAMES = ["save", "dir", "include", "port", "hz", "client-output-buffer-limit", "notify-keyspace-events"]
WORDS = st.sampled_from([*"\"' \t\r\n\0\\#\x0b", *SIGNS, *NAMES])
TEXTS = st.lists(WORDS, max_size=30).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=3), st.sampled_from(LINES))
def test_no_text_fails(text: str, other: str, args: list[str], line: str) -> None:
    try:
        found = effective(text, server=line, files={"a.conf": other}, args=args)
    except Refused:
        return
    assert all(isinstance(value, str) for value in found.values())


def test_a_path_without_end_is_not_known() -> None:
    assert "dir" not in effective("dir ..\n" * 3000, server="redis@7.2")
