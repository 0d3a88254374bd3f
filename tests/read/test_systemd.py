"""Units: their command line, their limits, and what the machine's other files say where the tree holds these."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.link import link
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SENTINEL, Instance
from redislint.model.workload import Workload
from redislint.options import Options
from redislint.read import read
from redislint.source import Source
from tests.pages import Files

UNIT = "etc/systemd/system/redis.service"
START = "[Service]\nExecStart=/usr/bin/redis-server /etc/redis/redis.conf --port 6380\n"


def kind(path: str) -> str:
    if ".service" in path:
        return "systemd"
    return "sysctl" if "sysctl" in path else "redis-conf"


def whole(files: dict[str, str]) -> tuple[Instance, ...]:
    sources = {path: Source(path, text, kind(path)) for path, text in files.items()}
    return link([read(source, Files(sources)) for source in sources.values()], Options()).instances


def one(text: str, path: str = UNIT) -> Instance:
    (found,) = whole({path: text})
    return found


def box(text: str) -> Workload:
    found = one(text).workload
    assert found is not None
    return found


def test_a_command_line_is_directives() -> None:
    found = one("[Service]\nExecStart=/usr/bin/redis-server --port 6380 \\\n  --requirepass 'a b'\n")
    assert [(each.name, each.args, each.spelling) for each in found.settings] == [
        ("port", ("6380",), "--port"),
        ("requirepass", ("a b",), "--requirepass"),
    ]
    assert found.settings[0].value_span.text == "6380"
    assert (found.complete, found.name, found.anchor.text) == (True, "redis.service", "ExecStart")


@pytest.mark.parametrize(
    ("path", "config"),
    [(UNIT, "etc/redis/redis.conf"), (f"host/{UNIT}", "host/etc/redis/redis.conf")],
)
def test_a_tree_like_the_machine_has_the_configuration(path: str, config: str) -> None:
    (found,) = whole({path: START, config: "port 6379\nmaxmemory 1gb\n"})
    assert found.kind == "systemd"
    assert found.complete
    assert [each.value for each in found.settings] == ["6379", "1gb", "6380"]


def test_elsewhere_the_configuration_is_not_known() -> None:
    found = whole({"deploy/redis.service": START, "etc/redis/redis.conf": "port 6379\n"})
    assert [(each.kind, each.complete) for each in found] == [("systemd", False), ("redis-conf", False)]


@pytest.mark.parametrize("word", ["/etc/redis/redis-%i.conf", "$CONFIG", "${CONFIG}"])
def test_what_systemd_fills_in_is_not_known(word: str) -> None:
    found = one(f"[Service]\nExecStart=/usr/bin/redis-server {word} --port 1\n")
    assert not found.complete
    assert found.references[0].path is None


def test_variables_may_hold_further_options() -> None:
    assert not one("[Service]\nExecStart=/usr/bin/redis-server --port 1 $OPTIONS\n").complete


@pytest.mark.parametrize(
    ("line", "limit"),
    [
        ("65535", 65535),
        ("1024:4096", 4096),
        ("infinity", -1),
        ("1024:infinity", -1),
        ("64K", UNKNOWN),
        ("9" * 30, UNKNOWN),
    ],
)
def test_the_hard_limit_counts(line: str, limit: object) -> None:
    found = box(f"{START}LimitNOFILE={line}\n").nofile
    assert found is not None
    assert (found.value, found.span.text) == (limit, line)


@pytest.mark.parametrize(
    ("lines", "root"),
    [("", True), ("User=redis\n", False), ("User=0\n", True), ("User=%i\n", UNKNOWN), ("DynamicUser=yes\n", False)],
)
def test_who_runs_it(lines: str, root: object) -> None:
    found = box(START + lines).root
    assert found is not None
    assert found.value is root


def test_further_files_come_after_the_unit() -> None:
    files = {
        UNIT: f"{START}LimitNOFILE=1\nUser=redis\n",
        f"{UNIT}.d/20-b.conf": "[Service]\nLimitNOFILE=3\n",
        f"{UNIT}.d/10-a.conf": "[Service]\nLimitNOFILE=2\nExecStart=\nExecStart=/usr/bin/redis-server --port 1\n",
        f"{UNIT}.d/note": "[Service]\nLimitNOFILE=4\n",
    }
    (found,) = whole({path: text for path, text in files.items() if not path.endswith("note")})
    assert [each.value for each in found.settings] == ["1"]
    assert found.workload is not None
    assert found.workload.nofile is not None
    assert found.workload.nofile.span.source.path.endswith("20-b.conf")


def test_only_the_section_service_counts_and_no_comment() -> None:
    text = f"[Unit]\nLimitNOFILE=1\n{START}#LimitNOFILE=2\n ; LimitNOFILE=3\n[Install]\nLimitNOFILE=4\n"
    assert box(text).nofile is None


def test_the_machines_own_settings_of_the_kernel() -> None:
    files = {
        UNIT: f"{START}ExecStartPre=-/sbin/sysctl -w vm.swappiness=1\n",
        "usr/lib/sysctl.d/50.conf": "net.core.somaxconn = 1\n",
        "etc/sysctl.d/60.conf": "net/core/somaxconn=2 \nvm.swappiness = 60\n",
        "other/sysctl.d/70.conf": "net.core.somaxconn = 3\n",
    }
    unit, *_ = whole(files)
    assert unit.workload is not None
    assert unit.workload.sysctls is not None
    found = {name: (fact.value, fact.span.text, fact.span.source.path) for name, fact in unit.workload.sysctls}
    assert found == {
        "net.core.somaxconn": ("2", "2", "etc/sysctl.d/60.conf"),
        "vm.swappiness": ("1", "1", UNIT),
    }


@pytest.mark.parametrize(
    "text",
    ["[Service]\nExecStart=/usr/bin/memcached\n", "", "[Service]\nExecStart=\n", "ExecStart=/usr/bin/redis-server\n"],
)
def test_other_units_are_passed_over(text: str) -> None:
    assert whole({UNIT: text}) == ()


def test_sentinels() -> None:
    found = one("[Service]\nExecStart=/usr/bin/redis-sentinel /etc/redis/sentinel.conf\n")
    assert found.role == SENTINEL


@given(st.text(alphabet="ExecStart=redis-server[Service]\n\\\"' %$-#", max_size=300))
def test_no_text_fails(text: str) -> None:
    read(Source(UNIT, f"[Service]\nExecStart={text}", "systemd"), Files({}))
