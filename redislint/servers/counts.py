"""How many arguments a directive takes."""

from __future__ import annotations

from redislint.servers.directives import Directive
from redislint.typed import Final

_WORDS: Final = ("no value", "one value", "two values", "three values", "four values")


def number_of_values(number: int) -> str:
    """`two values`."""
    return _WORDS[number] if number < len(_WORDS) else f"{number} values"


def counts(directive: Directive) -> str:
    """How many values the directive takes, in words."""
    least, most = directive.least, directive.most
    if directive.multiple > 1:
        return f"values in groups of {directive.multiple}"
    if most is None:
        return "any number of values" if least == 0 else f"{number_of_values(least)} or more"
    return number_of_values(least) if least == most else f"{least} to {most} values"


def is_right(directive: Directive, args: tuple[str, ...]) -> bool:
    """Does the directive take so many arguments?  `save ""` is one that stands for none."""
    if args == ("",) and directive.facts.get("shape") == "save":
        return True
    if len(args) < directive.least or (directive.most is not None and len(args) > directive.most):
        return False
    return len(args) % directive.multiple == 0
