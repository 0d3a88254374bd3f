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
    from collections import namedtuple

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

    class _Record(type):
        """Makes a tuple with names of a class that says its fields."""

        def __new__(cls, name: str, bases: tuple[type, ...], said: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, said)
            fields = said.get("__annotations__", {})
            defaults = [said.pop(field) for field in fields if field in said]
            made = namedtuple(name, fields, defaults=defaults)  # noqa: PYI024 (this is what it becomes)
            for word, value in said.items():
                setattr(made, word, value)
            return made

    class NamedTuple(metaclass=_Record):
        """The base of a record."""


__all__ = ["TYPE_CHECKING", "Any", "Final", "Generic", "NamedTuple", "NoReturn", "Protocol", "TypeVar"]
