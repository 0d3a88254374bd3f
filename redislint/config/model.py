"""What may stand in a configuration file.  The JSON Schema for editors is made from this."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from redislint.read import READERS

SCHEMA: Final = "https://json-schema.org/draft/2020-12/schema"

# The default of a key that says nothing: an empty text, which nobody may write.
_UNSAID: Any = ""

Text = Annotated[str, Field(min_length=1, max_length=1000)]
Word = Annotated[
    str,
    Field(
        min_length=1,
        max_length=100,
        description="a rule's id, the beginning of ids (RL2), a rule's name, a family or a tag",
    ),
]
Level = Literal["error", "warning", "info"]
Server = Annotated[str, Field(pattern=r"^(redis|valkey)@\d+\.\d+(\.\d+)?$", examples=["redis@7.2", "valkey@8.0.1"])]
Environment = Literal["dev", "stage", "prod"]
Profile = Literal["cache", "store", "queue", "session"]
Build = Literal["distro", "upstream"]
Transport = Literal["native-tls", "mesh", "sidecar", "private-link", "plaintext-accepted"]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w.-]{0,99}$", examples=["sessions"])]
Bullet = Annotated[
    str,
    Field(
        pattern=r"^\d{1,2}\.\d$",
        examples=["2.2"],
        description="a bullet of the checklist",
        json_schema_extra={"type": ["number", "string"]},
    ),
]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$", examples=["2027-01-31"])]
Count = Annotated[str, Field(pattern=r"^\d{1,4}$", examples=[2], json_schema_extra={"type": ["integer", "string"]})]
Duration = Annotated[str, Field(pattern=r"^\d{1,6}[smhd]$", examples=["0s", "5m"])]


class Strict(BaseModel):
    """A mapping that has no other keys than these; a key without a value says nothing."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _said(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: value for key, value in data.items() if value is not None or key not in known}


class Declaration(Strict):
    """What is declared of all files, or of those that a pattern matches."""

    server: Server = Field(default=_UNSAID, description="the server's version: redis@7.2, valkey@8.0")
    environment: Environment = Field(
        default=_UNSAID,
        description="where it runs: rules about production are off in dev and stage, and findings in dev a level lower",
    )
    profile: Profile = Field(default=_UNSAID, description="what the instance is for")
    admin_users: list[Text] = Field(
        default=[],
        alias="admin-users",
        description="ACL users who are meant to administer, as names or patterns (`ops-*`); rules about what"
        " applications may run leave them out",
    )
    rpo: Duration = Field(
        default=_UNSAID,
        description="how much may be lost when a machine fails, as time: 0s, 30s, 5m, 1h, 1d",
    )
    rto: Duration = Field(default=_UNSAID, description="how long it may be gone, as time: 30s, 15m, 4h")
    target: Server = Field(
        default=_UNSAID, description="the version that it is to be upgraded to: rules say what would change"
    )
    transport: Transport = Field(
        default=_UNSAID,
        description="what protects the connections: the server's own TLS, a service mesh, a sidecar, a private link, or"
        " nothing, which somebody has accepted; rules about missing TLS are silent but for the first",
    )
    owner: Text = Field(default=_UNSAID, description="who answers for it: a team, a person, a channel")
    build: Build = Field(
        default=_UNSAID,
        description="who built it: `distro` for the package of Debian, Ubuntu or Alpine, without upstream's allocator",
    )


class Place(Declaration):
    """What is declared of the files that a pattern matches."""

    kind: str = Field(
        default="",
        description="what kind of file it is, whatever it looks like",
        json_schema_extra={"enum": [*READERS]},
    )
    complete: bool = Field(
        default=False, description="a server is started with this very file, so what it leaves out has its default"
    )
    ignore: list[Word] = Field(default=[], description="rules that are ignored there")
    chart: str = Field(
        default=_UNSAID,
        pattern=r"^[\w.-]+/[\w-]+(@[\w.^~*+<>=-]+)?$",
        examples=["bitnami/redis@19.0.0"],
        description="the Helm chart whose values these are, with its version if that is known",
    )


class KeySpace(Strict):
    """Keys of an instance that have something in common."""

    pattern: Text = Field(description="what their names look like: `cart:{id}:items`, `session:*`")
    owner: Text = Field(default=_UNSAID, description="whose they are")
    type: Text = Field(default=_UNSAID, description="string, hash, list, set, zset, stream")
    ttl: Text = Field(default=_UNSAID, description="how long they live: `none`, a time such as 30m, or a policy's name")
    max_size: Text = Field(default=_UNSAID, alias="max-size", description="the largest value: 100kb")
    multi_key: bool = Field(
        default=False, alias="multi-key", description="commands, scripts or transactions take several of them at once"
    )


