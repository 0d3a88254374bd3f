"""Scripts: the commands that a shell would run, found without running anything."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.model.client import ELSEWHERE, HERE, OPEN, Call
from redislint.model.instance import Reference
from redislint.read.script import read
from redislint.read.scripts.calls import calls
from redislint.read.scripts.split import split
from redislint.source import Source
from tests.pages import Files
from tests.parts import need

SHELLS = [name for name in ("dash", "bash") if shutil.which(name)]


def found(text: str) -> tuple[Call, ...]:
    return calls(text, Source("x.sh", text, "script").span).calls


# What a shell gives to a program `redis-cli` on its path, each a script that runs everything in it once.
SCRIPTS = (
    "redis-cli KEYS 'a b' \"c d\" e\\ f",
    "redis-cli -h h -p 1 KEYS '*' | cat; redis-cli -n 3 ECHO",
    "if redis-cli PING; then redis-cli GET a; fi",
    "x=$(redis-cli GET a | cat)\nredis-cli SET b 'x y'",
    'y="$(redis-cli GET "a b")" && redis-cli SET b 1',
    "z=`redis-cli GET q`; redis-cli PING # redis-cli ECHO",
    "f() {\n  redis-cli PING\n}\nf",
    "(redis-cli PING; cd / && redis-cli GET a)",
    "case x in\n  x) redis-cli PING ;;\nesac",
    "A=1 B='2 3' redis-cli GET '' \"$A\"",
    "for i in 1; do\n  redis-cli \\\n    GET \\\n    a\ndone",
    "cat <<END\nredis-cli ECHO it's\nEND\nredis-cli PING",
    "cat <<-'E' >/dev/null\n\tredis-cli ECHO\n\tE\nredis-cli PING >/dev/null 2>&1",
    "echo 'redis-cli ECHO'; echo redis-cli KEYS; redis-cli PING",
    "sh -c \"redis-cli GET a; redis-cli GET 'b c'\"",
    "env X=1 redis-cli GET a; command redis-cli GET b",
    "echo k | xargs redis-cli GET a",
    'redis-cli SET q "it\'s $((1 + 2)) \\"x\\" \\\\ y" </dev/null',
    "true && ! redis-cli GET a || redis-cli GET b",
    "while redis-cli GET a; do break; done",
    "redis-cli SET '' \"\" x",
)


@pytest.mark.parametrize("text", SCRIPTS)
def test_calls_are_those_of_a_real_shell(text: str, tmp_path: Path) -> None:
    need("a shell", bool(SHELLS), "dash or bash splits the scripts")
    log = _programs(tmp_path)
    for shell in SHELLS:
        log.write_text("")
        environment = {"PATH": str(tmp_path), "LOG": str(log)}
        subprocess.run([shutil.which(shell) or shell, "-c", text], env=environment, check=False, timeout=20)
        ran = [line.split("\x1f")[:-1] for line in log.read_text().splitlines()]
        assert len(found(text)) == len(ran) > 0
        for call in found(text):
            assert any(_is_within(call.words, line) for line in ran)


def _programs(folder: Path) -> Path:
    """Make a folder of all programs that there are: nothing else is run.  What the client is given is written down."""
    for name in ("sh", "cat", "env", "xargs"):
        (folder / name).symlink_to(shutil.which(name) or name)
    client, log = folder / "redis-cli", folder / "log"
    client.write_text('#!/bin/sh\nfor word in "$@"; do printf "%s\\037" "$word" >>"$LOG"; done\necho >>"$LOG"\n')
    client.chmod(0o755)
    return log


def _is_within(words: tuple[str | None, ...], line: list[str]) -> bool:
    """Is this what was given, behind any options?  What is not known is any word."""
    parts = (line[start : start + len(words)] for start in range(len(line)))
    return any(
        len(part) == len(words) and all(one in (None, other) for one, other in zip(words, part, strict=True))
        for part in parts
    )


@pytest.mark.parametrize(
    ("text", "where", "target", "by"),
    [
        ("redis-cli PING", HERE, "", ""),
        ("redis-cli -h 127.0.0.1 PING", HERE, "", ""),
        ("redis-cli -h host.docker.internal PING", HERE, "", ""),
        ("redis-cli -s /run/redis.sock PING", HERE, "", ""),
        ("docker exec -it cache redis-cli PING", HERE, "", ""),
        ("redis-cli -h cache.prod PING", ELSEWHERE, "cache.prod", ""),
        ("redis-cli -h redis.shop.svc.cluster.local PING", ELSEWHERE, "redis.shop.svc.cluster.local", ""),
        ("redis-cli -u rediss://app:secret@cache.example.com:6380/0 PING", ELSEWHERE, "cache.example.com", ""),
        ("redis-cli -u redis:///0 PING", HERE, "", ""),
        ('redis-cli -h "$HOST" PING', OPEN, "$HOST", ""),
        ('redis-cli -u "$REDIS_URL" PING', OPEN, "$REDIS_URL", ""),
        ("redis-cli -h ${HOST:-localhost} PING", HERE, "", ""),
        ('HOST=localhost\nredis-cli -h "$HOST" PING', HERE, "", ""),
        ('HOST="${1:-127.0.0.1}"\nredis-cli -h $HOST PING', HERE, "", ""),
        ("export HOST=cache-1\nredis-cli -h $HOST PING", ELSEWHERE, "cache-1", ""),
        ("HOST=cache-1\nHOST=$1\nredis-cli -h $HOST PING", OPEN, "$HOST", ""),
        ("redis-cli -h $(cat host) PING", OPEN, "$(cat host)", ""),
        ("kubectl exec -n shop redis-0 -- redis-cli PING", ELSEWHERE, "", "kubectl"),
        ("ssh host 'docker exec cache redis-cli PING'", ELSEWHERE, "", "ssh"),
        ("sudo -u redis redis-cli -h db PING", ELSEWHERE, "db", ""),
    ],
)
def test_where_the_server_is(text: str, where: str, target: str, by: str) -> None:
    (call,) = found(text)
    assert (call.words, call.where, call.target, call.by) == (("PING",), where, target, by)


def test_commands_from_what_is_piped_or_written_below() -> None:
    text = "printf 'FLUSHALL\\nSET a \"b c\"\\n' | redis-cli -h x\nredis-cli -h y <<E\nKEYS *\nGET $a\nE\n"
    assert [(one.target, one.words) for one in found(text)] == [
        ("x", ("FLUSHALL",)),
        ("x", ("SET", "a", "b c")),
        ("y", ("KEYS", "*")),
        ("y", ("GET", None)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "redis-cli --scan --pattern 'a*'",
        "redis-cli --bigkeys",
        "redis-cli",
        "$CLI FLUSHALL",
        "echo redis-cli FLUSHALL",
        "x='redis-cli FLUSHALL'",
        "apt-get install redis-cli FLUSHALL",
        "# redis-cli FLUSHALL",
        "redis-clip FLUSHALL",
        "'redis-cli FLUSHALL",
    ],
)
def test_what_calls_nothing(text: str) -> None:
    assert not found(text)


def test_places_and_passwords() -> None:
    text = (
        "redis-cli -a s3cret -h db KEYS 'a*'\n"
        "redis-cli -u redis://u:hunter2@db CONFIG SET requirepass tiger\n"
        'redis-cli AUTH app lion\nsh -c "redis-cli --pass \'wolf\' -h h GET a"\nredis-cli -a "$PASS" PING\n'
    )
    reading = read(Source("x.sh", text, "script"), Files({}))
    (document,) = reading.documents
    assert [one.place(2).text for one in document.calls[:2]] == ["KEYS 'a*'", "CONFIG SET"]
    assert [one.text.strip("'") for one in reading.secrets] == ["s3cret", "hunter2", "tiger", "lion", "wolf"]


def test_comments() -> None:
    text = "#!/bin/sh\n# one\nredis-cli PING # two\necho '# none'\n"
    reading = read(Source("x.sh", text, "script"), Files({}))
    assert [one.text for one in reading.comments] == ["#!/bin/sh", "# one", "# two"]
    assert reading.references == tuple[Reference, ...]()


PIECES = st.sampled_from(
    [
        "redis-cli",
        " ",
        "\n",
        "KEYS",
        "'",
        '"',
        "`",
        "$(",
        ")",
        "(",
        "<<E",
        "E\n",
        "|",
        ";",
        "\\",
        "$",
        "{",
        "}",
        "#",
        "-h",
    ]
)


@given(text=st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_read_and_each_place_is_in_it(text: str) -> None:
    source = Source("x.sh", text, "script")
    for command in split(text, source.span):
        for word in command.words:
            assert 0 <= word.span.start <= word.span.end <= len(text)
    for call in found(text):
        assert call.places[0].text.strip("'\"").startswith((call.words[0] or "")[:1])


@pytest.mark.parametrize(
    "text",
    [
        "$(" * 200_000,
        '"$(' * 100_000,
        "${" * 200_000,
        "$((" * 100_000,
        "<<E " * 30_000 + "\n" + "x\n" * 30_000,
        "`" * 200_001,
        "(" * 400_000,
        "redis-cli KEYS a;" * 10_000,
        "sh -c 'redis-cli a' " * 8_000,
        "redis-cli -h " + "a" * 400_000 + " KEYS",
        "'" + "redis-cli KEYS " * 30_000,
        "redis-cli " + "$A " * 40_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_texts_are_read_in_time(text: str) -> None:
    read(Source("x.sh", text, "script"), Files({}))
