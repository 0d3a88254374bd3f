"""What a function takes."""

from __future__ import annotations

from collections.abc import Callable

from redislint.read.terraform.reals import Beyond
from redislint.read.terraform.types import ANY, Type, Value
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final, NamedTuple

LIST: Final = Type("list", ANY)
SET: Final = Type("set", ANY)
STRINGS: Final = Type("list", Type("string"))
# More than a text or a list may have as a value: what would be longer is not made.
_MOST: Final = 1 << 16


class Function(NamedTuple):
    """A function, and what it takes.

    call      what it does; raises `Refused` for what Terraform refuses, `Beyond` for what is not calculated
    params    the types of its arguments, to which they are converted; of these the last `optional` may be left out
    rest      the type of any further arguments
    nulls     may an argument be null?
    unknowns  may an argument, or what is in it, be unknown?
    """

    call: Callable[..., Value]
    params: tuple[Type, ...]
    rest: Type | None = None
    optional: int = 0
    nulls: bool = False
    unknowns: bool = False


def whole(number: Any) -> int:
    """A whole number of sensible size where one is asked for."""
    if not isinstance(number, int):
        raise Refused
    if abs(number) >= 1 << 63:
        raise Beyond
    return number


def fits(size: int) -> int:
    """A size, if something of this size is made at all."""
    if size > _MOST:
        raise Beyond
    return size


def ascii_only(text: str) -> str:
    """A text whose characters are all of one code point, so that both languages count them alike."""
    if not text.isascii():
        raise Beyond
    return text