class Member(Declaration):
    """An instance: its files, and what is declared of it."""

    files: list[Text] = Field(default=[], description="the files that declare it: patterns as in .gitignore")
    replicas: Count = Field(default=_UNSAID, description="how many replicas it has")
    sentinels: Count = Field(default=_UNSAID, description="how many Sentinels watch it")
    external: bool = Field(default=False, description="some of it is declared elsewhere, so nothing is counted")


class Instance(Member):
    """An instance by its name; where it is there several times, once for each environment."""

    environments: dict[Environment, Member] = Field(
        default={}, description="what holds in one of its environments, which `redislint compare` holds side by side"
    )
    key_spaces: list[KeySpace] = Field(default=[], alias="key-spaces", description="what it holds")


class Attested(Strict):
    """What answers a bullet of the checklist that no file can show."""

    evidence: Text = Field(default=_UNSAID, description="a file in the repository, or a URL, that shows it")
    owner: Text = Field(default=_UNSAID, description="who answers for it")
    reviewed: Day = Field(default=_UNSAID, description="when somebody last looked")
    expires: Day = Field(default=_UNSAID, description="from when on it has to be looked at again")
    sha256: str = Field(
        default=_UNSAID, pattern=r"^[0-9a-f]{64}$", description="the evidence file's SHA-256, as it was reviewed"
    )
    not_applicable: Text = Field(default=_UNSAID, alias="not-applicable", description="why it does not apply here")


def _or_a_word(schema: dict[str, Any]) -> None:
    """Say that a word alone is an excuse, too."""
    whole = dict(schema)
    schema.clear()
    schema.update(anyOf=[whole["properties"]["rule"], whole])


class Excuse(Strict):
    """A rule that is ignored in some files, and why; a word alone is one, too."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_or_a_word)

    rule: Word
    reason: Text = Field(default=_UNSAID, description="why")
    until: Day = Field(default=_UNSAID, description="its last day: then it is reported again")

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, data: Any) -> Any:
        return {"rule": data} if isinstance(data, str) else data


class File(Declaration):
    """The whole file."""

    select: list[Word] = Field(default=[], description="the rules to run, in the place of those that run by default")
    ignore: list[Word] = Field(
        default=[], description="rules that do not run; of the words here and in `select` the closest counts"
    )
    per_path_ignores: dict[Text, list[Excuse]] = Field(
        default={},
        alias="per-path-ignores",
        description="rules that are ignored in the files that a pattern (as in .gitignore) matches",
    )
    inline_ignores: Literal["allow", "reason", "forbid"] = Field(
        default="allow",
        alias="inline-ignores",
        description="what becomes of ignores in comments: they act, or only with a `reason`, or not at all (`forbid`)",
    )
    baseline: Text = Field(
        default=_UNSAID,
        description="the file of accepted findings, seen from this file, in the place of .redislint-baseline.json",
    )
    severity: dict[Word, Level] = Field(default={}, description="how bad a rule's findings are: by its id or name")
    exclude: list[Text] = Field(
        default=[], description="files and folders that are passed over: patterns as in .gitignore"
    )
    paths: dict[Text, Place] = Field(
        default={},
        description="what holds for the files that a pattern (as in .gitignore) matches; the last one counts",
    )
    instances: dict[Name, Instance] = Field(
        default={}, description="the instances of the project, each with its files; says more than `paths`"
    )
    may_differ: list[Text] = Field(
        default=[],
        alias="may-differ",
        description="directives that may differ between the environments of an instance, as names or patterns",
    )
    checklist: dict[Bullet, Attested] = Field(
        default={}, description="what answers a bullet of the checklist that no file can show"
    )
    required: list[Bullet] = Field(default=[], description="bullets of the checklist that have to be answered")
    rules: list[Text] = Field(
        default=[],
        description="folders with rule pages of your own, seen from this file; `package:NAME` for the folder `rules` of"
        " an installed package",
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of a configuration file."""
    title = {"$schema": SCHEMA, "title": "redislint", "description": "Configuration of redislint (.redislint.yaml)"}
    made: dict[str, Any] = _plain(File.model_json_schema())
    return title | {key: value for key, value in made.items() if key not in title}


def _plain(node: Any) -> Any:
    """The schema without what says nothing to an editor: pydantic's titles, and empty defaults."""
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _plain(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str)) and not (key == "default" and not value)
    }
