"""Facts about managed services, asked for by the checks that speak of them, and the services' own words for them.

`said` is how a check asks: it answers only where a fact is known.  What a finding says is told by type of resource, in
the words of its provider; a service without words of its own gets the general ones.
"""

from __future__ import annotations

from collections.abc import Mapping

from redislint.finding import Related, Severity
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import Instance
from redislint.source import Span
from redislint.typed import Any, Final, NamedTuple

Words = Mapping[str, str]

_NODES: Final = "replicas"


class Said(NamedTuple):
    """A fact that is known: its value, the place to blame, and the variables on whose own defaults it rests."""

    resource: str
    value: str | bool | int
    span: Span
    written: bool
    related: tuple[Related, ...]

    @property
    def unless(self) -> str:
        """What a message says in the end, where whoever uses the module may make it another."""
        return " unless a variable is set" if self.related else ""

    def level(self, severity: Severity) -> Severity | None:
        """One level below a page's own where the fact rests on the defaults of variables; None for the page's own."""
        return severity.lowered if self.related else None

    def told(self, words: Words, otherwise: str) -> str:
        """The words of the resource's provider."""
        return words.get(self.resource, otherwise)


def fact(instance: Instance, name: str) -> Fact[Any] | None:
    """What a resource says of a fact; None where its service says nothing of it."""
    return None if instance.managed is None else instance.managed.facts.get(name)


def said(instance: Instance, name: str, *values: object) -> Said | None:
    """A fact that is known to be one of these values; None where it is another, not known, or not said at all."""
    managed, found = instance.managed, fact(instance, name)
    if managed is None or found is None or not any(_same(found.value, one) for one in values):
        return None
    return said_of(instance, name)


def _same(value: object, other: object) -> bool:
    """Are they equal, and of one type?  0 is not False."""
    return type(value) is type(other) and value == other


def said_of(instance: Instance, name: str) -> Said | None:
    """A fact that is known, whatever it is."""
    managed, found = instance.managed, fact(instance, name)
    if managed is None or found is None or found.value is UNKNOWN:
        return None
    return Said(managed.resource, found.value, found.span, found.written, _related(instance, name))


def nodes(instance: Instance) -> Said | None:
    """The nodes that hold the same data, where their number is known."""
    managed, found = instance.managed, instance.replicas
    if managed is None or found is None or found.value is UNKNOWN:
        return None
    return Said(managed.resource, found.value, found.span, found.written, _related(instance, _NODES))


def _related(instance: Instance, name: str) -> tuple[Related, ...]:
    """The variables on whose own defaults a fact rests."""
    variables = instance.managed.defaults.get(name, {}) if instance.managed is not None else {}
    return tuple(Related(span, f"`var.{variable}` has its default") for variable, span in variables.items())


def is_unknown(instance: Instance, name: str) -> bool:
    """Does the service say something of a fact, and the text not what?"""
    found = fact(instance, name)
    return found is not None and found.value is UNKNOWN


def is_silent(instance: Instance, name: str) -> bool:
    """Does the service say nothing of a fact?  An unknown one is said."""
    return fact(instance, name) is None
