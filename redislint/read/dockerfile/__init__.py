"""Dockerfiles: the image that one builds, as an instance of Redis, if that is what it starts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from redislint.model.acl import User
from redislint.model.document import Document, Reading
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import SENTINEL, SERVER, Instance, Reference
from redislint.model.mounts import mounted
from redislint.model.workload import Volume, Workload
from redislint.read import argv
from redislint.read.argv import CommandLine
from redislint.read.conf import SENTINEL_DEFAULTS
from redislint.read.dockerfile.stages import Built, built
from redislint.read.environment import Environment, by_name
from redislint.read.launch import may_start_server
from redislint.read.refer import named_in
from redislint.read.shell import Word
from redislint.servers import images
from redislint.source import Source, Span, Tree
from redislint.typed import Final

# Names that a file has in it which concerns us.
_TELLING: Final = ("redis", "valkey", "keydb", "sentinel")
# Beyond so much text in RUN instructions nobody looks for what they do to a file that was copied.
_MOST_TEXT: Final = 100_000
_COMMENT: Final = re.compile(r"^[ \t]*+(?P<comment>#[^\r\n]*+)", re.MULTILINE)


def read(source: Source, tree: Tree) -> Reading:
    """The image of the last stage; a file that names nothing of Redis is passed over."""
    if not is_telling(source):
        return Reading(source)
    found = built(source, tree, posixpath.dirname(source.path))
    image = Image(source, found, tree) if found is not None else None
    if image is None or not image.is_ours:
        return Reading(source)
    comments = _COMMENT.finditer(source.text) if "redislint" in source.text else ()
    return Reading(
        source,
        tuple(image.documents()),
        (image.instance(),),
        secrets=image.secrets,
        comments=tuple(
            source.span(match.start() + len(match[0]) - len(match[0].lstrip()), match.end()) for match in comments
        ),
    )


def is_telling(source: Source) -> bool:
    """Does a file name anything of Redis?"""
    text = source.text.lower()
    return any(name in text for name in _TELLING)


def pairs(image: Built) -> tuple[tuple[str, str], ...]:
    """What is copied into an image, and has not been changed there: the longest paths first."""
    if len(image.altered) > _MOST_TEXT:
        return ()
    kept = [copy[:2] for copy in image.copies if posixpath.basename(copy[0]) not in image.altered]
    return tuple(sorted(kept, key=lambda pair: -len(pair[0])))


def copied(image: Built, tree: Tree) -> tuple[Volume, ...]:
    """The files that are copied into an image, as rules see them."""
    files = [copy for copy in image.copies if tree.read(copy[1]) is not None]
    return tuple(Volume(target, "image", span, file=True) for target, _, span in files)


class Image:
    """What a Dockerfile builds, and what it comes to."""

    def __init__(self, source: Source, image: Built, tree: Tree) -> None:
        self.source = source
        self.built = image
        self.tree = tree
        below = image.image
        self.reference = below.text if below is not None and below.known else ""
        named = self.reference or (images.untagged(below.text) if below is not None else "")
        self.known = images.find(named) if named else None
        self.server = images.server(self.reference) if self.reference else None
        command = (image.command or []) if image.plain_entry else []
        entry = image.entrypoint or []
        is_own = bool(entry) and posixpath.basename(entry[0].text) == "docker-entrypoint.sh"
        self.words = [*(entry[1:] if is_own else entry), *command]
        self.anchor = below.span if below is not None else source.anchor
        implied = self.known is not None and (not entry or is_own)
        self.line = argv.parse(self.words, implied=implied, server=self.server) if self.words else None
        self.environment = Environment(by_name(image.environment), True, self.known)
        self.secrets: tuple[Span, ...] = (*self.environment.secrets, *(self.line.secrets if self.line else ()))
        self.mounts = pairs(image)

    @property
    def is_ours(self) -> bool:
        """Does the image start a Redis, by its command or by the image at its bottom?"""
        if self.line is not None:
            return True
        return self.known is not None and (not self.words or may_start_server(self.words))

    def documents(self) -> Iterator[Document]:
        """The command line, as a text of its own."""
        if self.line is not None and (self.line.settings or self.line.problems):
            users, problems = tuple(self.line.users), tuple(self.line.problems)
            yield Document(self.source, "argv", tuple(self.line.settings), users, problems, self.server)

    def instance(self) -> Instance:
        """The image as an instance; the configuration file that its command names is joined to it later."""
        is_sentinel = (self.line is not None and self.line.sentinel) or (self.known is not None and self.known.sentinel)
        lines = [line for line in (self.line, self.environment.line) if line is not None]
        defaults = dict(self.known.defaults) if self.known is not None else {}
        complete = self._is_complete()
        return Instance(
            anchor=self.anchor,
            kind=self.source.kind,
            name=posixpath.dirname(self.source.path) or "image",
            role=SENTINEL if is_sentinel else SERVER,
            settings=(*self.environment.settings, *(one for line in lines for one in line.settings)),
            complete=complete,
            partial=any(line.partial for line in lines),
            server=self.server,
            defaults=defaults | (SENTINEL_DEFAULTS if is_sentinel else {}),
            users=self._users(self.line, complete),
            references=tuple(self._references()),
            mounts=self.mounts,
            image=Fact(self.reference or UNKNOWN, self.anchor) if self.built.image is not None else None,
            workload=self._workload(),
            build="distro" if self.built.distro and self.known is None else "",
        )

    def _is_complete(self) -> bool:
        if self.known is None or not self.known.plain:
            return False
        if self.line is None:
            return not self.words and not self.known.config
        return not self.line.partial and not self.line.stdin

    def _users(self, line: CommandLine | None, complete: bool) -> tuple[User, ...] | None:
        if line is not None:
            return tuple(line.users) if line.users_known else None
        return () if complete else None

    def _references(self) -> Iterator[Reference]:
        """The configuration file that the command names, and what is copied for that one to name."""
        if self.line is not None and self.line.config is not None:
            word = self.line.config
            inside = posixpath.normpath(posixpath.join("/data", word.text)) if word.known else ""
            yield Reference("config", self._file(inside) if inside else None, word.span, inside)
        yield from named_in(self.line.settings if self.line is not None else (), "/data", self._file)
        for target, _ in self.mounts:
            path = self._file(target) if target.endswith((".conf", ".acl")) else None
            if path is not None:
                yield Reference("mount", path, self.anchor)

    def _file(self, inside: str) -> str | None:
        """The path in the tree of a file in the image, if there is such a file."""
        path = mounted(self.mounts, inside)
        return path if path is not None and self.tree.read(path) is not None else None

    def _workload(self) -> Workload:
        """The container, as far as its image says: what is mounted is said elsewhere."""
        user = self.built.user
        return Workload(
            kind="Dockerfile",
            anchor=self.anchor,
            command=tuple(word.text for word in self.words),
            environment=tuple(self.environment.facts()),
            probes=(self.built.probe,) if self.built.probe is not None else (),
            root=_root(user) if user is not None else None,
            copied=copied(self.built, self.tree),
        )


def _root(user: Word) -> Fact[bool]:
    return Fact(user.text.partition(":")[0] in ("root", "0") if user.known else UNKNOWN, user.span)
