"""The Terraform files of one folder: read, searched and parsed at most once, and only those that are asked for.

What is in a file that cannot be parsed, or beyond the bounds, is unknown.
"""

from __future__ import annotations

import posixpath
import re
from functools import cached_property, lru_cache

from redislint.read.terraform import reading
from redislint.read.terraform.nodes import Block, Body, Literal
from redislint.read.terraform.wrong import Wrong
from redislint.source import Source, Tree
from redislint.typed import Final

# More than real modules have: files, characters to search, characters to parse.
MAX_FILES: Final = 200
MAX_SEARCHED: Final = 4 << 20
MAX_PARSED: Final = 1 << 19
# Folders above a module in which it may be called.
MAX_LEVELS: Final = 10

# Where people keep the values of one environment; which of them is used, a run says.
_FOLDERS: Final = ("config", "env", "environments", "envs", "tfvars", "variables", "vars")
# They are compiled where there are variables.
_DECLARED: Final = r'\bvariable[ \t]++"?([\w-]++)'
_ASSIGNED: Final = r'(?m:(?:^|[{,])[ \t]*+"?([\w-]++)"?+[ \t]*+[=:])'


class Content:
    """What is in a file, its blocks by type and first label."""

    def __init__(self, body: Body) -> None:
        self.attributes = body.attributes
        self._blocks: dict[tuple[str, str], list[Block]] = {}
        for block in body.blocks:
            self._blocks.setdefault((block.type, block.labels[0] if block.labels else ""), []).append(block)

    def of_type(self, type_: str) -> list[Block]:
        """The blocks of a type, whatever their labels."""
        return [block for (other, _), blocks in self._blocks.items() if other == type_ for block in blocks]

    def blocks(self, type_: str, label: str = "") -> list[Block]:
        """The blocks of a type with this first label, or with none."""
        return self._blocks.get((type_, label), [])


class Folder:
    """The files beside one another; each is named by its path from the folder.

    `is_published`: it is in no folder of the tree, but a module that is known by its address.
    """

    is_published = False

    def __init__(self, tree: Tree, path: str) -> None:
        self.path = path
        self._tree = tree
        self._names = tree.names(path)
        self._sources: dict[str, Source | None] = {}
        self._contents: dict[str, Content | None] = {}
        self._searched = self._parsed = 0

    def elsewhere(self, path: str) -> Folder:
        """Another folder of the same tree."""
        return Folder(self._tree, path)

    def has(self, name: str) -> bool:
        """Is there a file of this name?"""
        return name in self._names

    @cached_property
    def modules(self) -> list[str]:
        """The files of the module, those that override others last."""
        return reading.ordered(self._names)[:MAX_FILES]

    def seen_from(self, name: str) -> frozenset[str]:
        """The files of the module that count where the one of this name does."""
        return frozenset(reading.modules(self.modules, beside=name))

    @cached_property
    def automatic(self) -> list[str]:
        """The files of values that every run reads, the one that wins last: Terraform's own order."""
        first = [name for name in ("terraform.tfvars", "terraform.tfvars.json") if name in self._names]
        return first + sorted(name for name in self._names if name.endswith((".auto.tfvars", ".auto.tfvars.json")))

    @cached_property
    def chosen(self) -> frozenset[str]:
        """The variables that a run may set by a file that it names, `-var-file=prod.tfvars`."""
        files = [name for name in self._names if name.endswith(reading.VALUES) and name not in self.automatic]
        for inner in _FOLDERS:
            below = self._tree.names(posixpath.join(self.path, inner))
            files += [f"{inner}/{name}" for name in below if name.endswith(reading.VALUES)]
        sources = [self.source(name) for name in files[:MAX_FILES]]
        return frozenset(name for source in sources if source for name in re.findall(_ASSIGNED, source.text))

    @cached_property
    def passed(self) -> frozenset[str]:
        """The variables that are set where a folder above this one calls it as a module."""
        found: set[str] = set()
        outer = self.path
        for _ in range(MAX_LEVELS):
            if outer in ("", "/"):
                break
            outer = posixpath.dirname(outer)
            found |= Folder(self._tree, outer).passing(self.path)
        return frozenset(found)

    def passing(self, path: str) -> set[str]:
        """The variables that are set where the module in another folder is called."""
        found: set[str] = set()
        for name in self.holding(posixpath.basename(path)):
            content = self.content(name)
            for block in content.of_type("module") if content is not None else ():
                if self._called(block) == path:
                    found |= block.body.attributes.keys()
        return found

    def _called(self, block: Block) -> str | None:
        """The folder of the module that a block calls; None if it is from elsewhere."""
        source = block.body.attributes.get("source")
        if source is None or not isinstance(source.value, Literal) or not isinstance(source.value.value, str):
            return None
        inner = source.value.value
        return posixpath.normpath(posixpath.join(self.path, inner)) if inner.startswith(".") else None

    @cached_property
    def declaring(self) -> dict[str, list[str]]:
        """For each variable the files that seem to declare it."""
        found: dict[str, list[str]] = {}
        for name in self.modules:
            source = self.source(name)
            declares = _ASSIGNED if name.endswith(".json") else _DECLARED
            for variable in set(re.findall(declares, source.text)) if source is not None else ():
                found.setdefault(variable, []).append(name)
        return found

    def holding(self, word: str) -> list[str]:
        """The files of the module in whose text a word is."""
        sources = [(name, self.source(name)) for name in self.modules]
        return [name for name, source in sources if source is not None and word in source.text]

    def source(self, name: str) -> Source | None:
        """The file of this name; None if it cannot be read, or there was too much before it."""
        if name not in self._sources:
            source = self._tree.read(posixpath.join(self.path, name)) if self._searched < MAX_SEARCHED else None
            self._searched += len(source.text) if source is not None else 0
            if source is not None and not source.kind:
                source = Source(source.path, source.text, "terraform")
            self._sources[name] = source
        return self._sources[name]

    def content(self, name: str) -> Content | None:
        """What is in the file of this name; None if it cannot be parsed, or there was too much before it."""
        if name not in self._contents:
            source = self.source(name)
            self._contents[name] = None if source is None else self._parse(source)
        return self._contents[name]

    def _parse(self, source: Source) -> Content | None:
        self._parsed += len(source.text)
        try:
            return Content(reading.parsed(source).body) if self._parsed <= MAX_PARSED else None
        except Wrong:
            return None


class _Same:
    """A tree as a key: equal to itself alone."""

    __slots__ = ("tree",)

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.tree is self.tree

    def __hash__(self) -> int:
        return id(self.tree)


@lru_cache(maxsize=32)
def _folder(tree: _Same, path: str) -> Folder:
    return Folder(tree.tree, path)


def folder(tree: Tree, path: str) -> Folder:
    """The folder at a path.  Files are read folder by folder, with the modules that they call, so the last are kept."""
    return _folder(_Same(tree), path)
