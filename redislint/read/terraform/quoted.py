"""Quoted texts and heredocs: where they end, and what is text and what is code in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.read.terraform.wrong import MAX_NESTING, TOO_DEEP, Wrong
from redislint.typed import Final

_TEXT: Final = re.compile(
    r"""[^"\\$%\n]++|\\(?:[nrt"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})|\$\$\{|%%\{|[$%]\{|[$%](?!\{)|["\\\n]"""
)
# What follows is compiled where there is code, an escape or a heredoc: few texts have any.
_CODE: Final = r"""[^"{}\#/<]++|["{}]|(?:\#|//)[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/|<<-?[^\W\d][\w-]*+\r?\n|[/<]"""
_ESCAPE: Final = r"\\(?:([nrt\"\\])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))|\$\$\{|%%\{"
_MARK: Final = r"\$\$\{|%%\{"
_CONTROLS: Final = {"n": "\n", "r": "\r", "t": "\t"}
_LINE: Final = r"[^$%\n]++|\n|\$\$\{|%%\{|[$%]\{|[$%]"
# Heredocs in the code of each other.
_MAX_HEREDOCS: Final = 50
_HEREDOC: Final = r"[^$%]++|\$\$\{|%%\{|[$%]\{|[$%]"

UNCLOSED: Final = "the quoted text that opens here is not closed on its line"
BAD_ESCAPE: Final = (
    'a `\\` in a quoted text is followed by one of n r t " \\ u U; write `\\\\` for the character itself'
)


def quoted_end(text: str, position: int, end: int, room: int) -> int:
    """Where a quoted text ends, its last quote included; `position` is behind the first.

    Code in it may hold quoted texts again, in which there may be code: `room` levels at most.
    """
    opening = position - 1
    stack = ['"']
    while stack:
        if len(stack) > room:
            raise Wrong(position, TOO_DEEP)
        if stack[-1] == '"':
            position = _text_step(text, position, end, stack, opening)
        else:
            position = _code_step(text, position, end, stack, opening)
    return position


def _text_step(text: str, position: int, end: int, stack: list[str], opening: int) -> int:
    match = _TEXT.match(text, position, end)
    piece = match.group() if match else "\n"
    if piece == "\n":
        raise Wrong(opening, UNCLOSED)
    if piece == "\\":
        raise Wrong(position, BAD_ESCAPE)
    if piece == '"':
        stack.pop()
    elif piece in ("${", "%{"):
        stack.append("{")
    return position + len(piece)


def _code_step(text: str, position: int, end: int, stack: list[str], opening: int, within: int = 0) -> int:
    match = re.compile(_CODE).match(text, position, end)
    if match is None:
        raise Wrong(opening, UNCLOSED)
    piece = match.group()
    if piece in ('"', "{"):
        stack.append(piece)
    elif piece == "}":
        stack.pop()
    elif piece.startswith("<<"):
        return heredoc_end(text, position, match.end(), end, within + 1)
    return match.end()


def heredoc_end(text: str, start: int, position: int, end: int, within: int = 0) -> int:
    """Where a heredoc ends, its closing word included; `position` is behind its first line.

    `within` says in how many other heredocs it stands.
    """
    if within > _MAX_HEREDOCS:
        raise Wrong(start, TOO_DEEP)
    word = text[start:position].strip().lstrip("<").removeprefix("-")
    while position < end:
        newline = text.find("\n", position, end)
        line_end = newline if newline >= 0 else end
        line = text[position:line_end]
        if line.strip(" \t\r") == word:
            return position + line.index(word) + len(word)
        # A line that ends in code goes on behind it.
        position = _line_end(text, position, end, within) if "${" in line or "%{" in line else line_end + 1
    raise Wrong(start, f"the text that opens here has no closing line `{word}`")


def _line_end(text: str, position: int, end: int, within: int) -> int:
    """Where a line of a heredoc ends that has code in it, which may have line ends of its own."""
    while position < end:
        piece = re.compile(_LINE).match(text, position, end)
        assert piece is not None
        position = piece.end()
        if piece.group() == "\n":
            break
        if piece.group() in ("${", "%{"):
            position = code_end(text, position, end, within)
    return position


def code_end(text: str, position: int, end: int, within: int = 0) -> int:
    """Where the code in a quoted text ends, its bracket included; `position` is behind the one that opens it."""
    stack, inside = ["{"], position
    while stack:
        if len(stack) > MAX_NESTING:
            raise Wrong(inside, TOO_DEEP)
        if stack[-1] == '"':
            position = _text_step(text, position, end, stack, inside)
        else:
            position = _code_step(text, position, end, stack, inside, within)
    return position


def unescaped(text: str) -> str:
    """What the inside of a quoted text without code says."""
    return re.sub(_ESCAPE, _character, text) if "\\" in text or "{" in text else text


def characters(text: str, start: int, end: int, *, heredoc: bool) -> Iterator[tuple[str, int, int]]:
    """The characters of a quoted text or heredoc without code, each with its place; an escape is one."""
    escape = re.compile(_MARK if heredoc else _ESCAPE)
    while start < end:
        match = escape.match(text, start, end)
        if match is None:
            yield text[start], start, start + 1
            start += 1
        else:
            yield _character(match) if not heredoc else match.group()[1:], start, match.end()
            start = match.end()


def _character(match: re.Match[str]) -> str:
    letter, short, long = match.groups()
    if letter is not None:
        return _CONTROLS.get(letter, letter)
    if short is None and long is None:
        return match.group()[1:]
    number = int(short or long, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"


def pieces(text: str, start: int, end: int, *, heredoc: bool) -> Iterator[tuple[str, int, int]]:
    """The inside of a quoted text or heredoc in order: `text`, `code` (`${...}`) or `control` (`%{...}`), and where.

    Of code and control it is the inside of the braces.
    """
    pattern = re.compile(_HEREDOC) if heredoc else _TEXT
    position = begin = start
    while position < end:
        match = pattern.match(text, position, end)
        if match is None:
            break
        if match.group() not in ("${", "%{"):
            position = match.end()
            continue
        if begin < position:
            yield "text", begin, position
        inside = match.end()
        position = code_end(text, inside, end)
        yield "code" if match.group() == "${" else "control", inside, position - 1
        begin = position
    if begin < position:
        yield "text", begin, position
