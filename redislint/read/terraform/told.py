"""A text that an expression comes to, with the place in the files where each of its characters stands.

Other languages stand inside Terraform's (an access string of ACL rules in a heredoc, a template or a `join`), and what
is wrong with one of their words is shown at that very word.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from redislint.read.terraform import calls, loops, operators, passing, template, trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.loops import Bound
from redislint.read.terraform.nodes import Call, Known, Literal, Quoted, Tuple
from redislint.read.terraform.parts import Choice, Code, Loop, Parts, Text
from redislint.read.terraform.quoted import characters
from redislint.read.terraform.scope import NESTING, Placed
from redislint.read.terraform.wrong import Refused
from redislint.source import Source, Span
from redislint.typed import Final

# Where a part of a text is not known, this stands for it: a variable to whoever reads on.
HIDDEN: Final = "${}"
# Texts within each other; real ones take three at most.
_DEPTH: Final = 10
_STEPS: Final = 1_000
# Characters; what ElastiCache and MemoryDB take is far shorter.
_LONGEST: Final = 10_000

Character = tuple[str, Span]


class Told:
    """A text, and for each character its place; what Terraform puts in by itself has that of the whole expression."""

    def __init__(self, characters: list[Character]) -> None:
        self.characters = characters
        self.text = "".join([text for text, _ in characters])
        self._places = [place for _, place in characters]

    def span(self, start: int, end: int) -> Span:
        """The place of `text[start:end]`, which is not empty; its beginning alone where it runs on in another file."""
        first, last = self._places[start], self._places[max(end - 1, start)]
        return first.to(last) if first.source is last.source and first.start <= last.start else first


def told(placed: Placed, evaluator: Evaluator, longest: int = _LONGEST) -> Told:
    """The text of an expression; `HIDDEN` where a part of it, or all of it, is not known or there is no end of it."""
    found = [*islice(_Teller(evaluator, longest).characters(placed, _DEPTH), longest + 1)]
    return Told(found if len(found) <= longest else [(one, placed.span) for one in HIDDEN])


class _Teller:
    def __init__(self, evaluator: Evaluator, longest: int) -> None:
        self._evaluator = evaluator
        self._longest = longest
        self._steps = _STEPS

    def characters(self, placed: Placed, depth: int) -> Iterator[Character]:
        """The characters of an expression, with their places."""
        self._steps -= 1
        origin = trace.origin(placed, self._evaluator)
        node, source = origin.node, origin.source
        is_open = depth > 0 and self._steps > 0
        if isinstance(node, Literal) and isinstance(node.value, str):
            inside = characters(source.text, node.start + 1, node.end - 1, heredoc=False)
            yield from ((text, source.span(first, last)) for text, first, last in inside)
        elif is_open and isinstance(node, Quoted) and (parts := self._evaluator.template(node, source)) is not None:
            yield from self._parts(node, parts, source, depth)
        elif is_open and isinstance(node, Call) and (found := self._called(node, source, depth)) is not None:
            yield from found
        else:
            text = operators.text(self._evaluator.value(origin))
            # What is calculated in a `for` or in a caller is written there, with no other names.
            own = origin if isinstance(node, Known) else placed
            place = passing.blamed(origin, self._evaluator) or own.span
            yield from ((one, place) for one in (text if isinstance(text, str) else HIDDEN))

    def _called(self, node: Call, source: Source, depth: int) -> Iterator[Character] | None:
        """Those of a call that hands on what is written elsewhere; None for any other."""
        if node.function == "join" and (joined := _joined(node)) is not None:
            return self._list(*joined, source, depth)
        if node.function not in ("file", "templatefile") or not node.arguments or node.spread:
            return None
        file = calls.file_of(self._evaluator, node.arguments[0], source)
        if file is None or len(file.text) > self._longest:
            return None
        if node.function == "file":
            return ((one, file.span(index, index + 1)) for index, one in enumerate(file.text))
        return self._filled(node, file, source, depth)

    def _filled(self, node: Call, file: Source, source: Source, depth: int) -> Iterator[Character] | None:
        """Those of a template file."""
        names = self._evaluator.value(Placed(node.arguments[-1], source))
        quoted = Quoted(0, len(file.text), is_heredoc=False, is_bare=True)
        parts = self._evaluator.template(quoted, file)
        if not isinstance(names, dict) or parts is None:
            return None
        return self._within({**names, NESTING: True}, quoted, parts, file, depth)

    def _within(self, bound: Bound, node: Quoted, parts: Parts, source: Source, depth: int) -> Iterator[Character]:
        """Those of parts in which names stand for values."""
        outer, self._evaluator = self._evaluator, self._evaluator.within(bound)
        yield from self._parts(node, parts, source, depth - 1)
        self._evaluator = outer

    def _parts(self, node: Quoted, parts: Parts, source: Source, depth: int) -> Iterator[Character]:
        """Those of a quoted text with code in it, of a heredoc or of a template."""
        for part in parts:
            self._steps -= 1
            if isinstance(part, Text):
                found = template.places(source.text, node, part)
                yield from ((text, source.span(first, last)) for text, first, last in found)
            elif isinstance(part, Code):
                whole = source.span(part.first, part.last)
                yield from ((one, whole) for one, _ in self.characters(Placed(part.node, source), depth - 1))
            elif isinstance(part, Choice):
                test = operators.truth(self._evaluator.value(Placed(part.test, source)))
                if isinstance(test, bool) and depth > 0:
                    yield from self._parts(node, part.yes if test else part.no, source, depth - 1)
                else:
                    yield from self._hidden(Placed(part.test, source))
            else:
                yield from self._loop(node, part, source, depth)

    def _loop(self, node: Quoted, loop: Loop, source: Source, depth: int) -> Iterator[Character]:
        try:
            bindings = loops.bindings(self._evaluator, loop.items, source, loop.key, loop.name)
        except Refused:
            bindings = None
        for bound in bindings or ():
            if depth <= 0 or self._steps <= 0:
                bindings = None
                break
            yield from self._within(bound, node, loop.body, source, depth)
        if bindings is None:
            yield from self._hidden(Placed(loop.items, source))

    def _hidden(self, placed: Placed) -> Iterator[Character]:
        return ((one, placed.span) for one in HIDDEN)

    def _list(self, separator: str, listed: Tuple, source: Source, depth: int) -> Iterator[Character]:
        for index, item in enumerate(listed.items):
            yield from ((one, source.span(item.start, item.end)) for one in separator if index)
            yield from self.characters(Placed(item, source), depth - 1)


def _joined(node: Call) -> tuple[str, Tuple] | None:
    """The separator and the list of `join(" ", [...])`."""
    if node.function != "join" or len(node.arguments) != 2 or node.spread:
        return None
    separator, listed = node.arguments
    if not isinstance(separator, Literal) or not isinstance(separator.value, str) or not isinstance(listed, Tuple):
        return None
    return separator.value, listed
