"""What a server says of a start, and what redislint says of it."""

from __future__ import annotations

from redislint import Finding, lint_text
from tests.startup.starting import Answer, Configuration

_BLANKS = " \t\r\n"
# A name that might be somebody's, where nobody can be asked; and an address that another machine might have.
_MACHINE = ("Temporary failure in name resolution", "Cannot assign requested address")


def encoded(text: str) -> bytes:
    """A text with its raw bytes, which stand as lone surrogates."""
    return text.encode("utf-8", "surrogateescape")


def is_left_to_chance(asked: Configuration) -> bool:
    """Does no text tell what comes of it?

    A Sentinel that rewrites a file with a line of nothing but vertical tabs or form feeds looks at a word that is not
    there: one start ends in a crash, and the next one does not.  A last `-` asks for what comes by standard input.
    """
    if asked.args[-1:] == ("-",):
        return True
    lines = asked.text.split("\n") if asked.kind == "sentinel-conf" else []
    return any(line.strip(_BLANKS) and not line.strip(" \t\r\v\f") for line in lines)


def refused(asked: Configuration, line: str) -> list[Finding]:
    """Why a server of this line does not start, by what redislint says, first what it comes to first."""
    files = {path: encoded(text) for path, text in asked.files.items()}
    found = lint_text(encoded(asked.text), kind=asked.kind, server=line, files=files, args=asked.args)
    return [one for one in found if one.refused]


def differ(asked: Configuration, answer: Answer, ours: list[Finding]) -> bool:
    """Is one refused and the other not, or is the place another one?  The machine's own names and addresses aside."""
    if any(one in answer.said for one in _MACHINE):
        return False
    if answer.started or not ours:
        return answer.started == bool(ours)
    return answer.line is not None and not _is_place(asked, answer.line, answer.quoted, ours[0])


def _is_place(asked: Configuration, number: int, quoted: str, ours: Finding) -> bool:
    """Does the server name the line of a finding?

    It counts the lines of its arguments behind those of the file, and of files that a pattern includes in all of them
    together; and it does not count the end of a line that a NUL hides.
    """
    text = asked.files.get(ours.path, asked.text)
    lines = text.split("\n")
    if ours.path in asked.files:
        there = lines[ours.line - 1].strip(_BLANKS).partition("\0")[0]
        return quoted.startswith(there) and (number == ours.line or any(sign in _all(asked) for sign in "*?[\0"))
    return number == ours.line or "\0" in asked.text


def _all(asked: Configuration) -> str:
    return "".join((asked.text, *asked.files.values(), *asked.args))
