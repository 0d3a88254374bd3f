"""ACL users whose rights change with the version."""

from __future__ import annotations

import pytest

from redislint.upgrade import UserChange
from tests.upgrade.asked import upgraded


def changes(rules: str, present: str, target: str, kind: str = "redis-conf", **more: str) -> dict[str, UserChange]:
    text = "".join(f"user {rule}\n" for rule in rules.splitlines())
    return {one.name: one for one in upgraded(more.get("before", "") + text, present, target, kind=kind).users}


def test_a_container_is_no_change() -> None:
    # 6.2 knows `client` whole, 7.0 by its subcommands: the same rights.
    assert changes("a on >secret ~* resetchannels -@all +client +config +get", "redis@6.2", "redis@7.0") == {}


def test_a_first_argument_is_the_subcommand_of_later() -> None:
    found = changes("a on >secret ~* resetchannels -@all +client|list +config|get", "redis@6.2", "redis@7.0")
    assert found == {}
    # In 6.2 a first argument can be given, not taken.
    back = changes("a on >secret ~* resetchannels -@all +client|list", "redis@7.0", "redis@6.2")
    assert back == {}


def test_dangerous_is_whole_commands_in_62_and_subcommands_later() -> None:
    found = changes("a on >secret ~* resetchannels +@all -@dangerous", "redis@6.2", "redis@7.0")["a"]
    assert {"client|setname", "client|id", "cluster|keyslot", "acl|whoami"} <= set(found.gained)
    assert not {"client|kill", "config|set", "flushall"} & {*found.gained, *found.new}
    assert found.lost == ()
    # What 6.2 has not at all is told apart.
    assert {"lmpop", "fcall", "sintercard"} <= set(found.new)
    assert not set(found.new) & set(found.gained)
    assert not found.breaks
    back = changes("a on >secret ~* resetchannels +@all -@dangerous", "redis@7.0", "redis@6.2")["a"]
    assert {"client|setname", "acl|whoami"} <= set(back.lost)
    assert {"lmpop", "fcall"} <= set(back.gone)
    assert back.breaks


def test_who_may_run_everything_is_no_news() -> None:
    assert changes("a on >secret ~* &* +@all", "redis@6.2", "redis@8.2") == {}
    assert changes("a on >secret ~* &* allcommands", "redis@7.2", "valkey@8.1") == {}


def test_channels_that_nobody_gave() -> None:
    found = changes("a on >secret ~* -@all +publish\nb on >secret ~* -@all +publish &*", "redis@6.2", "redis@7.0")
    assert set(found) == {"a"}
    assert found["a"].loses_channels
    assert found["a"].channels == "all channels in redis 6.2, no channels in redis 7.0"
    # 6.0 keeps nobody from any channel.
    assert changes("a on >secret ~* -@all +publish", "redis@6.0", "redis@6.2") == {}
    assert changes("a on >secret ~* -@all +publish", "redis@6.0", "redis@7.0")["a"].breaks
    assert not changes("a on >secret ~* -@all +publish", "redis@7.0", "redis@6.2")["a"].breaks


def test_the_default_may_be_written() -> None:
    before = "acl-pubsub-default allchannels\n"
    assert changes("a on >secret ~* -@all +publish", "redis@6.2", "redis@7.0", before=before) == {}


def test_users_of_an_acl_file_are_in_their_place() -> None:
    files = {"users.acl": "user b on >secret ~* &* +@all -@admin\n"}
    one = upgraded("aclfile users.acl\nport 7\n", "redis@6.2", "redis@7.0", files=files)
    (user,) = one.users
    assert (user.name, user.span.source.path, user.span.position[0]) == ("b", "users.acl", 1)
    assert "client|kill" not in user.gained


def test_an_acl_file_that_is_not_here() -> None:
    one = upgraded("aclfile /etc/users.acl\nport 7\n", "redis@6.2", "redis@7.0")
    assert one.users == ()
    assert "users' rights: not all that declares them is here" in one.unsaid


def test_a_user_who_is_off_or_refused_is_left_out() -> None:
    rules = "a off >secret ~* +@all -@dangerous\nb on >secret ~* +@nosuch\nc on ~* ~a"
    assert changes(rules, "redis@6.2", "redis@7.0") == {}


@pytest.mark.parametrize("target", ["redis@5.0", "redis@6.2"])
def test_nothing_is_compared_with_a_version_without_users_or_with_itself(target: str) -> None:
    assert changes("a on >secret ~* +@all -@dangerous", "redis@6.2", target) == {}


def test_nobody_reads_an_acl_file_in_50() -> None:
    one = upgraded("user a on\n", "redis@6.2", "redis@5.0", kind="users-acl", launched=False)
    assert [note.breaks for note in one.notes] == [True]
