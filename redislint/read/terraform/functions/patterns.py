"""Regular expressions, as far as they are simple: Go's engine never takes long, and Python's may.

A simple one has no quantifier over a group, and few quantifiers for the length of the text.
"""

from __future__ import annotations

import re

from redislint.read.terraform.reals import Beyond
from redislint.read.terraform.types import STRING, List, Type, Value
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final

_MOST_STEPS: Final = 1_000_000
_LONGEST: Final = 500
_PIECE: Final = re.compile(
    r"""(?P<plain>[^\\\[\](){}^$.|*+?]|\\[dDwW]|\\[.^$*+?()\[\]{}|\\/"-]|\.|\^|\|)
      | (?P<end>\$)
      | (?P<class>\[\^?(?:[^\\\[\]]|\\[dDwW.^$*+?()\[\]{}|\\/-])+\])
      | (?P<open>\((?:\?:|\?P?<[A-Za-z_]\w*>)?)
      | (?P<close>\))
      | (?P<many>[*+]\??)
      | (?P<few>\?\??|\{\d{1,3}\})""",
    re.VERBOSE,
)


def _compiled(pattern: str, text: str) -> re.Pattern[str]:
    """A simple pattern for Python; raises `Beyond` for any other."""
    position, many, before, written = 0, 0, "", []
    while position < len(pattern):
        piece = _PIECE.match(pattern, position)
        kind = piece.lastgroup if piece is not None else None
        if piece is None or len(pattern) > _LONGEST:
            raise Beyond
        if kind in ("many", "few") and before not in ("plain", "class"):
            raise Beyond
        many += kind == "many"
        word = piece.group()
        written.append(r"\Z" if kind == "end" else word.replace("(?<", "(?P<") if kind == "open" else word)
        before = "" if word in ("^", "|") else str(kind)
        position = piece.end()
    if (len(text) + 1) ** (many + 1) * len(pattern) > _MOST_STEPS or not pattern.isascii():
        raise Beyond
    try:
        return re.compile("".join(written), re.ASCII)
    except re.error:
        raise Beyond from None


def _said(match: re.Match[str], pattern: re.Pattern[str]) -> Value:
    if pattern.groupindex:
        if len(pattern.groupindex) < pattern.groups:
            raise Refused
        return dict(match.groupdict())
    return list(match.groups()) if pattern.groups else match.group()


def found(pattern: str, text: str) -> Value:
    """`regex(pattern, text)`."""
    compiled = _compiled(pattern, text)
    match = compiled.search(text)
    if match is None:
        raise Refused
    return _said(match, compiled)


def all_found(pattern: str, text: str) -> Value:
    """`regexall(pattern, text)`."""
    compiled = _compiled(pattern, text)
    items: list[Any] = [_said(match, compiled) for match in _matches(compiled, text)]
    strings = [STRING] * compiled.groups
    element = STRING if not strings else Type("tuple", tuple(strings))
    if compiled.groupindex:
        element = Type("object", tuple([(name, STRING) for name in sorted(compiled.groupindex)]))
    return List(items, element)


def _matches(compiled: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """The matches; where one is empty, the engines go on differently."""
    matches = list(compiled.finditer(text))
    if any(match.start() == match.end() for match in matches):
        raise Beyond
    return matches


def replaced(text: str, pattern: str, new: str) -> str:
    """`replace(text, "/pattern/", new)`."""
    if "$" in new or "\\" in new:
        raise Beyond
    compiled = _compiled(pattern, text)
    _matches(compiled, text)
    return compiled.sub(new, text)
