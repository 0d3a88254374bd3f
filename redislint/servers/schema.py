"""What data files must look like.  Ours are held to it by the tests, and a user's newer ones before they are used."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from redislint.servers import files
from redislint.servers.directives import LINES, lines_of
from redislint.servers.providers import Provider

Day = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
LineKey = Annotated[str, Field(pattern=r"^(redis|valkey)@\d{1,4}\.\d{1,4}$")]
Full = Annotated[str, Field(pattern=r"^\d{1,6}\.\d{1,6}\.\d{1,6}$")]
Part = Annotated[str, Field(pattern=r"^\d{1,6}(\.\d{1,6}){0,2}$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Word = Annotated[str, Field(pattern=r"^[a-z0-9@|._-]{1,64}$")]
# Of more faults than these nobody wants to read.
MOST_FAULTS: Final = 5


class Strict(BaseModel):
    """A mapping that has no other keys than these."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class LineRow(Strict):
    """One line of releases."""

    ga: Day
    latest: Full
    latest_date: Day | None = None
    status: Literal["supported", "security-only", "ending", "probably-ended", "eol"]
    eol: Day | None = None
    revoked: list[Full] = []
    source: Text


class ServiceRow(Strict):
    """The support of one version of a managed service."""

    ended: Day
    extended: Day | None
    source: Text


class Head(Strict):
    """What every file says of itself."""

    about: Text
    source: Text
    as_of: Day


class Releases(Head):
    """releases.json."""

    lines: dict[LineKey, LineRow]
    services: dict[str, ServiceRow]
    rdb: dict[LineKey, Annotated[int, Field(ge=1, le=999)]]
    rdb_sent: dict[LineKey, Annotated[int, Field(ge=1, le=999)]] = {}
    rdb_asked: list[LineKey] = []


Operator = Literal["eq", "ne", "le", "gt", "gt-default", "set", "matches"]
Condition = tuple[Word, Operator, Annotated[str, Field(max_length=200)]]


class MitigationRow(Strict):
    """Commands to deny, or the value of a directive."""

    deny: list[Word] = []
    categories: list[Word] = []
    config: Condition | None = None
    stated: bool

    @model_validator(mode="after")
    def _is_one_of_both(self) -> MitigationRow:
        if bool(self.deny) == (self.config is not None):
            raise ValueError("either `deny` or `config`")
        return self


class AdvisoryRow(Strict):
    """One known vulnerability."""

    title: Text
    severity: Literal["critical", "high", "medium", "low", "unknown"]
    status: Literal["published", "disputed", "unnumbered"]
    confidence: Literal["sourced", "partial", "unverified"]
    auth: Text
    needs: list[Text]
    redis: list[tuple[Part, Full | None]] = []
    valkey: list[tuple[Part, Full | None]] = []
    conditions: list[Condition] = Field(default=[], alias="if")
    mitigations: list[MitigationRow] = []
    source: Text


class Advisories(Head):
    """advisories.json."""

    advisories: dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{5,60}$")], AdvisoryRow]


def _lines(text: str) -> str:
    """A text that means lines of servers, such as `redis@5.0..6.2 valkey@8.0`."""
    try:
        lines_of(text)
    except ValueError as error:
        raise ValueError("these are no lines of servers that redislint knows") from error
    return text


Lines = Annotated[str, Field(max_length=400), AfterValidator(_lines)]


class DirectiveSpan(BaseModel):
    """The facts of a directive in some lines; its further facts are read as they are needed."""

    model_config = ConfigDict(extra="allow")

    lines: Lines = Field(alias="in")
    type: Word
    names: list[Word] = []
    args: list[int | None] = Field(default=[1, 1], min_length=2, max_length=3)
    default: str | None = None
    flags: list[Word] = []


class DirectiveRow(BaseModel):
    """One directive in all lines."""

    model_config = ConfigDict(extra="allow")

    kind: Literal["config", "special", "ignored"] = "config"
    spans: Annotated[list[DirectiveSpan], Field(min_length=1)]


class Directives(BaseModel):
    """directives.json: of the lines that this release of redislint knows."""

    model_config = ConfigDict(extra="allow")

    about: Text
    source: Text
    as_of: Day
    lines: list[LineKey]
    ended: Lines
    traits: dict[str, Lines]
    directives: dict[Word, DirectiveRow]

    @model_validator(mode="after")
    def _has_our_lines(self) -> Directives:
        if tuple(self.lines) != LINES:
            raise ValueError("its lines of servers are others than this redislint knows")
        missing = set(files.bundled("directives")) - {*type(self).model_fields, *(self.model_extra or ())}
        if missing:
            raise ValueError(f"it lacks {', '.join(sorted(missing))}")
        return self


_MODELS: Final[dict[str, type[BaseModel]]] = {
    "releases": Releases,
    "advisories": Advisories,
    "directives": Directives,
    **dict.fromkeys((f"terraform/{provider}" for provider in files.PROVIDERS), Provider),
}


def faults(name: str, data: Any) -> list[str]:
    """What is wrong with the content of the file of this name; nothing if it may be used."""
    try:
        _MODELS[name].model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        return [f"{'.'.join(map(str, one['loc']))}: {one['msg']}".removeprefix(": ") for one in found[:MOST_FAULTS]]
    return []
