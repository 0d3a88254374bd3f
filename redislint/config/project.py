"""What a configuration declares of its instances and of the checklist, with the places where it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redislint.config.model import Attested, Declaration, File, Instance, KeySpace, Member
from redislint.config.text import Path, Text
from redislint.model import project
from redislint.model.project import Project, Said
from redislint.typed import Final

# Keys of which a declaration says whose it is, and not what it is.
_NO_VALUES: Final = frozenset(("files", "external", "environments", "key_spaces", "admin_users"))


def members(file: File) -> Iterator[tuple[str, Path, Member, tuple[Member, ...]]]:
    """Each declared instance in each environment: its id, its place, and what is declared of it, the last first."""
    for name, one in file.instances.items():
        path: Path = ("instances", name)
        if one.files or not one.environments:
            yield name, path, one, (one,)
        for environment, inner in one.environments.items():
            yield f"{name}/{environment}", (*path, "environments", environment), inner, (inner, one)


def build(file: File, text: Text) -> Project | None:
    """The project that a file declares; None where it declares nothing of the kind."""
    if not file.instances and not file.checklist and not file.required:
        return None
    top = _said(file, text, (), Declaration)
    return Project(
        text.source,
        declarations=tuple(_declaration(file, text, top)),
        attestations=tuple(
            project.Attestation(
                bullet, text.span(("checklist", bullet), key=True), _said(one, text, ("checklist", bullet), Attested)
            )
            for bullet, one in file.checklist.items()
        ),
        required=tuple(Said(one, text.span(("required", index))) for index, one in enumerate(file.required)),
        may_differ=tuple(Said(one, text.span(("may-differ", index))) for index, one in enumerate(file.may_differ)),
    )


def _declaration(file: File, text: Text, top: Mapping[str, Said]) -> Iterator[project.Declaration]:
    for ident, path, own, layers in members(file):
        name = ident.partition("/")[0]
        whole = file.instances[name]
        said = {**top, **_said(whole, text, ("instances", name), Instance)}
        if own is not whole:
            said |= _said(own, text, path, Member)
        yield project.Declaration(
            name=name,
            environment=str(path[-1]) if own is not whole else _value(said, "environment"),
            span=text.span(path, key=True),
            files=tuple(own.files),
            said=said,
            key_spaces=tuple(_key_spaces(whole, text, ("instances", name, "key-spaces"))),
            external=any(one.external for one in layers),
            is_one_of_several=own is not whole,
        )


def _value(said: Mapping[str, Said], key: str) -> str:
    return said[key].value if key in said else ""


def _key_spaces(whole: Instance, text: Text, path: Path) -> Iterator[project.KeySpace]:
    for index, one in enumerate(whole.key_spaces):
        said = _said(one, text, (*path, index), KeySpace)
        yield project.KeySpace(said["pattern"], {key: value for key, value in said.items() if key != "pattern"})


def _said(
    said: Declaration | Attested | KeySpace, text: Text, path: Path, model: type[Declaration | Attested | KeySpace]
) -> dict[str, Said]:
    """What is written under a path, by its keys: those of the model that have one value."""
    found: dict[str, Said] = {}
    for name, field in model.model_fields.items():
        value = getattr(said, name)
        key = field.alias or name
        if value and name not in _NO_VALUES:
            found[key] = Said("true" if value is True else str(value), text.span((*path, key)))
    return found
