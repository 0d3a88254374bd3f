"""Command lines: which words are options, and what is not known of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.read.argv import CommandLine, Word, commands, parse, shell_words
from redislint.servers import parse as server
from redislint.source import Source


def words(text: str) -> list[Word]:
    found = shell_words(text, Source("compose.yaml", text, "compose").span)
    assert found is not None
    return found


def line(text: str) -> CommandLine:
    found = parse(words(text))
    assert found is not None
    return found


def options(text: str) -> list[tuple[str, tuple[str, ...] | None]]:
    return [(setting.name, setting.args) for setting in line(text).settings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b\t'c d' \"e f\"g", ["a", "b", "c d", "e fg"]),
        (r"""a\ b "c\"d\n" 'e\' \$x""", ["a b", 'c"d\\n', "e\\", "$x"]),
        ("a '' # comment", ["a", ""]),
        ("a#b $ 5$", ["a#b", "$", "5$"]),
        ("a \\\n b", ["a", "b"]),
        ("a 2>&1 >/dev/null b", ["a", "b"]),
        ("a > 'x y' b", ["a", "b"]),
    ],
)
def test_shell_words(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text)] == expected
    assert all(word.known for word in words(text))


@pytest.mark.parametrize("text", ["$A", "${A:-b}", "x$A", '"$A"', "$(date)", "`date`", '"a $(b) c"', "$1"])
def test_what_a_shell_fills_in_is_unknown(text: str) -> None:
    (word,) = words(text)
    assert not word.known
    assert word.single == text.startswith('"')
    assert word.span.text == text


@pytest.mark.parametrize("text", ["'a", '"a', "(a)", "$((1))", '"$(a "b")"', "a; b", "a | b", "a && b", ""])
def test_what_is_not_one_plain_command(text: str) -> None:
    assert shell_words(text, Source("x", text, "compose").span) is None


def test_several_commands() -> None:
    text = "a 1 && b 2; c | d\n"
    found = commands(text, Source("x", text, "compose").span)
    assert found is not None
    assert [[word.text for word in command] for command in found] == [["a", "1"], ["b", "2"], ["c"], ["d"]]


def test_file_and_options() -> None:
    found = line("redis-server /etc/redis.conf --maxmemory 1gb --bind '::1 x' y --Save 900 1")
    assert found.config is not None
    assert found.config.text == "/etc/redis.conf"
    assert [(one.name, one.args, one.spelling) for one in found.settings] == [
        ("maxmemory", ("1gb",), "--maxmemory"),
        ("bind", ("::1 x", "y"), "--bind"),
        ("save", ("900", "1"), "--Save"),
    ]
    assert [one.span.text for one in found.settings] == ["--maxmemory 1gb", "--bind '::1 x' y", "--Save 900 1"]
    assert [one.value_span.text for one in found.settings] == ["1gb", "'::1 x' y", "900 1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("redis-server", []),
        ("redis-server --save ''", [("save", ("",))]),
        ("redis-server --save", [("save", ("",))]),
        ("redis-server --save --port 1", [("save", ("",)), ("port", ("1",))]),
        ("redis-server '--port 6380' --dir /x", [("port", ("6380",)), ("dir", ("/x",))]),
        ("redis-server '--save \"\"'", [("save", ("",))]),
        ("redis-server --requirepass --x --port 1", [("requirepass", ("--x",)), ("port", ("1",))]),
        ("redis-server --port --dir x", [("port", ("--dir", "x"))]),
        ("redis-server --port=1", [("port=1", ())]),
        ("redis-server --slaveof a 1", [("replicaof", ("a", "1"))]),
        ("redis-server a.conf daemonize --port 1", [("daemonize", ()), ("port", ("1",))]),
        ("redis-server -- port 1", [("port", ("1",))]),
        ("--port 1", [("port", ("1",))]),
        ("my.conf --port 1", [("port", ("1",))]),
        ("exec /usr/bin/valkey-server --port 1", [("port", ("1",))]),
        ("tini -g -- gosu redis redis-server --port 1", [("port", ("1",))]),
        ("env A=1 redis-server --port 1", [("port", ("1",))]),
        ("sh -c 'mkdir /x && exec redis-server --port 1 >/log'", [("port", ("1",))]),
        ("sh -ec \"redis-server --requirepass $PW --port '1'\"", [("requirepass", None), ("port", ("1",))]),
    ],
)
def test_options(text: str, expected: list[tuple[str, tuple[str, ...] | None]]) -> None:
    assert options(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "redis-cli --port 1",
        "echo redis-server",
        "$CMD --port 1",
        "sh -c 'echo 1'",
        "sh -c 'redis-server --port 1 & redis-server --port 2'",
        "sh -c 'if x; then redis-server; fi'",
        "sh -c '(redis-server)'",
        "sh /start.sh redis-server",
    ],
)
def test_what_is_not_known_to_start_a_server(text: str) -> None:
    assert parse(words(text)) is None


def test_an_older_server_ends_an_option_at_each_dash() -> None:
    found = parse(words("redis-server --requirepass --port 1 --save"), server=server("redis@6.2"))
    assert found is not None
    assert [(one.name, one.args) for one in found.settings] == [("requirepass", ()), ("port", ("1",)), ("save", ())]


def test_unknown_values() -> None:
    found = line('redis-server --requirepass ${PW} --maxmemory "$MEM" --dir /x')
    assert [(one.name, one.args) for one in found.settings] == [
        ("requirepass", None),
        ("maxmemory", None),
        ("dir", ("/x",)),
    ]
    assert not found.partial


@pytest.mark.parametrize("text", ["redis-server --port 1 $ARGS", "redis-server $ARGS", "redis-server --$NAME x"])
def test_unknown_options(text: str) -> None:
    assert line(text).partial


def test_sentinels_and_standard_input() -> None:
    assert line("redis-sentinel /s.conf").sentinel
    assert line("redis-server /s.conf --sentinel").sentinel
    assert options("redis-server /s.conf --sentinel --port 1") == [("port", ("1",))]
    assert line("redis-server - --port 1").stdin
    assert line("redis-server a.conf --port 1 -").stdin
    assert not line("redis-server --port - --dir x").stdin


def test_users_and_secrets() -> None:
    found = line("redis-server --user alice on '>pw' '(~x' '+get)' --requirepass s3cret --masterauth=s3cret")
    (alice,) = found.users
    assert [token.text for token in alice.tokens] == ["on", ">pw", "(~x +get)"]
    assert [span.text for span in found.secrets] == ["'>pw'", "s3cret", "masterauth=s3cret"]
    assert found.settings[-1].spelling == "--masterauth="
    assert found.users_known
    assert not line("redis-server --user $NAME on").users_known


def test_quotes_within_a_word() -> None:
    found = line("redis-server '--requirepass \"a b' --port 1")
    assert [(problem.kind, problem.span.text) for problem in found.problems] == [
        ("unbalanced-quotes", "'--requirepass \"a b'")
    ]
    assert [span.text for span in found.secrets] == ["'--requirepass \"a b'"]
    assert [(one.name, one.args) for one in found.settings] == [("requirepass", None), ("port", ("1",))]


@given(st.text(st.sampled_from("ab-- \"'\\$(){}`;&|<>#\n\t12é"), max_size=50))
def test_any_text_can_be_read(text: str) -> None:
    source = Source("x", text, "compose")
    for command in commands(text, source.span) or []:
        for word in command:
            assert text[word.span.start : word.span.end] == word.span.text != ""
        parse([Word("redis-server", source.span(0, 0)), *command])
