"""redis.conf and sentinel.conf, as files of their own or as text inside other files."""

from __future__ import annotations

import posixpath

from redislint.model.acl import User
from redislint.model.document import Document, Reading
from redislint.model.instance import SENTINEL, SERVER, Instance
from redislint.read import unknown
from redislint.read.directives import Directives
from redislint.read.loaded import loaded, unfit
from redislint.read.refer import references
from redislint.read.words import TooManyWords, comments, lines
from redislint.source import Source, Span, Tree

# A file that no launch names is taken for a whole configuration if it has this many of these (contract).
_TELLING = frozenset({"port", "bind", "dir", "save", "appendonly", "maxmemory", "logfile", "daemonize"})
_ENOUGH = 5

# What a Sentinel has where a server has other defaults.
SENTINEL_DEFAULTS = {"port": ("26379",), "protected-mode": ("no",)}

_MARK = "redislint"


class Text:
    """What a configuration text says.

    partial      some lines belong to a template: there may be more settings, or fewer
    users_known  each `user` line names its user
    comments     those of a text that speaks to redislint, else none: nothing else is asked of them
    """

    __slots__ = ("comments", "document", "partial", "secrets", "users_known")

    def __init__(self, document: Document, found: Directives, comments: tuple[Span, ...] = ()) -> None:
        self.document = document
        self.partial = found.partial
        self.users_known = found.users_known
        self.secrets = tuple(found.secrets)
        self.comments = comments

    @property
    def users(self) -> tuple[User, ...] | None:
        """The users, None if one of them is not known."""
        return self.document.users if self.users_known else None


def read(source: Source, tree: Tree) -> Reading:
    """One file: a document, and the server or Sentinel that would be started with it."""
    said = text(source, source.kind)
    settings = said.document.settings
    is_sentinel = source.kind == "sentinel-conf"
    names = {setting.name for setting in settings}
    enough = "sentinel" in names if is_sentinel else len(names & _TELLING) >= _ENOUGH
    instance = Instance(
        anchor=source.anchor,
        kind=source.kind,
        name=source.path,
        role=SENTINEL if is_sentinel else SERVER,
        settings=settings,
        complete=enough and not said.partial,
        partial=said.partial,
        defaults=SENTINEL_DEFAULTS if is_sentinel else {},
        users=said.users,
        references=references(settings, posixpath.dirname(source.path), tree),
    )
    return Reading(source, (said.document,), (instance,), secrets=said.secrets, comments=said.comments)


def document(source: Source, language: str) -> Document:
    """The text as written; `language` is `redis-conf` or `sentinel-conf`."""
    return text(source, language).document


def text(source: Source, language: str) -> Text:
    """All that a text says.  No text fails: what cannot be read is among the document's problems."""
    reason = unfit(source)
    if reason:
        found = Directives(source.inner("", source.kind, ((0, 0),)))
        found.stop(0, reason)
        return Text(_document(source, language, found), found)
    content = loaded(source)
    found = Directives(content)
    try:
        for line in lines(unknown.joined(content.text) if found.templated else content.text):
            found.add(line)
    except TooManyWords as end:
        found.stop(end.offset, end.detail)
    spoken = tuple(content.span(*place) for place in comments(content.text)) if _MARK in content.text else ()
    return Text(_document(source, language, found), found, spoken)


def _document(source: Source, language: str, found: Directives) -> Document:
    return Document(source, language, tuple(found.settings), tuple(found.users), tuple(found.problems))
