"""Types of values, and which type values of several types have in common: cty's rules, which are Terraform's.

`null` has the type ANY here, and so has an empty list's element; a value that is not known has the type UNSURE.
"""

from __future__ import annotations

from collections.abc import Sequence

from redislint.model.facts import Unknown
from redislint.read.terraform.reals import Real
from redislint.typed import Any, Final, NamedTuple


class Type(NamedTuple):
    """A type.

    kind      `string`, `number`, `bool`, `any`, `unsure`; `list`, `set`, `map`; `tuple`, `object`
    inner     the elements' type; for a tuple all of theirs, for an object pairs (name, type), sorted
    optional  of an object that a variable asks for: the attributes that may be absent, with expressions for defaults
    """

    kind: str
    inner: Any = ()
    optional: Any = ()


STRING: Final = Type("string")
NUMBER: Final = Type("number")
BOOL: Final = Type("bool")
ANY: Final = Type("any")
UNSURE: Final = Type("unsure")
PRIMITIVE: Final = {"string": STRING, "number": NUMBER, "bool": BOOL}


class List(list[Any]):
    """A list whose elements have one type; a plain list is a tuple."""

    def __init__(self, items: Sequence[Any] = (), element: Type = ANY) -> None:
        super().__init__(items)
        self.element = element


class Set(List):
    """A set: no two elements are equal, and they stand in Terraform's order."""


class Map(dict[str, Any]):
    """A map whose elements have one type; a plain dict is an object."""

    def __init__(self, items: Any = (), element: Type = ANY) -> None:
        super().__init__(items)
        self.element = element


# Lists and dicts hold values.
Value = str | int | float | bool | Real | list[Any] | dict[str, Any] | Unknown | None


def type_of(value: Value) -> Type:
    """The type of a value."""
    match value:
        case None:
            return ANY
        case bool():
            return BOOL
        case int() | float() | Real():
            return NUMBER
        case str():
            return STRING
        case Set():
            return Type("set", value.element)
        case List():
            return Type("list", value.element)
        case Map():
            return Type("map", value.element)
        case list():
            return Type("tuple", tuple([type_of(item) for item in value]))
        case dict():
            return Type("object", tuple([(name, type_of(value[name])) for name in sorted(value)]))
    return UNSURE


def is_sure(type_: Type) -> bool:
    """Is it known what every part of a type is?"""
    if type_.kind == "tuple":
        return all(is_sure(item) for item in type_.inner)
    if type_.kind == "object":
        return all(is_sure(item) for _, item in type_.inner)
    return is_sure(type_.inner) if type_.inner else type_.kind != "unsure"


def unify(types: Sequence[Type]) -> Type | None:
    """The type that values of all these types can have; None where there is none.  UNSURE where one is."""
    kept = [type_ for type_ in dict.fromkeys(types) if type_ != ANY]
    if not kept:
        return ANY
    if not all(is_sure(type_) for type_ in kept):
        return UNSURE
    if len(kept) == 1:
        return kept[0]
    kinds = {type_.kind for type_ in kept}
    if kinds <= {"string", "number", "bool"}:
        return STRING if "string" in kinds else None
    if kinds <= {"map", "object"}:
        return _objects(kept) if "map" not in kinds else _collection("map", kept)
    if kinds <= {"list", "tuple"}:
        return _tuples(kept) if "list" not in kinds else _collection("list", kept)
    if kinds == {"set"}:
        return _collection("set", kept)
    if kinds <= {"list", "set", "tuple"}:
        # A set becomes a list without loss, and a tuple becomes either.
        return _collection("list" if "list" in kinds else "set", kept)
    return None


def elements(type_: Type) -> list[Type]:
    """The types of a collection's elements."""
    if type_.kind == "tuple":
        return list(type_.inner)
    return [item for _, item in type_.inner] if type_.kind == "object" else [type_.inner]


def _collection(kind: str, types: Sequence[Type]) -> Type | None:
    inner = unify([item for type_ in types for item in elements(type_)])
    return None if inner is None else Type(kind, inner)


def _objects(types: Sequence[Type]) -> Type | None:
    names = [tuple([name for name, _ in type_.inner]) for type_ in types]
    if len(set(names)) > 1:
        return _collection("map", types)
    pairs = []
    for index, name in enumerate(names[0]):
        inner = unify([type_.inner[index][1] for type_ in types])
        if inner is None:
            return None
        pairs.append((name, inner))
    return Type("object", tuple(pairs))


def _tuples(types: Sequence[Type]) -> Type | None:
    if len({len(type_.inner) for type_ in types}) > 1:
        return _collection("list", types)
    inner = [unify([type_.inner[index] for type_ in types]) for index in range(len(types[0].inner))]
    return None if None in inner else Type("tuple", tuple(inner))
