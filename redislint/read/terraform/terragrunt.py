"""Terragrunt: `terragrunt.hcl` calls a module with inputs, its own and those of files that it includes.

Source: terragrunt.gruntwork.io/docs/reference (terraform, include, inputs, find_in_parent_folders).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import passing
from redislint.read.terraform.called import Call, Given
from redislint.read.terraform.folder import Content, Folder, folder
from redislint.read.terraform.following import Followed, concerns, shows
from redislint.read.terraform.gruntfile import Config, config
from redislint.read.terraform.nodes import Body, Known, Literal, Object
from redislint.read.terraform.published import module as published
from redislint.read.terraform.scope import Passed, Placed
from redislint.read.terraform.telling import is_published
from redislint.read.terraform.trace import key, origin
from redislint.source import Source, Span, Tree
from redislint.typed import Final

# How a message names who gives a variable its value.
_CALLER: Final = "inputs"
# Files that one includes.
_MOST_INCLUDES: Final = 8
_REGISTRY: Final = re.compile(r"tfr://[\w.-]*/([\w-]+/[\w-]+/[\w-]+(?://[^?]*)?)\?version=(.+)")


class Inputs:
    """A file with those that it includes: where its module comes from, and what that is given.

    `is_open`: there may be further inputs, which are not known.
    """

    def __init__(self, config: Config, tree: Tree) -> None:
        self.config = config
        self.arguments: dict[str, Given] = {}
        self.is_open = False
        self.source: tuple[Config, Placed] | None = None
        self._tree = tree
        for one in (*self._included(), config):
            self._take(one)

    @property
    def header(self) -> Span:
        """The place that says which module it is; of none the beginning of the file."""
        block = next(iter(self.config.content.of_type("terraform")), None)
        source = self.config.source
        return source.span(block.start, block.end) if block is not None else source.anchor

    def call(self) -> Call:
        """The module's call."""
        group = self.config.folder_path or "."
        return Call(_CALLER, self.header, self.arguments, group, is_open=self.is_open)

    def _included(self) -> Iterator[Config]:
        """The files that are included and merged."""
        for block in self.config.content.of_type("include")[:_MOST_INCLUDES]:
            written, strategy = block.body.attributes.get("path"), block.body.attributes.get("merge_strategy")
            path = self.config.path(Placed(written.value, self.config.source)) if written is not None else None
            found = config(self._tree.read(path), self._tree) if path is not None else None
            if found is None:
                self.is_open = True
            elif strategy is None or not isinstance(strategy.value, Literal) or strategy.value.value != "no_merge":
                yield found

    def _take(self, one: Config) -> None:
        source = one.attribute("terraform", "source")
        if source is not None:
            self.source = (one, source)
        if any(block.body.inner("extra_arguments") for block in one.content.of_type("terraform")):
            self.is_open = True
        written = one.content.attributes.get("inputs")
        if written is not None:
            self._inputs(one, Placed(written.value, one.source))

    def _inputs(self, one: Config, placed: Placed) -> None:
        """Take in the inputs of a file; those of it that are objects may be merged with others."""
        found = origin(placed, one.evaluator)
        if isinstance(found.node, Object):
            for written, value in found.node.pairs:
                text = key(written)
                self.is_open = self.is_open or text is None
                self._give(text or "", Placed(value, found.source), one)
            return
        values = one.evaluator.value(found)
        if not isinstance(values, dict):
            self.is_open = True
            return
        for name, item in values.items():
            self._give(name, Placed(Known(found.node.start, found.node.end, item), found.source), one)

    def _give(self, name: str, placed: Placed, one: Config) -> None:
        value = passing.handed(placed, one.evaluator)
        if name in self.arguments and isinstance(value.node, Object):
            # It may be laid over the other one.
            value = Placed(Known(placed.node.start, placed.node.end, UNKNOWN), placed.source)
        self.arguments[name] = Given(value, Passed(_CALLER, placed.span, True))


def followed(source: Source, body: Body, tree: Tree) -> Followed:
    """The module that a file calls, and those that it calls in turn."""
    found = Followed(tree)
    inputs = Inputs(Config(source, Content(body), tree), tree)
    inside = _module(inputs, tree)
    if inside is not None:
        call = inputs.call()
        found.start(inside, call._replace(is_sample=shows(inputs.config.folder_path, inside.path)))
    return found


def may_concern(source: Source, tree: Tree) -> bool:
    """Does a file call a module that declares anything of ours?  One that cannot be read calls none."""
    found = config(source, tree)
    return found is not None and _module(Inputs(found, tree), tree) is not None


def _module(inputs: Inputs, tree: Tree) -> Folder | None:
    """The module that is called; None where nothing of ours is known of it."""
    if inputs.source is None:
        own = inputs.config.folder_path
        return folder(tree, own) if concerns(own, tree) else None
    one, placed = inputs.source
    path = one.path(placed)
    if path is not None:
        return folder(tree, path) if concerns(path, tree) else None
    text = one.evaluator.value(placed)
    if not isinstance(text, str) or not is_published(text):
        return None
    match = _REGISTRY.fullmatch(text)
    address, version = (match[1], match[2]) if match is not None else (text, None)
    return published(address, version, inputs.header, tree)
