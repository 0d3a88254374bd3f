"""The configuration file of a container's server: a text of a ConfigMap or Secret, with what that names in turn."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence

from redislint.model.acl import AclToken, User
from redislint.model.document import Document
from redislint.model.facts import Setting
from redislint.model.instance import Reference
from redislint.read import acl, conf
from redislint.read.helm.embedded import is_whole
from redislint.read.kubernetes.mounts import Mounts
from redislint.read.kubernetes.objects import Text
from redislint.read.kubernetes.variables import place, said
from redislint.read.yaml import Node
from redislint.servers import Server
from redislint.source import Source, Span
from redislint.typed import Final

_DEEPEST: Final = 16
_MOST: Final = 200


class Configuration:
    """What is collected from the texts that a server reads.

    settings    with those of included texts in their place
    users       None where they are not known
    references  to files of the tree, and to those that are nowhere
    files       the paths of the files whose manifests hold the texts
    nodes       the scalars that were read, by their identity
    configmaps  the places of those that stand in ConfigMaps
    """

    def __init__(self, mounts: Mounts, folder: str, language: str, server: Server | None) -> None:
        self.settings: list[Setting] = []
        self.users: tuple[User, ...] | None = ()
        self.references: list[Reference] = []
        self.documents: list[Document] = []
        self.secrets: list[Span] = []
        self.files: set[str] = set()
        self.nodes: set[int] = set()
        self.configmaps: list[Span] = []
        self.partial = False
        self._mounts = mounts
        self._folder = folder
        self._language = language
        self._server = server
        self._left = _MOST

    def start(self, path: str, at: Span, *, known: bool, copied: str = "") -> None:
        """Read the file that the command line names, or that was `copied` there; its place there is `at`."""
        inside = self._absolute(path)
        text, named = (self._mounts.text(self._absolute(copied) or inside), inside) if known else (None, "")
        if text is not None and text.path is not None:
            self.references.append(Reference("config", text.path, at, named))
        elif text is None or not self._add(text, 0):
            self.references.append(Reference("config", None, at, named))
        elif text.node is not None:
            self.references.append(Reference("text", text.node.file.source.path, at))

    def _absolute(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(self._folder, path)) if path else ""

    def _add(self, text: Text, depth: int) -> bool:
        """Take in a text; False where it cannot be read."""
        found = self._read(text)
        self._left -= 1
        if found is None or depth > _DEEPEST or self._left < 0:
            return False
        self.partial = self.partial or found.partial
        self.users = None if self.users is None or found.users is None else self.users + found.users
        for setting in found.document.settings:
            self._setting(setting, depth)
        return True

    def take(self, settings: Iterable[Setting]) -> None:
        """Read further settings, such as a command line's, with the files that they name."""
        for setting in settings:
            self._setting(setting, 0)

    def _setting(self, setting: Setting, depth: int) -> None:
        if setting.name == "dir" and setting.value:
            self._folder = self._absolute(setting.value)
        inside = self._absolute(setting.value or "")
        text = self._mounts.text(inside) if inside else None
        if setting.name == "include" and text is not None and text.node is not None and self._add(text, depth + 1):
            return
        self.settings.append(setting)
        if setting.name == "include":
            self.references.append(Reference("include", text.path if text else None, setting.value_span, inside))

    def acl_file(self, settings: Sequence[Setting]) -> None:
        """Read the ACL file that the last of some settings names; its users are then all that there are."""
        named = [one for one in settings if one.name == "aclfile"]
        if not named or named[-1].is_one_of(""):
            return
        inside = self._absolute(named[-1].value or "")
        text = self._mounts.text(inside) if inside else None
        if text is None or text.node is None:
            self.references.append(Reference("acl", text.path if text else None, named[-1].value_span, inside))
            return
        self.users = self._users(text)
        if self.users is not None:
            self.references.append(Reference("users", None, named[-1].value_span))

    def _users(self, text: Text) -> tuple[User, ...] | None:
        node = text.node
        if node is None or not is_whole(node):
            return None
        content = said(text) if text.encoded else node.text
        if content is None:
            return None
        self._note(node, public=text.public)
        source = node.inner("users-acl") if not text.encoded else Source(node.file.source.path, content, "users-acl")
        found = acl.text(source)
        if found.partial:
            return None
        if text.encoded:
            self.secrets.append(place(text))
            return tuple(_moved(user, place(text)) for user in found.document.users)
        self.secrets += found.secrets
        self.documents.append(found.document._replace(server=self._server))
        return found.document.users

    def _note(self, node: Node, *, public: bool) -> None:
        self.files.add(node.file.source.path)
        self.nodes.add(id(node.yaml))
        if public:
            self.configmaps.append(node.span)

    def _read(self, text: Text) -> conf.Text | None:
        node = text.node
        if node is None or node.kind != "scalar" or not is_whole(node):
            return None
        content = said(text) if text.encoded else node.text
        if content is None:
            return None
        self._note(node, public=text.public)
        if text.encoded:
            found = conf.text(Source(node.file.source.path, content, self._language), self._language)
            at = place(text)
            self.secrets.append(at)
            moved = tuple(one._replace(span=at, value_span=at) for one in found.document.settings)
            users = tuple(_moved(user, at) for user in found.document.users)
            found.document = Document(at.source, self._language, moved, users)
            return found
        found = conf.text(node.inner(self._language), self._language)
        self.secrets += found.secrets
        self.documents.append(found.document._replace(server=self._server))
        return found


def _moved(user: User, at: Span) -> User:
    """A user of a text that stands in base64, of which nothing has a place of its own."""
    return user._replace(tokens=tuple(_tokens(user, at)), span=at, name_span=at)


def _tokens(user: User, at: Span) -> Iterator[AclToken]:
    for token in user.tokens:
        yield token._replace(span=at)
