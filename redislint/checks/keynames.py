"""How key spaces are named: what their patterns stand for, and what is against the convention in them."""

from __future__ import annotations

import re
from itertools import islice

from redislint.acl.globs import Glob
from redislint.model.project import Declaration, KeySpace
from redislint.typed import Final, NamedTuple

# An instance with more key spaces, or one with a longer pattern, is none that somebody keeps by hand.
_MOST: Final = 100
LONGEST: Final = 256
# What stands for something that differs from key to key: `{id}` with its braces, which a cluster hashes, and `<id>`.
_TAG: Final = r"\{[^{}]*\}"
_BLANK: Final = r"<[^<>]*>"
_SEGMENT: Final = r"[a-z0-9_.-]+"
_WILD: Final = r"[*?\[{<\\]"


class Space(NamedTuple):
    """A declared key space: the pattern that its names fit, and what they all begin with."""

    declared: KeySpace
    glob: Glob
    prefix: str


def declared(one: Declaration) -> list[Space]:
    """The key spaces of an instance."""
    found = (it for it in one.key_spaces if len(it.pattern.value) <= LONGEST)
    return [_space(it) for it in islice(found, _MOST)]


def _space(said: KeySpace) -> Space:
    text = said.pattern.value
    fitting = re.sub(_BLANK, "*", re.sub(_TAG, "{*}", text))
    # What ends with a colon is a beginning, and no whole name.
    return Space(said, Glob(f"{fitting}*" if text.endswith(":") else fitting), beginning(text))


def varies(pattern: str) -> bool:
    """Does a pattern stand for more keys than one?"""
    return pattern.endswith(":") or re.search(_WILD, pattern) is not None


def has_tag(pattern: str) -> bool:
    """Does a cluster hash but a part of such names: what stands in the first braces, if there is anything in them?"""
    inner, end, _ = pattern.partition("{")[2].partition("}")
    return bool(inner and end)


def beginning(pattern: str) -> str:
    """What all names begin with that fit a pattern."""
    return re.split(_WILD, pattern, maxsplit=1)[0]


def misnamed(pattern: str) -> str:
    """What is against the convention in a pattern; empty for nothing."""
    parts = re.sub(_BLANK, "*", re.sub(_TAG, "t", pattern)).removesuffix(":").split(":")
    if parts[0].startswith(("*", "?", "[")):
        return "begins with no word of its own, by which users could be kept to it"
    if re.search(r"[A-Z]", "".join(parts)):
        return "has upper case in it: Redis tells `User:1` from `user:1`, and people do not"
    odd = next((part for part in parts if part != "*" and not re.fullmatch(_SEGMENT, part.replace("*", ""))), None)
    if odd is not None or any(not part for part in parts):
        return "is not made of words with colons between them, such as `user:<id>:cart`"
    if re.search(r"[a-z0-9]\*$", pattern):
        return f"has no colon before its `*`: `{parts[-1]}` fits every word that begins so"
    return ""
