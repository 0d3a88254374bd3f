"""Quoted texts and templates: what is in them as one text."""

from __future__ import annotations

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import loops
from redislint.read.terraform.convert import asked
from redislint.read.terraform.nodes import Quoted
from redislint.read.terraform.parts import Choice, Code, Loop, Part, Parts, Text
from redislint.read.terraform.types import BOOL, STRING, Value
from redislint.source import Source
from redislint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from redislint.read.terraform.evaluate import Evaluator


def quoted(evaluator: Evaluator, node: Quoted, source: Source) -> Value:
    """A quoted text with code in it; one that is nothing but code is its value."""
    parts = evaluator.template(node, source)
    if parts is None:
        return UNKNOWN
    if len(parts) == 1 and isinstance(parts[0], Code):
        return evaluator.inner(parts[0].node, source)
    return joined(evaluator, parts, source)


def joined(evaluator: Evaluator, parts: Parts, source: Source) -> Value:
    """The text that parts make; raises `Refused`."""
    texts = [asked(_part(evaluator, part, source), STRING) for part in parts]
    found = [text for text in texts if isinstance(text, str)]
    return "".join(found) if len(found) == len(texts) else UNKNOWN


def _part(evaluator: Evaluator, part: Part, source: Source) -> Value:
    match part:
        case Text():
            return part.text
        case Code():
            return evaluator.inner(part.node, source)
        case Choice():
            return evaluator.deeper(lambda: _chosen(evaluator, part, source))
    return evaluator.deeper(lambda: _repeated(evaluator, part, source))


def _chosen(evaluator: Evaluator, part: Choice, source: Source) -> Value:
    test = asked(evaluator.inner(part.test, source), BOOL)
    return UNKNOWN if test is UNKNOWN else joined(evaluator, part.yes if test else part.no, source)


def _repeated(evaluator: Evaluator, part: Loop, source: Source) -> Value:
    found: list[str] = []
    bounds = loops.bindings(evaluator, part.items, source, part.key, part.name)
    for bound in bounds if bounds is not None else ():
        text = evaluator.named(bound, lambda: joined(evaluator, part.body, source))
        if not isinstance(text, str) or not evaluator.budget.admits(text):
            return UNKNOWN
        found.append(text)
    return UNKNOWN if bounds is None else "".join(found)
