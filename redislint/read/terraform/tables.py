"""The tables of providers (`data/terraform/*.json`): which argument of a resource says what of a managed service.

A fact has rows, and the first one that applies decides it.  A row applies if what it asks for holds, and its argument
is set or it says what an absent one means; `rows.py` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from redislint.servers import files
from redislint.typed import Any, Final, NamedTuple

UNKNOWN: Final = "unknown"


class Missing:
    """The type of `MISSING`: nothing is said."""


MISSING: Final = Missing()


class Row(NamedTuple):
    """One row of a table.

    argument  paths, of which the first one that is set counts (an argument that was renamed has two)
    when      what must hold, by path
    majors    the first and the last major version of the provider that it is true of
    reads     how the value is read; `values` are the service's words for it, and `plus` is added to a number
    always    what it means whatever is set; `absent` what it means where nothing is
    """

    argument: tuple[str, ...] = ()
    when: Mapping[str, Any] = {}
    majors: tuple[int | None, int | None] | None = None
    reads: str = ""
    values: Mapping[str, Any] = {}
    plus: int = 0
    always: Any = MISSING
    absent: Any = MISSING


class Firewall(NamedTuple):
    """How a firewall's rules are written.

    rules     the block that is a rule, empty where the resource is one
    ranges    paths of where packets come from; those that begin with `^` are of the resource itself
    ports     paths of ports and ranges of them (`6379-6380`), or `first` and `last`; none of them: every port
    protocol  its path, and `tcp` the words that let TCP in
    when      what must hold of the resource or the rule
    """

    rules: str
    ranges: tuple[str, ...]
    protocol: str
    tcp: tuple[str, ...]
    ports: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    every: tuple[str, ...] = ()
    when: Mapping[str, Any] = {}


class Service(NamedTuple):
    """What a table says of a type of resource.

    must       what is known to hold of those that are a Redis or Valkey; `never` what may not be known to hold
    rests_on   do the arguments of `must` count where it is said what a fact rests on?
    engine     rows of the engine, `version` of its number; `facts` by fact, `settings` by directive
    maps       arguments that are maps of directives, each with what stands before their names
    password   paths of the password, `secrets` of what else is to be kept secret
    until      arguments that were removed, with the last major version that has them
    replicas   rows of the number of nodes with the same data
    parameters the type of its parameter group, empty if it has none
    firewalls  arguments that name its security groups
    service    its name in the data about ends of support
    """

    service: str
    must: Mapping[str, Any]
    never: Mapping[str, Any]
    engine: tuple[Row, ...]
    version: tuple[Row, ...]
    replicas: tuple[Row, ...]
    facts: Mapping[str, tuple[Row, ...]]
    settings: Mapping[str, tuple[Row, ...]]
    maps: Mapping[str, str]
    password: tuple[str, ...]
    secrets: tuple[str, ...]
    until: Mapping[str, int]
    parameters: str
    firewalls: tuple[str, ...]


class Table(NamedTuple):
    """A provider: its addresses, the major versions that its rows are about, and its resources."""

    addresses: tuple[str, ...]
    majors: tuple[int, ...]
    services: Mapping[str, tuple[Service, ...]]
    firewalls: Mapping[str, Firewall]


@cache
def table(provider: str) -> Table:
    """The table of a provider (`azurerm`), one of `files.PROVIDERS`."""
    data = files.load(f"terraform/{provider}")
    words = data.get("words", {})
    return Table(
        addresses=tuple(data["addresses"]),
        majors=tuple(data["majors"]),
        services={type_: _services(rows, words) for type_, rows in data["resources"].items()},
        firewalls={type_: _firewall(row) for type_, row in data.get("firewalls", {}).items()},
    )


def _services(rows: Any, words: Mapping[str, Any]) -> tuple[Service, ...]:
    """What a type of resource is; those of `azapi` are many things, and have a table each."""
    return tuple([_service(row, words) for row in (rows if isinstance(rows, list) else [rows])])


def _service(data: Mapping[str, Any], words: Mapping[str, Any]) -> Service:
    return Service(
        service=data.get("service", ""),
        must=data.get("must", {}),
        never=data.get("never", {}),
        engine=_rows(data.get("engine", []), words),
        version=_rows(data.get("version", []), words),
        replicas=_rows(data.get("replicas", []), words),
        facts={name: _rows(rows, words) for name, rows in data.get("facts", {}).items()},
        settings={name: _rows(rows, words) for name, rows in data.get("settings", {}).items()},
        maps=data.get("maps", {}),
        password=_texts(data.get("password", ())),
        secrets=_texts(data.get("secrets", ())),
        until=data.get("until", {}),
        parameters=data.get("parameters", ""),
        firewalls=_texts(data.get("firewalls", ())),
    )


def _rows(rows: Any, words: Mapping[str, Any]) -> tuple[Row, ...]:
    """The rows of a fact: one or several, or a text that is always so."""
    if isinstance(rows, str):
        return (Row(always=rows),)
    return tuple([_row(row, words) for row in (rows if isinstance(rows, list) else [rows])])


def _row(data: Mapping[str, Any], words: Mapping[str, Any]) -> Row:
    values = data.get("values", {})
    return Row(
        argument=_texts(data.get("argument", ())),
        when=data.get("when", {}),
        majors=tuple(data["majors"]) if "majors" in data else None,
        reads=data.get("reads", "values" if values else "truth"),
        values=words[values] if isinstance(values, str) else values,
        plus=data.get("plus", 0),
        always=data.get("always", MISSING),
        absent=data.get("absent", MISSING),
    )


def _firewall(data: Mapping[str, Any]) -> Firewall:
    lists = {name: _texts(data[name]) for name in ("ranges", "tcp", "ports", "first", "last", "every") if name in data}
    return Firewall(data.get("rules", ""), protocol=data["protocol"], when=data.get("when", {}), **lists)


def _texts(one: Any) -> tuple[str, ...]:
    return (one,) if isinstance(one, str) else tuple(one)
