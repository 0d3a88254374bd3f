"""Values with a shape of their own, as CONFIG GET shows them."""

from __future__ import annotations

from redislint.servers.directives import Directive, having
from redislint.servers.numbers import atoi, c_string, double, whole
from redislint.typed import Final

Args = tuple[str, ...]

# The order in which the server writes the classes of events; those of `A` and what is written beside it.
_CLASSES: Final = "g$lshzxetdnoc"
_BESIDE: Final = "KEm"
# What `A` stands for, as far as the version has it.
_ALL: Final = "g$lshzxetd"


def keyspace_events(directive: Directive, args: Args, _: str) -> str:
    """The letters in the server's order; with all of `A` the classes are that letter, and new keys are not shown."""
    known: str = directive.facts["letters"]
    every = {letter for letter in _ALL if letter in known}
    found = set(c_string(args[0]))
    if "A" in found:
        found |= every
    classes = "A" if found >= every else "".join(letter for letter in _CLASSES if letter in found)
    return classes + "".join(letter for letter in _BESIDE if letter in found)


def oom_scores(_: Directive, args: Args, __: str) -> str:
    """Three numbers."""
    return " ".join(str(whole(word) or 0) for word in args)


def percentiles(_: Directive, args: Args, __: str) -> str:
    """Numbers with at most six decimals; an empty word is none."""
    return " ".join(_decimal(double(word) or 0.0) for word in args if word)


def _decimal(number: float) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".")


def host_and_port(_: Directive, args: Args, line: str) -> str:
    """A host and a port; nothing for `no one`, which redis 5.0 does not know in a file."""
    host, port = c_string(args[0]), args[1]
    if line not in having("checks-replica-port"):
        return f"{host} {atoi(port)}"
    if (host.lower(), port.lower()) == ("no", "one"):
        return ""
    return f"{host} {whole(port) or 0}"


def addresses(_: Directive, args: Args, __: str) -> str:
    """The addresses as they are written; none at all for an empty word."""
    return " ".join(c_string(word) for word in args)
