"""What real servers from 6.0 to 9.1 said of several hundred users: the exact commands, keys, channels, and calls.

The recorded answers are those of servers built from redis 6.0.20, 6.2.16, 7.0.15, 7.2.6, 7.4.1, 8.0.6, 8.6.3 and valkey
7.2.7, 8.0.1, 8.1.1, 9.1.2.
"""

from __future__ import annotations

import json
import lzma
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from redislint import acl_user
from redislint.acl.decide import Why, decide
from redislint.acl.engine import Rights, evaluate
from redislint.acl.permissions import READ, WRITE
from redislint.servers.split import split

PATH = Path(__file__).parent.parent / "data" / "acl-permissions.jsonl.xz"
ROWS = [json.loads(line) for line in lzma.decompress(PATH.read_bytes()).decode().splitlines()]
MARKS = {Why.COMMAND: "c", Why.KEY: "k", Why.CHANNEL: "h"}
ACCESS = {READ: "%R~", WRITE: "%W~", READ | WRITE: "~"}


def rights_of(rule: str, line: str) -> Rights:
    return evaluate(split(rule, joins=line == "valkey@9.1"), line, all_channels=line == "redis@6.2")


def told(rights: Rights, line: str) -> dict[str, Any]:
    """Our answer in the form of the recorded ones."""
    root = rights.root
    channels = ["&*"] if root.all_channels else [f"&{one}" for one in root.channels]
    return {
        "flags": [rights.enabled, rights.nopass, rights.passwords],
        "keys": ["~*"] if root.all_keys else [ACCESS[access] + pattern for pattern, access in root.keys],
        "channels": None if line == "redis@6.0" else channels,
        "commands": sha256("\n".join(sorted(rights.commands)).encode()).hexdigest()[:16],
        "selectors": len(rights.selectors),
    }


def answered(rights: Rights, call: list[str]) -> str:
    answer = decide(rights, call)
    if answer.allowed is None:
        return "."
    return "+" if answer.why is None else MARKS[answer.why]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_servers_say_the_same(row: dict[str, Any]) -> None:
    for lines, said in row["said"]:
        for line in lines.split():
            rights = rights_of(row["rule"], line)
            user = acl_user(row["rule"], server=line)
            assert (rights.refused is None) == (user.refused is None) == (said is not None), (line, rights.refused)
            if said is None:
                assert user.commands == frozenset(), line
            elif said:
                answers = "".join(answered(rights, call) for call in row["probes"])
                assert told(rights, line) | {"answers": answers} == said, line


def test_there_is_much_to_compare() -> None:
    assert sum(len(lines.split()) for row in ROWS for lines, _ in row["said"]) > 3000
