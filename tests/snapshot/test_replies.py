"""What redis-cli prints is read back: any bytes, in any depth, and nothing else is taken for it."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest

from redislint.read.snapshot.replies import NoReply, Refused, pairs, tables, texts
from tests.acl.live import Client
from tests.snapshot.nodes import running, servers

# Whatever a text may hold that has a meaning in a reply.
WORDS = [
    "",
    "a",
    '"',
    "\\",
    "\\n",
    "\n",
    "\r\n",
    "1) ",
    "(nil)",
    "(error) ERR x",
    "ERR no",
    "\0",
    "\x7f",
    "é",
    "\udcff",
    "\udce2\udc82",
]


def test_any_bytes_come_back() -> None:
    random.seed(7)
    made = ["".join(chr(random.choice((*range(128), *range(0xDC80, 0xDD00)))) for _ in range(9)) for _ in range(300)]
    # Bytes that happen to be UTF-8 are text.
    made = [word.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape") for word in (*WORDS, *made)]
    server = servers()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "redis.conf").write_text("")
        with running(server, folder) as node:
            client = Client(folder / "s")
            client.ask("RPUSH", "words", *made)
            client.close()
            printed = node.raw("--no-raw", "LRANGE", "words", "0", "-1")
    assert texts(printed) == made
    assert pairs(printed) == dict(zip(made[::2], made[1::2], strict=True))


def test_lists_of_lists() -> None:
    printed = ' 1)  1) "name"\n     2) "one"\n     3) "quorum"\n     4) "2"\n 2)  1) "name"\n     2) "other"\n'
    assert tables(printed) == [{"name": "one", "quorum": "2"}, {"name": "other"}]
    assert tables("(empty array)\n") == []
    assert texts("(empty list or set)\n") == []


@pytest.mark.parametrize(
    "printed", ['1) "a"\n2) b\n', "a\nb\n", '{"a": "b"}', '1) "a\n', '"a" "b"\n', "1) (integer) 3\n"]
)
def test_what_redis_cli_does_not_print(printed: str) -> None:
    with pytest.raises(NoReply):
        texts(printed)


def test_names_without_a_value() -> None:
    with pytest.raises(NoReply):
        pairs('1) "maxmemory"\n2) "0"\n3) "port"\n')


@pytest.mark.parametrize("printed", ["(error) NOAUTH Authentication required.\n", "ERR unknown command\n\n"])
def test_what_the_server_refuses(printed: str) -> None:
    with pytest.raises(Refused, match=r"NOAUTH Auth|ERR unknown"):
        texts(printed)
