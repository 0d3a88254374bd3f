"""`redislint.acl_user`: what somebody who asks from Python gets."""

from __future__ import annotations

import time

import pytest

import redislint


def test_a_reader() -> None:
    user = redislint.acl_user("on >secret ~app:* %R~shared:* +@read -@dangerous +config|get", server="redis@7.2")
    assert (user.refused, user.enabled, user.nopass, user.passwords) == (None, True, False, 1)
    assert {"get", "config|get"} <= user.commands
    assert not {"set", "keys", "config|set"} & user.commands
    assert user.can("get", "app:1") is True
    assert user.can("get", "other") is False
    assert user.can("GETDEL", "shared:1") is False
    assert user.can("config", "get", "maxmemory") is True
    assert user.can("config|get", "maxmemory") is True
    assert user.can("config", "set", "maxmemory", "1") is False


def test_no_answer_is_none() -> None:
    user = redislint.acl_user("on nopass ~a* +@all", server="redis@7.2")
    assert user.can("nosuch") is None
    assert user.can("get") is None
    assert redislint.acl_user("on nopass ~a* +@all", server="redis@8.8").can("arget", "a", "1") is None
    assert redislint.acl_user("on nosuchrule", server="redis@7.2").can("get", "a") is None


def test_why_a_rule_is_refused_without_its_secret() -> None:
    assert redislint.acl_user("on +nosuch", server="redis@7.2").refused == (
        "`+nosuch` names a command or category that the server does not have"
    )
    refused = redislint.acl_user("on #hunter2", server="redis@7.2").refused
    assert refused is not None
    assert "hunter2" not in refused
    assert redislint.acl_user("on >my secret", server="redis@7.2").refused == (
        "the word behind a password is no ACL rule (a password that is written in a rule holds no blanks)"
    )
    assert redislint.acl_user('on >"x', server="redis@7.2").refused == "the quotes of the rule are not balanced"


def test_modules() -> None:
    rule = "on nopass ~* -@all +get +ft.search (~j* +@json)"
    assert redislint.acl_user(rule, server="redis@8.0").refused is not None
    user = redislint.acl_user(rule, server="redis@8.0", modules=True)
    assert user.refused is None
    assert user.can("get", "x") is True


def test_servers_without_acls() -> None:
    with pytest.raises(ValueError, match="has no ACLs"):
        redislint.acl_user("on", server="redis@5.0")
    with pytest.raises(ValueError, match="no version that is known"):
        redislint.acl_user("on", server="redis@9.9")


def test_a_thousand_users_in_a_second() -> None:
    redislint.acl_user("on", server="redis@7.2")
    start = time.process_time()
    for number in range(1000):
        redislint.acl_user(f"on >pw{number} ~app{number}:* &x +@all -@admin -@dangerous +info", server="redis@7.2")
    assert time.process_time() - start < 1
