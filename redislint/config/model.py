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


class File(Declaration):
    """The whole file."""

    select: list[Word] = Field(default=[], description="the rules to run, in the place of those that run by default")
    ignore: list[Word] = Field(
        default=[], description="rules that do not run; of the words here and in `select` the closest counts"
    )
    per_path_ignores: dict[Text, list[Word]] = Field(
        default={},
        alias="per-path-ignores",
        description="rules that are ignored in the files that a pattern (as in .gitignore) matches",
    )
    severity: dict[Word, Level] = Field(default={}, description="how bad a rule's findings are: by its id or name")
    exclude: list[Text] = Field(
        default=[], description="files and folders that are passed over: patterns as in .gitignore"
    )
    paths: dict[Text, Place] = Field(
        default={},
        description="what holds for the files that a pattern (as in .gitignore) matches; the last one counts",
    )
    rules: list[Text] = Field(default=[], description="folders with rule pages of your own, seen from this file")


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
