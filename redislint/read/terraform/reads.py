"""Values of arguments: whether one passes a test of a table, and what a row reads of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from redislint.model.facts import UNKNOWN, Unknown
from redislint.read.terraform import operators
from redislint.read.terraform.lookup import Found, is_attribute
from redislint.read.terraform.resource import Argument
from redislint.typed import Any, Final


def holds(argument: Argument, test: Any) -> bool | Unknown:
    """Does an argument pass a test of a table?"""
    if isinstance(test, bool):
        truth = argument.truth
        return False if argument.is_absent else truth if truth is UNKNOWN else truth is test
    if isinstance(test, list):
        return _is_one_of(argument, test)
    if isinstance(test, dict):
        one = _is_one_of(argument, test["not"])
        return one if one is UNKNOWN or argument.is_absent else not one
    return _TESTS[test](argument)


def _is_one_of(argument: Argument, texts: list[str | None]) -> bool | Unknown:
    """Is it one of these texts, without regard to case, or does it begin with one that ends with `*`?

    None among them is an absent argument.
    """
    if argument.is_absent:
        return None in texts
    text = argument.text
    if text is UNKNOWN:
        return UNKNOWN
    text = text.lower()
    words = [one.lower() for one in texts if one is not None]
    return any(text.startswith(one[:-1]) if one.endswith("*") else text == one for one in words)


def _filled(argument: Argument) -> bool | Unknown:
    """Is it set to something that is not empty?"""
    if argument.is_absent:
        return False
    value = argument.value
    if value is UNKNOWN:
        return UNKNOWN
    return len(value) > 0 if isinstance(value, (str, list, dict)) else True


def _empty(argument: Argument) -> bool | Unknown:
    filled = _filled(argument)
    return filled if filled is UNKNOWN else not filled


def _absent(argument: Argument) -> bool | Unknown:
    return UNKNOWN if argument.value is UNKNOWN else argument.is_absent


_TESTS: Final[Mapping[str, Callable[[Argument], bool | Unknown]]] = {
    "set": _filled,
    "unset": _empty,
    "absent": _absent,
    # Whatever is written may come to null; these take it that it does not.
    "given": lambda argument: not argument.is_absent,
    "omitted": lambda argument: argument.is_absent,
}


def read(reads: str, values: Mapping[str, Any], plus: int, found: Found) -> Any:
    """The value of an argument that is set."""
    argument = found.argument
    if reads == "values":
        text = argument.text
        return UNKNOWN if text is UNKNOWN else values.get(text.lower(), values.get("*", UNKNOWN))
    if reads == "filled" and argument.value is UNKNOWN and found.placed is not None and is_attribute(found.placed):
        # What another resource has is something, whatever it is.
        return True
    return _READS[reads](argument, plus)


def _number(argument: Argument, plus: int) -> Any:
    number = argument.number
    return UNKNOWN if number is UNKNOWN else number + plus


def _size(argument: Argument, plus: int) -> Any:
    return len(argument.value) + plus if isinstance(argument.value, (list, dict)) else UNKNOWN


def _several(argument: Argument, _: int) -> Any:
    return len(argument.value) > 1 if isinstance(argument.value, (list, dict)) else UNKNOWN


def _days(argument: Argument, plus: int) -> Any:
    """Of a duration in seconds (`3024000s`) the days."""
    text = argument.text
    is_known = isinstance(text, str) and text.endswith("s") and text[:-1].isdecimal() and len(text) < 12
    return int(text[:-1]) // 86_400 + plus if isinstance(text, str) and is_known else UNKNOWN


_READS: Final[Mapping[str, Callable[[Argument, int], Any]]] = {
    "truth": lambda argument, _: argument.truth,
    "not": lambda argument, _: operators.signed("!", argument.truth),
    "text": lambda argument, _: argument.text,
    "number": _number,
    "size": _size,
    "several": _several,
    "days": _days,
    "filled": lambda argument, _: _filled(argument),
}
READS: Final = (*_READS, "values")
TESTS: Final = tuple(_TESTS)
