"""A configuration file's text as plain data, and the line of each key and value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from redislint.source import Source, Span
from redislint.typed import Any, Final, NamedTuple

Path = tuple[str | int, ...]

# What the reports call a configuration file.
KIND: Final = "redislint"
# More than any configuration has; what an alias stands for counts each time.
_MAX_NODES: Final = 20_000
# Deeper than anything in the model.
_MAX_DEPTH: Final = 12


def source_of(name: str, data: bytes) -> Source:
    """The file as a text; `data` has been read before.  Raises ValueError for what is no UTF-8."""
    return Source(name, data.decode("utf-8-sig"), KIND)


class BadText(Exception):
    """A text that is no configuration: the line (0 if there is none to name), and what is wrong."""

    def __init__(self, line: int, detail: str) -> None:
        super().__init__(detail)
        self.line = line
        self.detail = detail


class Text(NamedTuple):
    """Mappings, lists and texts: a number or a boolean is its spelling, and nothing at all is None.

    source        the file
    keys, values  where they stand, by path; in TOML the lines of the keys
    """

    source: Source
    data: Any
    keys: Mapping[Path, Span]
    values: Mapping[Path, Span]

    def span(self, path: Path, *, key: bool = False) -> Span:
        """The place of the value at a path, or of its key; else that of what is nearest around it."""
        if key and path in self.keys:
            return self.keys[path]
        for length in range(len(path), 0, -1):
            found = self.values.get(path[:length]) or self.keys.get(path[:length])
            if found:
                return found
        return self.source.anchor

    def line(self, path: Path, *, key: bool = False) -> int:
        """The line of the value at a path, or of its key; else that of what is nearest around it."""
        return self.span(path, key=key).position[0]


def from_yaml(name: str, text: str) -> Text:
    """The data of a YAML file.  Raises `BadText`."""
    from redislint.read.yaml import Yaml

    source = Source(name, text, KIND)
    file = Yaml(source)
    for problem in (*file.problems, *file.duplicates()):
        raise BadText(problem.span.position[0], problem.detail)
    if file.templates:
        raise BadText(0, "this is no valid YAML: a configuration file takes no templates")
    if len(file.documents) > 1:
        raise BadText(file.documents[1].span.position[0], "a second document begins here, and only one can be read")
    built = _FromYaml()
    data = built.data(file.documents[0], ()) if file.documents else None
    return Text(source, {} if data is None else data, built.keys, built.values)


class _FromYaml:
    """Plain data from nodes."""

    def __init__(self) -> None:
        self.keys: dict[Path, Span] = {}
        self.values: dict[Path, Span] = {}
        self._nodes = 0

    def data(self, node: Any, path: Path) -> Any:
        self.values[path] = node.span
        self._nodes += 1
        if self._nodes > _MAX_NODES or len(path) > _MAX_DEPTH:
            raise BadText(node.span.position[0], "there is more here than any configuration has")
        if node.kind == "mapping":
            return dict(self._pairs(node, path))
        if node.kind == "sequence":
            return [self.data(one, (*path, index)) for index, one in enumerate(node.elements())]
        return None if node.kind == "null" else node.text

    def _pairs(self, node: Any, path: Path) -> Iterator[tuple[str, Any]]:
        for key, value in node.pairs():
            inner = (*path, key.text)
            self.keys[inner] = key.span
            yield key.text, self.data(value, inner)


_AT: Final = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


def from_toml(name: str, text: str) -> Text:
    """The data of the table `tool.redislint` in a pyproject.toml.  Raises `BadText`."""
    import tomllib

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        place = _AT.search(said)
        line = int(place["line"]) if place and place["line"] else 0
        raise BadText(line, f"this is no valid TOML: {_AT.sub('', said).lower()}") from error
    except RecursionError as error:
        raise BadText(0, "this is no valid TOML: it nests too deeply") from error
    tool = document.get("tool")
    data = _texts(tool.get("redislint", {}) if isinstance(tool, dict) else {})
    source = Source(name, text, KIND)
    return Text(source, data, _toml_lines(source), {})


def _texts(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _texts(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_texts(one) for one in node]
    return str(node).lower() if isinstance(node, bool) else str(node)


_HEADER: Final = re.compile(r"[ \t]*+\[(?P<table>[^\[\]\n]++)\]")
_KEY: Final = re.compile(r"[ \t]*+(?P<key>(?:[A-Za-z0-9_.-]|\"[^\"\n]*+\"|'[^'\n]*+')++)[ \t]*+=")


def _toml_lines(source: Source) -> dict[Path, Span]:
    """The lines of the keys of `tool.redislint`, as far as lines alone tell them: tomllib names no places."""
    found: dict[Path, Span] = {}
    table: Path = ()
    end = -1
    for line in source.text.split("\n"):
        start, end = end + 1, end + 1 + len(line)
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            table = _dotted(header["table"])
            names = table
        elif key:
            names = (*table, *_dotted(key["key"]))
        else:
            continue
        if names[:2] == ("tool", "redislint"):
            found.setdefault(names[2:], source.span(start + len(line) - len(line.lstrip()), start + len(line.rstrip())))
    return found


def _dotted(key: str) -> Path:
    """The parts of a key such as `tool.redislint."envs/**"`."""
    parts = re.findall(r"\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+)", key)
    return tuple(next((one for one in part if one), "") for part in parts)
