"""Arguments of a build, and how values are written in instructions."""

from __future__ import annotations

import re

from redislint.read.dockerfile.instructions import Instruction
from redislint.read.filled import interpolated
from redislint.typed import Final

PAIR: Final = re.compile(
    r"(?P<name>[A-Za-z_][\w.-]*+)=(?P<value>\"(?:[^\"\\]++|\\.)*+\"|'[^']*+'|(?:\\.|[^\s\"'\\])*+)"
)


def argue(one: Instruction, variables: dict[str, str], given: dict[str, str | None], defaults: dict[str, str]) -> None:
    """An ARG: what is given for it, else its default, else that of the same name before the first stage."""
    for word in one.text.split():
        name, sign, _ = word.partition("=")
        match = PAIR.search(one.text) if sign else None
        value = interpolated(unquoted(match["value"]), variables) if match is not None else defaults.get(name)
        value = given.get(name) if name in given else value
        variables.pop(name, None)
        if value is not None:
            variables[name] = value
        if sign:
            break


def unquoted(text: str) -> str:
    """A value without its quotes and escapes."""
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return re.sub(r"\\(.)", r"\1", text[1:-1] if quoted else text)
