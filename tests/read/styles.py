"""YAML written anew in every style, with the place of each character of each scalar: what positions are held against.

A tree that PyYAML has composed is written by an emitter of its own, which keeps the offset of every character as it
writes it.  So the place of a finding can be said without the file: as a scalar and a character in it.  That must be
the same in every style.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Any, NamedTuple

import yaml

Path = tuple[int | str, ...]
# A scalar as text, with the offset of each of its characters within that text.
Written = tuple[str, list[int]]
# How a value is written that stands so many blanks further in.
Style = Callable[[str, int], Written | None]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = re.compile(r"[A-Za-z0-9/._-][A-Za-z0-9/._+@~%-]*(?: [A-Za-z0-9/._+@~%-]+)*")
_ESCAPE = {
    '"': re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^\n])"),
    "'": re.compile("''"),
}
_STRING = "tag:yaml.org,2002:str"
_BOOLEAN = "tag:yaml.org,2002:bool"


class Logical(NamedTuple):
    """A place without a file: a scalar by its path in the tree, and how many of its characters come before."""

    path: Path
    at: int


class Scalar(NamedTuple):
    """A scalar that was written: its path, value, first and last offset, and the offset of each character."""

    path: Path
    value: str
    start: int
    end: int
    offsets: list[int]


class Layout:
    """Where every scalar of a text is."""

    def __init__(self, text: str, scalars: list[Scalar]) -> None:
        self.text = text
        self.scalars = sorted(scalars, key=lambda one: one.start)
        self._starts = [one.start for one in self.scalars]

    def start(self, offset: int) -> Logical:
        """What begins at an offset, or next after it."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self.scalars[index].end:
            one = self.scalars[index]
            first = bisect_left(one.offsets, offset)
            while first < len(one.value) and one.value[first].isspace():
                first += 1
            return Logical(one.path, first)
        return Logical(self.scalars[index + 1].path, 0) if index + 1 < len(self.scalars) else Logical((), 0)

    def end(self, offset: int) -> Logical:
        """What ends at an offset, or last before it."""
        index = bisect_left(self._starts, offset) - 1
        if index < 0:
            return Logical((), 0)
        one = self.scalars[index]
        last = bisect_left(one.offsets, offset)
        while last and one.value[last - 1].isspace():
            last -= 1
        return Logical(one.path, last)

    def said(self, start: int, end: int) -> str:
        """What the scalars between two offsets say, with blanks between them."""
        first, last = self.start(start), self.end(end)
        paths = [one.path for one in self.scalars]
        among = self.scalars[paths.index(first.path) : paths.index(last.path) + 1]
        texts = [one.value if one.offsets or one.value else self.text[one.start : one.end] for one in among]
        if among[-1].offsets:
            texts[-1] = texts[-1][: last.at]
        texts[0] = texts[0][first.at :]
        return " ".join(texts)

    def is_torn(self, offset: int) -> bool:
        """Does an offset lie within an escape?"""
        index = bisect_left(self._starts, offset) - 1
        if index < 0 or self.text[self._starts[index]] not in "\"'" or offset >= self.scalars[index].end:
            return False
        one = self.scalars[index]
        stretch = self.text[one.start + 1 : one.end - 1]
        places = [match.span() for match in _ESCAPE[self.text[one.start]].finditer(stretch)]
        return any(start < offset - one.start - 1 < end for start, end in places)

    def moved(self, change: Callable[[str], Written]) -> Layout:
        """The layout after the text has been rewritten character by character."""
        text, offsets = change(self.text)
        offsets = [*offsets, len(text)]
        scalars = [
            one._replace(start=offsets[one.start], end=offsets[one.end], offsets=[offsets[at] for at in one.offsets])
            for one in self.scalars
        ]
        return Layout(text, scalars)


def with_crlf(text: str) -> Written:
    """Lines that end in CR and LF."""
    offsets, length = [], 0
    for character in text:
        offsets.append(length + (character == "\n"))
        length += 1 + (character == "\n")
    return text.replace("\n", "\r\n"), offsets


def behind(text: str) -> Callable[[str], Written]:
    """The text behind another."""
    return lambda rest: (text + rest, [len(text) + index for index in range(len(rest))])


