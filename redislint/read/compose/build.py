"""The image that a service builds from a Dockerfile of the tree."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.paths import within
from redislint.read.compose.interpolate import interpolated, value_of
from redislint.read.dockerfile import is_telling
from redislint.read.dockerfile.stages import Built, built
from redislint.read.yaml import Node
from redislint.source import Source, Tree


def image_of(service: Node, tree: Tree) -> tuple[str, Built] | None:
    """The path of the Dockerfile, and what it builds for this service; None where it is not in the tree."""
    build = service.get("build")
    if build is None or build.get("dockerfile_inline") is not None:
        return None
    place = build.get("context") if build.kind == "mapping" else build
    folder = value_of(place) if place is not None else "."
    if folder is None or "://" in folder or folder.startswith("git@"):
        return None
    context = within(build.file.folder, folder)
    named = build.get("dockerfile") if build.kind == "mapping" else None
    name = value_of(named) if named is not None else "Dockerfile"
    path = within(context, name) if context is not None and name is not None else None
    source = tree.read(path) if path else None
    if source is None or context is None or not is_telling(source):
        return None
    target = build.get("target") if build.kind == "mapping" else None
    stage = value_of(target) if target is not None else ""
    if stage is None:
        return None
    found = built(Source(source.path, source.text, "dockerfile"), tree, context, stage, tuple(_arguments(build)))
    return (source.path, found) if found is not None else None


def _arguments(build: Node) -> Iterator[tuple[str, str | None]]:
    """The arguments of the build; those without a value are taken from the environment, and are not known."""
    arguments = build.get("args") if build.kind == "mapping" else None
    if arguments is None:
        return
    for key, value in arguments.items().values():
        yield key.text, value_of(value) if value.kind == "scalar" else None
    for element in arguments.elements():
        name, sign, text = element.text.partition("=")
        yield name, interpolated(text, element.file.variables) if sign else None
