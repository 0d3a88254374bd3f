"""YAML as nodes with their places: composed, never loaded, so that nothing in a file can make an object.

Helm's and compose's templates are no YAML.  Where a file cannot be parsed for their sake, they are blanked out, and
whatever they touch is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from redislint.model.document import Problem
from redislint.model.facts import UNKNOWN, Unknown
from redislint.read import unknown
from redislint.read.scalar import pieces
from redislint.source import BOM, Source, Span

if TYPE_CHECKING:
    from yaml.nodes import Node as YamlNode

# libyaml's composer recurses, and dies at about 30,000 levels (contract: a cap of 1,000, found before parsing).
MAX_DEPTH: Final = 1_000
# Nodes that are looked at in one walk; an alias is looked at once.
MAX_NODES: Final = 500_000

_TAG: Final = "tag:yaml.org,2002:"
_PLAIN_TAGS: Final = frozenset(f"{_TAG}{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq"))
_BOOLS: Final = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
_TEMPLATE: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>", re.DOTALL)
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
# What makes a text worth a closer look at its depth: many brackets, or a line that is indented very far.
_DEEP_LINE: Final = re.compile(r"^[ \t?-]{900}", re.MULTILINE)

TOO_DEEP: Final = f"the nesting is deeper than {MAX_DEPTH:,} levels, and the file is not read"


class Yaml:
    """A file's documents, as far as they can be read.

    templated   templates were blanked out to parse it: there may be more keys, or fewer
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.documents: tuple[Node, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.templated = False
        # Stretches of the text that a template may leave out.
        self.conditional: list[tuple[int, int]] = []
        self._read()

    def _read(self) -> None:
        text = _SURROGATES.sub("\ufffd", self.source.text)
        if text.startswith(BOM):
            text = " " + text[1:]
        self._compose(text)
        if self.problems and _TEMPLATE.search(text):
            before = (self.documents, self.problems)
            self.templated = True
            self.conditional = _conditional(text)
            self._compose(_TEMPLATE.sub(_filler, text))
            if self.problems and len(self.documents) <= len(before[0]):
                self.documents, self.problems = before

    def _compose(self, text: str) -> None:
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        documents: list[Node] = []
        self.problems = ()
        try:
            if _may_be_deep(text) and _is_deep(text, loader):
                self._fail(0, TOO_DEEP)
            else:
                for node in yaml.compose_all(text, Loader=loader):
                    if node is not None:
                        documents.append(Node(self, node))
        except yaml.MarkedYAMLError as error:
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
        offset = min(offset, len(self.source.text))
        self.problems = (Problem("unreadable", self.source.span(offset, offset), detail),)

    def is_conditional(self, offset: int) -> bool:
        """May a template leave out what stands at this offset?"""
        return any(start <= offset < end for start, end in self.conditional)

    def nodes(self) -> Iterator[Node]:
        """Every node, keys included, each once, in no certain order."""
        stack = list(self.documents)
        seen: set[int] = set()
        while stack and len(seen) < MAX_NODES:
            node = stack.pop()
            if id(node.yaml) in seen:
                continue
            seen.add(id(node.yaml))
            yield node
            for key, value in node.pairs():
                stack += [value, key]
            stack += node.elements()

    def comments(self) -> tuple[Span, ...]:
        """The comments of a file that speaks to redislint, else none: nothing else is asked of them."""
        text = self.source.text
        if "redislint" not in text:
            return ()
        scalars = sorted(
            (node.span.start, node.span.end) for node in self.nodes() if node.kind == "scalar" and "#" in node.span.text
        )
        found = [(match.start("comment"), match.end()) for match in _COMMENT.finditer(text)]
        return tuple(self.source.span(start, end) for start, end in _outside(found, scalars))

    def duplicates(self) -> Iterator[Problem]:
        """The keys that are given again further down in the same mapping: only the last one counts."""
        for node in self.nodes():
            seen: dict[str, Node] = {}
            for key, _ in node.pairs():
                if key.kind == "scalar" and key.text != "<<" and key.is_known:
                    if key.text in seen:
                        detail = (
                            f"the key `{key.text}` is given again on line {key.span.position[0]}, and that one counts"
                        )
                        yield Problem("duplicate-key", seen[key.text].span, detail)
                    seen[key.text] = key


class Node:
    """One node: a mapping, a sequence or a scalar."""

    __slots__ = ("file", "yaml")

    def __init__(self, file: Yaml, node: YamlNode) -> None:
        self.file = file
        self.yaml: Any = node

    @property
    def kind(self) -> str:
        """`mapping`, `sequence`, `scalar`, or `null` for nothing at all."""
        if self.yaml.id == "scalar" and self.yaml.tag == f"{_TAG}null":
            return "null"
        kind: str = self.yaml.id
        return kind

    @property
    def span(self) -> Span:
        """The node's place, without what follows it; nothing has its place where it could be written."""
        start, end = self.yaml.start_mark.index, self.yaml.end_mark.index
        text = self.file.source.text[start:end]
        return self.file.source.span(start, start + len(text.rstrip()))

    @property
    def is_known(self) -> bool:
        """Is a scalar's text what it will be: no template, variable, encrypted or tagged value?"""
        if self.yaml.tag not in _PLAIN_TAGS or self.file.is_conditional(self.yaml.start_mark.index):
            return False
        if self.yaml.id != "scalar":
            return True
        text = self.yaml.value
        if text.startswith("ENC[") and text.endswith("]"):
            return False
        if self.file.templated and "{{" in self.span.text:
            return False
        return not (unknown.may_hold(text) and unknown.holds(text))

    @property
    def text(self) -> str:
        """A scalar's text, empty for any other node."""
        return self.yaml.value if self.yaml.id == "scalar" else ""

    @property
    def value(self) -> str | int | bool | None | Unknown:
        """What a scalar says as YAML 1.1 has it, as Helm and PyYAML do: `yes` is true; UNKNOWN for a template.

        A number that is no plain decimal integer is its text.
        """
        if not self.is_known:
            return UNKNOWN
        text = self.text
        if self.yaml.tag == f"{_TAG}null":
            return None
        if self.yaml.tag == f"{_TAG}bool":
            return _BOOLS[text.lower()]
        if self.yaml.tag == f"{_TAG}int" and re.fullmatch(r"-?[0-9]{1,18}", text):
            return int(text)
        return text

    def pairs(self) -> list[tuple[Node, Node]]:
        """Keys and values of a mapping as written, `<<` among them."""
        if self.yaml.id != "mapping":
            return []
        return [(Node(self.file, key), Node(self.file, value)) for key, value in self.yaml.value]

    def elements(self) -> list[Node]:
        """The elements of a sequence."""
        return [Node(self.file, one) for one in self.yaml.value] if self.yaml.id == "sequence" else []

    def items(self) -> dict[str, tuple[Node, Node]]:
        """Each key's text with its nodes; the last of equal ones counts, and what `<<` brings in counts least."""
        return self._items(0)

    def _items(self, depth: int) -> dict[str, tuple[Node, Node]]:
        found: dict[str, tuple[Node, Node]] = {}
        merged: list[Node] = []
        for key, value in self.pairs():
            if key.text == "<<":
                merged += value.elements() or [value]
            elif key.yaml.id == "scalar":
                found[key.text] = (key, value)
        if depth < 8:
            for one in merged[:64]:
                found = one._items(depth + 1) | found
        return found

    def get(self, key: str) -> Node | None:
        """The value of a key of a mapping; None if there is none."""
        pair = self.items().get(key)
        return pair[1] if pair else None

    def key(self, key: str) -> Node | None:
        """The key itself, for its place."""
        pair = self.items().get(key)
        return pair[0] if pair else None

    def at(self, path: str) -> Node | None:
        """The value at a path of keys such as `auth.enabled`; None if it is not there."""
        node: Node | None = self
        for key in path.split("."):
            node = node.get(key) if node is not None else None
        return node

    def inner(self, kind: str) -> Source:
        """A scalar's text as a text of its own, each place that in the file; `kind` is its language."""
        text = self.text
        return self.file.source.inner(text, kind, pieces(self.file.source.text, self.yaml, text))


_COMMENT: Final = re.compile(r"(?:^|(?<=[ \t]))(?P<comment>#[^\n]*[^\s])", re.MULTILINE)


def _outside(places: list[tuple[int, int]], scalars: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places that begin in none of the scalars; both sorted, scalars not overlapping."""
    index = 0
    behind = -1
    for start, end in places:
        while index < len(scalars) and scalars[index][1] <= start:
            index += 1
        inside = index < len(scalars) and scalars[index][0] <= start
        # A `#` within a comment begins no other one.
        if not inside and start >= behind:
            yield start, end
            behind = end


def _may_be_deep(text: str) -> bool:
    """A quick look: can the text nest so deeply that it is worth counting?"""
    return text.count("[") + text.count("{") > MAX_DEPTH or _DEEP_LINE.search(text) is not None or "- - - - -" in text


def _is_deep(text: str, loader: Any) -> bool:
    """Count the levels, event by event: the parser keeps its own stack, and does not recurse."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False


def _filler(match: re.Match[str]) -> str:
    """As many letters as the template takes, so that all places stay; blanks where it has its line to itself."""
    text = match.group()
    line_start = match.string.rfind("\n", 0, match.start()) + 1
    line_end = match.string.find("\n", match.end())
    line = match.string[line_start : line_end if line_end >= 0 else None]
    alone = not _TEMPLATE.sub("", line).strip()
    return re.sub(r"[^\n]", " " if alone or "\n" in text else "T", text)


def _conditional(text: str) -> list[tuple[int, int]]:
    """The stretches between a template's `if`, `range` or `with` and its `end`."""
    found: list[tuple[int, int]] = []
    depth, start = 0, 0
    for match in _TEMPLATE.finditer(text):
        change = unknown.nesting(match.group())
        if depth == 0 and change > 0:
            start = match.end()
        depth = max(depth + change, 0)
        if depth == 0 and change < 0:
            found.append((start, match.start()))
    if depth:
        found.append((start, len(text)))
    return found


def _said(error: Any) -> str:
    """What PyYAML says of an error, without the lines of the file that it repeats."""
    words = [str(part) for part in (error.context, error.problem) if part]
    return ", ".join(words) or "it cannot be parsed"
