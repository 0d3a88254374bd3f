"""A JSON text into nodes, each with its place."""

from __future__ import annotations

import re

from redislint.read.terraform import reals
from redislint.read.terraform.nodes import Inset, Literal, Node, Object, Oversized, Quoted, Tuple
from redislint.read.terraform.parts import Text
from redislint.read.terraform.quoted import unescaped
from redislint.read.terraform.wrong import MAX_NESTING, MAX_TOKENS, TOO_DEEP, TOO_MANY, Wrong
from redislint.source import BOM, Source
from redislint.typed import Final

_TOKEN: Final = re.compile(
    r"""[ \t\r\n]*+(?:(?P<SIGN>[{}\[\],:])
      | (?P<STRING>"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+")
      | (?P<NUMBER>-?(?:0|[1-9]\d*+)(?:\.\d++)?+(?:[eE][+-]?\d++)?+)
      | (?P<WORD>true|false|null)
      | (?P<END>\Z))""",
    re.VERBOSE,
)
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}
_ESCAPE: Final = re.compile(r"[^\\]++|(?:\\u[dD][89abAB]..\\u[dD][c-fC-F]..)|\\u....|\\.")
_CONTROLS: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
INVALID: Final = "this is no valid JSON: "


class _Open:
    """An object or array whose end is still to come; `key` is that of the value that comes next."""

    def __init__(self, sign: str, start: int) -> None:
        self.sign = sign
        self.start = start
        self.pairs: list[tuple[Node, Node]] = []
        self.items: list[Node] = []
        self.key: Node | None = None

    def take(self, node: Node) -> None:
        """The next value."""
        if self.key is None:
            self.items.append(node)
        else:
            self.pairs.append((self.key, node))
            self.key = None


class Reader:
    """Reads one value; `templates` says that strings may hold code."""

    def __init__(self, source: Source, templates: bool) -> None:
        self._source = source
        self._text = source.text
        self._templates = templates
        self._position = len(BOM) if source.text.startswith(BOM) else 0
        self._tokens = 0

    def value(self) -> Node:
        """The one value of the text; raises `Wrong`."""
        stack: list[_Open] = []
        while True:
            kind, start, end = self._token()
            sign = self._text[start:end] if kind == "SIGN" else ""
            top = stack[-1] if stack else None
            if top is not None and sign == "}]"[top.sign == "["] and not (top.items or top.pairs):
                node = self._closed(stack.pop(), end)
            elif top is not None and top.sign == "{" and top.key is None:
                self._key(top, kind, start, end)
                continue
            elif sign in ("{", "["):
                if len(stack) > MAX_NESTING:
                    raise Wrong(start, TOO_DEEP)
                stack.append(_Open(sign, start))
                continue
            else:
                node = self._single(kind, start, end)
            found = self._after(stack, node)
            if found is not None:
                return found

    def _after(self, stack: list[_Open], node: Node) -> Node | None:
        """Go on behind a value: to the next one, out of what ends here, or with the whole."""
        while stack:
            top = stack[-1]
            top.take(node)
            kind, start, end = self._token()
            sign = self._text[start:end] if kind == "SIGN" else ""
            if sign == ",":
                return None
            if sign != "}]"[top.sign == "["]:
                raise Wrong(start, f"{INVALID}a comma or `{'}]'[top.sign == '[']}` is missing before this")
            node = self._closed(stack.pop(), end)
        kind, start, _ = self._token()
        if kind != "END":
            raise Wrong(start, f"{INVALID}it should end before this")
        return node

    def _closed(self, done: _Open, end: int) -> Node:
        if done.sign == "[":
            return Tuple(done.start, end, tuple(done.items))
        return Object(done.start, end, tuple(done.pairs))

    def _key(self, top: _Open, kind: str, start: int, end: int) -> None:
        if kind != "STRING":
            raise Wrong(start, f"{INVALID}the name of a property should stand here, in quotes")
        top.key = self._string(start, end, is_key=True)
        kind, start, end = self._token()
        if self._text[start:end] != ":":
            raise Wrong(start, f"{INVALID}a `:` is missing before this")

    def _token(self) -> tuple[str, int, int]:
        match = _TOKEN.match(self._text, self._position)
        self._tokens += 1
        if match is None or match.lastgroup is None:
            rest = self._text[self._position :]
            raise Wrong(self._position + len(rest) - len(rest.lstrip(" \t\r\n")), f"{INVALID}this has no meaning here")
        if self._tokens > MAX_TOKENS:
            raise Wrong(self._position, TOO_MANY)
        self._position = match.end()
        return match.lastgroup, *match.span(match.lastgroup)

    def _single(self, kind: str, start: int, end: int) -> Node:
        written = self._text[start:end]
        if kind == "STRING":
            return self._string(start, end)
        if kind == "WORD":
            return Literal(start, end, _WORDS[written])
        if kind != "NUMBER":
            what = "the file ends in the middle of something" if kind == "END" else "a value should stand here"
            raise Wrong(start, INVALID + what)
        try:
            return Literal(start, end, reals.parsed(written))
        except reals.Beyond:
            return Oversized(start, end)

    def _string(self, start: int, end: int, is_key: bool = False) -> Node:
        written = self._text[start + 1 : end - 1]
        has_code = self._templates and ("${" in written or "%{" in written)
        if "\\" not in written:
            return Quoted(start, end, False, is_bare=True, margin=1) if has_code else Literal(start, end, written)
        said, pieces = _unescaped(written, start + 1)
        if not has_code and (is_key or (not self._templates and unescaped(written) == said)):
            return Literal(start, end, said)
        text = Quoted(0, len(said), False, is_bare=True)
        if not has_code:
            # Whatever there is in it is no code; and its escapes are not Terraform's.
            text.parts = (Text(said, 0, len(said)),)
        return Inset(start, end, text, self._source.inner(said, self._source.kind, pieces))


def _unescaped(written: str, offset: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """What a string says, and where each stretch of it stands in the file."""
    found: list[str] = []
    pieces: list[tuple[int, int]] = []
    length = 0
    for match in _ESCAPE.finditer(written):
        piece = match.group()
        if piece[0] == "\\":
            codes = [int(code, 16) for code in re.findall(r"\\u(....)", piece)]
            if len(codes) == 2:
                piece = chr(0x10000 + ((codes[0] - 0xD800) << 10) + codes[1] - 0xDC00)
            elif codes:
                piece = chr(codes[0]) if not 0xD800 <= codes[0] < 0xE000 else "\ufffd"
            else:
                piece = _CONTROLS.get(piece[1], piece[1])
        pieces.append((length, offset + match.start()))
        found.append(piece)
        length += len(piece)
    return "".join(found), tuple(pieces)
