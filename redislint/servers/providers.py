"""What the tables of Terraform's providers must look like (`data/terraform/*.json`)."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Day = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
# An argument, one in a block, or one of another resource.
_PART: Final = r"[a-z][A-Za-z0-9_-]{0,80}"
_INSIDE: Final = rf"{_PART}(\.{_PART}){{0,5}}"
_JOINED: Final = rf"{_INSIDE}(>{_PART}(\.{_PART}){{0,5}})?|{_PART}\[{_INSIDE}\](\.{_INSIDE})?"
Path = Annotated[str, Field(pattern=rf"^\^?({_JOINED})$", max_length=200)]
Directive = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}$")]
Type = Annotated[str, Field(pattern=r"^[a-z0-9]{1,30}_[a-z0-9_]{1,80}$")]
Word = Annotated[str, Field(max_length=100)]
Named = Literal["set", "unset", "absent", "given", "omitted"]
Test = bool | list[Word | None] | Named | dict[Literal["not"], list[Word]]
Value = bool | int | Word
Major = Annotated[int, Field(ge=0, le=999)]
Reads = Literal[
    "truth", "not", "text", "number", "size", "several", "days", "filled", "values", "any", "ranges", "span"
]
# The facts that rules know, each with what it may be; `UNKNOWN` may be any.
FACTS: Final[dict[str, tuple[type, ...] | frozenset[str]]] = {
    "transit-encryption": frozenset(("required", "preferred", "off")),
    "minimum-tls": frozenset(("1.0", "1.1", "1.2", "1.3")),
    "persistence": frozenset(("none", "rdb", "aof", "both")),
    "acl": (str,),
    "ports": (str,),
    "open-ranges": (str, bool),
    "shards": (int,),
    "backups": (int,),
    **dict.fromkeys(
        (
            "auth",
            "at-rest-encryption",
            "customer-key",
            "public-endpoint",
            "failover",
            "multi-zone",
            "final-backup",
            "deletion-protection",
            "minor-upgrades",
            "maintenance-window",
            "applies-immediately",
            "logs",
        ),
        (bool,),
    ),
}
UNKNOWN: Final = "unknown"


class Strict(BaseModel):
    """A mapping that has no other keys than these."""

    model_config = ConfigDict(extra="forbid")


class RowModel(Strict):
    """One row of a fact, a setting, or the like."""

    argument: Path | Annotated[list[Path], Field(min_length=1, max_length=10)] = []
    when: dict[Path, Test] = {}
    majors: tuple[Major | None, Major | None] | None = None
    reads: Reads | None = None
    values: dict[Word, Value] | Word = {}
    plus: int = 0
    always: Value | None = None
    absent: Value | None = None

    @model_validator(mode="after")
    def _says_something(self) -> RowModel:
        if self.always is None and not self.argument:
            raise ValueError("a row names an argument, or says what is always so")
        if isinstance(self.values, dict) and any(word != word.lower() for word in self.values):
            raise ValueError("words are written in lower case, since they are compared without regard to it")
        return self

    @property
    def said(self) -> list[Value]:
        """All that the row may come to by its own words."""
        words = self.values.values() if isinstance(self.values, dict) else ()
        return [one for one in (*words, self.always, self.absent) if one is not None]


Rows = RowModel | list[RowModel]


def _rows(rows: Rows) -> list[RowModel]:
    return rows if isinstance(rows, list) else [rows]


def _fits(fact: str, value: Value) -> bool:
    may = FACTS[fact]
    if value == UNKNOWN or (isinstance(may, frozenset) and value in may):
        return True
    return isinstance(may, tuple) and type(value) in may


def _facts(facts: dict[str, Rows]) -> dict[str, Rows]:
    for fact, rows in facts.items():
        if fact not in FACTS:
            raise ValueError(f"no rule knows a fact `{fact}`")
        for row in _rows(rows):
            wrong = [value for value in row.said if not _fits(fact, value)]
            if wrong:
                raise ValueError(f"`{fact}` is never {wrong[0]!r}")
    return facts


class ServiceModel(Strict):
    """What a resource is and says."""

    service: Annotated[str, Field(pattern=r"^[a-z0-9-]{0,40}$")]
    source: Text
    as_of: Day
    must: dict[Path, Test] = {}
    never: dict[Path, Test] = {}
    engine: Literal["redis", "valkey"] | Rows = []
    version: Rows = []
    replicas: Rows = []
    facts: Annotated[dict[str, Rows], AfterValidator(_facts)] = {}
    settings: dict[Directive, Rows] = {}
    maps: dict[Path, Word] = {}
    password: list[Path] = []
    secrets: list[Path] = []
    until: dict[Path, Major] = {}
    parameters: Type | Literal[""] = ""
    firewalls: list[Path] = []


class FirewallModel(Strict):
    """How the rules of a firewall are written."""

    rules: Annotated[str, Field(pattern=rf"^({_PART})?$")] = ""
    ranges: Annotated[list[Path], Field(min_length=1)]
    protocol: Path
    tcp: Annotated[list[Word], Field(min_length=1)]
    every: list[Word] = []
    ports: list[Path] = []
    first: Path | list[Path] = []
    last: Path | list[Path] = []
    when: dict[Path, Test] = {}


class Provider(Strict):
    """data/terraform/*.json."""

    about: Text
    source: Text
    as_of: Day
    addresses: Annotated[list[Word], Field(min_length=1)]
    majors: Annotated[list[Major], Field(min_length=1)]
    words: dict[Word, dict[Word, Value]] = {}
    resources: Annotated[dict[Type, ServiceModel | list[ServiceModel]], Field(min_length=1)]
    firewalls: dict[Type, FirewallModel] = {}

    @model_validator(mode="after")
    def _has_its_words(self) -> Provider:
        for services in self.resources.values():
            for service in services if isinstance(services, list) else [services]:
                groups: list[Any] = [*service.facts.values(), *service.settings.values(), service.version]
                for row in [row for rows in groups for row in _rows(rows)]:
                    if isinstance(row.values, str) and row.values not in self.words:
                        raise ValueError(f"`words` has no `{row.values}`")
        return self
