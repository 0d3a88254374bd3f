"""The narrowest rules for a list of commands."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from redislint.access.known import has
from redislint.access.least import needed, place
from redislint.access.suggest import Asked, Suggestion, suggest
from redislint.access.sums import HAS_ACLS
from redislint.acl.engine import evaluate
from redislint.acl.table import HAS_SUBCOMMANDS, commands, table
from tests.acl import live
from tests.living import everywhere, started_by

BEYOND = "the user reaches beyond --keys by it"
APP = ("app:*",)


def suggested(allow: str, line: str = "redis@7.2", keys: tuple[str, ...] = APP, channels: str = "") -> Suggestion:
    return suggest(Asked("u", tuple(allow.split(",")), keys, tuple(channels.split())), line)


def rules(allow: str, line: str = "redis@7.2", keys: tuple[str, ...] = APP, channels: str = "") -> str:
    on, hash_, *rest = suggested(allow, line, keys, channels).user.words
    assert (on, hash_) == ("on", place("u"))
    return " ".join(rest)


@pytest.mark.parametrize(
    ("allow", "line", "expected"),
    [
        ("get,set,del", "redis@7.2", "~app:* +get +set +del"),
        ("GET,+mget,get", "redis@7.2", "%R~app:* +get +mget"),
        ("get,mget", "redis@6.2", "~app:* +get +mget"),
        # Each has `r`, or `-` where the value is neither read nor changed, in the key specifications of 7.2.
        ("exists,ttl", "valkey@8.0", "%R~app:* +exists +ttl"),
        ("del,hset,unlink", "redis@7.2", "%W~app:* +del +hset +unlink"),
        # SET with GET reads the key too.
        ("set", "redis@7.2", "~app:* +set"),
        ("get,config|get,ping", "redis@7.0", "%R~app:* +get +config|get +ping"),
        ("config get,config set", "redis@7.0", "+config|get +config|set"),
        ("config|get", "redis@6.0", "+config|get"),
        ("config,config|get", "redis@6.0", "+config"),
        ("slowlog|get,ping,slowlog|len,slowlog|help,slowlog|reset", "redis@7.0", "+slowlog +ping"),
        ("slowlog|get,slowlog|len,slowlog|reset", "redis@7.0", "+slowlog|get +slowlog|len +slowlog|reset"),
        ("command|count", "redis@7.0", "+command|count"),
        ("hget,@hash,hset", "redis@7.2", "~app:* +@hash"),
        ("ping,auth,hello,reset", "redis@7.2", "+ping"),
        ("ping,hello", "redis@6.0", "+ping +hello"),
        ("eval", "redis@7.2", "~app:* +eval"),
    ],
)
def test_the_rules(allow: str, line: str, expected: str) -> None:
    assert rules(allow, line) == expected


def test_channels() -> None:
    assert rules("publish,get", "redis@7.2", APP, "news:* news:* x") == "%R~app:* &news:* &x +publish +get"
    assert rules("publish", "redis@6.2", (), "news:*") == "resetchannels &news:* +publish"
    assert rules("publish", "redis@6.2", ()) == "resetchannels +publish"
    assert rules("publish", "redis@6.0", (), "news:*") == "+publish"
    assert rules("get", "redis@7.2", APP, "news:*") == "%R~app:* +get"


@pytest.mark.parametrize(
    ("found", "warnings", "notes"),
    [
        (suggested("get,select,ping"), (), ()),
        (suggested("get,scan,flushall"), (f"no key pattern limits FLUSHALL and SCAN: {BEYOND}",), ()),
        (suggested("config|get", "redis@6.2", ()), (f"no key pattern limits CONFIG GET: {BEYOND}",), ()),
        (suggested("select,wait", "redis@6.2", ()), (), ()),
        (suggested("get,hset", keys=()), ("no key may be used by GET and HSET: say which with --keys",), ()),
        (suggested("subscribe", keys=()), ("no channel may be used by SUBSCRIBE: say which with --channels",), ()),
        (suggested("subscribe", "redis@6.0", ()),
         ("redis 6.0 has no rules about channels: SUBSCRIBE may use all of them",), ()),
        (suggested("ping"), (), ("none of these commands names a key: --keys is left out",)),
        (suggested("get", channels="x"), (), ("none of these commands names a channel: --channels is left out",)),
        (suggested("get,AUTH"), (), ("anybody may run AUTH: no rule is needed",)),
        (suggested("@hash"), (), ("a category may hold more in the next version of the server, and with modules",)),
    ],
)  # fmt: skip
def test_what_to_know_of_them(found: Suggestion, warnings: tuple[str, ...], notes: tuple[str, ...]) -> None:
    assert (found.warnings, found.notes) == (warnings, notes)


def test_many_commands_are_not_all_named() -> None:
    (warning,) = suggested("save,bgsave,debug,monitor,keys,flushall,flushdb").warnings
    assert warning.startswith("no key pattern limits BGSAVE, DEBUG, FLUSHALL, FLUSHDB, KEYS and 2 more: ")


@pytest.mark.parametrize(
    ("allow", "line", "message"),
    [
        ("gett", "redis@7.2", "redis 7.2 has no command GETT; did you mean get?"),
        ("zzzzz", "redis@7.2", "redis 7.2 has no command ZZZZZ"),
        ("client|kil", "redis@6.2", "redis 6.2 has no command CLIENT KIL; did you mean client|kill?"),
        ("hgetdel", "redis@7.4", "redis 7.4 has no command HGETDEL: it is one of redis 8.0 and later, and valkey 9.1"),
        ("latency|histogram", "redis@6.2",
         "redis 6.2 has no command LATENCY HISTOGRAM: it is one of redis 7.0 and later, and valkey"),
        ("select|0", "redis@7.2", "SELECT has no subcommands"),
        ("select|0", "redis@6.2", "SELECT has no subcommands"),
        ("@hsh", "redis@7.2", "redis 7.2 has no category @hsh; did you mean hash?"),
        ("-get", "redis@7.2", "redis 7.2 has no command -GET; did you mean get?"),
    ],
)  # fmt: skip
def test_what_the_version_does_not_have(allow: str, line: str, message: str) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the message is compared below
        suggested(allow, line)
    assert str(error.value) == message


def test_patterns_that_contradict_each_other() -> None:
    with pytest.raises(ValueError, match="adds a key pattern after"):
        suggested("set", keys=("*", "app:*"))


def some(line: str) -> st.SearchStrategy[list[str]]:
    """Commands that a line can run, whole ones and subcommands, with a leaning towards all of one command."""
    known = table(line)
    names = sorted(known.named(known.every))
    parents = sorted({name.partition("|")[0] for name in names if "|" in name}) or ["get"]
    families = st.sampled_from(parents).map(lambda parent: sorted(known.named(known.family(parent))))
    single = st.lists(st.sampled_from(names), min_size=1, max_size=12)
    return st.lists(single | families, min_size=1, max_size=3).map(
        lambda parts: [name for part in parts for name in part]
    )


@given(st.sampled_from(HAS_ACLS).flatmap(lambda line: st.tuples(some(line), st.just(line))))
@example((["command"], "redis@7.0"))
@example((["command|count"], "redis@7.0"))
def test_exactly_these_commands_and_no_rule_too_many(asked: tuple[list[str], str]) -> None:
    names, line = asked
    made = suggest(Asked("u", tuple(names), APP, ("ch:*",)), line).user
    found = evaluate(made.words, line, all_channels=line == "redis@6.2")
    free = table(line).named(table(line).free)
    assert found.refused is None
    # COMMAND alone can be run by itself, and whoever names it gets its subcommands too.
    parts = table(line).named(table(line).family("command")) if "command" in names else frozenset[str]()
    assert found.commands == {*names, *free, *parts}
    about = [word for word in made.words if word.startswith("+")]
    assert needed((), about, line) == about
    wholes = {word[1:] for word in about if "|" not in word}
    assert not any(word[1:].partition("|")[0] in wholes - {"command"} for word in about if "|" in word)


@pytest.mark.parametrize("name", everywhere())
def test_the_server_takes_them_and_lets_the_user_run_these_commands(name: str) -> None:
    server, line = started_by(name)
    with tempfile.TemporaryDirectory() as folder, live.running(server, Path(folder)) as client:

        @settings(max_examples=25, deadline=None)
        @given(some(line))
        def ask(names: list[str]) -> None:
            made = suggest(Asked("u", tuple(names), ("1",), ("1",)), line).user
            extra = () if line in HAS_SUBCOMMANDS else ("+multi", "+discard")
            assert live.set_user(client, [*made.words[:1], "nopass", *made.words[2:], *extra])
            calls = [call for name in names if (call := fitting(name, line)) is not None]
            answers = live.tried(client, Path(folder) / "s", calls, line in HAS_SUBCOMMANDS)
            assert False not in answers, (made.words, calls, answers)

        ask()


def fitting(name: str, line: str) -> list[str] | None:
    """A call with as many words as the command takes, each `1`; None where it is answered at once, or must fail."""
    command = table(line).command(name)
    assert command is not None
    words = name.split("|")
    if words[0] in {"exec", "discard", "multi", "watch", "quit", "reset", "unwatch", "auth", "hello"}:
        return None
    return [*words, *["1"] * (abs(command.arity) - len(words))]


def test_what_was_there_before_there_were_subcommands() -> None:
    # The documentation's `since`, of some: CLIENT NO-EVICT 7.0, CLIENT INFO 6.2, CONFIG GET 2.0, CLIENT NO-TOUCH 7.2.
    asked = ("client|no-evict", "client|info", "config|get", "client|no-touch", "get", "fcall", "function|load")
    assert [has(name, "redis@7.2") for name in asked] == [True] * 7
    assert [has(name, "redis@6.2") for name in asked] == [False, True, True, False, True, False, False]
    assert [has(name, "redis@6.0") for name in asked] == [False, False, True, False, True, False, False]
    assert {name for name in commands("redis@6.2") if not has(name, "redis@6.2")} == set()
