"""What an expression comes to, as far as the text of the module settles it.

A value is a text, a number, a truth value, None (null, so that an attribute counts as absent), a list or a dict of
values, or UNKNOWN.  Whatever Terraform would refuse, or is beyond what is calculated here, is UNKNOWN too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import combine, fill, hcl, loops, template, traverse
from redislint.read.terraform.budget import Budget, Nesting
from redislint.read.terraform.convert import converted
from redislint.read.terraform.nodes import (
    Call,
    Conditional,
    For,
    Inset,
    Known,
    Literal,
    Name,
    Node,
    Object,
    Operation,
    Quoted,
    Traversal,
    Tuple,
    Unary,
)
from redislint.read.terraform.parts import Code, Parts, Text
from redislint.read.terraform.scope import PATH, Origin, Placed, Scope
from redislint.read.terraform.types import UNSURE, Type, Value
from redislint.read.terraform.wrong import Refused, Wrong
from redislint.source import Source
from redislint.typed import Any, Final

# Levels of expressions within each other, locals included; a level takes about six of Python's.
MAX_DEPTH: Final = 100

_KINDS: Final[dict[type[Node], Callable[[Evaluator, Any, Source], Value]]] = {
    Literal: lambda _evaluator, node, _source: node.value,
    Known: lambda _evaluator, node, _source: node.value,
    Inset: lambda evaluator, node, _source: evaluator.inner(node.node, node.source),
    Name: traverse.name,
    Traversal: traverse.traversal,
    Quoted: fill.quoted,
    Unary: combine.unary,
    Operation: combine.operation,
    Conditional: combine.conditional,
    Tuple: combine.sequence,
    Object: combine.mapping,
    For: loops.collection,
    Call: combine.call,
}


class Evaluator:
    """Evaluates the expressions of one module; each local and variable once.

    `bound` are the names that stand for values where an expression is: `each`, `count`, what a `for` binds.
    `origins` has by name where what it stands for is written, of those that stand for elements.
    """

    def __init__(self, scope: Scope, nesting: Nesting | None = None) -> None:
        self.scope = scope
        self.nesting = nesting or Nesting()
        self.modules: dict[str, Mapping[str | int | None, Evaluator] | None] = {}
        self.bound: Mapping[str, Value] = {}
        self.origins: Mapping[str, Origin] = {}
        self.budget = Budget()
        self._known: dict[tuple[str, str], Value] = {}

    def within(self, bound: Mapping[str, Value], origins: Mapping[str, Origin] = MappingProxyType({})) -> Evaluator:
        """The same where further names stand for values; what is known of the module is shared."""
        other = self.plain()
        other.bound = {**self.bound, **bound}
        other.origins = {**self.origins, **origins}
        return other

    def plain(self) -> Evaluator:
        """The same where no further names stand for values."""
        other = Evaluator(self.scope, self.nesting)
        other.budget, other.modules, other._known = self.budget, self.modules, self._known
        return other

    def value(self, placed: Placed, bound: Mapping[str, Value] | None = None) -> Value:
        """What the expression comes to, where these names stand for values."""
        outer, self.bound = self.bound, self.bound if bound is None else bound
        try:
            return self.inner(placed.node, placed.source)
        except Refused:
            return UNKNOWN
        finally:
            self.bound = outer

    def attempt(self, node: Node, source: Source) -> Value | Refused:
        """The value of an expression in the one that is evaluated, or that Terraform refuses it."""
        outer = self.bound
        try:
            return self.inner(node, source)
        except Refused as refused:
            return refused
        finally:
            self.bound = outer

    def named(self, bound: Mapping[str, Value], evaluate: Callable[[], Value]) -> Value:
        """What is evaluated where these names stand for values, and no others; raises `Refused`."""
        outer, self.bound = self.bound, bound
        try:
            return evaluate()
        finally:
            self.bound = outer

    def inner(self, node: Node, source: Source) -> Value:
        """The value of an expression in the one that is evaluated; raises `Refused`."""
        evaluate = _KINDS.get(type(node))
        if evaluate is None or self.nesting.level >= MAX_DEPTH or self.budget.steps <= 0:
            return UNKNOWN
        self.nesting.level += 1
        self.budget.steps -= 1
        try:
            found = evaluate(self, node, source)
        finally:
            self.nesting.level -= 1
        return found if self.budget.admits(found) else UNKNOWN

    def deeper(self, evaluate: Callable[[], Value], levels: int = 1) -> Value:
        """What is evaluated further down, if there is room for it; raises `Refused`."""
        if self.nesting.level + levels > MAX_DEPTH or self.budget.steps <= 0:
            return UNKNOWN
        self.nesting.level += levels
        self.budget.steps -= 1
        try:
            return evaluate()
        finally:
            self.nesting.level -= levels

    def template(self, node: Quoted, source: Source) -> Parts | None:
        """The parts of a quoted text, parsed once; None where they cannot be told apart."""
        if node.parts is None:
            self.budget.characters -= node.end - node.start
            return template.parts(source.text, node) if self.budget.characters >= 0 else None
        return node.parts

    def parts(self, node: Quoted, source: Source) -> list[str | Node] | None:
        """The texts and the expressions in a quoted text; None where not only they decide what it says."""
        found = self.template(node, source)
        if found is None or not all(isinstance(part, (Text, Code)) for part in found):
            return None
        return [part.node if isinstance(part, Code) else part.text for part in found if isinstance(part, (Text, Code))]

    def global_value(self, kind: str, name: str) -> Value:
        """What `var.name` or `local.name` comes to."""
        path = {PATH: self.bound[PATH]} if PATH in self.bound else {}
        key = (kind + ("." + PATH if path else ""), name)
        return self.once(key, lambda: self._variable(name) if kind == "var" else self._local(name, path))

    def once(self, key: tuple[str, str], evaluate: Callable[[], Value]) -> Value:
        """What is evaluated once for the module, by its kind and name."""
        if key not in self._known:
            self._known[key] = UNKNOWN  # should it mean itself
            self._known[key] = evaluate()
        return self._known[key]

    def _local(self, name: str, bound: Mapping[str, Value]) -> Value:
        placed = self.scope.local(name)
        return UNKNOWN if placed is None else self.value(placed, bound)

    def _variable(self, name: str) -> Value:
        variable = self.scope.variable(name)
        if variable.value is None:
            return UNKNOWN
        value = self.value(variable.value, {})
        if not variable.type:
            return value
        try:
            return converted(value, self._type(variable.type)) if self.budget.affords(value) else UNKNOWN
        except Refused:
            return UNKNOWN

    def _type(self, written: str) -> Type:
        source = Source("", written, "terraform")
        try:
            node = hcl.expression(written, 0, len(written))
        except Wrong:
            return UNSURE
        from redislint.read.terraform.constraints import constraint

        return constraint(node, lambda default: self.value(Placed(default, source), {}))
