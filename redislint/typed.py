"""What modules take from `typing`, without its import: that, and the making of its tuples, is a fifth of a short run.

A type checker sees `typing` itself.  When a program runs, annotations are texts (`from __future__ import annotations`),
so that any value does for what stands in them alone; and a `NamedTuple` needs the names and defaults of its fields,
and no check of their types.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final, Generic, NamedTuple, NoReturn, Protocol, TypeVar
else:
    from collections import _tuplegetter
    from functools import cache
    from types import FunctionType

    _new = tuple.__new__
    _GLOBALS = {"_new": _new, "__builtins__": {}, "__name__": __name__}

    Any = Final = NoReturn = None

    def TypeVar(name: str) -> str:  # noqa: N802 (as `typing` has it)
        """A parameter, which means nothing when a program runs."""
        return name

    class Generic:
        """The base of a class with a parameter."""

        def __class_getitem__(cls, _: object) -> type:
            return cls

    class Protocol:
        """The base of a class that only says what others are like."""

    @cache
    def _maker(count: int) -> object:
        """The code that makes a tuple of so many arguments: compiled once, and given its names by each record."""
        names = "".join(f", a{number}" for number in range(count))
        return eval(f"lambda _cls{names}: _new(_cls, ({names[2:]}{',' if count == 1 else ''}))").__code__  # noqa: S307

    class _Tuple(tuple):
        """What records have in common, as `collections.namedtuple` has it."""

        __slots__ = ()
        _fields: tuple[str, ...] = ()

        @classmethod
        def _make(cls, values: object) -> _Tuple:
            made = _new(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **values: object) -> _Tuple:
            made = _new(self.__class__, map(values.pop, self._fields, self))
            if values:
                raise ValueError(f"Got unexpected field names: {[*values]!r}")
            return made

        def _asdict(self) -> dict[str, object]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            said = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{self.__class__.__name__}({said})"

        def __getnewargs__(self) -> tuple[object, ...]:
            return tuple(self)

    class _Record(type):
        """Makes a tuple with names of a class that says its fields.

        `collections.namedtuple` does the same, but compiles and validates for each: that takes four times as long.
        """

        def __new__(cls, name: str, bases: tuple[type, ...], said: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, said)
            fields = tuple(said.get("__annotations__", {}))
            defaults = {field: said.pop(field) for field in fields if field in said}
            words = {"co_name": "__new__", "co_qualname": f"{name}.__new__", "co_varnames": ("_cls", *fields)}
            code = _maker(len(fields)).replace(**words)
            made = FunctionType(code, _GLOBALS, "__new__", tuple(defaults.values()))
            getters = {field: _tuplegetter(number, "") for number, field in enumerate(fields)}
            facts = {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields, "__slots__": ()}
            return type(name, (_Tuple,), {"__new__": made, **facts, **getters, **said})

    class NamedTuple(metaclass=_Record):
        """The base of a record."""


__all__ = ["TYPE_CHECKING", "Any", "Final", "Generic", "NamedTuple", "NoReturn", "Protocol", "TypeVar"]
