"""The stages of a Dockerfile: what is built is the last one, with all that it takes over from those before."""

from __future__ import annotations

import re
from collections.abc import Iterable

from redislint.read.dockerfile.arguments import argue
from redislint.read.dockerfile.building import Building, Built
from redislint.read.dockerfile.instructions import Instruction, instructions
from redislint.read.filled import filled
from redislint.read.shell import Word
from redislint.source import Source, Tree
from redislint.typed import Final, NamedTuple

__all__ = ["Built", "built"]

_FROM: Final = re.compile(r"(?P<image>\S+)(?:\s+(?i:as)\s+(?P<name>\S+))?\s*")


class _Stage(NamedTuple):
    base: Word
    name: str
    body: list[Instruction]


def built(
    source: Source, tree: Tree, context: str, target: str = "", arguments: Iterable[tuple[str, str | None]] = ()
) -> Built | None:
    """What a Dockerfile builds in a folder of the tree; `target` names a stage, and `arguments` are `build.args`."""
    given = dict(arguments)
    stages, defaults = _stages(source, given)
    if not stages:
        return None
    names = {stage.name.lower(): index for index, stage in enumerate(stages) if stage.name}
    index = names.get(target.lower(), len(stages) - 1) if target else len(stages) - 1
    chain: list[_Stage] = []
    below: Word | None = None
    while True:
        stage = stages[index]
        chain.append(stage)
        before = names.get(stage.base.text.lower())
        # A stage is known from its own line on.
        if before is None or before >= index:
            below = stage.base if stage.base.text != "scratch" else None
            break
        index = before
    body = [one for stage in reversed(chain) for one in stage.body]
    return Building(below, tree, context, defaults, given).run(body)


def _stages(source: Source, given: dict[str, str | None]) -> tuple[list[_Stage], dict[str, str]]:
    """The stages, and the arguments that stand before the first of them."""
    stages: list[_Stage] = []
    arguments: dict[str, str] = {}
    for one in instructions(source):
        if one.name == "FROM":
            match = _FROM.fullmatch(one.text)
            if match is not None:
                text = filled(match["image"], arguments)
                place = one.span(match.start("image"), match.end("image"))
                stages.append(_Stage(Word(text.text, place, known=text.is_known), match["name"] or "", []))
        elif stages:
            stages[-1].body.append(one)
        elif one.name == "ARG":
            argue(one, arguments, given, {})
    return stages, arguments
