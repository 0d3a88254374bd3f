"""The keys that a command names, and what it does with each: from the key specifications of the servers' own tables.

Where a specification says that the arguments decide, the few commands that there are have a rule of their own here, as
the servers have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from redislint.acl.permissions import READ, WRITE
from redislint.typed import Final, NamedTuple

_ACCESS: Final = {"r": READ, "w": WRITE, "rw": READ | WRITE, "-": 0}


class Key(NamedTuple):
    """A key among the words of a command, and the access that it needs."""

    name: str
    access: int


def keys(command: str, words: Sequence[str], specifications: str) -> list[Key] | None:
    """The keys in the words of a command, its name first (and its subcommand); None if nothing says where they are."""
    if not specifications:
        return []
    if "?" in specifications:
        return _OWN[command](words) if command in _OWN else None
    found: list[Key] = []
    for specification in specifications.split("; "):
        part = _by_specification(words, *specification.split(" "))
        if part is None:
            # The server then knows no key at all, and asks for none.
            return []
        found += part
    return found


def _by_specification(words: Sequence[str], begin: str, find: str, access: str) -> list[Key] | None:
    first = _begin(words, begin)
    if first is None:
        return []
    if find.startswith("#"):
        span = _counted(words, first, *map(int, find[1:].split("/")))
    else:
        span = _ranged(words, first, *map(int, find.split("/")))
    if span is None:
        return None
    return [Key(words[at], _ACCESS[access]) for at in span]


def _begin(words: Sequence[str], begin: str) -> int | None:
    """Where a specification begins; None if its keyword is not there."""
    text = begin[1:]
    if text.isdigit():
        return int(text) if int(text) < len(words) else None
    sign = "+" if "+" in text else "-"
    keyword, _, number = text.rpartition(sign)
    start = int(number) if sign == "+" else len(words) - int(number)
    places = range(start, len(words) - 1) if sign == "+" else range(start, 0, -1)
    return next((at + 1 for at in places if at < len(words) and words[at].upper() == keyword), None)


def _ranged(words: Sequence[str], first: int, last: int, step: int, limit: int) -> range | None:
    if last >= 0:
        end = first + last
    elif limit:
        end = first + (len(words) - first) // limit + last
    else:
        end = len(words) + last
    return range(first, end + 1, step) if first <= end < len(words) or end < first else None


def _counted(words: Sequence[str], first: int, number: int, start: int, step: int) -> range | None:
    """Keys whose number is a word."""
    place = first + number
    text = words[place] if place < len(words) else ""
    if not text.removeprefix("-").isdecimal() or len(text) > 18:
        return None
    begin = first + start
    end = begin + (int(text) - 1) * step
    return range(begin, end + 1, step) if int(text) > 0 and end < len(words) else None


def _set(words: Sequence[str]) -> list[Key]:
    """SET reads the key too where GET stands behind it."""
    reads = any(word.lower() == "get" for word in words[3:])
    return [Key(words[1], WRITE | READ * reads)]


def _bitfield(words: Sequence[str]) -> list[Key]:
    """BITFIELD changes the key unless every part of it is a GET."""
    rest = words[2:]
    at, only_reads = 0, True
    while at < len(rest):
        word = rest[at].lower()
        if word == "get" and at + 2 < len(rest):
            at += 3
        elif word in ("set", "incrby") and at + 3 < len(rest):
            only_reads = False
            at += 4
        elif word == "overflow" and at + 1 < len(rest):
            at += 2
        else:
            only_reads = False
            break
    return [Key(words[1], READ if only_reads else READ | WRITE)]


def _sort(words: Sequence[str]) -> list[Key]:
    """SORT reads its first key, and writes the one behind STORE."""
    found = [Key(words[1], READ)]
    takes = {"limit": 2, "get": 1, "by": 1}
    store = None
    at = 2
    while at < len(words):
        word = words[at].lower()
        if word == "store" and at + 1 < len(words):
            store = Key(words[at + 1], WRITE)
            at += 1
        else:
            at += takes.get(word, 0)
        at += 1
    return [*found, store] if store is not None else found


def _sort_ro(words: Sequence[str]) -> list[Key]:
    return [Key(words[1], READ)]


def _georadius(words: Sequence[str]) -> list[Key]:
    """GEORADIUS and its kin read the first key, and write the last one behind STORE or STOREDIST."""
    start = 6 if words[0].lower() == "georadius" else 5
    stored = [at + 1 for at in range(start, len(words) - 1) if words[at].lower() in ("store", "storedist")]
    found = [Key(words[1], READ)]
    return [*found, Key(words[stored[-1]], WRITE)] if stored else found


def _migrate(words: Sequence[str]) -> list[Key]:
    """MIGRATE names one key, or an empty one and more behind KEYS."""
    first = 3
    behind = range(first, first + 1)
    if len(words) > 6:
        takes = {"auth": 1, "auth2": 2}
        at = 6
        while at < len(words):
            word = words[at].lower()
            if word == "keys":
                if words[3] == "":
                    behind = range(at + 1, len(words))
                break
            at += 1 + takes.get(word, 0)
    return [Key(words[at], READ | WRITE) for at in behind if at < len(words)]


_OWN: Final[Mapping[str, Callable[[Sequence[str]], list[Key]]]] = {
    "set": _set,
    "bitfield": _bitfield,
    "georadius": _georadius,
    "georadiusbymember": _georadius,
    "sort": _sort,
    "sort_ro": _sort_ro,
    "migrate": _migrate,
}
