"""Directives whose arguments have a shape of their own: save points, buffer limits, addresses, and so on.

Each function gets the directive, its words and a server line, and returns the fault that this line finds, if any.
The number of words has been looked at before.
"""

from __future__ import annotations

from redislint.servers.addresses import is_no_host
from redislint.servers.directives import Directive, having
from redislint.servers.faults import Fault
from redislint.servers.numbers import atoi, c_string, double, leading, memory, signed_32, whole
from redislint.typed import Final

Args = tuple[str, ...]

_CLASSES: Final = ("normal", "replica", "slave", "pubsub")
_SAVE: Final = 'pairs of seconds (1 or more) and changes (0 or more), or `""`'
_LIMITS: Final = "a class (normal, replica or pubsub), a hard limit, a soft limit and seconds"
_PORT: Final = "a host and a port from 0 to 65535, or `no one`"
_ADDRESSES: Final = "addresses with blanks between them"
# An IPv4 address in the guise of IPv6 cannot be bound to by who listens for IPv6 alone.
_MAPPED: Final = "::ffff:"


def save(_: Directive, args: Args, line: str) -> Fault | None:
    """Save points.  Up to 6.2 exactly one pair, or the empty word, is read; anything else is dropped in silence."""
    strict = line in having("checks-save")
    if len(args) != 2 and (not strict or args == ("",)):
        return None
    for index, word in enumerate(args):
        number = whole(word) if strict else atoi(word)
        if number is None or number < (1 if index % 2 == 0 else 0):
            return Fault("save", _SAVE, index)
    return None


def buffer_limits(_: Directive, args: Args, line: str) -> Fault | None:
    """`client-output-buffer-limit`: a class, two memory values and seconds, once or (7.0+) several times."""
    strict = line in having("checks-buffer-limits")
    long_digits = line in having("digits-within-64-bits")
    for index, word in enumerate(args):
        part = index % 4
        if part == 0:
            good = c_string(word).lower() in _CLASSES
        elif part == 3:
            seconds = whole(word) if strict else leading(word)
            # They are stored in an `int`.
            good = seconds is not None and signed_32(seconds) >= 0
        else:
            good = not strict or memory(word, strict=long_digits) is not None
        if not good:
            return Fault("buffer-limit", _LIMITS, index)
    return None


def keyspace_events(directive: Directive, args: Args, _: str) -> Fault | None:
    """`notify-keyspace-events`: letters, in any order, their case as it is."""
    letters = directive.facts["letters"]
    if all(letter in letters for letter in c_string(args[0])):
        return None
    return Fault("letters", f"letters out of `{letters}`, or an empty text")


def oom_scores(_: Directive, args: Args, __: str) -> Fault | None:
    """Three numbers from -2000 to 2000."""
    for index, word in enumerate(args):
        number = whole(word)
        if number is None or not -2000 <= number <= 2000:
            return Fault("integer", "three whole numbers from -2000 to 2000", index)
    return None


def percentiles(_: Directive, args: Args, line: str) -> Fault | None:
    """Numbers from 0 to 100; one empty word is none."""
    if args == ("",):
        return None
    for index, word in enumerate(args):
        number = double(word, decimal=line in having("decimal-percentiles"))
        if number is None or not 0 <= number <= 100:
            return Fault("percentile", "numbers from 0 to 100", index)
    return None


def host_and_port(_: Directive, args: Args, line: str) -> Fault | None:
    """`replicaof`: a host, which is looked up later, and a port; or `no one`."""
    if line not in having("checks-replica-port"):
        return None
    port = whole(args[1])
    if (args[0].lower(), args[1].lower()) == ("no", "one") or (port is not None and 0 <= port <= 65535):
        return None
    return Fault("port", _PORT, 1)


def addresses(_: Directive, args: Args, line: str) -> Fault | None:
    """`bind`: addresses and host names are looked up at the start; only what can be none of them is judged here."""
    for index, word in enumerate(args):
        name = c_string(word)
        if line in having("optional-addresses"):
            name = name.removeprefix("-")
            if name in ("*", "::*"):
                continue
        elif name.startswith("-") or name == "::*":
            return Fault("address", "addresses without `-`", index, late=True)
        if name.lower().startswith(_MAPPED):
            return Fault("address", "an IPv4 address in its own form", index, late=True)
        # The C library of most images takes it for every address, and who was built with another cannot be told.
        if name == "*":
            continue
        # From 7.0 on an empty value alone means no address at all.
        if is_no_host(name) and (word or len(args) > 1 or line not in having("splits-lone-argument")):
            return Fault("address", _ADDRESSES, index, late=True)
    return None


def directory(_: Directive, args: Args, __: str) -> Fault | None:
    """`dir`: there is no folder without a name."""
    return None if c_string(args[0]) else Fault("directory", "the path of a folder")
