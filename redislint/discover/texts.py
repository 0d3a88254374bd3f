"""A text at hand, and texts as the files around it, become readings: the disk is not touched."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Final

from redislint.discover.files import LIMITS, TooBig
from redislint.discover.linked import Linked, Read
from redislint.discover.tree import MemoryTree
from redislint.model.document import Document, Problem, Reading
from redislint.model.instance import SENTINEL
from redislint.read.argv import CommandLine, Word, parse
from redislint.read.refer import references
from redislint.servers import Server
from redislint.source import Source, Tree

TEXT: Final = "<text>"
_CONFIGURATIONS: Final = ("redis-conf", "sentinel-conf")


def readings(
    path: str,
    text: str | bytes,
    kind: str,
    files: Mapping[str, str | bytes],
    args: tuple[str, ...],
    server: Server | None,
    read: Read,
) -> tuple[Reading, ...]:
    """The text at `path`, and those of `files` that it names, as read; the command line's `args` are added to it.

    Raises ValueError for arguments that make no sense.
    """
    if args and kind not in _CONFIGURATIONS:
        raise ValueError(f"args are the command line of a server that reads a configuration, not of {kind}")
    main = Source(path, _decoded(text), kind)
    if len(text) > LIMITS.of("", kind):
        return (Reading(main, problems=(Problem("unreadable", main.anchor, str(TooBig(LIMITS.of("", kind)))),)),)
    tree = MemoryTree({_relative(one): _decoded(content) for one, content in files.items()} | {path: main.text})

    def read_here(source: Source, tree: Tree) -> Reading:
        return _at_work(read(source, tree), args if source is main else (), server, tree)

    linked = Linked(tree, read_here)
    linked.add(main, settled=True)
    linked.close()
    return tuple(linked.readings.values())


def _decoded(text: str | bytes) -> str:
    return text if isinstance(text, str) else text.decode("utf-8", "surrogateescape")


def _relative(path: str) -> str:
    clean = posixpath.normpath(path)
    if clean.startswith(("/", "../")) or clean in ("..", "."):
        raise ValueError(f"a path in `files` is relative to the working directory and below it, not {path!r}")
    return clean


def _at_work(reading: Reading, args: tuple[str, ...], server: Server | None, tree: Tree) -> Reading:
    """A configuration as a server reads it that is started in the working directory, wherever the file lies."""
    if reading.source.kind not in _CONFIGURATIONS:
        return reading
    line = _command_line(reading, args, server)
    instances = []
    for one in reading.instances:
        settings = (*one.settings, *line.settings)
        users = None if one.users is None or not line.users_known else (*one.users, *line.users)
        instances.append(
            one._replace(
                role=SENTINEL if line.sentinel else one.role,
                settings=settings,
                partial=one.partial or line.partial or line.stdin,
                users=users,
                references=references(settings, "", tree),
            )
        )
    documents = reading.documents
    if args:
        said = Document(
            _nowhere(reading), "argv", tuple(line.settings), tuple(line.users), tuple(line.problems), server
        )
        documents = (*documents, said)
    return reading._replace(documents=documents, instances=tuple(instances))


def _command_line(reading: Reading, args: tuple[str, ...], server: Server | None) -> CommandLine:
    """What the arguments say; each has its place where the text begins."""
    # Each word has a place of its own, so that two options are never taken for one.
    words = [Word(text, _nowhere(reading).anchor) for text in ("redis-server", "redis.conf", *args)]
    line = parse(words, implied=False, server=server)
    assert line is not None
    return line


def _nowhere(reading: Reading) -> Source:
    """A text of the file's name and kind in which nothing stands: what is said beside the file has its place there."""
    return Source(reading.source.path, "", reading.source.kind)
