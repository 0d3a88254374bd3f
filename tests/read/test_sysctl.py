"""The kernel's settings: names, values and their places."""

from __future__ import annotations

import pytest

from redislint.model.facts import UNKNOWN
from redislint.read import read
from redislint.read.sysctl import dotted
from redislint.source import Source
from tests.pages import Files


def settings(text: str) -> list[tuple[str, object, str]]:
    (found,) = read(Source("sysctl.d/redis.conf", text, "sysctl"), Files({})).instances
    assert found.workload is not None
    return [(name, fact.value, fact.span.text) for name, fact in found.workload.sysctls or ()]


def test_lines_as_sysctl_reads_them() -> None:
    text = "# vm.a = 1\n; vm.b = 2\nvm.swappiness=10\r\n -vm.overcommit_memory =  1  \n"
    text += "net.core.somaxconn = {{ x }}\nno sign\n"
    assert settings(text) == [
        ("vm.swappiness", "10", "10"),
        ("vm.overcommit_memory", "1", "1"),
        ("net.core.somaxconn", UNKNOWN, "{{ x }}"),
    ]


def test_the_last_one_counts() -> None:
    assert settings("vm.swappiness=1\nvm.swappiness=2\n") == [("vm.swappiness", "2", "2")]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("vm.swappiness", "vm.swappiness"),
        ("vm/swappiness", "vm.swappiness"),
        ("net/ipv4/conf/eth0.1/x", "net.ipv4.conf.eth0/1.x"),
    ],
)
def test_slashes_and_dots(name: str, meant: str) -> None:
    assert dotted(name) == meant


def test_comments_are_only_looked_for_where_they_speak_to_redislint() -> None:
    text = "# redislint: ignore[RL521]\nvm.overcommit_memory = 0\n"
    found = read(Source("sysctl.d/redis.conf", text, "sysctl"), Files({}))
    assert [span.text for span in found.comments] == ["# redislint: ignore[RL521]"]
