"""The users of an instance, after all that says who they are."""

from __future__ import annotations

import pytest

from redislint.access.people import Person, faults
from tests.access.asked import ask, person

CONF = "redis-conf"


def brief(one: Person) -> tuple[bool | None, bool | None, dict[str, int]]:
    return one.enabled, one.nopass, dict(one.passwords)


def test_an_acl_file_without_the_default_user_leaves_it_open() -> None:
    found = ask("user app on >x ~* +get")
    assert [one.name for one in found.persons] == ["default", "app"]
    one = person(found, "default")
    assert brief(one) == (True, True, {})
    assert one.is_open is True
    assert one.why == "this ACL file has no line `user default`"
    assert one.held is not None
    assert one.held.may("flushall") is True


def test_requirepass_beside_an_acl_file_is_void() -> None:
    found = ask("requirepass x\naclfile users.acl\n", CONF, "redis@7.2", {"users.acl": "user app on >y +get\n"})
    assert brief(person(found, "default")) == (True, True, {})
    assert person(found, "default").span.text == "aclfile users.acl"
    assert brief(person(found, "app")) == (True, False, {"clear": 1})


@pytest.mark.parametrize("text", ["requirepass x\nuser default off\n", "user default off\nrequirepass x\n"])
def test_a_line_for_the_default_user_wins_in_either_order(text: str) -> None:
    assert brief(person(ask(text, CONF, "redis@7.2"), "default")) == (False, False, {})


def test_requirepass_guards_the_default_user() -> None:
    one = person(ask("requirepass x\n", CONF, "redis@7.2"), "default")
    assert (*brief(one), one.is_open) == (True, False, {"clear": 1}, False)
    one = person(ask('requirepass ""\n', CONF, "redis@7.2"), "default")
    assert (*brief(one), one.is_open) == (True, True, {}, True)
    one = person(ask("requirepass ${PASSWORD}\n", CONF, "redis@7.2"), "default")
    assert (*brief(one), one.is_open) == (True, None, {"unknown": 1}, None)


def test_nothing_written_is_an_open_default_user() -> None:
    one = person(ask("port 6379\n", CONF), "default")
    assert one.is_open is True
    assert "no `requirepass`" in one.why


def test_redis_5_has_no_acls() -> None:
    found = ask("requirepass x\n", CONF, "redis@5.0")
    assert not found.has_acls
    assert [one.name for one in found.persons] == ["default"]
    assert ask("requirepass x\n", CONF, "redis@6.0").has_acls


def test_what_is_not_here_is_not_guessed() -> None:
    found = ask("requirepass x\naclfile /etc/redis/users.acl\n", CONF, "redis@7.2")
    assert found.persons == ()
    assert [(one.why, one.span.text) for one in found.missing] == [
        (
            "its users are not known: its ACL file is not here, or cannot be read as a whole",
            "aclfile /etc/redis/users.acl",
        )
    ]
    found = ask("include /etc/redis/more.conf\nuser app on >x +get\n", CONF, "redis@7.2")
    assert [one.name for one in found.persons] == ["app"]
    assert "default user" in found.missing[0].why
    found = ask("aclfile {{ .Values.file }}\n", CONF, "redis@7.2")
    assert found.persons == ()
    assert "template" in found.missing[0].why


def test_a_template_among_the_rules_makes_a_user_unknown_unless_its_kind_is_plain() -> None:
    found = ask("user a on {{ .Values.rules }}\nuser b on #{{ .Values.hash }} ~{{ .Values.prefix }}* +get\n")
    one = person(found, "a")
    assert (one.held, *brief(one)) == (None, None, None, {})
    one = person(found, "b")
    assert brief(one) == (True, False, {"unknown": 1})
    assert one.held is not None
    assert one.held.may("get") is True
    assert one.held.has_unknown_patterns
    assert all(not faults(found.instance, one, line) for line in found.lines)


def test_a_hash_that_is_a_template_ends_nopass() -> None:
    one = person(ask("user a on nopass #{{ .Values.hash }} +get\n"), "a")
    assert one.nopass is False
    assert one.held is not None
    assert not one.held.latest.nopass


def test_one_password_twice_is_one() -> None:
    digest = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
    one = person(ask(f"user a on >secret #{digest} >other +get\n"), "a")
    assert sum(one.passwords.values()) == 2


def test_the_rules_tell_what_the_version_may_be() -> None:
    assert ask("user a on >x +get\n").lines[0] == "redis@6.0"
    assert ask("user a on >x &c +get\n").lines[0] == "redis@7.0"  # 6.2 allows all channels already
    assert ask("user a on >x resetchannels &c +get\n").lines[0] == "redis@6.2"
    assert ask("user a on >x %R~a +get\n").lines[0] == "redis@7.0"
    assert ask("user a on >x (~a +get)\n").lines[0] == "redis@7.0"
    assert set(ask("user a on >x db=0 +get\n").lines) == {"valkey@9.1"}
    assert set(ask("user a on >x +ft.search\n").lines) == {
        f"redis@{line}" for line in ("8.0", "8.2", "8.4", "8.6", "8.8", "8.10")
    }
    # Where no version takes them all the mistakes are few on all.
    assert ask("user a on >x +get nonsense\n").lines[0] == "redis@6.0"


def test_a_version_that_is_known_counts_alone() -> None:
    assert ask("user a on >x %R~a +get\n", server="redis@6.2").lines == ("redis@6.2",)


def test_acl_pubsub_default() -> None:
    def hears(setting: str) -> bool:
        one = person(ask(f"{setting}\nuser a on >x +get\n", CONF, "redis@7.2"), "a")
        assert one.held is not None
        return one.held.latest.root.all_channels

    assert not hears("")
    assert hears("acl-pubsub-default allchannels")
    assert not hears("acl-pubsub-default resetchannels")


def test_commands_that_are_renamed_away() -> None:
    text = 'rename-command FLUSHALL ""\nrename-command CONFIG other\n'
    found = ask(text, CONF, "redis@7.2")
    assert list(found.gone) == ["flushall"]
    assert found.gone["flushall"].text == 'rename-command FLUSHALL ""'
    assert not found.blurred
    assert ask("rename-command KEYS ${KEYS}\n", CONF, "redis@7.2").blurred


def test_of_several_lines_for_one_user_the_last_counts() -> None:
    found = ask("user a on nopass +get\nuser a on >x +get\n", CONF, "redis@6.2")
    assert [one.name for one in found.persons] == ["default", "a"]
    assert brief(person(found, "a")) == (True, False, {"clear": 1})


def test_a_sentinel_has_users_of_its_own() -> None:
    text = "sentinel monitor m 127.0.0.1 6379 2\nuser default off\nuser s on >x +sentinel &*\n"
    found = ask(text, "sentinel-conf", "redis@7.2")
    one = person(found, "s")
    assert one.held is not None
    assert one.held.may_on("redis@7.2", "sentinel|set") is True
    assert one.held.may_on("redis@7.2", "get") is None
