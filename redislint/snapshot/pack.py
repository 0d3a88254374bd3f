"""The answers of a node packed into one JSON file; secrets become hashes, and what is no answer is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from redislint.acl.words import digest
from redislint.model.snapshot import HASHED
from redislint.read.snapshot import packed
from redislint.read.snapshot.openly import is_secret
from redislint.read.snapshot.replies import NoReply, Refused, pairs, tables, texts
from redislint.snapshot import script
from redislint.typed import Any, Final, NamedTuple

_TIME: Final = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
_NODE: Final = r"[A-Za-z0-9][A-Za-z0-9._:-]{0,252}"
_INFO: Final = r"(?P<name>[A-Za-z0-9_.:-]+?):(?P<value>.*)"
# An identity of 40 digits, an address, and what the server knows of the node.
_NODE_LINE: Final = r"[0-9a-f]{40} \S+ [a-z,!?]+ (?:-|[0-9a-f]{40}) [ \S]*"
_HASH: Final = r"#[0-9a-f]{64}"


class NoCapture(ValueError):
    """What is no capture of a node; each of the exception's own is a sentence about it."""


class Packed(NamedTuple):
    """The text of the file, and what the server did not answer, a sentence each."""

    text: str
    notes: tuple[str, ...]


def sections(stream: str) -> dict[str, str]:
    """The answers that a stream holds, by the name that stands before each."""
    parts = re.split(rf"^{re.escape(script.MARK)}([A-Z]+)\r?\n", stream, flags=re.MULTILINE)
    return {name: text for name, text in zip(parts[1::2], parts[2::2], strict=True) if name in script.NAMES}


def pack(answers: Mapping[str, str], node: str) -> Packed:
    """One file of the answers by name (`CONFIG`); `node` is what the node is called, else as it calls itself.

    Raises `NoCapture`.
    """
    notes: list[str] = []
    found: dict[str, Any] = {}
    for key, (name, read) in _READERS.items():
        found[key] = _read(name, read, answers.get(name, ""), notes)
    info = found["info"]
    if info is None:
        raise NoCapture(*notes) if notes else NoCapture("INFO is missing: without it nothing is known of the server")
    if found["config"] is None and found["users"] is None and found["sentinel"] is None:
        raise NoCapture(*notes, "there is neither CONFIG, ACL nor SENTINEL to compare with")
    engine, release = packed.running(info)
    head = {
        "type": packed.TYPE,
        "schema": packed.SCHEMA,
        "node": _one(answers, script.NODE, _NODE, node),
        "captured_at": _one(answers, script.TIME, _TIME, ""),
        "version": f"{engine} {release}".strip(),
    }
    return Packed(json.dumps(head | found, indent=2) + "\n", tuple(notes))


def _read(name: str, read: Callable[[str], Any], text: str, notes: list[str]) -> Any:
    """What an answer says; None, with a note, where the server has given none."""
    if not text.strip():
        notes.append(f"{name}: there is no answer")
        return None
    try:
        return read(text)
    except Refused as error:
        if not re.search(r"cluster support disabled|unknown command|This instance", str(error)):
            notes.append(f"{name}: the server answered: {error}")
        return None
    except NoReply as error:
        raise NoCapture(f"{name}: {error}") from error


def _one(answers: Mapping[str, str], name: str, pattern: str, given: str) -> str:
    """A line of its own, given or as answered."""
    text = given or answers.get(name, "").strip()
    if text and re.fullmatch(pattern, text) is None:
        raise NoCapture(f"{name}: it is written {'cache-1' if name == script.NODE else '2026-11-23T10:00:00Z'}")
    return text


def _config(text: str) -> dict[str, str]:
    found = pairs(text)
    if not all(re.fullmatch(r"[a-z0-9._-]+", name) for name in found):
        raise NoReply("its names are none of directives")
    return {name: _hidden(name, value) for name, value in found.items()}


def _hidden(name: str, value: str) -> str:
    return HASHED + digest(value) if value and is_secret(name) else value


def _users(text: str) -> list[str]:
    lines = texts(text)
    if not lines or not all(line.startswith("user ") for line in lines):
        raise NoReply("it is no list of users")
    return [" ".join(_rule(word, index) for index, word in enumerate(line.split(" "))) for line in lines]


def _rule(word: str, index: int) -> str:
    """A word of a user's line; a password as its hash, which is how ACL LIST has it."""
    if index < 2 or word[:1] not in ("#", ">", "<", "!") or len(word) < 2 or re.fullmatch(_HASH, word):
        return word
    return "#" + digest(word[1:])


def _info(text: str) -> dict[str, str]:
    lines = [line.rstrip("\r") for line in text.split("\n")]
    said = [line for line in lines if line and not line.startswith("#")]
    if said and re.match(r"(?:\(error\) )?[A-Z]{2,20} ", said[0]):
        raise Refused(said[0].removeprefix("(error) "))
    found = {match["name"]: match["value"] for line in said if (match := re.fullmatch(_INFO, line)) is not None}
    if "redis_version" not in found or len(found) < len(said):
        raise NoReply("it is not what INFO answers")
    return found


def _cluster(text: str) -> list[str]:
    lines = [line.rstrip("\r") for line in text.split("\n") if line.strip()]
    if re.match(r"(?:\(error\) )?[A-Z]{2,20} ", lines[0]):
        raise Refused(lines[0].removeprefix("(error) "))
    if not all(re.fullmatch(_NODE_LINE, line) for line in lines):
        raise NoReply("it is not what CLUSTER NODES answers")
    return lines


def _sentinel(text: str) -> list[dict[str, str]]:
    return [{name: _hidden(name, value) for name, value in one.items()} for one in tables(text)]


_READERS: Final[dict[str, tuple[str, Callable[[str], Any]]]] = {
    "config": ("CONFIG", _config),
    "users": ("ACL", _users),
    "info": ("INFO", _info),
    "cluster": ("CLUSTER", _cluster),
    "sentinel": ("SENTINEL", _sentinel),
}
