"""One file of Terragrunt's: its locals, and the folders and files that its own functions name."""

from __future__ import annotations

import posixpath

from redislint.read.terraform import hcl
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.folder import Content
from redislint.read.terraform.nodes import Call as Function
from redislint.read.terraform.nodes import Literal, Node, Quoted
from redislint.read.terraform.scope import Placed, Variable
from redislint.read.terraform.telling import TERRAGRUNT
from redislint.read.terraform.trace import origin
from redislint.read.terraform.wrong import Wrong
from redislint.source import Source, Tree
from redislint.typed import Final

# Folders above a file in which another one is looked for.
_MOST_LEVELS: Final = 32


class Config:
    """One file of Terragrunt's, in which only its own locals have names.

    Expressions of Terragrunt's own functions are not known, but for those that name folders.
    """

    def __init__(self, source: Source, content: Content, tree: Tree) -> None:
        self.source = source
        self.content = content
        self._tree = tree
        self._locals = {
            name: Placed(one.value, source)
            for block in content.of_type("locals")
            for name, one in block.body.attributes.items()
        }
        self.evaluator = Evaluator(self)

    def variable(self, _name: str) -> Variable:
        """There is none."""
        return Variable(None)

    def local(self, name: str) -> Placed | None:
        """The local value of this name; None if there is none."""
        return self._locals.get(name)

    @property
    def folder_path(self) -> str:
        """The folder of the file."""
        return posixpath.dirname(self.source.path)

    def file(self, path: str) -> Source | None:
        """The file at a path from the root of the tree; None where there is none."""
        return self._tree.read(path)

    def attribute(self, type_: str, name: str) -> Placed | None:
        """An argument of the block of a type."""
        found = [block.body.attributes.get(name) for block in self.content.of_type(type_)]
        return next((Placed(one.value, self.source) for one in found if one is not None), None)

    def path(self, placed: Placed) -> str | None:
        """The path in the tree that an expression is, from the file's folder; None where it is not known."""
        placed = origin(placed, self.evaluator)
        parts = self.evaluator.parts(placed.node, placed.source) if isinstance(placed.node, Quoted) else [placed.node]
        texts = [self._said(part) for part in parts or [None]]
        if any(text is None for text in texts):
            return None
        text = "".join(one or "" for one in texts)
        if "://" in text or "::" in text or text.startswith("~"):
            return None
        # What begins with a `/` now begins at the root of the tree.
        joined = text.lstrip("/") if text.startswith("/") else posixpath.join(self.folder_path, text)
        found = posixpath.normpath(joined) if joined else ""
        return None if found == ".." or found.startswith("../") else "" if found == "." else found

    def _said(self, part: str | Node | None) -> str | None:
        if isinstance(part, Literal):
            # A path on the disk is nowhere in the tree.
            return part.value if isinstance(part.value, str) and not part.value.startswith("/") else None
        return self._folder(part) if isinstance(part, Function) else part if isinstance(part, str) else None

    def _folder(self, call: Function) -> str | None:
        """What one of Terragrunt's functions comes to that names a folder, or a file in one."""
        arguments = [one.value for one in call.arguments if isinstance(one, Literal)]
        match call.function:
            case "get_repo_root":
                return "/"
            case "get_terragrunt_dir":
                return f"/{self.folder_path}"
            case "find_in_parent_folders" if len(arguments) == len(call.arguments):
                return self._above(str(arguments[0]) if arguments else TERRAGRUNT)
        return None

    def _above(self, name: str) -> str | None:
        """The nearest file of a name in the folders above."""
        folder = self.folder_path
        for _ in range(_MOST_LEVELS):
            if not folder:
                return None
            folder = posixpath.dirname(folder)
            path = posixpath.join(folder, name)
            if self._tree.read(path) is not None:
                return f"/{path}"
        return None


def config(source: Source | None, tree: Tree) -> Config | None:
    """A file of Terragrunt's; None where there is none, or it cannot be read."""
    if source is None:
        return None
    try:
        return Config(Source(source.path, source.text, "terraform"), Content(hcl.parse(source.text).body), tree)
    except Wrong:
        return None
