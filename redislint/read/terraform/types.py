"""Types of values, and which type values of several types have in common: cty's rules, which are Terraform's.

`null` has the type ANY here, and so has an empty list's element; a value that is not known has the type UNSURE.
"""

from __future__ import annotations

from collections.abc import Sequence

from redislint.model.facts import Unknown
from redislint.read.terraform.reals import Real, Short
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

    def __hash__(self) -> int:
        """Of what makes it a type of its own; `optional` is a dict."""
        return hash((self.kind, self.inner))


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
Value = str | int | bool | Real | list[Any] | dict[str, Any] | Unknown | None


_SINGLE: Final[dict[type, Type]] = {
    type(None): ANY,
    bool: BOOL,
    int: NUMBER,
    Short: NUMBER,
    Real: NUMBER,
    str: STRING,
}


def type_of(value: Value) -> Type:
    """The type of a value."""
    found = _SINGLE.get(type(value), UNSURE)
    match value:
        case Set():
            found = Type("set", value.element)
        case List():
            found = Type("list", value.element)
        case Map():
            found = Type("map", value.element)
        case list():
            found = Type("tuple", tuple([type_of(item) for item in value]))
        case dict():
            found = Type("object", tuple([(name, type_of(value[name])) for name in sorted(value)]))
    return found


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
    if not all(is_sure(type_) for type_ in kept):
        return UNSURE
    return _common(kept) if len(kept) > 1 else kept[0] if kept else ANY


def _common(types: Sequence[Type]) -> Type | None:
    """The type that several different ones have in common."""
    kinds = {type_.kind for type_ in types}
    found: Type | None = None
    if kinds <= PRIMITIVE.keys():
        found = STRING if "string" in kinds else None
    elif kinds == {"object"}:
        found = _objects(types)
    elif kinds == {"tuple"}:
        found = _tuples(types)
    elif kinds <= {"map", "object"}:
        found = _collection("map", types)
    elif kinds <= {"list", "set", "tuple"}:
        # A set becomes a list without loss, and a tuple becomes either.
        found = _collection("list" if "list" in kinds else "set", types)
    return found


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
