"""One file, or one block of configuration text inside a file, as written; and what a reader makes of a file."""

from __future__ import annotations

from functools import cached_property

from redislint import servers
from redislint.model.acl import User
from redislint.model.facts import Setting
from redislint.model.origin import Origin
from redislint.source import Source, Span
from redislint.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from redislint.model.client import Call, Connection
    from redislint.model.instance import Instance, Reference


class Problem(NamedTuple):
    """Something wrong with the text itself.

    `kind` names it for checks: `unreadable` (the file as a whole, or its rest, could not be read), `unbalanced-quotes`,
    `acl-comment` and `acl-line` (a line of an ACL file that is no user's), `duplicate-key`, ... ; `detail` says it in a
    sentence without a final stop, with no secret in it.
    """

    kind: str
    span: Span
    detail: str


class _Written(NamedTuple):
    source: Source
    language: str
    settings: tuple[Setting, ...] = ()
    users: tuple[User, ...] = ()
    problems: tuple[Problem, ...] = ()
    server: servers.Server | None = None
    launched: bool = False
    origin: Origin | None = None
    admins: tuple[str, ...] = ()
    profile: str = ""
    gone: frozenset[str] | None = frozenset()
    withheld: frozenset[str] = frozenset()
    calls: tuple[Call, ...] = ()
    connections: tuple[Connection, ...] = ()


class Document(_Written):
    """A configuration text as written, in order, before anything is merged.

    `kind` is the kind of the file that it stands in (`helm-values`); `language` that of the text itself
    (`redis-conf`, `sentinel-conf`, `users-acl`, `argv` for a server's command line, or `variables` for those of which a
    tool makes directives).
    `launched` says that a server is known to be started with this very text; `origin` where the server's version comes
    from; `admins` are the users, or patterns of their names, that are declared to administer, and `profile` is what it
    is declared to be for; `gone` are the commands that no server has which reads it, None where that is not known.
    `withheld` are the commands that a managed service takes away from every user, whatever the rules say: a command
    (`config`, with all of its subcommands) or a subcommand (`acl|setuser`).
    `calls` are the commands that a text of the language `script` gives to redis-cli, and `connections` the URLs that
    one of the language `client` gives to applications.
    """

    @cached_property
    def found(self) -> dict[str, Any]:
        """What checks have found out about the text, so that none has to do it again."""
        return {}

    @property
    def kind(self) -> str:
        """The kind of the file."""
        return self.source.root.kind

    def part(self, span: Span) -> int:
        """A number for the part of the text that a place in it belongs to: its line; of other settings, the setting."""
        if self.language in ("argv", "variables"):
            for setting in self.settings:
                if setting.span.start <= span.start <= setting.span.end:
                    return setting.span.start
        return span.position[0]


class Reading(NamedTuple):
    """All that a reader finds in one file.

    `secrets` are the places of literal passwords, tokens and key passphrases: reports mask them wherever shown.
    `comments` are the places of comments, for inline ignores.
    `references` are further files that are read with it and belong to no one instance: `module` for those of a module
    that is called here, and judged with its callers; `sample` for one that a sample calls.
    `unchecked` says what may declare a Redis and cannot be looked at, a sentence each.
    """

    source: Source
    documents: tuple[Document, ...] = ()
    instances: tuple[Instance, ...] = ()
    problems: tuple[Problem, ...] = ()
    secrets: tuple[Span, ...] = ()
    comments: tuple[Span, ...] = ()
    references: tuple[Reference, ...] = ()
    unchecked: tuple[str, ...] = ()
