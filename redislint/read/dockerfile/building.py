"""What the instructions of a Dockerfile come to, one after the other."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence

from redislint.model.paths import within
from redislint.model.workload import Probe
from redislint.read.dockerfile.arguments import PAIR, argue, unquoted
from redislint.read.dockerfile.instructions import Instruction
from redislint.read.dockerfile.packages import is_packaged
from redislint.read.filled import filled, interpolated
from redislint.read.shell import SpanOf, Word
from redislint.servers import images
from redislint.source import Span, Tree
from redislint.typed import Final, NamedTuple

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


class Building:
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
            distro=is_packaged(altered[:_MOST_TEXT]),
        )

    def argue(self, one: Instruction) -> None:
        """An argument of the build."""
        argue(one, self._variables, self._given, self._defaults)

    def env(self, one: Instruction) -> None:
        """Variables."""
        pairs = [
            (match["name"], match["value"], match.start("value"), match.end("value"))
            for match in PAIR.finditer(one.text)
        ]
        first = re.match(r"\S+", one.text)
        if first is not None and "=" not in first[0]:
            value = one.text[first.end() :].strip()
            start = len(one.text) - len(one.text[first.end() :].lstrip())
            pairs = [(first[0], value, start, start + len(value))]
        for name, written, start, end in pairs:
            said = interpolated(unquoted(written), self._variables)
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


_STEPS: Final[dict[str, Callable[[Building, Instruction], None]]] = {
    "ARG": Building.argue,
    "ENV": Building.env,
    "WORKDIR": Building.workdir,
    "USER": Building.user,
    "VOLUME": Building.volume,
    "RUN": Building.ran,
    "COPY": Building.copy,
    "ADD": Building.copy,
    "ENTRYPOINT": Building.entrypoint,
    "CMD": Building.cmd,
    "HEALTHCHECK": Building.healthcheck,
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
