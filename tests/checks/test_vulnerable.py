"""Known vulnerabilities of an instance, and what its configuration holds off."""

from __future__ import annotations

import pytest

from redislint.access.user import held
from redislint.checks.denied import is_denied
from redislint.checks.vulnerable import known
from redislint.finding import Hit, Severity
from redislint.model.instance import Instance
from redislint.read import acl
from redislint.source import Source
from tests.checks.instances import composed, configured, service

LIMITED = "user default off\nuser app on >a-long-passphrase ~* +@read +@write -@dangerous -@scripting\n"


def told(instance: Instance) -> Hit:
    (hit,) = known(instance)
    return hit


def test_one_finding_names_the_worst() -> None:
    hit = told(service("6379", image="redis:7.2.10"))
    assert hit.severity is Severity.ERROR
    what = str(hit.values["what"])
    assert what.startswith("redis 7.2.10 (by its image) has ")
    assert "CVE-2025-49844 (critical)" in what
    assert what.count("CVE-") == 3
    assert str(hit.values["fixed"]).startswith("fixed in redis 7.2.")


def test_an_acl_lowers_what_it_holds_off() -> None:
    """Of this release all that matters without further settings is in Lua or RESTORE."""
    open_to_all = told(configured("port 6379\n", server="redis@7.2.10"))
    limited = told(configured("port 6379\n" + LIMITED, server="redis@7.2.10"))
    assert open_to_all.severity is Severity.ERROR
    assert "lessens" not in str(open_to_all.values["what"])
    assert limited.severity is Severity.WARNING
    assert "the configuration lessens all of them" in str(limited.values["what"])


@pytest.mark.parametrize(
    "users",
    [
        # The default user may do everything.
        "user app on >x ~* +@read -@scripting -@dangerous\n",
        # One user is enough.
        LIMITED + "user job on >y ~* +@all\n",
        # An administrator by name, but with a part of the rights only.
        LIMITED + "user admin on >y ~* +@all -@dangerous\n",
        # Whoever is on may run scripts from a selector.
        LIMITED + "user job on >y ~* +@read (~* +@all)\n",
        # A template may say anything.
        LIMITED + "user job on >y ~* {{ rules }}\n",
        "user default on >y ~* +@all -@dangerous\n",
        "user default on >y ~* -@scripting +@all -@dangerous\n",
    ],
)
def test_one_user_who_may_is_enough(users: str) -> None:
    assert told(configured("port 6379\n" + users, server="redis@7.2.10")).severity is Severity.ERROR


@pytest.mark.parametrize(
    "users",
    [
        LIMITED,
        LIMITED + "user admin on >y ~* +@all\n",
        LIMITED + "user job off >y ~* +@all\n",
        "user default on >y ~* +@all -@scripting -@dangerous\n",
    ],
)
def test_administrators_and_those_who_are_off_do_not_count(users: str) -> None:
    assert told(configured("port 6379\n" + users, server="redis@7.2.10")).severity is Severity.WARNING


def test_an_acl_file_counts_too() -> None:
    with_file = configured("aclfile users.acl\n", server="redis@7.2.10", acl=LIMITED)
    assert told(with_file).severity is Severity.WARNING


def test_an_acl_file_that_is_not_there_proves_nothing() -> None:
    assert told(configured("aclfile users.acl\n", server="redis@7.2.10")).severity is Severity.ERROR


def test_commands_that_are_renamed_away() -> None:
    names = ("eval", "evalsha", "eval_ro", "evalsha_ro", "fcall", "fcall_ro", "function", "script")
    renamed = "".join(f'rename-command {name} ""\n' for name in names)
    restored = renamed + 'rename-command restore ""\nrename-command RESTORE-ASKING ""\n'
    assert told(configured("port 6379\n" + renamed, server="redis@7.2.10")).severity is Severity.ERROR
    assert told(configured("port 6379\n" + restored, server="redis@7.2.10")).severity is Severity.WARNING


def test_what_needs_a_setting_is_told_only_with_it() -> None:
    assert list(known(configured("port 6379\n", server="redis@8.10.1"))) == []
    assert list(known(configured("tls-port 6380\n", server="redis@8.10.1"))) == []
    hit = told(configured("tls-port 6380\n", server="redis@8.10.0"))
    assert "CVE-2026-81934 (critical)" in str(hit.values["what"])


def test_never_compared() -> None:
    assert list(known(configured("port 6379\n", server="redis@7.0"))) == []
    assert list(known(configured("port 6379\n"))) == []
    assert list(known(service("6379", image="registry.example.com/shop/redis:7.0.1"))) == []
    assert list(known(service("6379", image="redis:${TAG}"))) == []
    assert list(known(composed("services:\n  s:\n    image: redis:6.0.1\n    command: redis-sentinel /s.conf\n"))) == []


def test_a_moving_tag_is_judged_by_its_newest_release() -> None:
    assert list(known(service("6379", image="redis:7.2-alpine"))) == []
    assert "even in its newest release 7.0.15, has" in str(told(service("6379", image="redis:7.0")).values["what"])


@pytest.mark.parametrize(
    ("rules", "command", "categories", "denied"),
    [
        ("", "eval", (), True),
        ("+@all", "eval", (), False),
        ("+@all -@scripting", "eval", (), True),
        ("-@scripting +@all", "eval", (), False),
        ("+@all -eval", "eval", (), True),
        ("+@all -eval", "evalsha", (), False),
        ("+@read +@write", "eval", (), True),
        ("+@slow", "eval", (), False),
        ("+@all -@scripting", "function", (), True),
        ("+@all -@scripting", "module.command", (), False),
        ("+@all -@scripting", "module.command", ("@scripting",), True),
        ("+@read", "module.command", (), False),
        ("+get", "module.command", (), True),
        ("+function|list", "function", (), False),
        ("+@all -@scripting +@slow", "function", ("@scripting",), False),
        ("+@all -config", "config|set", (), True),
        ("+@all -config|set", "config|set", (), True),
        ("-@all +config|get", "config|set", (), True),
        ("-@all +config", "config|set", (), False),
        ("+@read", "pfdebug", (), True),
        ("+@write", "pfdebug", (), False),
        ("allcommands nocommands", "get", (), True),
    ],
)
def test_what_rules_deny(rules: str, command: str, categories: tuple[str, ...], denied: bool) -> None:
    text = f"user app on nopass ~* {rules}\n"
    (instance,) = acl.read(Source("users.acl", text, "users-acl"), _Nothing()).instances
    assert instance.users is not None
    found = held(instance.users[0], None)
    assert found is not None
    assert is_denied(found, command, categories) is denied


class _Nothing:
    """No files."""

    def read(self, path: str) -> None:
        return None

    def names(self, folder: str) -> tuple[str, ...]:
        return ()

    def keeps(self, path: str) -> bool:
        return False
