"""The commands of a script, as a POSIX shell splits it: also those within subshells, substitutions and functions."""

from __future__ import annotations

import re

from redislint.read.grammar import lexis
from redislint.read.scripts.heredocs import Bodies, set_apart
from redislint.read.shell import SpanOf, Word, places, unescaped
from redislint.typed import Final, NamedTuple

# How deep substitutions are followed, and how many commands are looked at.
_DEEPEST: Final = 50
_MOST: Final = 200_000
_SEPARATORS: Final = ("BLANK", "COMMENT", "OPERATOR", "REDIRECT", "PAREN")


class Command(NamedTuple):
    """A command: its words without redirections, the command whose output it reads, and the place of what it reads."""

    words: tuple[Word, ...]
    fed: tuple[Word, ...] = ()
    body: tuple[int, int] | None = None


class _Frame:
    """A command that is being read: that of the script, or of a substitution from `begin` that `closer` ends."""

    def __init__(self, closer: str = "", begin: int = 0) -> None:
        self.closer, self.begin = closer, begin
        self.parens = 0
        self.quoted = False
        self.words: list[Word] = []
        self.fed: tuple[Word, ...] = ()
        self.body: tuple[int, int] | None = None
        self.skips = False
        self._clear()

    def _clear(self) -> None:
        self.stretches: list[tuple[str, int]] = []
        self.start = self.end = -1
        self.known = self.single = True

    def add(self, stretches: list[tuple[str, int]], start: int, end: int, *, known: bool = True) -> None:
        """A piece of the word."""
        self.start = start if self.start < 0 else self.start
        self.end = end
        self.stretches += stretches
        self.known = self.known and known
        self.single = self.single and (known or self.quoted)

    def close_word(self, span_of: SpanOf, *, is_blank: bool) -> None:
        """The word ends; one behind a redirection is a file, not an argument."""
        if self.start >= 0:
            if not self.skips:
                text = "".join([one for one, _ in self.stretches])
                within = places(self.stretches, span_of) if self.stretches else None
                self.words.append(Word(text, span_of(self.start, self.end), self.known, self.single, within))
            self.skips = False
            self._clear()
        elif not is_blank:
            self.skips = False

    def close(self) -> Command | None:
        """The command ends."""
        found = Command(tuple(self.words), self.fed, self.body) if self.words else None
        self.words, self.fed, self.body, self.skips = [], (), None, False
        return found


class _Splitter:
    """Goes through a script once, from its beginning."""

    def __init__(self, text: str, bodies: Bodies, span_of: SpanOf) -> None:
        self.text, self.bodies, self.span_of = text, bodies, span_of
        self.frames = [_Frame()]
        self.found: list[Command] = []

    def run(self) -> list[Command]:
        """All commands up to what no shell would read."""
        position, outside, inside = 0, lexis("script"), lexis("quoted")
        while position < len(self.text) and len(self.found) < _MOST:
            frame = self.frames[-1]
            token = (inside if frame.quoted else outside).match(self.text, position)
            if token is None or not self._take(frame, token):
                break
            position = token.end()
        for frame in reversed(self.frames):
            self._end(frame, "")
        return self.found

    def _take(self, frame: _Frame, token: re.Match[str]) -> bool:
        """One token; False where reading ends."""
        kind = token.lastgroup or ""
        if kind == "ODD":
            return False
        if kind == "QUOTE":
            frame.quoted = not frame.quoted
            frame.add([], token.start(), token.end())
        elif kind == "OPEN":
            return self._open(frame, token, ")")
        elif kind == "TICK":
            is_end = frame.closer == "`" and not frame.quoted
            return self._close(frame, token) if is_end else self._open(frame, token, "`")
        elif kind == "PAREN":
            return self._paren(frame, token)
        elif kind in _SEPARATORS:
            self._separate(frame, kind, token)
        else:
            stretches = _said(kind, token, quoted=frame.quoted)
            frame.add(stretches, token.start(), token.end(), known=kind != "VARIABLE")
        return True

    def _open(self, frame: _Frame, token: re.Match[str], closer: str) -> bool:
        frame.add([], token.start(), token.end(), known=False)
        self.frames.append(_Frame(closer, token.start()))
        return len(self.frames) <= _DEEPEST

    def _close(self, frame: _Frame, token: re.Match[str]) -> bool:
        self._end(frame, "")
        self.frames.pop()
        written = self.text[frame.begin : token.end()]
        self.frames[-1].add([(written, frame.begin)], frame.begin, token.end(), known=False)
        return True

    def _paren(self, frame: _Frame, token: re.Match[str]) -> bool:
        if token.group() == ")" and not frame.parens and frame.closer == ")":
            return self._close(frame, token)
        # A subshell, a function, or a case: whatever it is, a command ends here.
        frame.parens = max(frame.parens + (1 if token.group() == "(" else -1), 0)
        self._end(frame, "")
        return True

    def _separate(self, frame: _Frame, kind: str, token: re.Match[str]) -> None:
        frame.close_word(self.span_of, is_blank=kind == "BLANK")
        if kind == "REDIRECT":
            frame.skips = True
            # A number may stand before the sign.
            frame.body = self.bodies.get(token.start() + token.group().find("<<"), frame.body)
        elif kind == "OPERATOR":
            self._end(frame, token.group())

    def _end(self, frame: _Frame, operator: str) -> None:
        """A command ends with an operator, which may hand its output to the next one."""
        frame.close_word(self.span_of, is_blank=False)
        fed = frame.fed
        command = frame.close()
        if command is not None:
            self.found.append(command)
        if operator.strip("\n") in ("|", "|&"):
            frame.fed = command.words if command is not None else ()
        elif command is None and operator.strip("\n") == "":
            # The line ends behind a pipe.
            frame.fed = fed


def _said(kind: str, token: re.Match[str], *, quoted: bool) -> list[tuple[str, int]]:
    """What a piece stands for, in stretches with their offsets."""
    text, start = token.group(), token.start()
    if kind == "SINGLE":
        opening = text.index("'") + 1
        return [(text[opening:-1], start + opening)]
    if kind != "ESCAPE":
        return [(text, start)]
    return unescaped(text, start) if quoted else [(text[1:], start + 1)]


def split(text: str, span_of: SpanOf) -> list[Command]:
    """The commands of a script, in the order in which they end; `span_of` gives the place of a stretch of the text."""
    kept, bodies = set_apart(text)
    return _Splitter(kept, bodies, span_of).run()
