"""Terraform's JSON syntax (`.tf.json`, `.tfvars.json`) into the nodes of the other one, each with its place.

A property is an argument or a block, as the resource has it: so it is kept as an argument, and is made a block where
one is asked for.  Strings are templates, but not in files of values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.read.terraform import reals
from redislint.read.terraform.hcl import File
from redislint.read.terraform.nodes import (
    Attribute,
    Block,
    Body,
    Inset,
    Literal,
    Node,
    Object,
    Oversized,
    Quoted,
    Tuple,
)
from redislint.read.terraform.wrong import MAX_NESTING, MAX_TOKENS, TOO_DEEP, TOO_MANY, Wrong
from redislint.source import BOM, Source
from redislint.typed import Final

# How many labels the blocks of a file have; those that are not here have none.
_LABELS: Final = {"check": 1, "data": 2, "ephemeral": 2, "module": 1, "output": 1, "provider": 1, "resource": 2} | {
    "variable": 1,
    "dynamic": 1,
}
_COMMENT: Final = "//"
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
_INVALID: Final = "this is no valid JSON: "


class JsonBody(Body):
    """A body whose blocks of some type are made when they are asked for."""

    __slots__ = ()

    def inner(self, type_: str) -> list[Block]:
        """The blocks of a type."""
        attribute = self.attributes.get(type_)
        return [] if attribute is None else list(_blocks(type_, attribute))


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


def parse(source: Source, *, templates: bool = True) -> File:
    """The file that a text is; raises `Wrong`."""
    root = _Reader(source, templates).value()
    tops = [root] if isinstance(root, Object) else root.items if isinstance(root, Tuple) else ()
    if not all(isinstance(top, Object) for top in tops):
        raise Wrong(root.start, f"{_INVALID}a file of Terraform is an object, or an array of objects")
    attributes = [attribute for top in tops if isinstance(top, Object) for attribute in _attributes(top)]
    blocks = [block for attribute in attributes if templates for block in _blocks(attribute.name, attribute)]
    return File(JsonBody({one.name: one for one in attributes}, tuple(blocks), ()), ())


def value(source: Source) -> Node:
    """The value that a text is, with plain texts for strings; raises `Wrong`."""
    return _Reader(source, templates=False).value()


def body(node: Node) -> JsonBody:
    """The body that an object is."""
    return JsonBody({one.name: one for one in _attributes(node)} if isinstance(node, Object) else {}, (), ())


def _attributes(node: Object) -> Iterator[Attribute]:
    for key, value in node.pairs:
        if isinstance(key, Literal) and isinstance(key.value, str) and key.value != _COMMENT:
            yield Attribute(key.start, value.end, key.value, value)


def _blocks(type_: str, attribute: Attribute) -> Iterator[Block]:
    """The blocks that a property is, each with the place of its last label."""
    head = (attribute.start, attribute.start + len(attribute.name) + 2)
    stack: list[tuple[Node, tuple[str, ...], tuple[int, int]]] = [(attribute.value, (), head)]
    wanted = _LABELS.get(type_, 0)
    while stack:
        node, labels, place = stack.pop()
        if isinstance(node, Tuple):
            stack += [(item, labels, place) for item in reversed(node.items)]
        elif isinstance(node, Object) and len(labels) < wanted:
            inner = list(_attributes(node))
            ends = [(one, (one.start, one.start + len(one.name) + 2)) for one in reversed(inner)]
            stack += [(one.value, (*labels, one.name), end) for one, end in ends]
        elif isinstance(node, Object):
            body = JsonBody({one.name: one for one in _attributes(node)}, (), ())
            yield Block(*place, type_, labels, body)


class _Reader:
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
                raise Wrong(start, f"{_INVALID}a comma or `{'}]'[top.sign == '[']}` is missing before this")
            node = self._closed(stack.pop(), end)
        kind, start, _ = self._token()
        if kind != "END":
            raise Wrong(start, f"{_INVALID}it should end before this")
        return node

    def _closed(self, done: _Open, end: int) -> Node:
        if done.sign == "[":
            return Tuple(done.start, end, tuple(done.items))
        return Object(done.start, end, tuple(done.pairs))

    def _key(self, top: _Open, kind: str, start: int, end: int) -> None:
        if kind != "STRING":
            raise Wrong(start, f"{_INVALID}the name of a property should stand here, in quotes")
        top.key = self._string(start, end)
        kind, start, end = self._token()
        if self._text[start:end] != ":":
            raise Wrong(start, f"{_INVALID}a `:` is missing before this")

    def _token(self) -> tuple[str, int, int]:
        match = _TOKEN.match(self._text, self._position)
        self._tokens += 1
        if match is None or match.lastgroup is None:
            rest = self._text[self._position :]
            raise Wrong(self._position + len(rest) - len(rest.lstrip(" \t\r\n")), f"{_INVALID}this has no meaning here")
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
            raise Wrong(start, _INVALID + what)
        try:
            return Literal(start, end, reals.parsed(written))
        except reals.Beyond:
            return Oversized(start, end)

    def _string(self, start: int, end: int) -> Node:
        written = self._text[start + 1 : end - 1]
        has_code = self._templates and ("${" in written or "%{" in written)
        if "\\" not in written:
            return Quoted(start + 1, end - 1, False, is_bare=True) if has_code else Literal(start, end, written)
        said, pieces = _unescaped(written, start + 1)
        if not has_code:
            return Literal(start, end, said)
        inner = self._source.inner(said, self._source.kind, pieces)
        return Inset(start, end, Quoted(0, len(said), False, is_bare=True), inner)


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
