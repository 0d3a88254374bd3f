"""What is wrong with the arguments of a directive."""

from __future__ import annotations

from redislint.typed import NamedTuple


class Fault(NamedTuple):
    """Why a server refuses the arguments of a directive.

    code      `count` (their number), or what kind of value was expected: `bool`, `enum`, `integer`, `memory`, ...
    expected  what the directive takes, to stand behind `takes`: `yes or no`, `a whole number from 0 to 65535`
    at        which argument is to blame, from 0; None where it is all of them
    late      the server refuses it when it starts to serve, not while it reads the file
    """

    code: str
    expected: str
    at: int | None = 0
    late: bool = False


UNKNOWN = Fault("unknown", "", None)
UNKNOWN_LATE = Fault("unknown", "", None, late=True)
