"""What a Dockerfile builds: its last stage, with all that it takes over from the stages before."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence

from redislint.model.paths import within
from redislint.model.workload import Probe
from redislint.read.dockerfile.instructions import Instruction, instructions
from redislint.read.filled import filled, interpolated
from redislint.read.shell import SpanOf, Word
from redislint.servers import images
from redislint.source import Source, Span, Tree
from redislint.typed import Final, NamedTuple

_FROM: Final = re.compile(r"(?P<image>\S+)(?:\s+(?i:as)\s+(?P<name>\S+))?\s*")
_PAIR: Final = re.compile(
    r"(?P<name>[A-Za-z_][\w.-]*+)=(?P<value>\"(?:[^\"\\]++|\\.)*+\"|'[^']*+'|(?:\\.|[^\s\"'\\])*+)"
)
_MANAGERS: Final = frozenset({"apt-get", "apt", "apk", "dnf", "yum", "microdnf", "zypper"})
_PACKAGE: Final = re.compile(r"(?:redis6?|redis-(?:server|sentinel)|valkey(?:-server)?)(?:[=~<>].*)?")
_MOST_COPIES: Final = 1_000
# How much of what RUN instructions say is looked at.
_MOST_TEXT: Final = 100_000


class Built(NamedTuple):
    """An image as a Dockerfile builds it.

    image        the image at its bottom; None for `scratch` and stages that are not there
    entrypoint   its words, None where the image below decides; a text is one for `/bin/sh -c`
    command      likewise
    plain_entry  does the entrypoint leave room for a command: is it a list?
    environment  each variable with its place, and its value where that is known
    copies       paths in the container, those of the tree that are copied there, and the places that do it
    altered      what RUN instructions do, as one text: files may be changed in them
    user         the last USER
    volumes      the paths of VOLUME, with their places
    distro       is a server installed from packages of a distribution?
    """

    image: Word | None
    entrypoint: list[Word] | None = None
    command: list[Word] | None = None
    plain_entry: bool = True
    environment: tuple[tuple[str, Span, str | None], ...] = ()
    copies: tuple[tuple[str, str, Span], ...] = ()
    altered: str = ""
    user: Word | None = None
    probe: Probe | None = None
    volumes: tuple[tuple[str, Span], ...] = ()
    distro: bool = False


class _Stage(NamedTuple):
    base: Word
    name: str
    body: list[Instruction]


def built(
    source: Source, tree: Tree, context: str, target: str = "", arguments: Iterable[tuple[str, str | None]] = ()
) -> Built | None:
    """What a Dockerfile builds in a folder of the tree; `target` names a stage, and `arguments` are `build.args`."""
    given = dict(arguments)
    stages, defaults = _stages(source, given)
    if not stages:
        return None
    names = {stage.name.lower(): index for index, stage in enumerate(stages) if stage.name}
    index = names.get(target.lower(), len(stages) - 1) if target else len(stages) - 1
    chain: list[_Stage] = []
    below: Word | None = None
    while True:
        stage = stages[index]
        chain.append(stage)
        before = names.get(stage.base.text.lower())
        # A stage is known from its own line on.
        if before is None or before >= index:
            below = stage.base if stage.base.text != "scratch" else None
            break
        index = before
    body = [one for stage in reversed(chain) for one in stage.body]
    return _Building(below, tree, context, defaults, given).run(body)


def _stages(source: Source, given: dict[str, str | None]) -> tuple[list[_Stage], dict[str, str]]:
    """The stages, and the arguments that stand before the first of them."""
    stages: list[_Stage] = []
    arguments: dict[str, str] = {}
    for one in instructions(source):
        if one.name == "FROM":
            match = _FROM.fullmatch(one.text)
            if match is not None:
                text = filled(match["image"], arguments)
                place = one.span(match.start("image"), match.end("image"))
                stages.append(_Stage(Word(text.text, place, known=text.is_known), match["name"] or "", []))
        elif stages:
            stages[-1].body.append(one)
        elif one.name == "ARG":
            _argue(one, arguments, given, {})
    return stages, arguments


def _argue(one: Instruction, variables: dict[str, str], given: dict[str, str | None], defaults: dict[str, str]) -> None:
    """An ARG: what is given for it, else its default, else that of the same name before the first stage."""
    for word in one.text.split():
        name, sign, _ = word.partition("=")
        match = _PAIR.search(one.text) if sign else None
        value = interpolated(_unquoted(match["value"]), variables) if match is not None else defaults.get(name)
        value = given.get(name) if name in given else value
        variables.pop(name, None)
        if value is not None:
            variables[name] = value
        if sign:
            break


def _is_packaged(text: str) -> bool:
    """Is a server installed by a distribution's package manager in these shell commands?"""
    for command in re.split(r"[;&|\n]", text):
        words = command.split()
        start = next((at for at, word in enumerate(words) if posixpath.basename(word) in _MANAGERS), len(words))
        verb = next((at for at, word in enumerate(words[start:], start) if word in ("install", "add")), len(words))
        if any(_PACKAGE.fullmatch(word) for word in words[verb + 1 :]):
            return True
    return False


