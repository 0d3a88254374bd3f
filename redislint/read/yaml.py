"""YAML as nodes with their places: composed, never loaded, so that nothing in a file can make an object.

Helm's and compose's templates are no YAML.  Where a file cannot be parsed for their sake, they are blanked out, and
whatever they touch is unknown.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from copy import copy
from types import MappingProxyType

from redislint.model.document import Problem
from redislint.read import anchors, yamltext
from redislint.read.node import Node
from redislint.read.uncollected import Uncollected
from redislint.source import BOM, Source, Span
from redislint.typed import Any, Final

__all__ = ["MAX_NODES", "TOO_DEEP", "Node", "Yaml"]

# Nodes that are looked at in one walk; an alias is looked at once.
MAX_NODES: Final = 500_000

_SURROGATES: Final = re.compile("[\ud800-\udfff]")
TOO_DEEP: Final = f"the nesting is deeper than {yamltext.MAX_DEPTH:,} levels, and the file is not read"


class Yaml:
    """A file's documents, as far as they can be read.

    templates   the places of templates that were blanked out to parse it: there may be more keys, or fewer
    variables   what compose fills in for variables in its values, as far as the tree says it
    folder      the folder that its relative paths count from: its own, where no other is given
    """

    def __init__(
        self, source: Source, variables: Mapping[str, str] = MappingProxyType({}), folder: str | None = None
    ) -> None:
        self.source = source
        self.variables = variables
        self.folder = posixpath.dirname(source.path) if folder is None else folder
        self.documents: tuple[Node, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.templates: list[tuple[int, int]] = []
        # Stretches of the text that a template may leave out.
        self.conditional: list[tuple[int, int]] = []
        # How many characters of the file come before the text that is parsed: a BOM, or none.
        self.shift = 1 if source.text.startswith(BOM) else 0
        self.items: dict[int, dict[str, tuple[Node, Node]]] = {}
        # The paths of values below a mapping, by its identity; None for too many.
        self.leaves: dict[int, list[str] | None] = {}
        # Nodes that a reader makes beside those of the text: kept, since others are known by their identity.
        self.made: list[Any] = []
        self._mappings: list[Any] | None = None
        self._kinds: dict[str, Yaml] = {}
        self._read()

    def of_kind(self, kind: str) -> Yaml:
        """The same nodes, in the same file as one of another kind: whose words are to be used decides that."""
        found = self._kinds.get(kind)
        if found is None:
            found = self._kinds[kind] = copy(self)
            found.source = self.source.of_kind(kind)
            # What is kept there has nodes of the file as it was.
            found.items, found.leaves = {}, {}
            found.documents = tuple(Node(found, one.yaml) for one in self.documents)
        return found

    def _read(self) -> None:
        text = _SURROGATES.sub("\ufffd", self.source.text[self.shift :])
        self._compose(text)
        places = yamltext.templates(text) if self.problems else []
        if not places:
            return
        before = (self.documents, self.problems)
        self._compose(yamltext.blanked(text, places))
        if self.problems and len(self.documents) <= len(before[0]):
            self.documents, self.problems = before
            return
        self.templates = [(start + self.shift, end + self.shift) for start, end in places]
        stretches = yamltext.conditional(text, places)
        self.conditional = [(start + self.shift, end + self.shift) for start, end in stretches]

    def _compose(self, text: str, *, again: bool = False) -> None:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        documents: list[Node] = []
        self.problems = ()
        try:
            if yamltext.is_deep(text, loader):
                self._fail(0, TOO_DEEP)
            else:
                with Uncollected():
                    # One by one: those before an error are kept.
                    found = yaml.compose_all(text, Loader=loader)
                    documents.extend(Node(self, node) for node in found if node is not None)
        except yaml.MarkedYAMLError as error:
            if not again and "duplicate anchor" in (error.context or ""):
                # YAML lets an anchor be defined again, PyYAML does not.
                self._compose(anchors.distinct(text, loader), again=True)
                return
            mark = error.problem_mark or error.context_mark
            is_deep = "nesting depth" in (error.problem or "")
            self._fail(mark.index if mark else 0, TOO_DEEP if is_deep else f"this is no valid YAML: {_said(error)}")
        except yaml.YAMLError as error:
            # A character that YAML does not allow.
            self._fail(getattr(error, "position", 0), "this is no valid YAML: it holds a character that YAML forbids")
        except RecursionError:
            self._fail(0, TOO_DEEP)
        self.documents = tuple(documents)

    def _fail(self, offset: int, detail: str) -> None:
        offset = min(offset + self.shift, len(self.source.text))
        self.problems = (Problem("unreadable", self.source.span(offset, offset), detail),)

    def is_conditional(self, offset: int) -> bool:
        """May a template leave out what stands at this offset?"""
        index = bisect_right(self.conditional, (offset, len(self.source.text) + 1)) - 1
        return index >= 0 and offset < self.conditional[index][1]

    def is_blanked(self, start: int, end: int) -> bool:
        """Was a template blanked out anywhere between these offsets?"""
        index = bisect_right(self.templates, (end, -1)) - 1
        return index >= 0 and self.templates[index][1] > start

    def _walk(self) -> Iterator[Any]:
        """Every node of PyYAML's, keys included, each once, in no certain order."""
        stack = [node.yaml for node in self.documents]
        seen: set[int] = set()
        while stack and len(seen) < MAX_NODES:
            node = stack.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            yield node
            if node.id == "mapping":
                for pair in node.value:
                    stack += pair
            elif node.id == "sequence":
                stack += node.value

    def nodes(self, kind: str = "") -> Iterator[Node]:
        """Every node, or those of a kind (`mapping`, `sequence`, `scalar`), each once, in no certain order."""
        if kind != "mapping":
            return (Node(self, node) for node in self._walk() if not kind or node.id == kind)
        if self._mappings is None:
            self._mappings = [node for node in self._walk() if node.id == "mapping"]
        return (Node(self, node) for node in self._mappings)

    def comments(self) -> tuple[Span, ...]:
        """The comments of a file that speaks to redislint, else none: nothing else is asked of them."""
        text = self.source.text
        if "redislint" not in text:
            return ()
        spans = [node.span for node in self.nodes("scalar")]
        scalars = sorted((span.start, span.end) for span in spans if "#" in span.text)
        return tuple(self.source.span(start, end) for start, end in yamltext.comments(text, scalars))

    def duplicates(self) -> Iterator[Problem]:
        """The keys that are given again further down in the same mapping: only the last one counts."""
        for node in self.nodes("mapping"):
            names = node.names()
            if len(set(names)) == len(names):
                continue
            seen: dict[str, Node] = {}
            for key, _ in node.pairs():
                if key.kind == "scalar" and key.text != "<<" and key.is_known:
                    if key.text in seen:
                        detail = (
                            f"the key `{key.text}` is given again on line {key.span.position[0]}, and that one counts"
                        )
                        yield Problem("duplicate-key", seen[key.text].span, detail)
                    seen[key.text] = key


def _said(error: Any) -> str:
    """What PyYAML says of an error, without the lines of the file that it repeats."""
    words = [str(part) for part in (error.context, error.problem) if part]
    return ", ".join(words) or "it cannot be parsed"
