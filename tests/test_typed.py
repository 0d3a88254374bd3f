"""Records are what `collections.namedtuple` makes of the same fields."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections import namedtuple
from collections.abc import Callable
from typing import Any

import pytest

from redislint.typed import NamedTuple


class Record(NamedTuple):
    """A record."""

    name: str
    size: int = 3
    words: tuple[str, ...] = ()

    @property
    def twice(self) -> int:
        return 2 * self.size

    def __bool__(self) -> bool:
        return self.size > 0


class One(NamedTuple):
    only: int


Model: Any = namedtuple("Record", ("name", "size", "words"), defaults=(3, ()))  # type: ignore[name-match]  # noqa: PYI024 (the model)

CALLS: list[Callable[[Any], Any]] = [
    lambda made: made("a"),
    lambda made: made("a", 4),
    lambda made: made(words=("x",), name="a"),
    lambda made: made(),
    lambda made: made("a", 1, (), 2),
    lambda made: made("a", nobody=1),
    lambda made: made("a", name="b"),
    lambda made: made("a")._replace(size=5),
    lambda made: made("a")._replace(nobody=5),
    lambda made: made._make(["a", 1, ()]),
    lambda made: made._make(["a"]),
    lambda made: made("a")._asdict(),
    lambda made: repr(made("a")),
    lambda made: hash(made("a")),
    lambda made: made("a") == ("a", 3, ()),
    lambda made: made("b") > made("a"),
    lambda made: (made._fields, made._field_defaults, made.__match_args__),
    lambda made: made("a").__getnewargs__(),
    lambda made: [*inspect.signature(made).parameters],
    lambda made: setattr(made("a"), "size", 1),
    lambda made: setattr(made("a"), "other", 1),
    lambda made: (made("a").name, made("a").size, made("a").words),
]


def outcome(call: Callable[[Any], Any], made: Any) -> object:
    try:
        return call(made)
    except (TypeError, ValueError, AttributeError) as error:
        return type(error), str(error)


@pytest.mark.parametrize("call", CALLS)
def test_a_record_does_what_a_named_tuple_does(call: Callable[[Any], Any]) -> None:
    assert outcome(call, Record) == outcome(call, Model), call


def test_it_keeps_what_its_class_says() -> None:
    made = Record("a", 0)
    assert (made.twice, bool(made), Record.__doc__, Record.__name__) == (0, False, "A record.", "Record")
    assert not hasattr(made, "__dict__")
    assert Record.__module__ == __name__


def test_it_can_be_copied_and_kept() -> None:
    made = Record("a", words=("x",))
    for other in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert (type(other), other) == (Record, made)


def test_one_field_is_enough() -> None:
    assert One(1) == (1,)
    assert One(only=2)._replace(only=3).only == 3


def test_it_is_matched_by_its_fields() -> None:
    match Record("a", 7):
        case Record(name, size):
            assert (name, size) == ("a", 7)