def _unquoted(text: str) -> str:
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return re.sub(r"\\(.)", r"\1", text[1:-1] if quoted else text)


class _Building:
    """What the instructions come to, one after the other."""

    def __init__(
        self, image: Word | None, tree: Tree, context: str, defaults: dict[str, str], given: dict[str, str | None]
    ) -> None:
        known = images.find(image.text) if image is not None and image.known else None
        self._built = Built(image)
        self._tree = tree
        self._context = context
        self._defaults = defaults
        self._given = given
        self._variables: dict[str, str] = {}
        self._folder: str | None = known.data or None if known is not None else "/"
        self._copies: list[tuple[str, str, Span]] = []
        self._environment: dict[str, tuple[str, Span, str | None]] = {}
        self._volumes: list[tuple[str, Span]] = []
        self._ran: list[str] = []

    def run(self, body: Sequence[Instruction]) -> Built:
        """The image after all of them."""
        for one in body:
            step = _STEPS.get(one.name)
            if step is not None:
                step(self, one)
        altered = "\n".join(self._ran)
        return self._built._replace(
            environment=tuple(self._environment.values()),
            copies=tuple(self._copies),
            altered=altered,
            volumes=tuple(self._volumes),
            distro=_is_packaged(altered[:_MOST_TEXT]),
        )

    def argue(self, one: Instruction) -> None:
        """An argument of the build."""
        _argue(one, self._variables, self._given, self._defaults)

    def env(self, one: Instruction) -> None:
        """Variables."""
        pairs = [
            (match["name"], match["value"], match.start("value"), match.end("value"))
            for match in _PAIR.finditer(one.text)
        ]
        first = re.match(r"\S+", one.text)
        if first is not None and "=" not in first[0]:
            value = one.text[first.end() :].strip()
            start = len(one.text) - len(one.text[first.end() :].lstrip())
            pairs = [(first[0], value, start, start + len(value))]
        for name, written, start, end in pairs:
            said = interpolated(_unquoted(written), self._variables)
            quoted = written[:1] in ("'", '"') and len(written) > 1
            self._environment[name] = (name, one.span(start + quoted, end - quoted), said)
            self._variables.pop(name, None)
            if said is not None:
                self._variables[name] = said

    def workdir(self, one: Instruction) -> None:
        """The folder that relative paths are in."""
        path = interpolated(one.text.strip(), self._variables)
        folder = self._folder or "/"
        self._folder = posixpath.normpath(posixpath.join(folder, path)) if path is not None else None

    def user(self, one: Instruction) -> None:
        """Who runs what follows."""
        text = filled(one.text.strip(), self._variables)
        self._built = self._built._replace(user=Word(text.text, one.span(0, len(one.text)), known=text.is_known))

    def volume(self, one: Instruction) -> None:
        """Folders that are volumes."""
        strings = one.strings()
        words = [(match[0], *match.span()) for match in re.finditer(r"\S+", one.text)] if strings is None else strings
        for path, start, end in words:
            value = interpolated(path, self._variables)
            if value is not None:
                self._volumes.append((posixpath.normpath(value), one.span(start, end)))

    def ran(self, one: Instruction) -> None:
        """A command while the image is built."""
        self._ran.append(f"{one.text}\n{one.body}")

    def copy(self, one: Instruction) -> None:
        """`COPY a b /folder/`: from the context, unless another stage or an address is named."""
        strings = one.strings()
        words = one.text.split() if strings is None else [text for text, _, _ in strings]
        paths = [interpolated(word, self._variables) for word in words]
        if len(paths) < 2 or paths[-1] is None or self._folder is None:
            return
        target = posixpath.join(self._folder, paths[-1])
        is_folder = target.endswith("/") or len(paths) > 2 or paths[-1] in (".", "./")
        for path in paths[:-1]:
            source = self._in_tree(path, one)
            name = posixpath.basename(path or "")
            if source is None:
                # Something else lies there now.
                self._forget(posixpath.normpath(posixpath.join(target, name) if is_folder else target))
            elif self._tree.read(source) is None:
                self._add(target, source, one)
            else:
                self._add(posixpath.join(target, name) if is_folder else target, source, one)

    def _in_tree(self, path: str | None, one: Instruction) -> str | None:
        if (
            path is None
            or one.flag("from") is not None
            or path.startswith("<<")
            or "://" in path
            or re.search(r"[*?\[]", path)
        ):
            return None
        found = within(self._context, path.lstrip("/"))
        return found or ("." if found == "" else None)

    def _forget(self, target: str) -> None:
        self._copies = [copy for copy in self._copies if copy[0] != target]

    def _add(self, target: str, source: str, one: Instruction) -> None:
        target = posixpath.normpath(target)
        self._forget(target)
        if len(self._copies) < _MOST_COPIES:
            self._copies.append((target, source, one.span(0, len(one.text))))

    def entrypoint(self, one: Instruction) -> None:
        """The program; a command of the image below counts no more."""
        strings = one.strings()
        self._built = self._built._replace(entrypoint=_command(one), plain_entry=strings is not None, command=[])

    def cmd(self, one: Instruction) -> None:
        """The command."""
        self._built = self._built._replace(command=_command(one))

    def healthcheck(self, one: Instruction) -> None:
        """The check of its health, or none."""
        match = re.match(r"(?i:cmd)\s+", one.text)
        if match is None:
            self._built = self._built._replace(probe=None)
            return
        inner = one._replace(start=one.start + match.end())
        words = tuple(word.text for word in _command(inner))
        self._built = self._built._replace(probe=Probe("health", inner.span(0, len(inner.text)), words))


_STEPS: Final[dict[str, Callable[[_Building, Instruction], None]]] = {
    "ARG": _Building.argue,
    "ENV": _Building.env,
    "WORKDIR": _Building.workdir,
    "USER": _Building.user,
    "VOLUME": _Building.volume,
    "RUN": _Building.ran,
    "COPY": _Building.copy,
    "ADD": _Building.copy,
    "ENTRYPOINT": _Building.entrypoint,
    "CMD": _Building.cmd,
    "HEALTHCHECK": _Building.healthcheck,
}


def _command(one: Instruction) -> list[Word]:
    """The words of CMD or ENTRYPOINT."""
    strings = one.strings()
    if strings is not None:
        return [Word(text, one.span(start, end), within=_inside(one, start)) for text, start, end in strings]
    whole = one.span(0, len(one.text))
    return [Word("/bin/sh", whole), Word("-c", whole), Word(one.text, whole, within=one.span)]


def _inside(one: Instruction, offset: int) -> SpanOf:
    return lambda start, end: one.span(offset + start, offset + end)
