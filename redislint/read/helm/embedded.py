"""Configuration texts within values: what they say, at its true place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from redislint import servers
from redislint.model.document import Document
from redislint.model.instance import SENTINEL, SERVER, Instance
from redislint.read import conf
from redislint.read.node import Node
from redislint.read.yaml import Yaml
from redislint.servers import Server
from redislint.source import Span
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.read.argv import CommandLine

# Keys under which charts that are not known here take a configuration text.
_KEYS: Final = ("config", "configuration", "configmap", ".conf")
# Directives that no other program has: with a hyphen in their names, and these.
_TELLING: Final = frozenset(
    {"appendonly", "appendfsync", "databases", "dbfilename", "masterauth", "maxmemory", "requirepass", "save"}
    | {"replicaof", "sentinel", "slaveof"}
)
_ENOUGH: Final = 2
_MOST: Final = 64
_MOST_FLAGS: Final = 1_000


class Found:
    """What is collected while a file is read."""

    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.instances: list[Instance] = []
        self.secrets: list[Span] = []
        self.comments: list[Span] = []

    def text(self, node: Node, language: str, server: Server | None) -> conf.Text | None:
        """What a scalar's text says; None if it is no text, or a template touches it where YAML had to be guessed."""
        if node.kind != "scalar" or not is_whole(node):
            return None
        said = conf.text(node.inner(language), language)
        self.documents.append(said.document._replace(server=server))
        self.secrets += said.secrets
        self.comments += said.comments
        return said

    def flags(self, node: Node, server: Server | None) -> CommandLine | None:
        """What a list of further arguments says; None if it is not known."""
        elements = node.elements()
        if not 0 < len(elements) <= _MOST_FLAGS or any(one.kind != "scalar" or not is_whole(one) for one in elements):
            return None
        # Few files need this.
        from redislint.read import argv

        words = [argv.Word(one.text, one.span, known=one.is_known, within=one.inner("argv").span) for one in elements]
        line = argv.parse(words, server=server)
        if line is not None:
            source = node.file.source
            settings, users, problems = tuple(line.settings), tuple(line.users), tuple(line.problems)
            self.documents.append(Document(source, "argv", settings, users, problems, server))
            self.secrets += line.secrets
        return line


def is_whole(node: Node) -> bool:
    """Does a scalar stand in the file as it will be, as far as YAML is concerned?"""
    return not node.file.is_blanked(*node.place) and not node.file.is_conditional(node.place[0])


def fragments(
    file: Yaml, known: Sequence[Node], found: Found, within: Sequence[Node] = (), used: Iterable[int] = ()
) -> None:
    """Lint the texts that are plainly redis.conf or sentinel.conf, outside the blocks that are known.

    `within` are the mappings that are looked at; none for the whole file.  `used` are nodes that were read.
    """
    places = [node.place for node in within] or [(0, len(file.source.text))]
    inside = [node.place for node in known]
    for name, node in _texts(file, used):
        start = node.place[0]
        is_meant = any(begin <= start < end for begin, end in places)
        if not is_meant or any(begin <= start < end for begin, end in inside):
            continue
        spoken = language(node.text)
        said = found.text(node, spoken, None) if spoken else None
        if said is None:
            continue
        found.instances.append(
            Instance(
                anchor=file.source.span(start, start),
                kind=file.source.kind,
                name=name,
                role=SENTINEL if spoken == "sentinel-conf" else SERVER,
                settings=said.document.settings,
                partial=said.partial,
                users=said.users,
            )
        )


def _texts(file: Yaml, used: Iterable[int]) -> Iterator[tuple[str, Node]]:
    """The texts of several lines under a key that names a configuration, or the first of one; with that key."""
    seen = set(used)
    most = len(seen) + _MOST
    for node in file.nodes("mapping"):
        if not any(name.lower().endswith(_KEYS) for name in node.names()):
            continue
        for key, value in node.pairs():
            if not key.text.lower().endswith(_KEYS):
                continue
            for name, one in [(key.text, value), *[(inner.text, below) for inner, below in value.pairs()]]:
                if one.kind == "scalar" and "\n" in one.text and id(one.yaml) not in seen:
                    seen.add(id(one.yaml))
                    if len(seen) > most:
                        return
                    yield name, one


def language(text: str) -> str:
    """`redis-conf` or `sentinel-conf` if a text is plainly that, else empty: two lines known, and most of them."""
    names = [
        line.split(None, 1)[0].lower() for line in text.split("\n") if line.strip() and line.lstrip()[0] not in "#{"
    ]
    known = [name for name in names if name == "sentinel" or servers.spans(name)]
    if len(known) < _ENOUGH or len(known) * 5 < len(names) * 3:
        return ""
    if not any("-" in name or name in _TELLING for name in known):
        return ""
    return "sentinel-conf" if "sentinel" in known else "redis-conf"
