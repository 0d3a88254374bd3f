"""A project as plain data, to be kept: places are offsets in the configuration file, which is at hand."""

from __future__ import annotations

from collections.abc import Mapping

from redislint.model.project import Attestation, Declaration, KeySpace, Project, Said
from redislint.source import Source, Span
from redislint.typed import Any


def pack(project: Project) -> dict[str, Any]:
    """Everything that the file itself declares."""
    return {
        "declarations": [
            [
                *(one.name, one.environment, _place(one.span), one.files, _packed(one.said)),
                *([[_said(keys.pattern), _packed(keys.said)] for keys in one.key_spaces],),
                *(one.external, one.is_one_of_several),
            ]
            for one in project.declarations
        ],
        "attestations": [[one.bullet, _place(one.span), _packed(one.said)] for one in project.attestations],
        "required": [_said(one) for one in project.required],
        "may_differ": [_said(one) for one in project.may_differ],
    }


def unpack(kept: Mapping[str, Any], source: Source) -> Project:
    """The project again; `source` is the file.  Raises ValueError, KeyError or TypeError for what is none."""
    reader = _Reader(source)
    return Project(
        source,
        declarations=tuple(reader.declaration(*row) for row in kept["declarations"]),
        attestations=tuple(
            Attestation(bullet, reader.span(at), reader.all(said)) for bullet, at, said in kept["attestations"]
        ),
        required=tuple(reader.said(*row) for row in kept["required"]),
        may_differ=tuple(reader.said(*row) for row in kept["may_differ"]),
    )


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source = source

    def declaration(
        self,
        name: str,
        environment: str,
        at: list[int],
        files: list[str],
        said: Any,
        keys: Any,
        external: bool,
        several: bool,
    ) -> Declaration:
        spaces = tuple(KeySpace(self.said(*pattern), self.all(more)) for pattern, more in keys)
        return Declaration(name, environment, self.span(at), tuple(files), self.all(said), spaces, external, several)

    def span(self, at: list[int]) -> Span:
        start, end = at
        return Span(self._source, start, end)

    def said(self, value: str, start: int, end: int) -> Said:
        return Said(value, Span(self._source, start, end))

    def all(self, kept: Mapping[str, list[Any]]) -> dict[str, Said]:
        return {key: self.said(*row) for key, row in kept.items()}


def _place(span: Span) -> list[int]:
    return [span.start, span.end]


def _said(said: Said) -> list[Any]:
    return [said.value, said.span.start, said.span.end]


def _packed(said: Mapping[str, Said]) -> dict[str, list[Any]]:
    return {key: _said(one) for key, one in said.items()}
