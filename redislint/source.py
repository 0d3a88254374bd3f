"""Texts and places in them: offsets become lines and columns here, and nowhere else.

A `Source` is a file, or a block of text inside one (redis.conf in a YAML block scalar).  A `Span` always lies in
the outermost file, because that is the file its user edits.
"""

from __future__ import annotations

from bisect import bisect_right

from redislint.typed import Final, NamedTuple, Protocol

BOM: Final = "\ufeff"


class Source:
    """A text with a name.

    `text` holds undecodable bytes as lone surrogates (PEP 383), so that any file is a text and keeps its offsets.
    `pieces` is given for a text inside another (`outer`): pairs (offset here, offset in `outer`), ascending, each
    piece running on one to one until the next begins.
    `chart` is the Helm chart that the configuration declares for the file (`bitnami/redis@19.0.0`), or empty.
    `released`: a release names the file among its values, or another module calls the one that it belongs to, and what
    they come to is said where that is read.
    `variables` are values that the user gives Terraform's variables, each a name and a text: `TF_VAR_x` is one of the
    environment's, `x` one of the command line, and `file:x` names a file of values, whose text it is.
    """

    __slots__ = ("_line_starts", "chart", "kind", "outer", "path", "pieces", "released", "text", "variables")

    def __init__(
        self,
        path: str,
        text: str,
        kind: str,
        *,
        outer: Source | None = None,
        pieces: tuple[tuple[int, int], ...] = (),
    ) -> None:
        self.path = path
        self.text = text
        self.kind = kind
        self.outer = outer
        self.pieces = pieces
        self.chart = ""
        self.released = False
        self.variables: tuple[tuple[str, str], ...] = ()
        self._line_starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"Source({self.path!r}, {len(self.text)} characters, {self.kind!r})"

    @classmethod
    def from_bytes(cls, path: str, data: bytes, kind: str) -> Source:
        """The text of a file's bytes: UTF-8, with other bytes kept as lone surrogates."""
        return cls(path, data.decode("utf-8", "surrogateescape"), kind)

    def inner(self, text: str, kind: str, pieces: tuple[tuple[int, int], ...]) -> Source:
        """A text that stands inside this one; `pieces` maps its offsets to ours."""
        return Source(self.path, text, kind, outer=self, pieces=pieces)

    def of_kind(self, kind: str) -> Source:
        """The same text of the same file, as one of another kind; so are the texts that it stands in."""
        outer = self.outer.of_kind(kind) if self.outer is not None else None
        return Source(self.path, self.text, kind, outer=outer, pieces=self.pieces)

    @property
    def root(self) -> Source:
        """The file itself."""
        source = self
        while source.outer is not None:
            source = source.outer
        return source

    def _outward(self, offset: int) -> int:
        if not self.pieces:
            return offset
        index = max(bisect_right(self.pieces, (offset, 1 << 62)) - 1, 0)
        here, there = self.pieces[index]
        return there + max(offset - here, 0)

    def _behind(self, end: int) -> int:
        """The offset after the character before `end`, in `outer`: all of an escape, but no end of a line after it."""
        if not self.pieces or self.outer is None:
            return end
        index = max(bisect_right(self.pieces, (end - 1, 1 << 62)) - 1, 0)
        here, there = self.pieces[index]
        last = there + max(end - here, 1)
        if index + 1 < len(self.pieces):
            following, start = self.pieces[index + 1]
            if following == end and start > last and self.outer.text.find("\n", last, start) < 0:
                return start
        return last

    def span(self, start: int, end: int) -> Span:
        """The place of `text[start:end]` in the outermost file."""
        end = max(start, end)
        if self.outer is None:
            return Span(self, start, end)
        source = self
        while source.outer is not None:
            # The end is mapped by its last character: what follows may lie in another piece.
            last = source._behind(end) if end > start else source._outward(start)
            start = source._outward(start)
            end = max(start, last)
            source = source.outer
        return Span(source, start, end)

    def within(self, span: Span) -> tuple[int, int] | None:
        """Where a place of the outermost file is in this text; None if it is not there, or not exactly."""
        if span.source is not self.root:
            return None
        start, end = _inward(self, span.start), _inward(self, span.end)
        return (start, end) if self.span(start, end) == span else None

    @property
    def anchor(self) -> Span:
        """The beginning of this text: the place of what is nowhere written."""
        return self.span(0, 0)

    @property
    def line_starts(self) -> list[int]:
        """The offset of each line's first character.  Lines end at LF; a CR is text, as in the server."""
        if self._line_starts is None:
            starts = [0]
            find = self.text.find
            position = find("\n")
            while position >= 0:
                starts.append(position + 1)
                position = find("\n", position + 1)
            self._line_starts = starts
        return self._line_starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, the column in code points; a BOM has no column."""
        if offset <= 0:
            return 1, 1
        starts = self.line_starts
        line = bisect_right(starts, offset)
        column = offset - starts[line - 1] + 1
        if line == 1 and self.text.startswith(BOM):
            column = max(column - 1, 1)
        return line, column

    def line(self, number: int) -> str:
        """The text of line `number` (from 1), without its end of line or BOM."""
        starts = self.line_starts
        start = starts[number - 1]
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        text = self.text[start:end].removesuffix("\r")
        return text.removeprefix(BOM) if number == 1 else text


def _inward(source: Source, offset: int) -> int:
    """Where an offset of the outermost file is in a text."""
    if source.outer is None:
        return offset
    offset = _inward(source.outer, offset)
    if not source.pieces:
        return offset
    here, there = source.pieces[max(bisect_right(source.pieces, offset, key=lambda piece: piece[1]) - 1, 0)]
    return here + max(offset - there, 0)


class Span(NamedTuple):
    """A stretch of a file: `source.text[start:end]`."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        """The text at this place."""
        return self.source.text[self.start : self.end]

    @property
    def position(self) -> tuple[int, int]:
        """Line and column of the first character, from 1."""
        return self.source.position(self.start)

    @property
    def end_position(self) -> tuple[int, int]:
        """Line and column after the last character, from 1."""
        return self.source.position(self.end)

    @property
    def first_line(self) -> Span:
        """This place cut at the end of its first line: what a one-line region can show."""
        newline = self.source.text.find("\n", self.start, self.end)
        if newline < 0:
            return self
        end = newline - 1 if self.source.text[newline - 1 : newline] == "\r" and newline > self.start else newline
        return Span(self.source, self.start, end)

    def to(self, other: Span) -> Span:
        """From the start of this place to the end of a later one in the same file."""
        return Span(self.source, self.start, max(self.end, other.end))


class Tree(Protocol):
    """The files around the one being read: those below the root, and no others."""

    def read(self, path: str) -> Source | None:
        """The file at `path` (POSIX, relative to the root); None if it is not there, too big, or out of bounds."""

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of the files in `folder` (`` is the root), sorted."""

    def keeps(self, path: str) -> bool:
        """Is a file part of the project: there, and not one that a .gitignore passes over?"""
