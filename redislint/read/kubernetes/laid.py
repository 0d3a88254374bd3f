"""Nodes that are put together: a mapping or list with parts of several files, and a scalar that is a part of a text."""

from __future__ import annotations

from redislint.read.node import Node
from redislint.read.yaml import Yaml
from redislint.source import Source, Span
from redislint.typed import Any

# A mapping by the texts of its keys: each with its key's node and its value's.
Items = dict[str, tuple[Node, Node]]


class Laid(Node):
    """A mapping or list of a file, with other parts than are written there."""

    __slots__ = ("_laid", "_listed")

    def __init__(self, base: Node, items: Items | None = None, elements: list[Node] | None = None) -> None:
        super().__init__(base.file, base.yaml)
        self._laid = items
        self._listed = elements

    def items(self) -> Items:
        """Each key's text with its nodes."""
        return super().items() if self._laid is None else self._laid

    def pairs(self) -> list[tuple[Node, Node]]:
        """Keys and values."""
        return super().pairs() if self._laid is None else list(self._laid.values())

    def elements(self) -> list[Node]:
        """The elements of the list."""
        return super().elements() if self._listed is None else self._listed


class _Whole:
    """A file of which nothing is a template."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def is_blanked(self, _start: int, _end: int) -> bool:
        return False

    def is_conditional(self, _offset: int) -> bool:
        return False


class Said(Node):
    """A scalar of any text, which is said by `at`, a piece of `source` from `start`."""

    __slots__ = ("_at", "_known", "_said", "_start")

    def __init__(self, text: str, source: Source, start: int, at: str, *, yaml: Any = None, known: bool = True) -> None:
        file: Any = _Whole(source)
        own: Any = object()
        super().__init__(file, own if yaml is None else yaml)
        self._said, self._start, self._at, self._known = text, start, at, known

    @property
    def kind(self) -> str:
        """A scalar."""
        return "scalar"

    @property
    def is_known(self) -> bool:
        """Is its text what it will be?"""
        return self._known

    @property
    def is_template(self) -> bool:
        """It is none."""
        return False

    @property
    def text(self) -> str:
        """What is said."""
        return self._said

    @property
    def value(self) -> str:
        """The text."""
        return self._said

    @property
    def place(self) -> tuple[int, int]:
        """The offsets of what stands there, in the file."""
        span = self.span
        return span.start, span.end

    @property
    def span(self) -> Span:
        """Where it is said."""
        return self.file.source.span(self._start, self._start + len(self._at))

    def items(self) -> Items:
        """None: it is a scalar."""
        return {}

    def pairs(self) -> list[tuple[Node, Node]]:
        """None."""
        return []

    def elements(self) -> list[Node]:
        """None."""
        return []

    def inner(self, kind: str) -> Source:
        """What stands there as a text of its own."""
        return self.file.source.inner(self._at, kind, ((0, self._start),))


def part(node: Node, text: str, start: int, end: int) -> Said:
    """A scalar that says `text`, by what stands from `start` to `end` of another one's text."""
    inner = node.inner("kubernetes")
    return Said(text, inner, start, inner.text[start:end], yaml=node.yaml, known=node.is_known)


def document(node: Node) -> tuple[Node, ...] | None:
    """The documents of a text that is YAML; None where it is none, or has templates in it."""
    file = Yaml(node.inner("kubernetes"))
    return None if file.problems or file.templates else file.documents
