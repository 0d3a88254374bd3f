"""What an expression comes to, as far as the text of the module settles it.

A value is a text, a number, a truth value, None (null, so that an attribute counts as absent), a list or a dict of
values, or UNKNOWN.  Whatever Terraform would refuse, or is beyond what is calculated here, is UNKNOWN too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import elements, hcl, operators, template
from redislint.read.terraform.budget import Budget
from redislint.read.terraform.convert import constraint, converted
from redislint.read.terraform.nodes import (
    ATTRIBUTES,
    SPLAT,
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
    Splat,
    Traversal,
    Tuple,
    Unary,
)
from redislint.read.terraform.parts import Choice, Code, Loop, Parts, Text
from redislint.read.terraform.scope import Origin, Placed, Scope
from redislint.read.terraform.types import BOOL, STRING, Type, Value, is_sure, type_of, unify
from redislint.read.terraform.wrong import Refused, Wrong
from redislint.source import Source
from redislint.typed import Any, Final

# Levels of expressions within each other, locals included; a level takes about four of Python's.
MAX_DEPTH: Final = 100
# Among the names that are bound: `path`, which stands for a value only while the path of a file is worked out.
PATH: Final = "path"
# No name of the language: it is bound within a template file, which sees nothing but what it is given.
NESTING: Final = "in a template"

Step = str | int | Node | Splat


class Evaluator:
    """Evaluates the expressions of one module; each local and variable once.

    `bound` are the names that stand for values where an expression is: `each`, `count`, what a `for` binds.
    `origins` has by name where what it stands for is written, of those that stand for elements.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.bound: Mapping[str, Value] = {}
        self.origins: Mapping[str, Origin] = {}
        self.budget = Budget()
        self._known: dict[tuple[str, str], Value] = {}
        self._depth = 0
        self._kinds: dict[type[Node], Callable[[Any, Source], Value]] = {
            Literal: lambda node, _: node.value,
            Known: lambda node, _: node.value,
            Inset: lambda node, _: self._value(node.node, node.source),
            Name: self._name,
            Quoted: self._quoted,
            Traversal: self._traversal,
            Unary: self._unary,
            Operation: self._operation,
            Conditional: self._conditional,
            Tuple: self._tuple,
            Object: self._object,
            For: self._for,
            Call: self._call,
        }

    def value(self, placed: Placed, bound: Mapping[str, Value] | None = None) -> Value:
        """What the expression comes to, where these names stand for values."""
        try:
            return self.tried(placed.node, placed.source, self.bound if bound is None else bound)
        except Refused:
            return UNKNOWN

    def within(self, bound: Mapping[str, Value], origins: Mapping[str, Origin] = MappingProxyType({})) -> Evaluator:
        """The same where further names stand for values; what is known of the module is shared."""
        other = Evaluator(self.scope)
        other.bound = {**self.bound, **bound}
        other.origins = {**self.origins, **origins}
        other.budget, other._known = self.budget, self._known
        return other

    def tried(self, node: Node, source: Source, bound: Mapping[str, Value]) -> Value:
        """The value of an expression where these names stand for values; raises `Refused`."""
        outer, self.bound = self.bound, bound
        try:
            return self._value(node, source)
        finally:
            self.bound = outer

    def _value(self, node: Node, source: Source) -> Value:
        evaluate = self._kinds.get(type(node))
        if evaluate is None or self._depth >= MAX_DEPTH or self.budget.steps <= 0:
            return UNKNOWN
        self._depth += 1
        self.budget.steps -= 1
        try:
            found = evaluate(node, source)
        finally:
            self._depth -= 1
        return found if self.budget.admits(found) else UNKNOWN

    def _or_refused(self, node: Node, source: Source) -> Value | Refused:
        try:
            return self._value(node, source)
        except Refused as refused:
            return refused

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

    def _quoted(self, node: Quoted, source: Source) -> Value:
        parts = self.template(node, source)
        if parts is None:
            return UNKNOWN
        if len(parts) == 1 and isinstance(parts[0], Code):
            return self._value(parts[0].node, source)
        return self.joined(parts, source)

    def joined(self, parts: Parts, source: Source) -> Value:
        """The text that parts make; raises `Refused`."""
        found: list[str] = []
        known = True
        for part in parts:
            value = self._part(part, source)
            if value is None:
                raise Refused
            text = converted(value, STRING)
            known = known and isinstance(text, str)
            found.append(text if isinstance(text, str) else "")
        return "".join(found) if known else UNKNOWN

    def _part(self, part: Text | Code | Choice | Loop, source: Source) -> Value:
        if isinstance(part, Text):
            return part.text
        if isinstance(part, Code):
            return self._value(part.node, source)
        if self._depth >= MAX_DEPTH:
            return UNKNOWN
        self._depth += 1
        try:
            return self._directive(part, source)
        finally:
            self._depth -= 1

    def _directive(self, part: Choice | Loop, source: Source) -> Value:
        if isinstance(part, Choice):
            test = self._truth(self._value(part.test, source))
            return UNKNOWN if test is UNKNOWN else self.joined(part.yes if test else part.no, source)
        found = ""
        bindings = self.bindings(part.items, source, part.key, part.name)
        for bound in bindings if bindings is not None else ():
            with_names = self.named(bound, lambda: self.joined(part.body, source))
            if not isinstance(with_names, str) or not self.budget.admits(found := found + with_names):
                return UNKNOWN
        return UNKNOWN if bindings is None else found

    def named(self, bound: Mapping[str, Value], evaluate: Callable[[], Value]) -> Value:
        """What is evaluated where these names stand for values, and no others; raises `Refused`."""
        outer, self.bound = self.bound, bound
        try:
            return evaluate()
        finally:
            self.bound = outer

    def bindings(self, items: Node, source: Source, key: str, name: str) -> Iterator[dict[str, Value]] | None:
        """What names stand for, for each element of a collection; None where it is not known.  Raises `Refused`."""
        value = self._value(items, source)
        if value is None:
            raise Refused
        pairs = elements.pairs(value)
        outer = self.bound
        if pairs is None:
            return None
        return ({**outer, key: index, name: item} if key else {**outer, name: item} for index, item in pairs)

    def _truth(self, value: Value) -> Value:
        if value is None:
            raise Refused
        return converted(value, BOOL)

    def _name(self, node: Name, _: Source) -> Value:
        return self.bound.get(node.name, UNKNOWN)

    def _traversal(self, node: Traversal, source: Source) -> Value:
        steps: Sequence[Step] = node.steps
        if not isinstance(node.base, Name):
            return self._steps(self._value(node.base, source), steps, source)
        name = node.base.name
        if name in self.bound:
            return self._steps(self.bound[name], steps, source)
        if NESTING in self.bound:
            raise Refused
        if name not in ("var", "local") or not isinstance(steps[0], str):
            return UNKNOWN
        return self._steps(self._named(name, steps[0]), steps[1:], source)

    def _steps(self, value: Value, steps: Sequence[Step], source: Source) -> Value:
        """What a value's steps lead to."""
        for index, step in enumerate(steps):
            if isinstance(step, Splat):
                taken = steps[index + 1 :] if step is SPLAT else _attributes(steps[index + 1 :])
                value = self._splat(value, taken, source)
                return self._steps(value, steps[index + 1 + len(taken) :], source)
            if isinstance(step, str):
                value = elements.attribute(value, step)
            else:
                value = elements.item(value, self._value(step, source) if isinstance(step, Node) else step)
        return value

    def _splat(self, value: Value, steps: Sequence[Step], source: Source) -> Value:
        items = elements.splatted(value)
        if items is None:
            return UNKNOWN
        found: list[Any] = []
        for item in items:
            self.budget.steps -= 1
            found.append(self._steps(item, steps, source) if self.budget.steps > 0 else UNKNOWN)
        return elements.collected(found, value) if self.budget.affords(found) else UNKNOWN

    def _named(self, kind: str, name: str) -> Value:
        path = {PATH: self.bound[PATH]} if PATH in self.bound else {}
        key = (kind + ("." + PATH if path else ""), name)
        if key not in self._known:
            self._known[key] = UNKNOWN  # should it mean itself
            self._known[key] = self._variable(name) if kind == "var" else self._local(name, path)
        return self._known[key]

    def _local(self, name: str, bound: Mapping[str, Value]) -> Value:
        placed = self.scope.local(name)
        return UNKNOWN if placed is None else self.value(placed, bound)

    def _variable(self, name: str) -> Value:
        variable = self.scope.variable(name)
        if variable.value is None:
            return UNKNOWN
        value = self.value(variable.value, {})
        if not variable.type or not self.budget.affords(value):
            return UNKNOWN if variable.type else value
        try:
            return converted(value, self._constraint(variable.type))
        except Refused:
            return UNKNOWN

    def _constraint(self, written: str) -> Type:
        source = Source("", written, "terraform")
        try:
            node = hcl.expression(written, 0, len(written))
        except Wrong:
            return Type("unsure")
        return constraint(node, lambda default: self.value(Placed(default, source), {}))

    def _unary(self, node: Unary, source: Source) -> Value:
        value = self._value(node.operand, source)
        for sign in reversed(node.signs):
            value = operators.signed(sign, value)
        return value

    def _operation(self, node: Operation, source: Source) -> Value:
        if operators.LOGICAL.isdisjoint(node.operators):
            values = [self._value(operand, source) for operand in node.operands]
        else:
            # Newer versions do not ask for the second operand where the first one settles it.
            tried = [self._or_refused(operand, source) for operand in node.operands]
            values = [UNKNOWN if isinstance(value, Refused) else value for value in tried]
        return operators.ranked(values, node.operators) if self.budget.affords(*values) else UNKNOWN

    def _conditional(self, node: Conditional, source: Source) -> Value:
        branches = self._or_refused(node.yes, source), self._or_refused(node.no, source)
        test = self._truth(self._value(node.test, source))
        values = [UNKNOWN if isinstance(value, Refused) else value for value in branches]
        if not self.budget.affords(*values):
            return UNKNOWN
        type_ = unify([type_of(value) for value in values])
        if type_ is None:
            raise Refused
        if test is UNKNOWN:
            yes, no = (converted(value, type_) for value in values)
            return yes if is_sure(type_) and operators.equal(yes, no) is True else UNKNOWN
        chosen = branches[0 if test else 1]
        if isinstance(chosen, Refused):
            raise chosen
        return converted(chosen, type_)

    def _tuple(self, node: Tuple, source: Source) -> Value:
        return [self._value(item, source) for item in node.items]

    def _object(self, node: Object, source: Source) -> Value:
        found: dict[str, Any] = {}
        for key, item in node.pairs:
            name = key.name if isinstance(key, Name) else self._key(self._value(key, source))
            if not isinstance(name, str):
                return UNKNOWN
            found[name] = self._value(item, source)
        return found

    def _key(self, value: Value) -> Value:
        if value is None:
            raise Refused
        return converted(value, STRING)

    def _for(self, node: For, source: Source) -> Value:
        bindings = self.bindings(node.items, source, node.key, node.name)
        if bindings is None:
            return UNKNOWN
        found = [(name, value) for bound in bindings for name, value in self._element(node, source, bound)]
        if any(name is UNKNOWN for name, _ in found):
            return UNKNOWN
        if node.name_of is None:
            return [value for _, value in found]
        if node.groups:
            return _grouped(found)
        made = {str(name): value for name, value in found}
        if len(made) < len(found):
            raise Refused
        return made

    def _element(self, node: For, source: Source, bound: Mapping[str, Value]) -> Iterable[tuple[Value, Value]]:
        """The name and the value of an element, or nothing; the name is UNKNOWN where it is not known whether."""
        outer, self.bound = self.bound, bound
        try:
            test = True if node.test is None else self._truth(self._value(node.test, source))
            if test is not True:
                return [(UNKNOWN, UNKNOWN)] if test is UNKNOWN else []
            name = "" if node.name_of is None else self._key(self._value(node.name_of, source))
            return [(name, self._value(node.value, source))]
        finally:
            self.bound = outer

    def _call(self, node: Call, source: Source) -> Value:
        from redislint.read.terraform import calls

        return calls.called(self, node, source)

    def inner(self, node: Node, source: Source) -> Value:
        """The value of an expression as the names here have it; raises `Refused`."""
        return self._value(node, source)

    def attempt(self, node: Node, source: Source) -> Value | Refused:
        """The value of an expression as the names here have it, or that Terraform refuses it."""
        return self._or_refused(node, source)


def _attributes(steps: Sequence[Step]) -> Sequence[Step]:
    """The steps that `.*` takes with it: the names that follow it."""
    for index, step in enumerate(steps):
        if not isinstance(step, str) and step is not ATTRIBUTES and not isinstance(step, int):
            return steps[:index]
    return steps


def _grouped(found: Iterable[tuple[Value, Value]]) -> dict[str, Any]:
    groups: dict[str, Any] = {}
    for name, value in found:
        groups.setdefault(str(name), []).append(value)
    return groups
