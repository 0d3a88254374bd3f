"""A Dockerfile as instructions, each with its text in one piece and its places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.read.grammar import lexis
from redislint.source import Source, Span
from redislint.typed import Final, NamedTuple

# Far beyond any real file.
MOST: Final = 10_000

# The directives at the top; the escape is one of them.
_DIRECTIVE: Final = re.compile(r"[ \t]*#[ \t]*(?P<name>\w+)[ \t]*=[ \t]*(?P<value>[^\r\n]*)\r?\n?")
_HEREDOC: Final = re.compile(r"<<-?[\"']?(?P<name>[A-Za-z_]\w*)[\"']?")
_WITH_HEREDOCS: Final = ("RUN", "COPY", "ADD")
_FLAG: Final = re.compile(r"--(?P<name>[a-z][\w-]*)(?:=(?P<value>\S*))?(?:\s+|$)")
_STRING: Final = r'"(?:[^"\\]++|\\.)*+"'
_EXEC: Final = re.compile(rf"\[\s*+(?:{_STRING}\s*+(?:,\s*+{_STRING}\s*+)*+)?\]")


class Instruction(NamedTuple):
    """One instruction.

    name    in capitals
    source  what follows the name, as a text of its own
    flags   `--name=value` in front of it
    start   where the rest begins in that text, behind the flags
    body    the texts of here-documents
    """

    name: str
    source: Source
    flags: tuple[tuple[str, str], ...]
    start: int
    body: str = ""

    @property
    def text(self) -> str:
        """What follows the name and the flags."""
        return self.source.text[self.start :]

    def span(self, start: int, end: int) -> Span:
        """The place of a stretch of `text`."""
        return self.source.span(self.start + start, self.start + end)

    def flag(self, name: str) -> str | None:
        """The value of a flag; None without it."""
        return dict(self.flags).get(name)

    def strings(self) -> list[tuple[str, int, int]] | None:
        """The strings of `["a", "b"]`, each with its place between the quotes; None for any other form."""
        text = self.text.strip()
        if not _EXEC.fullmatch(text):
            return None
        from json import loads

        try:
            found = re.finditer(_STRING, self.text)
            return [(loads(one[0]), one.start() + 1, one.end() - 1) for one in found]
        except ValueError:
            return None


def instructions(source: Source) -> Iterator[Instruction]:
    """The instructions of a file.  No text fails."""
    text = source.text
    escape = "TICKED" if _escape(text) == "`" else "CONTINUED"
    pattern = lexis("dockerfile")
    line = _Line(source)
    position, left = 0, MOST
    while position < len(text) and left:
        token = pattern.match(text, position)
        assert token is not None
        position = token.end()
        kind = token.lastgroup
        if kind == "COMMENT" or (kind == "NEWLINE" and line.is_open):
            continue
        line.is_open = kind == escape
        if kind == "NEWLINE":
            found = line.instruction()
            if found is not None:
                left -= 1
                body, position = _heredocs(found, text, position)
                yield found._replace(body=body)
            line = _Line(source)
        elif kind != escape:
            line.add(token.group().removesuffix("\n"), token.start())
            if token.group().endswith("\n"):
                # The escape that is none here ends the line as any other character does.
                position -= 1
    found = line.instruction()
    if found is not None and left:
        yield found


def _escape(text: str) -> str:
    """The character that joins lines, as a directive says; a backslash without one."""
    position = 0
    while (match := _DIRECTIVE.match(text, position)) is not None:
        if match["name"].lower() == "escape":
            return match["value"].strip()
        position = match.end()
    return "\\"


class _Line:
    """What has been read of an instruction; `is_open`: the last line ended in an escape."""

    def __init__(self, source: Source) -> None:
        self.is_open = False
        self._source = source
        self._parts: list[str] = []
        self._pieces: list[tuple[int, int]] = []
        self._length = 0

    def add(self, text: str, offset: int) -> None:
        """Take in a stretch of the file."""
        self._pieces.append((self._length, offset))
        self._parts.append(text)
        self._length += len(text)

    def instruction(self) -> Instruction | None:
        """The instruction; None for an empty line."""
        text = "".join(self._parts)
        match = re.match(r"\s*+(\w++)\s*+", text)
        if match is None:
            return None
        inner = self._source.inner(text.rstrip(), "dockerfile", tuple(self._pieces))
        flags = []
        start = match.end()
        while (flag := _FLAG.match(inner.text, start)) is not None:
            flags.append((flag["name"], flag["value"] or ""))
            start = flag.end()
        return Instruction(match[1].upper(), inner, tuple(flags), min(start, len(inner.text)))


def _heredocs(found: Instruction, text: str, position: int) -> tuple[str, int]:
    """The here-documents that follow an instruction, and where the file goes on behind them."""
    bodies = []
    for heredoc in _HEREDOC.finditer(found.text) if found.name in _WITH_HEREDOCS and "<<" in found.text else ():
        end = re.compile(rf"^\t*{heredoc['name']}\r?$", re.MULTILINE).search(text, position)
        stop = end.start() if end is not None else len(text)
        bodies.append(text[position:stop])
        position = min(end.end() + 1, len(text)) if end is not None else len(text)
    return "".join(bodies), position
