"""What an expression comes to, as far as the text of the module settles it.

A value is a text, a number, a truth value, None (null, so that an attribute counts as absent), a list or a dict of
values, or UNKNOWN.  Whatever Terraform would refuse, or is beyond what is calculated here, is UNKNOWN too.
"""

from __future__ import annotations

from collections.abc import Callable

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import elements, hcl, operators, template
from redislint.read.terraform.functions import FUNCTIONS, PARTIAL, is_known
from redislint.read.terraform.nodes import (
    SPLAT,
    Call,
    Conditional,
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
from redislint.read.terraform.operators import Value
from redislint.read.terraform.scope import Placed, Scope
from redislint.read.terraform.wrong import Wrong
from redislint.source import Source
from redislint.typed import Any, Final

# Levels of expressions within each other, locals included; a level takes about four of Python's.
MAX_DEPTH: Final = 100
MAX_STEPS: Final = 100_000
# Characters of quoted texts that are searched for code.
MAX_QUOTED: Final = 500_000
MAX_TEXT: Final = 1 << 16
MAX_ITEMS: Final = 10_000


class Evaluator:
    """Evaluates the expressions of one module; each local and variable once."""

    def __init__(self, scope: Scope, steps: int = MAX_STEPS) -> None:
        self.scope = scope
        self._known: dict[tuple[str, str], Value] = {}
        self._depth = 0
        self._steps = steps
        self._characters = MAX_QUOTED
        self._parts: dict[tuple[str, int], list[str | Node] | None] = {}
        self._kinds: dict[type[Node], Callable[[Any, Source], Value]] = {
            Literal: lambda node, _: node.value,
            Known: lambda node, _: node.value,
            Quoted: self._quoted,
            Traversal: self._traversal,
            Unary: self._unary,
            Operation: self._operation,
            Conditional: self._conditional,
            Tuple: self._tuple,
            Object: self._object,
            Call: self._call,
        }

    def value(self, placed: Placed) -> Value:
        """What the expression comes to."""
        return self._value(placed.node, placed.source)

    def _value(self, node: Node, source: Source) -> Value:
        evaluate = self._kinds.get(type(node))
        if evaluate is None or self._depth >= MAX_DEPTH or self._steps <= 0:
            return UNKNOWN
        self._depth += 1
        self._steps -= 1
        try:
            found = evaluate(node, source)
        finally:
            self._depth -= 1
        is_large = len(found) > MAX_TEXT if isinstance(found, str) else elements.size(found) > MAX_ITEMS
        return UNKNOWN if is_large else found

    def parts(self, node: Quoted, source: Source) -> list[str | Node] | None:
        """The texts and the expressions in a quoted text, parsed once; None where they cannot be told apart."""
        key = (source.path, node.start)
        if key not in self._parts:
            self._characters -= node.end - node.start
            self._parts[key] = self._divided(node, source) if self._characters >= 0 else None
        return self._parts[key]

    def _divided(self, node: Quoted, source: Source) -> list[str | Node] | None:
        parts = template.parts(source.text, node)
        if parts is None:
            return None
        try:
            return [part if isinstance(part, str) else hcl.expression(source.text, *part) for part in parts]
        except Wrong:
            return None

    def _quoted(self, node: Quoted, source: Source) -> Value:
        parts = self.parts(node, source)
        if parts is None:
            return UNKNOWN
        values = [part if isinstance(part, str) else self._value(part, source) for part in parts]
        if len(values) == 1:
            return values[0]
        texts = [operators.text(value) for value in values]
        return UNKNOWN if any(text is None for text in texts) else "".join(text or "" for text in texts)

    def _traversal(self, node: Traversal, source: Source) -> Value:
        steps = node.steps
        if isinstance(node.base, Name):
            if node.base.name not in ("var", "local") or not isinstance(steps[0], str):
                return UNKNOWN
            value = self._named(node.base.name, steps[0])
            steps = steps[1:]
        else:
            value = self._value(node.base, source)
        for index, step in enumerate(steps):
            if step is SPLAT:
                return elements.splat(value) if index == len(steps) - 1 else UNKNOWN
            value = elements.item(value, self._value(step, source) if isinstance(step, Node) else step)
        return value

    def _named(self, kind: str, name: str) -> Value:
        key = (kind, name)
        if key not in self._known:
            self._known[key] = UNKNOWN  # should it mean itself
            self._known[key] = self._variable(name) if kind == "var" else self._local(name)
        return self._known[key]

    def _local(self, name: str) -> Value:
        placed = self.scope.local(name)
        return UNKNOWN if placed is None else self.value(placed)

    def _variable(self, name: str) -> Value:
        variable = self.scope.variable(name)
        if variable.value is None:
            return UNKNOWN
        return operators.converted(self.value(variable.value), variable.type)

    def _unary(self, node: Unary, source: Source) -> Value:
        value = self._value(node.operand, source)
        for sign in reversed(node.signs):
            value = operators.signed(sign, value)
        return value

    def _operation(self, node: Operation, source: Source) -> Value:
        return operators.ranked([self._value(operand, source) for operand in node.operands], node.operators)

    def _conditional(self, node: Conditional, source: Source) -> Value:
        test = operators.truth(self._value(node.test, source))
        yes, no = operators.alike(self._value(node.yes, source), self._value(node.no, source))
        if test is UNKNOWN:
            return yes if operators.equal(yes, no) is True else UNKNOWN
        return yes if test else no

    def _tuple(self, node: Tuple, source: Source) -> Value:
        return [self._value(item, source) for item in node.items]

    def _object(self, node: Object, source: Source) -> Value:
        found: dict[str, Any] = {}
        for key, item in node.pairs:
            name = key.name if isinstance(key, Name) else operators.text(self._value(key, source))
            if name is None:
                return UNKNOWN
            found[name] = self._value(item, source)
        return found

    def _call(self, node: Call, source: Source) -> Value:
        function = FUNCTIONS.get(node.function.removeprefix("core::"))
        if function is None:
            return UNKNOWN
        arguments: list[Any] = [self._value(argument, source) for argument in node.arguments]
        if node.spread:
            last = arguments.pop()
            if not isinstance(last, list):
                return UNKNOWN
            arguments += last
        if function not in PARTIAL and not is_known(arguments):
            return UNKNOWN
        try:
            return function(*arguments)
        except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError):
            # Not what the function takes: Terraform would refuse it.
            return UNKNOWN
