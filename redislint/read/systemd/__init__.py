"""Units of systemd that start a server: its command line, its limits, and what is done before it starts."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from redislint.model.document import Document, Reading
from redislint.model.facts import UNKNOWN, Fact, Unknown
from redislint.model.instance import SENTINEL, SERVER, Instance, Reference
from redislint.model.workload import Workload
from redislint.read import argv, sysctl
from redislint.read.argv import CommandLine
from redislint.read.conf import SENTINEL_DEFAULTS
from redislint.read.systemd import host
from redislint.read.systemd.unit import Line, service, words
from redislint.source import Source, Span, Tree
from redislint.typed import Final

_COMMENT: Final = r"^[ \t]*+(?P<comment>[#;][^\r\n]*+)"
_ROOT: Final = ("root", "0")


def read(source: Source, tree: Tree) -> Reading:
    """The server that a unit starts; what only adds to a unit is read with that."""
    comments = sysctl.comments(source, _COMMENT)
    if _is_part_of_another(source, tree):
        return Reading(source, (Document(source, "argv"),), comments=comments)
    unit = Unit(source, tree)
    if unit.line is None:
        return Reading(source)
    return Reading(
        source, (unit.document(unit.line),), (unit.instance(unit.line),), (), tuple(unit.line.secrets), comments
    )


def _is_part_of_another(source: Source, tree: Tree) -> bool:
    folder = posixpath.dirname(source.path)
    return folder.endswith(".service.d") and tree.read(folder.removesuffix(".d")) is not None


class Unit:
    """A unit with its further files, and what they come to; `line` is None where it starts no server."""

    def __init__(self, source: Source, tree: Tree) -> None:
        self.source = source
        self.tree = tree
        self.root = host.root_of(source.path)
        self.parts = tuple(host.drop_ins(source, tree))
        self._lines: dict[str, list[Line]] = {}
        for file in (source, *self.parts):
            for line in service(file):
                self._take(line)
        starts = self._lines.get("ExecStart", [])
        self.start = starts[0] if len(starts) == 1 else None
        self.line = argv.parse(words(self.start.value), implied=False) if self.start is not None else None

    def _take(self, line: Line) -> None:
        """One more line: an empty value takes back what was said before."""
        found = self._lines.setdefault(line.key, [])
        if not line.text:
            found.clear()
        else:
            found.append(line)

    def last(self, key: str) -> Line | None:
        """What counts of a key that has one value."""
        found = self._lines.get(key)
        return found[-1] if found else None

    def document(self, line: CommandLine) -> Document:
        """The command line, as a text of its own."""
        source = self.start.value.source if self.start is not None else self.source
        return Document(source, "argv", tuple(line.settings), tuple(line.users), tuple(line.problems))

    def instance(self, line: CommandLine) -> Instance:
        """The unit as an instance; the configuration file that it names is joined to it later."""
        assert self.start is not None
        anchor = self.start.name
        files, kernel = host.kernel(self.root, self.tree)
        return Instance(
            anchor=anchor,
            kind="systemd",
            name=posixpath.basename(self.source.path),
            role=SENTINEL if line.sentinel else SERVER,
            settings=tuple(line.settings),
            complete=not line.partial and not line.stdin,
            partial=line.partial or line.stdin,
            defaults=SENTINEL_DEFAULTS if line.sentinel else {},
            users=tuple(line.users) if line.users_known else None,
            references=tuple(self._references(line, anchor, files)),
            workload=self._workload(anchor, kernel | dict(self._before())),
        )

    def _references(self, line: CommandLine, anchor: Span, files: tuple[Source, ...]) -> Iterator[Reference]:
        if line.config is not None:
            word = line.config
            path = host.inside(self.root, word.text) if word.known else None
            there = path if path is not None and self.tree.read(path) is not None else None
            yield Reference("config", there, word.span, word.text if word.known and word.text[:1] == "/" else "")
        for file in self.parts:
            yield Reference("systemd", file.path, anchor)
        for file in files:
            yield Reference("sysctl", file.path, anchor)

    def _workload(self, anchor: Span, kernel: dict[str, Fact[str]]) -> Workload:
        """What the unit says of the process; the network, and with it the kernel's settings, is the machine's."""
        return Workload(
            kind="unit",
            anchor=anchor,
            root=self._root(anchor),
            host_network=Fact(True, anchor, written=False),
            sysctls=tuple(kernel.items()),
            nofile=self._nofile(),
        )

    def _root(self, anchor: Span) -> Fact[bool]:
        """Who does not say otherwise starts as root."""
        dynamic, user = self.last("DynamicUser"), self.last("User")
        if dynamic is not None and dynamic.text.lower() in ("yes", "true", "on", "1"):
            return Fact(False, dynamic.value)
        if user is None:
            return Fact(True, anchor, written=False)
        return Fact(UNKNOWN if "%" in user.text or "$" in user.text else user.text in _ROOT, user.value)

    def _nofile(self) -> Fact[int] | None:
        """The hard limit: the second number of two."""
        line = self.last("LimitNOFILE")
        return Fact(_limit(line.text), line.value) if line is not None else None

    def _before(self) -> Iterator[tuple[str, Fact[str]]]:
        """The kernel's settings that are made before the start: `ExecStartPre=/sbin/sysctl -w vm.swappiness=1`."""
        for line in self._lines.get("ExecStartPre", []):
            found = words(line.value)
            if not found or posixpath.basename(found[0].text) != "sysctl":
                continue
            for word in found[1:]:
                name, sign, value = word.text.partition("=")
                if sign and word.known:
                    yield sysctl.dotted(name), Fact(value, word.part(len(name) + 1, len(word.text)))


def _limit(text: str) -> int | Unknown:
    """A limit, or two with a colon between them; -1 for none."""
    hard = text.rpartition(":")[2].strip()
    if hard == "infinity":
        return -1
    return int(hard) if hard.isdecimal() and len(hard) < 19 else UNKNOWN
