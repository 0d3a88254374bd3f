"""What a configuration declares, path by path; its patterns mean what they mean in a .gitignore beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator

from redislint.config import Config, shown
from redislint.discover.gitignore import Patterns
from redislint.model.document import Reading
from redislint.model.project import Project
from redislint.options import Declared, over
from redislint.source import Source, Span


class Declarations:
    """`Options.declared` for a configuration; `root` is the folder that the paths of a run start from."""

    def __init__(self, config: Config, root: str) -> None:
        self._config = config
        self._prefix = prefix(config.folder, root)
        self._places = [(Glob(glob), declared) for glob, declared in (*config.places, *config.members)]
        self._ignores = [(Glob(glob), words) for glob, words in config.ignores]
        self._project = config.project
        self._known: dict[str, Declared] = {}

    def __call__(self, path: str) -> Declared:
        """What is declared of a path: by the last pattern that says it, else for all; ignores add up."""
        declared = self._known.get(path)
        if declared is None:
            declared = self._known[path] = self._declared(path)
        return declared

    def joined(self, path: str) -> str:
        """The declared instance that a path belongs to, in whichever environment; `*` for the configuration itself."""
        if self._project is not None and path == self._project.source.path:
            return "*"
        return self(path).instance.partition("/")[0]

    def _declared(self, path: str) -> Declared:
        found = self._config.default
        inner = self._inside(path)
        if inner is None:
            return found
        for glob, words in self._ignores:
            if glob.matches(inner):
                found = found._replace(ignore=(*found.ignore, *words))
        for glob, declared in self._places:
            if glob.matches(inner):
                found = over(declared, found)
        return found

    def _inside(self, path: str) -> str | None:
        """The path as seen from the configuration's folder; None if it is not in there."""
        return path[len(self._prefix) :] if path.startswith(self._prefix) else None


def in_force(config: Config, today: str) -> Config:
    """The configuration with those of its ignores that have a last day, and act on this one."""
    acting = tuple((glob, (word,)) for glob, word, day, _ in config.expiring if today <= day)
    return config._replace(ignores=(*config.ignores, *acting)) if acting else config


def expired(config: Config, today: str) -> Iterator[str]:
    """A sentence about each of its ignores whose last day has gone by."""
    for glob, word, day, place in config.expiring:
        if today > day:
            said = shown(os.path.join(config.folder, place))
            yield f"{said}: {word} in `{glob}` is ignored no more: its last day was {day}"


def placed(config: Config, root: str) -> Project | None:
    """The project of a configuration, named by its path from the root of a run."""
    project = config.project
    if project is None:
        return None
    folder = prefix(config.folder, root)
    project.source.path = f"{folder}{os.path.basename(project.source.path)}"
    return project._replace(folder=folder)


def commented(project: Project) -> Reading:
    """The configuration file as one that findings may stand in, with its comments."""
    source = project.source
    # As most configurations have no such comment, most runs need no YAML for them.
    if "redislint:" not in source.text:
        return Reading(source)
    if source.path.endswith(".toml"):
        return Reading(source, comments=tuple(_toml_comments(source)))
    from redislint.read.yaml import Yaml

    return Reading(source, comments=Yaml(source).comments())


def _toml_comments(source: Source) -> Iterator[Span]:
    """The lines of a TOML file that are comments."""
    start = 0
    for line in source.text.split("\n"):
        if line.lstrip().startswith("#"):
            yield source.span(start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
        start += len(line) + 1


def prefix(folder: str, root: str) -> str:
    """What the paths below a configuration's folder begin with, seen from the root.

    A configuration from outside, which the user named, counts as one that lies in the root.
    """
    try:
        relative = os.path.relpath(os.path.realpath(folder), os.path.realpath(root)).replace(os.sep, "/")
    except ValueError:  # two drives, on Windows
        return ""
    return "" if relative.split("/")[0] in (".", "..") else f"{relative}/"


class Glob:
    """One pattern as in a .gitignore: it also matches everything below a folder that it matches."""

    def __init__(self, pattern: str) -> None:
        self._patterns = Patterns([pattern])

    def matches(self, path: str) -> bool:
        """Does the pattern match a file, or a folder that it is in?"""
        position = path.find("/")
        while position >= 0:
            if self._patterns.verdict(path[:position], True):
                return True
            position = path.find("/", position + 1)
        return bool(self._patterns.verdict(path, False))


def excludes(config: Config, root: str) -> tuple[str, ...]:
    """The patterns of `exclude` for a .gitignore at the root, which means the same by them."""
    folder = "".join(f"\\{sign}" if sign in "*?[\\!# " else sign for sign in prefix(config.folder, root))
    return tuple(_moved(one, folder) for one in config.exclude) if folder else config.exclude


def _moved(pattern: str, folder: str) -> str:
    negated = pattern.startswith("!")
    bare = pattern[1:] if negated else pattern
    is_path = "/" in bare.rstrip("/")
    return f"{'!' if negated else ''}/{folder}{'' if is_path else '**/'}{bare.removeprefix('/')}"
