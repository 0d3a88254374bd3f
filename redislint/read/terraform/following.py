"""The modules that a module calls, followed into the tree: what each declares as this caller has it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from redislint.model.document import Problem
from redislint.model.instance import Reference
from redislint.read.terraform.arguments import Arguments
from redislint.read.terraform.called import Call, Called
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.folder import Folder, folder
from redislint.read.terraform.module import Module
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.telling import calls_published, is_published, is_telling
from redislint.source import Span, Tree
from redislint.typed import Final

# Modules within each other, and calls that are followed for one file; what lies beyond is not looked at.
MAX_DEPTH: Final = 8
MAX_CALLS: Final = 100
# Characters of an address that are shown.
_LONGEST: Final = 100
# Steps of evaluation for one call.
_STEPS: Final = 20_000

_SOURCE: Final = re.compile(r'(?:^|[{,])[ \t]*+"?source"?[ \t]*+[=:][ \t]*+"(\.\.?(?:/[^"\n]*+)?)"', re.MULTILINE)
# Folders below a module that only show how it is used, or hand everything on to it.
_SAMPLES: Final = frozenset(
    (
        "demo",
        "demos",
        "e2e",
        "example",
        "examples",
        "fixtures",
        "sample",
        "samples",
        "spec",
        "test",
        "tests",
        "wrappers",
    )
)


class Followed:
    """What is found behind the calls of one file.

    called      the modules, each as it is called, with the evaluator of its expressions
    references  the files that they consist of, as far as these declare anything of ours
    unchecked   a sentence for each that is published, by its address about Redis, and not known
    floating    by the address of a published module that is called what floats of it
    """

    def __init__(self, tree: Tree) -> None:
        self.called: list[tuple[Called, Evaluator]] = []
        self.references: dict[Reference, None] = {}
        self.unchecked: dict[str, None] = {}
        self.floating: dict[str, Problem] = {}
        self._tree = tree
        self._left = MAX_CALLS

    def follow(self, module: Module, evaluator: Evaluator, address: str = "", above: tuple[str, ...] = ()) -> None:
        """Take in the modules that a module calls, and those that they call; `above` are the folders of its callers."""
        above = (*above, module.folder.path)
        for blocks in module.calls():
            written = Resource(blocks, evaluator)
            inside = self._inside(written, module.folder)
            if inside is None or inside.path in above:
                continue
            name = f"{address}.module.{written.labels[0]}".lstrip(".")
            self._float(name, written, inside, is_shown=not _SAMPLES.isdisjoint(above[0].split("/")))
            is_sample = shows(above[0], inside.path)
            self._refer(inside, written.anchor, is_sample=is_sample)
            for one in [] if written.is_absent or len(above) > MAX_DEPTH else written.each():
                self._add(inside, Call(name, written.anchor, Arguments(one, name), module.group, is_sample), above)

    def _float(self, name: str, written: Resource, inside: Folder, *, is_shown: bool) -> None:
        """Note what floats of a module that is published; of one that is only shown a range is what readers want."""
        if inside.is_published:
            # Few files call one.
            from redislint.read.terraform.floating import RANGE, of_call

            found = of_call(written)
            if found is not None and not (is_shown and found.kind == RANGE):
                self.floating[name] = found

    def start(self, inside: Folder, call: Call) -> None:
        """Take in a module that something else than a module calls."""
        self._refer(inside, call.header, is_sample=call.is_sample)
        self._add(inside, call, ())

    def _add(self, inside: Folder, call: Call, above: tuple[str, ...]) -> None:
        self._left -= 1
        if self._left >= 0:
            called = Called(inside, call, self._tree)
            inner = Evaluator(called)
            inner.budget.steps = _STEPS
            self.called.append((called, inner))
            self.follow(called, inner, call.address, above)

    def _inside(self, call: Resource, caller: Folder) -> Folder | None:
        """The module that a block calls; None where nothing of ours is known of it."""
        path = local(call, caller)
        if path is not None:
            return folder(self._tree, path) if concerns(path, self._tree) else None
        source, version = call.argument("source").text, call.argument("version")
        if not isinstance(source, str) or len(call.labels) != 1 or not is_published(source):
            return None
        from redislint.read.terraform.published import module

        said = version.text if isinstance(version.text, str) else None
        found = module(source, said, call.anchor, self._tree)
        if found is None and not call.is_absent:
            self.unchecked[_unchecked(call, source, said)] = None
        return found

    def _refer(self, inside: Folder, header: Span, *, is_sample: bool) -> None:
        role = "sample" if is_sample else "module"
        for source in filter(None, map(inside.source, inside.modules)):
            if source.path and (_says(source.text) or leads(source.text, inside.path, self._tree)):
                self.references[Reference(role, source.path, header)] = None


def _unchecked(call: Resource, source: str, version: str | None) -> str:
    """That nothing is known of a module, and where it is called."""
    place = f"{call.anchor.source.path}:{call.anchor.position[0]}"
    # What is behind a `?` is the revision, and before a `@` who asks, at times with a password.
    said = re.sub(r"(?<=//)[^/@]*+@", "", source.partition("?")[0])[:_LONGEST]
    which = f"`{said}`" + (f" {version[:_LONGEST]}" if version else "")
    return f"{place}: `module.{call.labels[0]}` is not checked: what {which} declares is not known"


def local(call: Resource, caller: Folder) -> str | None:
    """The folder of the module that a block calls; None where that is not in the tree, or not known."""
    source = call.argument("source").text
    is_local = isinstance(source, str) and (source in (".", "..") or source.startswith(("./", "../")))
    return _joined(caller.path, source) if isinstance(source, str) and is_local and len(call.labels) == 1 else None


def leads(text: str, path: str, tree: Tree) -> bool:
    """Does a file of a folder call a module in the tree that declares anything of ours?"""
    return any(concerns(one, tree) for one in _local(text, path))


def concerns(path: str, tree: Tree) -> bool:
    """Is anything of ours declared in a folder, or in a module that it calls?"""
    stack, seen = [(path, 0)], {path}
    while stack:
        path, depth = stack.pop()
        inside = folder(tree, path)
        for source in filter(None, map(inside.source, inside.modules)):
            if _says(source.text):
                return True
            fresh = [one for one in _local(source.text, path) if one not in seen] if depth < MAX_DEPTH else []
            seen.update(fresh)
            stack += [(one, depth + 1) for one in fresh]
    return False


def _says(text: str) -> bool:
    """Does a text declare anything of ours, or call a published module that does?"""
    return is_telling(text) or calls_published(text)


def _local(text: str, path: str) -> Iterator[str]:
    """The folders of the modules that a file seems to call."""
    if "module" in text:
        yield from dict.fromkeys(_joined(path, one) for one in _SOURCE.findall(text))


def _joined(path: str, source: str) -> str:
    found = posixpath.normpath(posixpath.join(path, source))
    return "" if found == "." else found


def shows(caller: str, path: str) -> bool:
    """Does a caller only show how the module in a folder is used?"""
    below = caller.removeprefix(f"{path}/") if path else caller
    return (not path or below != caller) and not _SAMPLES.isdisjoint(below.split("/"))
