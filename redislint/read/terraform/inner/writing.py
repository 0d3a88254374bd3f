"""Values of expressions written as JSON, which is YAML too, so that other readers read them: each at its own place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import operators, trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.nodes import Literal, Name, Node, Object, Quoted, Traversal, Tuple
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.told import HIDDEN, Told, told
from redislint.source import Source, Span
from redislint.typed import Any, Final

# What stands for a value that is not known: a variable to whoever reads on.
_UNKNOWN: Final = f'"{HIDDEN}"'
# Values within each other, and characters altogether; real ones have a tenth.
_DEPTH: Final = 40
MAX_TEXT: Final = 300_000
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Writer:
    """A text that grows; each of its characters has a place in one file, or that of the one before it.

    `named` gives what else an expression stands for: a name that another resource is given.
    """

    def __init__(self, at: Span, named: Callable[[Placed], Placed | None] | None = None) -> None:
        self.named = named
        self._at = at
        self._whole = at
        self._parts: list[str] = []
        self._pieces: list[tuple[int, int]] = [(0, at.start)]
        self._length = 0
        self._there = at.start

    def put(self, text: str, place: int | None = None) -> None:
        """Add a text, all of it at the offset, or where the last one was."""
        self._there = self._there if place is None else place
        for index in range(len(text)):
            self._pieces.append((self._length + index, self._there))
        self._parts.append(text)
        self._length += len(text)

    def put_text(self, text: Told, whole: Span) -> None:
        """Add the characters of a text as they are."""
        for one, place in text.characters:
            self.put(one, place.start if self._is_here(place) else whole.start)

    def put_string(self, placed: Placed, evaluator: Evaluator) -> None:
        """Add a string in quotes: its characters at their places, and the quotes around it."""
        text, span = told(placed, evaluator, MAX_TEXT), placed.span
        if not self._is_here(span):
            self.put_plain(quoted(text.text), span)
            return
        self.put('"', span.start)
        closing = max(span.end - 1, span.start)
        for one, place in text.characters:
            is_here = self._is_here(place)
            here = place.start if is_here else span.start
            self.put(_ESCAPES.get(one, one) if one >= " " or one in _ESCAPES else " ", here)
            if is_here and span.start <= place.end < span.end:
                # The closing quote may be an escape itself, in a text that is quoted once more.
                closing = place.end
        self.put('"', closing)

    def put_plain(self, text: str, span: Span) -> None:
        """Add a word, in quotes or not, that stands for the whole of a place: its first and last characters do."""
        span = self._within(span)
        inside = 1 if text.startswith('"') else 0
        for index, one in enumerate(text):
            is_end = index >= max(len(text) - inside - 1, inside + 1)
            self.put(one, max(span.end - 1, span.start) if is_end else span.start)

    def _within(self, span: Span) -> Span:
        """A place of our file; that of what takes it from there for one of another file."""
        return span if self._is_here(span) else self._whole

    def _is_here(self, span: Span) -> bool:
        return span.source.path == self._at.source.path

    @contextmanager
    def within(self, span: Span) -> Iterator[None]:
        """What is added stands in a place of our file, or is taken from elsewhere there."""
        before, self._whole = self._whole, self._within(span)
        yield
        self._whole = before

    def put_all(self, other: Writer) -> None:
        """Add all that another one has, of the same file."""
        self._pieces += [(self._length + here, there) for here, there in other._pieces]
        self._parts += other._parts
        self._length += other._length

    @property
    def has_text(self) -> bool:
        """Is there anything in it?"""
        return self._length > 0

    @property
    def is_full(self) -> bool:
        """Is it longer than any real one?"""
        return self._length > MAX_TEXT

    def source(self, kind: str) -> Source:
        """The text as one that stands in the file, as if that were of a kind."""
        outer = Source(self._at.source.path, self._at.source.text, kind)
        return outer.inner("".join(self._parts), kind, _joined(self._pieces))


def _joined(pieces: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The pieces without those that only run on."""
    found: list[tuple[int, int]] = []
    before = None
    for here, there in pieces:
        if before is None or there - before[1] != here - before[0]:
            found.append((here, there))
        before = (here, there)
    return tuple(found)


def write(writer: Writer, placed: Placed, evaluator: Evaluator, depth: int = _DEPTH) -> None:
    """Write what an expression comes to: objects and lists by their parts, as far as they stand in the text."""
    with writer.within(placed.span):
        _write(writer, placed, evaluator, depth)


def _write(writer: Writer, placed: Placed, evaluator: Evaluator, depth: int) -> None:
    origin = trace.origin(placed, evaluator)
    node = origin.node
    named = writer.named(origin) if writer.named is not None and isinstance(node, Traversal) else None
    if named is not None:
        # The name is what one would change; where it stands in another file, that it is taken from there.
        is_here = named.source is origin.source
        _value(writer, evaluator.value(named), named.span if is_here else origin.span)
    elif depth == 0 or writer.is_full:
        writer.put(_UNKNOWN)
    elif isinstance(node, Object):
        _object(writer, origin, node, evaluator, depth)
    elif isinstance(node, Tuple):
        writer.put("[", node.start)
        for index, item in enumerate(node.items):
            writer.put(", " if index else "")
            write(writer, Placed(item, origin.source), evaluator, depth - 1)
        writer.put("]", node.end - 1)
    elif isinstance(node, Quoted) or (isinstance(node, Literal) and isinstance(node.value, str)):
        writer.put_string(origin, evaluator)
    else:
        _value(writer, evaluator.value(origin), origin.span)


def _object(writer: Writer, placed: Placed, node: Object, evaluator: Evaluator, depth: int) -> None:
    writer.put("{", node.start)
    for index, (key, item) in enumerate(node.pairs):
        writer.put(", " if index else "")
        write_key(writer, key, placed.source, evaluator)
        write(writer, Placed(item, placed.source), evaluator, depth - 1)
    writer.put("}", node.end - 1)


def write_key(writer: Writer, key: Node, source: Source, evaluator: Evaluator) -> None:
    """Write a key of an object."""
    span = source.span(key.start, key.end)
    if isinstance(key, Name):
        writer.put_plain(f'"{key.name}"', span)
    else:
        text = operators.text(evaluator.value(Placed(key, source)))
        writer.put_plain(quoted(HIDDEN if text is None else text), span)
    writer.put(": ")


def quoted(text: str) -> str:
    """A text as a string of JSON."""
    return '"' + "".join(_ESCAPES.get(one, max(one, " ")) for one in text) + '"'


def _value(writer: Writer, value: Any, span: Span) -> None:
    """Write a value that is known as a whole; all of it has one place."""
    if value is UNKNOWN:
        writer.put_plain(_UNKNOWN, span)
    elif isinstance(value, dict):
        writer.put_plain("{", span)
        for index, (key, item) in enumerate(value.items()):
            writer.put((", " if index else "") + quoted(str(key)) + ": ")
            _value(writer, item, span)
        writer.put("}")
    elif isinstance(value, list):
        writer.put_plain("[", span)
        for index, item in enumerate(value):
            writer.put(", " if index else "")
            _value(writer, item, span)
        writer.put("]")
    elif value is None:
        writer.put_plain("null", span)
    else:
        text = operators.text(value)
        is_word = not isinstance(value, str) and text is not None
        writer.put_plain(str(text) if is_word else quoted(text if text is not None else HIDDEN), span)
