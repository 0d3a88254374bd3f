"""What the arguments of a run stand for, taken in one by one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from redislint.discover import kinds, names
from redislint.discover.files import TooBig, Unreadable, said
from redislint.discover.ignore import Ignore
from redislint.discover.linked import Linked, Read
from redislint.discover.request import Request
from redislint.discover.scope import Folder, Scope
from redislint.discover.take import Taker
from redislint.discover.tree import DiskTree
from redislint.discover.walk import Entry, git_root, walk
from redislint.source import Source
from redislint.typed import Final

STDIN: Final = "<stdin>"

LEADS_OUT: Final = "this link leads out of the tree, and is not followed; name the file itself to have it read"
LEADS_NOWHERE: Final = "this link leads to no file"
NO_SUCH: Final = "{path} is not read: too many of its lines are of another format; if it is one, say --kind {kind}"
NO_KIND: Final = "nothing tells what this is; say it with --kind or --stdin-filename"


def root_of(cwd: str) -> str:
    """The folder that paths are relative to: the root of the git repository around `cwd`, else `cwd`; a real path."""
    cwd = os.path.realpath(cwd)
    return git_root(cwd) or cwd


class Search:
    """What has been found so far.

    unread    why files could not be read, by path; `named` are those of them that were asked for by name
    launched  the files that a server is known to be started with
    notes     what a user may not expect of the search, a sentence each
    others    files in folders that were asked for whose names make them no candidates; others may be read with them
    """

    def __init__(self, request: Request, read: Read) -> None:
        self.request = request
        self.root = root_of(request.cwd)
        self.tree = DiskTree(self.root, request.limits, tuple(self._folders_outside()), request.texts)
        self.taker = Taker(request.limits, request.kind_at, request.texts)
        self.ignore = Ignore(self.root, request.exclude)
        self.linked = Linked(self.tree, read, self.taker.kind)
        self.scope = Scope(self.root)
        self.unread: dict[str, str] = {}
        self.named: set[str] = set()
        self.launched: set[str] = set()
        self.others: set[str] = set()
        self.notes: list[str] = []
        self._looked = 0

    def _located(self, path: str) -> str:
        """Where an argument is on disk; the last part of it may still be a link.  Raises ValueError for a NUL."""
        folder, name = os.path.split(os.path.normpath(os.path.join(self.request.cwd, path)))
        return os.path.join(os.path.realpath(folder), name)

    def _folders_outside(self) -> Iterator[str]:
        inside = self.root.rstrip("/") + "/"
        for path in self.request.paths:
            if path != "-" and "\0" not in path:
                folder = os.path.realpath(self._located(path))
                if folder != self.root and not folder.startswith(inside) and os.path.isdir(folder):
                    yield folder

    def _miss(self, path: str, reason: str, *, named: bool) -> None:
        self.unread.setdefault(path, reason)
        if named:
            self.named.add(path)
            self.scope.files.add(path)

    def stdin(self) -> None:
        """Take in what is on standard input."""
        request = self.request
        path = self.tree.named(self._located(request.stdin_name)) if request.stdin_name else STDIN
        self.scope.files.add(path)
        kind = request.kind or self.taker.declared(path)
        if not kind and request.stdin_name:
            kind = self.taker.kind(path, request.stdin) or ""
        elif not kind:
            kind = kinds.kind_of_text(request.stdin) or ""
        if not kind:
            if not request.stdin_name:
                self._miss(path, NO_KIND, named=True)
            return
        limit = request.limits.of(path, kind)
        if len(request.stdin) > limit:
            self._miss(path, str(TooBig(limit)), named=True)
            return
        self.launched.add(path)
        source = Source.from_bytes(path, request.stdin, kind)
        self.tree.put(source)
        self.linked.add(source, settled=True)

    def argument(self, path: str) -> None:
        """Take in a file or folder that was named."""
        try:
            file = self._located(path)
            is_link = stat.S_ISLNK(os.lstat(file).st_mode)
        except (OSError, ValueError) as error:
            shown = path.replace("\0", "\\0")
            reason = said(error) if isinstance(error, OSError) else "there is no such file"
            self._miss(shown if "\0" in path else self.tree.named(self._located(path)), reason, named=True)
            return
        real = os.path.realpath(file) if is_link else file
        if os.path.isdir(real):
            self._folder(real)
        elif self.request.force_exclude and self._is_excluded(file):
            pass
        elif is_link and not os.path.exists(real):
            self._miss(self.tree.named(file), LEADS_NOWHERE, named=True)
        elif is_link and self.tree.path(file) is not None and self.tree.path(real) is None:
            self._miss(self.tree.named(file), LEADS_OUT, named=True)
        else:
            self._take(real, alias=self.tree.named(file), named=True)

    def _is_excluded(self, file: str) -> bool:
        inside = self.root.rstrip("/") + "/"
        return file.startswith(inside) and self.ignore.covers(file[len(inside) :])

    def _take(self, file: str, *, alias: str, named: bool) -> None:
        """Take in one file, by its real path on disk; `alias` is the path by which it was met."""
        self._looked += 1
        self.request.watch("Reading files", self._looked, 0)
        path = self.tree.named(file)
        if named:
            self.scope.files.add(path)
        kind = self.request.kind if named else None
        try:
            source = self.taker.take(file, path, kind, named=named, alias=alias)
        except Unreadable as error:
            self._miss(path, str(error), named=named)
            return
        if source is not None:
            # Whatever is met was asked for: the folder that it was met in was.
            self.scope.files.add(path)
            self.tree.put(source)
            self.linked.add(source, settled=bool(kind or self.taker.declared(path)))
        elif named and names.called(alias) and not self.request.force_exclude:
            self.notes.append(NO_SUCH.format(path=path, kind=names.called(alias)))

    def _folder(self, folder: str) -> None:
        """Take in what is below a folder, by its real path on disk."""
        inside = folder == self.root or folder.startswith(self.root.rstrip("/") + "/")
        ignore = self.ignore if inside else Ignore(git_root(folder) or folder, self.request.exclude)
        start = os.path.relpath(folder, ignore.root)
        start = "" if start == "." else start
        if self.request.force_exclude and inside and start and ignore.covers_folder(start):
            return
        self.scope.add(Folder(ignore, start))
        for entry in walk(ignore, start, self._is_wanted if self.taker.declares or start else None):
            self._entry(entry, ignore, is_start=entry.path == (start or "."))

    def _is_wanted(self, path: str) -> bool:
        """Is a file wanted whose name makes it no candidate?  Those that are not may still bear on others."""
        if self.taker.declared(path):
            return True
        self.others.add(path)
        return False

    def _entry(self, entry: Entry, ignore: Ignore, *, is_start: bool) -> None:
        file = os.path.join(ignore.root, entry.path)
        path = self.tree.named(file) or "."
        if entry.problem:
            if entry.is_folder or names.is_telling(path):
                self._miss(path, entry.problem, named=is_start)
        elif not entry.is_link:
            self._take(file, alias=path, named=False)
        else:
            self._link(file, path)

    def _link(self, file: str, path: str) -> None:
        """Take in what a link leads to, unless it is met by its own name."""
        real = os.path.realpath(file)
        target = self.tree.path(real)
        if target is None or not os.path.exists(real):
            if names.is_telling(path):
                self._miss(path, LEADS_OUT if target is None else LEADS_NOWHERE, named=False)
        elif os.path.isfile(real) and target not in self.scope:
            self.scope.files.add(target)
            self._take(real, alias=path, named=False)
        elif os.path.isfile(real) and names.hint(target) in (None, "snapshot"):
            self._take(real, alias=path, named=False)