def commented(text: str) -> Written:
    """A comment with letters of one to four bytes in front."""
    return behind("# \u00e4 \u6f22 \U0001f600\n")(text)


class Way(NamedTuple):
    """A way to write YAML.

    scalar, key  how strings are written in blocks, and keys (and strings in brackets)
    flow, strict collections in brackets, as JSON has them
    hoisted      how mappings of the second level are taken in that stand elsewhere, behind an anchor: `*` or `<<: *`
    rewrite      what is done with the whole text, character by character
    """

    scalar: Style
    key: Style
    flow: bool = False
    strict: bool = False
    hoisted: str = ""
    rewrite: Callable[[str], Written] | None = None


class Emitter:
    """Writes trees in one way."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self.parts: list[str] = []
        self.length = 0
        self.scalars: list[Scalar] = []
        self.anchors: dict[Path, int] = {}

    def layout(self, documents: list[Any], head: str = "") -> Layout:
        """The documents as one text, behind comments."""
        self._put(head)
        for number, document in enumerate(documents):
            self._put("---\n" if number or (self.way.flow and not self.way.strict) else "")
            if self.way.hoisted and document.id == "mapping":
                self._hoist(document, number)
            self._node(document, (number,), 0, self.way.flow)
            self._put("\n")
        layout = Layout("".join(self.parts), self.scalars)
        return layout.moved(self.way.rewrite) if self.way.rewrite is not None else layout

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _hoist(self, document: Any, number: int) -> None:
        for outer, (_, above) in enumerate(document.value):
            for inner, (key, value) in enumerate(above.value if above.id == "mapping" else ()):
                if value.id == "mapping" and value.value and key.value != "<<":
                    path = (number, outer, "value", inner, "value")
                    self.anchors[path] = len(self.anchors)
                    self._put(f"x-{self.anchors[path]}: &a{self.anchors[path]}\n  ")
                    self._node(value, path, 2, flow=False)
                    self._put("\n")

    def _node(self, node: Any, path: Path, indent: int, flow: bool) -> None:
        if node.id == "scalar":
            self._scalar(node, path, indent, flow)
        elif not node.value:
            start = self.length
            self._put("{}" if node.id == "mapping" else "[]")
            self.scalars.append(Scalar(path, "", start, self.length, []))
        elif flow:
            self._collection(node, path, indent)
        elif node.id == "mapping":
            self._mapping(node, path, indent)
        else:
            for index, one in enumerate(node.value):
                self._put(("\n" if index else "") + " " * (indent if index else 0) + "- ")
                self._node(one, (*path, index), indent + 2, flow)

    def _mapping(self, node: Any, path: Path, indent: int) -> None:
        for index, (key, value) in enumerate(node.value):
            self._put("\n" + " " * indent if index else "")
            self._scalar(key, (*path, index, "key"), indent, True)
            below = (*path, index, "value")
            if below in self.anchors:
                merged = f"\n{' ' * (indent + 2)}<<:" if self.way.hoisted == "<<" else ""
                self._put(f":{merged} *a{self.anchors[below]}")
                continue
            is_deep = value.id != "scalar" and bool(value.value)
            self._put(":\n" + " " * (indent + 2) if is_deep else ": ")
            self._node(value, below, indent + 2, False)

    def _collection(self, node: Any, path: Path, indent: int) -> None:
        self._put("{" if node.id == "mapping" else "[")
        for index, one in enumerate(node.value):
            self._put(",\n" + " " * indent if index else "")
            if node.id == "mapping":
                self._scalar(one[0], (*path, index, "key"), indent, True)
                self._put(": ")
                self._node(one[1], (*path, index, "value"), indent + 1, True)
            else:
                self._node(one, (*path, index), indent + 1, True)
        self._put("}" if node.id == "mapping" else "]")

    def _scalar(self, node: Any, path: Path, indent: int, flow: bool) -> None:
        text, offsets = self._written(node, indent, flow)
        start = self.length
        self._put(text)
        offsets = [start + at for at in offsets]
        self.scalars.append(Scalar(path, node.value if offsets else "", start, self.length, offsets))

    def _written(self, node: Any, indent: int, flow: bool) -> Written:
        if node.tag != _STRING:
            return (_json_word(node) if self.way.strict else node.value), []
        found = (self.way.key if flow else self.way.scalar)(node.value, indent)
        return found if found is not None and _says(found[0], node.value, indent) else double(node.value, indent)


def _json_word(node: Any) -> str:
    return json.dumps(yaml.safe_load(node.value)) if node.value else "null"


def _says(text: str, value: str, indent: int) -> bool:
    """Is a scalar, written this way, what it shall be?"""
    try:
        document: Any = yaml.compose(f"{' ' * max(indent - 2, 0)}k: {text}\n", Loader=_LOADER)
    except yaml.YAMLError:
        return False
    found = document.value[0][1]
    return bool(found.id == "scalar" and found.tag == _STRING and found.value == value)


# --- scalars --------------------------------------------------------------------------------------------------------


def plain(value: str, indent: int) -> Written | None:
    return (value, list(range(len(value)))) if _PLAIN.fullmatch(value) else None


def double(value: str, indent: int) -> Written:
    return _quoted(value, lambda at: json.dumps(value[at], ensure_ascii=False)[1:-1])


def in_escapes(value: str, indent: int) -> Written:
    """Blanks, quotes and what is not ASCII as escapes of all kinds, and every line on a line of its own."""
    kinds = ("\\x{:02x}", "\\u{:04x}", "\\U{:08X}")

    def write(at: int) -> str:
        code = ord(value[at])
        kind = kinds[at % 3] if code < 256 else kinds[1 + at % 2] if code < 65_536 else kinds[2]
        usual = json.dumps(value[at], ensure_ascii=False)[1:-1]
        broken = f"\\\n{' ' * (indent + 1)}" if value[at] == "\n" and value[at + 1 : at + 2].isalnum() else ""
        return (kind.format(code) if re.match(r"[ \"\\'~&*@%,;!]|[^\x00-\x7f]", value[at]) else usual) + broken

    return _quoted(value, write)


def in_json(value: str, indent: int) -> Written:
    return _quoted(value, lambda at: json.dumps(value[at])[1:-1])


def _quoted(value: str, write: Callable[[int], str], quote: str = '"') -> Written:
    parts, offsets, length = [quote], [], 1
    for at in range(len(value)):
        offsets.append(length)
        parts.append(write(at))
        length += len(parts[-1])
    return "".join([*parts, quote]), offsets


def single(value: str, indent: int) -> Written | None:
    """Line ends as empty lines."""
    before = f"{' ' * (indent + 2)}"

    def write(at: int) -> str:
        if value[at] == "\n":
            after = "" if value[at + 1 : at + 2] == "\n" else before
            return ("\n" if value[at - 1 : at] == "\n" else "\n\n") + after
        return "''" if value[at] == "'" else value[at]

    return _quoted(value, write, "'")


def several_lines(value: str, indent: int) -> Written | None:
    """A plain scalar with every other space, and each line end, on a new line."""
    if not all(_PLAIN.fullmatch(line) for line in value.split("\n")):
        return None
    parts, offsets, length = [], [], 0
    for at, character in enumerate(value):
        offsets.append(length)
        is_broken = character == " " and value.count(" ", 0, at) % 2 == 1
        parts.append(f"\n\n{' ' * indent} " if character == "\n" else f"\n{' ' * indent} " if is_broken else character)
        length += len(parts[-1])
    return "".join(parts), offsets


def literal(value: str, indent: int) -> Written | None:
    return _block(value, indent, "|", "")


def indented(value: str, indent: int) -> Written | None:
    """With an indicator: three more blanks than the parent, and one of them is text of nobody."""
    return _block(value, indent, "|", "3" if indent else "1", 3 if indent else 1)


def folded(value: str, indent: int) -> Written | None:
    """Each line end as an empty line, and each fourth space as a line end."""
    if re.search(r"(?m)^[ \t]", value):
        return None
    return _block(value, indent, ">", "")


def _block(value: str, indent: int, sign: str, indicator: str, further: int = 0) -> Written | None:
    body = value.rstrip("\n")
    if not body or body[0].isspace():
        return None
    ends = len(value) - len(body)
    before = " " * (max(indent - 2, 0) + further if further else max(indent, 2))
    head = f"{sign}{indicator}{'-' if ends == 0 else '' if ends == 1 else '+'}\n{before}"
    parts, offsets, length = [head], [], len(head)
    for at, character in enumerate(body):
        offsets.append(length)
        parts.append(_in_block(body, at, before, sign) if character in "\n " else character)
        length += len(parts[-1])
    for _ in range(ends):
        offsets.append(length)
        parts.append("\n")
        length += 1
    # What follows writes the last line end itself.
    text = "".join(parts)
    return (text.removesuffix("\n") if ends == 1 else text), offsets


def _in_block(body: str, at: int, before: str, sign: str) -> str:
    after = body[at + 1 : at + 2]
    if body[at] == "\n":
        extra = "\n" if sign == ">" and body[at - 1] != "\n" else ""
        return f"{extra}\n{'' if after == chr(10) else before}"
    line = body[body.rfind("\n", 0, at) + 1 : at]
    is_broken = sign == ">" and line.count(" ") % 4 == 2 and not line.endswith(" ") and not after.isspace()
    return f"\n{before}" if is_broken else " "


# --- the text as somebody wrote it ----------------------------------------------------------------------------------


def original(text: str) -> tuple[list[Any], Layout] | None:
    """The documents of a text and where their scalars are, if it is written plainly enough; None if it is not."""
    try:
        documents = composed(text)
    except yaml.YAMLError:
        return None
    scalars: list[Scalar] = []
    for number, document in enumerate(documents):
        if not _walk(document, (number,), text, scalars):
            return None
    return documents, Layout(text, scalars)


def composed(text: str) -> list[Any]:
    """The documents of a text.  `on` and `no` in a list are words of a command line, as they are to Docker Compose."""
    documents = [one for one in yaml.compose_all(text, Loader=yaml.SafeLoader) if one is not None]
    for document in documents:
        _as_words(document)
    return documents


def _as_words(node: Any) -> None:
    if node.id == "mapping":
        for _, value in node.value:
            _as_words(value)
    elif node.id == "sequence":
        for one in node.value:
            if one.tag == _BOOLEAN and one.value.lower() not in ("true", "false"):
                one.tag = _STRING
            _as_words(one)


def loaded(text: str) -> list[Any]:
    """What the documents of a text say."""
    return [yaml.SafeLoader("").construct_document(one) for one in composed(text)]


def _walk(node: Any, path: Path, text: str, scalars: list[Scalar]) -> bool:
    start, end = node.start_mark.index, node.end_mark.index
    if text[start : start + 1] in ("&", "*", "!"):
        return False
    if node.id == "scalar":
        # Of a number or truth value only the whole is a place.
        offsets = _offsets(text[start:end], node) if node.tag == _STRING else []
        if offsets is None:
            return False
        scalars.append(Scalar(path, node.value if offsets else "", start, end, [start + at for at in offsets]))
        return True
    if not node.value:
        scalars.append(Scalar(path, "", start, end, []))
    if node.id == "sequence":
        return all(_walk(one, (*path, index), text, scalars) for index, one in enumerate(node.value))
    return all(
        _walk(key, (*path, index, "key"), text, scalars) and _walk(value, (*path, index, "value"), text, scalars)
        for index, (key, value) in enumerate(node.value)
    )


def _offsets(text: str, node: Any) -> list[int] | None:
    """Where the characters of a scalar are, told without a parser; None where that takes one."""
    begin = 1 if node.style in ("'", '"') else 0
    if node.style != "|":
        is_same = text[begin : len(text) - begin] == node.value
        return list(range(begin, begin + len(node.value))) if is_same else None
    offsets: list[int] = []
    position = text.find("\n") + 1
    for line in node.value.split("\n")[:-1] if node.value.endswith("\n") else node.value.split("\n"):
        end = text.find("\n", position)
        end = end if end >= 0 else len(text)
        if not text[position:end].endswith(line):
            return None
        offsets += range(end - len(line), end + 1)
        position = end + 1
    return offsets[: len(node.value)]
