"""The server that a client is pointed at, as far as a script says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from redislint.model.addresses import is_local
from redislint.model.client import ELSEWHERE, HERE, OPEN
from redislint.read.scripts.split import Command
from redislint.read.shell import Word
from redislint.typed import Final

_ASSIGNED: Final = re.compile(r"([A-Za-z_]\w*+)=")
_DECLARING: Final = frozenset({"export", "local", "readonly", "declare", "typeset"})
_VARIABLE: Final = re.compile(r"\$(?:(\w+)|\{(\w+)(?::?[-=]([^}]*+))?\})")
# Names of one's own machine beside those that every machine has.
_NEAR: Final = re.compile(
    r"(?:host\.docker\.internal|gateway\.docker\.internal|.*\.localhost|(?!.*\.svc\.).*\.local|.*\.test)$"
)


def assigned(commands: Iterable[Command]) -> dict[str, set[str]]:
    """All that the variables of a script are set to in it, as written."""
    found: dict[str, set[str]] = {}
    for command in commands:
        for word in command.words:
            match = _ASSIGNED.match(word.text)
            if match is not None:
                found.setdefault(match[1], set()).add(word.text[match.end() :])
            elif word.text not in _DECLARING and not word.text.startswith("-"):
                break
    return found


def target(host: Word | None, variables: Mapping[str, set[str]]) -> tuple[str, str]:
    """Where the server is, and the host as it is written."""
    return (HERE, "") if host is None else _of_text(host.text, variables)


def _of_text(text: str, variables: Mapping[str, set[str]]) -> tuple[str, str]:
    if "$" not in text and "`" not in text:
        return (HERE, "") if _is_near(text) else (ELSEWHERE, text)
    match = _VARIABLE.fullmatch(text)
    if match is None:
        return OPEN, text
    values = {one for one in (match[3], *variables.get(match[1] or match[2], ())) if one is not None}
    # `HOST=${HOST:-localhost}`: what it is if nobody says otherwise.
    inner = [_VARIABLE.fullmatch(one) for one in values]
    values |= {one[3] for one in inner if one is not None and one[3] is not None}
    plain = {one for one in values if "$" not in one and "`" not in one}
    if any(_is_near(one) for one in plain):
        return HERE, ""
    return (ELSEWHERE, plain.pop()) if len(plain) == len(values) == 1 and match[3] is None else (OPEN, text)


def _is_near(host: str) -> bool:
    return not host or is_local(host.strip("[]")) or _NEAR.match(host.lower()) is not None
