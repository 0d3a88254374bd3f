"""What a resource says of a managed Redis or Valkey, by its provider's table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from redislint import servers
from redislint.model.facts import UNKNOWN, Fact, Setting
from redislint.read.terraform import maps, rows, tables
from redislint.read.terraform.lookup import Found, Lookup, Resources
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.rows import Answer, Reader
from redislint.servers import Server
from redislint.source import Span
from redislint.typed import Any, Final, NamedTuple

Facts = dict[str, Fact[str | bool | int]]
Majors = Callable[[], frozenset[int]]

VERSION: Final = "engine-version"
_PROTECTION: Final = "deletion-protection"
_ENGINES: Final = ("redis", "valkey")
# Major versions that Valkey, which begins with 7.2, has none of.
_REDIS_ALONE: Final = ("2", "3", "4", "5", "6")
# A variable that decides by `count` which of two resources there is: the one with TLS, or the one without.
_SWITCH: Final = re.compile(r"encrypt|tls|ssl", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+\.\d+(\.\d+)?")


class Service(NamedTuple):
    """What a resource says.

    settings  directives that it sets, or that are the service's own defaults; `partial` if there may be others
    password  the argument with the password; `secrets` are those with others
    defaults  by fact the variables on whose own defaults it rests, each with the place that declares it
    service   its name in the data about ends of support
    """

    server: Server | None = None
    facts: Mapping[str, Fact[str | bool | int]] = MappingProxyType({})
    replicas: Fact[int] | None = None
    settings: tuple[Setting, ...] = ()
    partial: bool = False
    password: tuple[str, Found] | None = None
    secrets: tuple[Found, ...] = ()
    defaults: Mapping[str, Mapping[str, Span]] = MappingProxyType({})
    parameters: str = ""
    service: str = ""


def read(
    choices: tuple[tables.Service, ...], resource: Resource, type_: str, resources: Resources, majors: Majors
) -> Service | None:
    """What a resource of a type says; None if it is known to be no Redis or Valkey, or not known to be one."""
    lookup = Lookup(resource, type_, resources)
    ignored = resource.ignored()
    for table in choices:
        reader = Reader(lookup, majors, table.until, ignored)
        if reader.holds(table.must) is True and (not table.never or reader.holds(table.never) is not True):
            return _service(table, reader, resource)
    return None


def switches(resource: Resource) -> dict[str, Span]:
    """The variables about encryption by whose own defaults a resource is there at all, each with its place."""
    return {name: header for name, header in resource.defaults("count", "for_each").items() if _SWITCH.search(name)}


def _service(table: tables.Service, reader: Reader, resource: Resource) -> Service:
    answers = {name: answer for name, of in table.facts.items() if (answer := reader.answer(of)) is not None}
    version = _version(table, reader)
    if version is not None:
        answers[VERSION] = version
    facts: Facts = {name: answer.fact for name, answer in answers.items()}
    _protect(facts, resource)
    replicas = reader.answer(table.replicas)
    if replicas is not None:
        answers["replicas"] = replicas
    settings, partial = _settings(table, reader)
    found = [(path, reader.find(path)) for path in table.password]
    return Service(
        server=_server(version),
        facts=facts,
        replicas=replicas.fact if replicas is not None else None,
        settings=settings,
        partial=partial,
        password=next(((path, one) for path, one in found if not one.argument.is_absent), None),
        secrets=tuple([one for path in table.secrets for one in reader.lookup.all(path) if one.placed is not None]),
        defaults={name: resource.defaults(*_rests_on(name, answer, table)) for name, answer in answers.items()},
        parameters=table.parameters,
        service=table.service,
    )


def _rests_on(name: str, answer: Answer, table: tables.Service) -> tuple[str, ...]:
    """The arguments of the resource itself, and of its blocks, that a fact rests on."""
    paths = answer.paths if name == VERSION else (*answer.paths, *table.must)
    return tuple(dict.fromkeys([path.partition(">")[0] for path in paths if "[" not in path]))


def _version(table: tables.Service, reader: Reader) -> Answer | None:
    """The engine and the service's own number, such as `redis 5.0.6`; upstream's are others."""
    number, engine = reader.answer(table.version), reader.answer(table.engine)
    if number is None:
        return None
    name, text = engine.fact.value if engine is not None else "", number.fact.value
    known = name is not UNKNOWN and text is not UNKNOWN
    of_engine = engine.paths if engine is not None else ()
    if isinstance(text, str) and text.partition(".")[0] in _REDIS_ALONE and table.must.keys().isdisjoint(of_engine):
        # Whatever engine a variable names, there is one alone that has this version.
        of_engine = ()
    paths = (*of_engine, *number.paths)
    return number._replace(fact=number.fact._replace(value=f"{name} {text}".strip() if known else UNKNOWN), paths=paths)


def _server(version: Answer | None) -> Server | None:
    """The server of that version, where upstream has one of this number."""
    text = version.fact.value if version is not None else UNKNOWN
    engine, _, number = text.partition(" ") if isinstance(text, str) else ("", "", "")
    if engine not in _ENGINES or not _NUMBER.fullmatch(number):
        return None
    try:
        return servers.parse(f"{engine}@{number}")
    except ValueError:  # ElastiCache has versions of its own, such as 7.1.
        return None


def _protect(facts: Facts, resource: Resource) -> None:
    """What Terraform itself does not destroy is protected."""
    for lifecycle in resource.inner("lifecycle"):
        asked = lifecycle.argument("prevent_destroy")
        if asked.truth is True:
            facts[_PROTECTION] = Fact(True, asked.span)


def _settings(table: tables.Service, reader: Reader) -> tuple[tuple[Setting, ...], bool]:
    """The directives, those that are set after those that are the service's defaults; and may there be others?"""
    found = [*_directives(table.settings, reader)]
    partial = False
    for path, prefix in table.maps.items():
        inside, is_partial = maps.settings(reader.find(path), prefix, reader.lookup.resource)
        written = {setting.name for setting in inside}
        found = [setting for setting in found if setting.written or setting.name not in written]
        if is_partial:
            found = [setting for setting in found if setting.written]
        found += inside
        partial = partial or is_partial
    return tuple(sorted(found, key=lambda setting: setting.written)), partial


def _directives(settings: Mapping[str, tuple[tables.Row, ...]], reader: Reader) -> Iterator[Setting]:
    for name, of in settings.items():
        answer = reader.answer(of)
        if answer is None:
            continue
        span, value_span = rows.place(answer)
        value: Any = answer.fact.value
        args = None if value is UNKNOWN else tuple(str(value).split()) or ("",)
        yield Setting(name, args, span, value_span, answer.path.rpartition(".")[2] or name, answer.fact.written)
