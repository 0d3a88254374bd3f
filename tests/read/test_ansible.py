"""Ansible: variables of two roles as directives, in the variables' words; tasks that set what the kernel does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SENTINEL
from redislint.read import read
from redislint.read.ansible.roles import ROLES
from redislint.source import Source
from tests.pages import Files


def reading(text: str, **files: str) -> Reading:
    sources = {path: Source(path, other, "") for path, other in files.items()}
    return read(Source("group_vars/redis.yml", text, "ansible"), Files(sources))


def said(text: str) -> list[tuple[str, str | None, str]]:
    """Directive, value and the text at its place, of all instances."""
    return [(one.name, one.value, one.value_span.text) for each in reading(text).instances for one in each.settings]


def test_variables_are_directives_at_their_places() -> None:
    text = "redis_bind_interface: 10.0.0.5\nredis_requirepass: 'secret'\nredis_maxmemory: 1gb\nredis_save:\n  - 900 1\n"
    (found,) = reading(text).instances
    assert [one.spelling for one in found.settings] == [
        "redis_bind_interface",
        "redis_requirepass",
        "redis_maxmemory",
        "redis_save",
    ]
    assert said(text) == [
        ("bind", "10.0.0.5", "10.0.0.5"),
        ("requirepass", "secret", "secret"),
        ("maxmemory", "1gb", "1gb"),
        ("save", "900 1", "900 1"),
    ]
    assert (found.complete, found.users, found.is_hosted) == (False, None, True)
    assert [span.text for span in reading(text).secrets] == ["secret"]


@pytest.mark.parametrize(
    "text",
    [
        "redis_host: 10.0.0.5\nredis_port: 6379\nredis_password: x\n",  # a client's
        "redis_port: 6379\nredis_password: x\n",  # so are these
        "redis_maxmemory: 1gb\nredis_memory_policy: x\n",  # another role's
        "redis_maxmemory: 1gb\nredis_bind_interface: ::1\nredis_url: redis://x\n",
        "redis_maxmemory: 1gb\n",
        "maxmemory: 1gb\nbind_interface: x\n",
    ],
)
def test_look_alikes_are_passed_over(text: str) -> None:
    assert reading(text).instances == ()


def test_a_named_role_may_stand_beside_other_variables() -> None:
    text = "roles: [geerlingguy.redis]\nvars:\n  redis_url: x\n  redis_port: 1\n  redis_maxmemory: 1gb\n"
    assert said(text) == [("port", "1", "1"), ("maxmemory", "1gb", "1gb")]


def test_of_two_roles_counts_what_both_make_of_it() -> None:
    both = "redis_port: 6379\nredis_appendonly: 'no'\nredis_maxmemory: 0\nredis_maxmemory_policy: allkeys-lru\n"
    assert said(both) == [("port", "6379", "6379"), ("appendonly", "no", "no")]
    assert ("maxmemory-policy", "allkeys-lru", "allkeys-lru") in said(f"redis_bind: false\n{both}")


def test_truth_values_are_what_jinja_writes_in_a_role_that_is_named() -> None:
    text = "redis_appendonly: yes\nredis_bind: false\nredis_tcp_backlog: 511\n"
    named = {"requirements.yml": "roles:\n  - src: DavidWittman.redis\n"}
    found = [(one.name, one.value) for one in reading(text, **named).instances[0].settings]
    assert found == [("appendonly", "True"), ("tcp-backlog", "511")]
    assert said(text) == [("appendonly", None, "yes"), ("tcp-backlog", "511", "511")]


@pytest.mark.parametrize("value", ['"{{ x }}"', "!vault |\n  $ANSIBLE_VAULT;1.1\n  12", "[a, b]", "{a: b}", '"a\\nb"'])
def test_what_is_filled_in_is_not_known(value: str) -> None:
    found = reading(f"redis_bind_interface: ::1\nredis_requirepass: {value}\n")
    assert [one.value for one in found.instances[0].settings] == ["::1", None]
    assert found.secrets == ()


def test_lists_and_texts() -> None:
    text = (
        "redis_disabled_commands: [FLUSHALL]\nredis_save: []\nredis_bind_interface: ::1\n"
        "redis_extra_config: |\n  appendfsync no\n  requirepass x1\n"
    )
    assert said(text) == [
        ("rename-command", "FLUSHALL ", "FLUSHALL"),
        ("save", "", "[]"),
        ("bind", "::1", "::1"),
        ("appendfsync", "no", "no"),
        ("requirepass", "x1", "x1"),
    ]


def test_the_sentinels_of_a_role() -> None:
    text = (
        "redis_sentinel: true\nredis_bind: ::1\nredis_sentinel_monitors:\n"
        "  - {name: a, host: h, auth_pass: pw, quorum: 2, parallel_syncs: '{{ x }}'}\n"
    )
    server, sentinel = reading(text).instances
    assert sentinel.role == SENTINEL
    assert server.role != SENTINEL
    assert [one.args for one in sentinel.settings] == [("auth-pass", "a", "pw"), None]
    assert [span.text for span in reading(text).secrets] == ["pw"]


def test_the_limit_of_the_unit_that_a_role_writes() -> None:
    (found,) = reading("redis_nofile_limit: 1024\nredis_bind: ::1\nredis_maxclients: 5\n").instances
    assert found.workload is not None
    assert found.workload.nofile is not None
    assert (found.workload.nofile.value, found.workload.nofile.span.text) == (1024, "1024")


@pytest.mark.parametrize(
    "task",
    [
        "ansible.posix.sysctl: {name: vm.swappiness, value: '60'}",
        "sysctl: name=vm.swappiness value=60 state=present",
        "sysctl: {name: '{{ item.a }}', value: '{{item.b}}'}\n  loop: [{a: vm.swappiness, b: 60}]",
    ],
)
def test_tasks_that_set_what_the_kernel_does(task: str) -> None:
    (found,) = reading(f"- {task}\n").instances
    assert found.workload is not None
    assert found.workload.sysctls is not None
    assert [(name, fact.value, fact.span.text) for name, fact in found.workload.sysctls] == [
        ("vm.swappiness", "60", "60")
    ]
    assert found.settings == ()


@pytest.mark.parametrize(
    "task",
    [
        "sysctl: {name: vm.swappiness, value: 1, state: absent}",
        "sysctl: {name: '{{ x }}', value: 1}",
        "debug: {msg: sysctl}",
    ],
)
def test_tasks_that_set_nothing_known(task: str) -> None:
    assert reading(f"- {task}\n").instances == ()


def test_a_value_that_is_filled_in_is_not_known() -> None:
    (found,) = reading("- sysctl: {name: vm.swappiness, value: '{{ x }}'}\n").instances
    assert found.workload is not None
    assert found.workload.sysctls is not None
    assert found.workload.sysctls[0][1].value is UNKNOWN


def test_roles_know_what_they_switch() -> None:
    for role in ROLES:
        assert role.switched <= set(role.values)
        assert role.word == role.word.lower()


@given(
    st.dictionaries(
        st.sampled_from(sorted({n for r in ROLES for n in (*r.values, *r.lists, *r.texts)})), st.text(max_size=20)
    )
)
def test_no_value_fails(values: dict[str, str]) -> None:
    import json

    found = reading(json.dumps(values))
    assert all(one.value_span.start <= one.value_span.end for each in found.instances for one in each.settings)
