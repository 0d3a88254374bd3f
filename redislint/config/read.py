"""A configuration file, read and checked: every fault with its file, line and key."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from redislint import rules, servers
from redislint.commented import is_day
from redislint.config import Config, ConfigError, shown
from redislint.config.faults import quoted, told
from redislint.config.model import Declaration, File, Place
from redislint.config.ownrules import PACKAGE, check_pages, fault, pages_of
from redislint.config.project import build, members
from redislint.config.text import BadText, Path, Text, from_toml, from_yaml
from redislint.discover.walk import git_root
from redislint.finding import Severity
from redislint.options import Declared, over
from redislint.read import READERS
from redislint.read.helm.said import parse as parse_chart
from redislint.suggest import did_you_mean
from redislint.typed import Any


def read(path: str, data: bytes) -> Config:
    """The configuration in a file: its absolute path, and its bytes.  Raises `ConfigError`."""
    return _Reader(path, data).config()


class _Reader:
    """One file, and what is wrong with it."""

    def __init__(self, path: str, data: bytes) -> None:
        self.name = shown(path)
        self.folder = os.path.dirname(path)
        self.text = self._text(path, data)
        self.problems: list[tuple[int, str]] = []

    def config(self) -> Config:
        """The configuration.  Raises `ConfigError` with every fault."""
        try:
            file = File.model_validate(self.text.data)
        except ValidationError as error:
            for found in error.errors(include_url=False, include_input=True):
                self._invalid(found)
            raise self._error() from error
        folders = tuple(self._rule_folder(index, folder) for index, folder in enumerate(file.rules))
        if folders and not self.problems:
            self._check_rules(folders)
        if not self.problems:
            self._check_words(file, folders)
        places = tuple((glob, self._declared(place, ("paths", glob))) for glob, place in file.paths.items())
        self._check_checklist(file)
        named = tuple(self._members(file))
        default = self._declared(file, ())
        accepted = self._baseline(file.baseline)
        expiring = tuple(self._expiring(file))
        if self.problems:
            raise self._error()
        return Config(
            folder=self.folder,
            select=tuple(file.select),
            ignore=tuple(file.ignore),
            severity={word: Severity(level) for word, level in file.severity.items()},
            exclude=tuple(file.exclude),
            default=default,
            places=places,
            ignores=tuple(
                (glob, tuple(one.rule for one in excuses if not one.until))
                for glob, excuses in file.per_path_ignores.items()
            ),
            rules=folders,
            members=named,
            project=build(file, self.text),
            baseline=accepted,
            inline="" if file.inline_ignores == "allow" else file.inline_ignores,
            expiring=expiring,
        )

    def _baseline(self, written: str) -> str:
        """The file of accepted findings, absolute: one of the repository."""
        if not written:
            return ""
        path = os.path.normpath(os.path.join(self.folder, written))
        root = git_root(self.folder) or self.folder
        if not path.startswith(root.rstrip(os.sep) + os.sep):
            self._problem(("baseline",), f"{quoted(written)} leads out of the repository")
        return path

    def _expiring(self, file: File) -> Iterator[tuple[str, str, str, str]]:
        """Ignores with a last day: the pattern, the rule, the day, and the name and the line of the file."""
        for glob, excuses in file.per_path_ignores.items():
            for index, one in enumerate(excuses):
                path: Path = ("per-path-ignores", glob, index)
                if one.until and not is_day(one.until):
                    self._problem((*path, "until"), f"there is no such day: {quoted(one.until)}")
                if one.until:
                    yield glob, one.rule, one.until, f"{os.path.basename(self.name)}:{self.text.line(path)}"

    def _check_checklist(self, file: File) -> None:
        """Are there such bullets, and such days?"""
        if not (file.checklist or file.required):
            return
        from redislint.model.checklist import bullets

        named: list[tuple[Path, str, bool]] = [(("checklist", one), one, True) for one in file.checklist]
        named += [(("required", index), one, False) for index, one in enumerate(file.required)]
        for path, bullet, is_key in named:
            if bullet not in bullets():
                suggestion = did_you_mean(bullet, bullets())
                self._problem(path, f"the checklist has no bullet {quoted(bullet)}{suggestion}", key=is_key)
        for bullet, said in file.checklist.items():
            for key, day in (("reviewed", said.reviewed), ("expires", said.expires)):
                if day and not is_day(day):
                    self._problem(("checklist", bullet, key), f"there is no such day: {quoted(day)}")

    def _members(self, file: File) -> Iterator[tuple[str, Declared]]:
        """A pattern and what is declared of it, for each declared instance in each environment."""
        for ident, path, own, layers in members(file):
            # Its files are what its servers are started with.
            found = Declared(instance=ident, complete=True)
            for one in reversed(layers):
                found = over(self._declared(one, path if one is own else path[:2]), found)
            if own is not layers[-1]:
                found = found._replace(environment=str(path[-1]))
            for pattern in own.files:
                yield pattern, found

    def _text(self, path: str, data: bytes) -> Text:
        try:
            text = data.decode("utf-8-sig")
            found = from_toml(self.name, text) if path.endswith(".toml") else from_yaml(self.name, text)
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise ConfigError(f"{self.name}:{line}: this is not UTF-8") from error
        except BadText as error:
            place = f"{self.name}:{error.line}" if error.line else self.name
            raise ConfigError(f"{place}: {error.detail}") from error
        if not isinstance(found.data, dict):
            raise ConfigError(f"{self.name}:{found.line(())}: a mapping is expected here, with keys such as `ignore`")
        return found

    def _invalid(self, found: Any) -> None:
        """One fault that pydantic found, in our words."""
        path: Path = tuple(part for part in found["loc"] if part != "[key]")
        detail, is_key = told(found, path)
        self._problem(path, detail, key=is_key)

    def _rule_folder(self, index: int, folder: str) -> str:
        """A folder of pages, absolute; each page has been looked at."""
        from redislint.page import PageError

        path = folder
        try:
            path = pages_of(folder) if folder.startswith(PACKAGE) else os.path.join(self.folder, folder)
            path = os.path.normpath(path)
            check_pages(path)
        except OSError as error:
            self._problem(("rules", index), f"{folder}: {(error.strerror or type(error).__name__).lower()}")
        except PageError as error:
            # What yaml says takes several lines.
            self._problem(("rules", index), f"{folder}: {' '.join(str(error).split())}")
        return path

    def _check_rules(self, folders: Iterable[str]) -> None:
        """Is each rule the only one of its id and name, and is there what it asks?"""
        ids: dict[str, str] = {}
        for rule in rules.load(folders):
            for word in (rule.id, rule.name):
                other = ids.setdefault(word, rule.file)
                if other != rule.file:
                    self._problem(("rules",), f"{os.path.basename(rule.file)}: another rule is called {word}")
            if any(rule.file.startswith(f"{folder}{os.sep}") for folder in folders):
                wrong = fault(rule)
                if wrong:
                    self._problem(("rules",), f"{os.path.basename(rule.file)}: {wrong}")

    def _check_words(self, file: File, folders: Iterable[str]) -> None:
        """Does every word mean a rule?"""
        known = rules.load(folders)
        names = rules.words(known)
        for path, word in _words(file):
            if not any(rule.is_named(word) for rule in known):
                self._problem(path, f"no rule is meant by {quoted(word)}{did_you_mean(word, names)}")
        for word in file.severity:
            if rules.find(known, word) is None:
                ids = [name for rule in known for name in (rule.id, rule.name)]
                problem = f"no rule has the id or name {quoted(word)}{did_you_mean(word, ids)}"
                self._problem(("severity", word), problem, key=True)

    def _declared(self, said: Declaration, path: Path) -> Declared:
        kind = said.kind if isinstance(said, Place) else ""
        if kind and kind not in READERS:
            suggestion = did_you_mean(kind, READERS)
            self._problem((*path, "kind"), f"{quoted(kind)} is none of {', '.join(READERS)}{suggestion}")
        chart = said.chart if isinstance(said, Place) else ""
        if chart and parse_chart(chart) is None:
            self._problem((*path, "chart"), f"{quoted(chart)} is no chart that redislint knows")
        return Declared(
            server=self._server(said.server, (*path, "server")),
            environment=said.environment,
            profile=said.profile,
            kind=kind,
            ignore=tuple(said.ignore) if isinstance(said, Place) else (),
            complete=isinstance(said, Place) and said.complete,
            admins=tuple(said.admin_users),
            build=said.build,
            chart=chart,
            rpo=said.rpo,
            target=self._server(said.target, (*path, "target")),
            transport=said.transport,
        )

    def _server(self, written: str, path: Path) -> servers.Server | None:
        try:
            return servers.parse(written) if written else None
        except ValueError as error:
            self._problem(path, str(error))
            return None

    def _problem(self, path: Path, detail: str, *, key: bool = False) -> None:
        written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
        line = self.text.line(path, key=key)
        self.problems.append((line, f"{self.name}:{line}: {written}: {detail}"))

    def _error(self) -> ConfigError:
        return ConfigError(*(problem for _, problem in sorted(self.problems)))


def _words(file: File) -> Iterator[tuple[Path, str]]:
    """Every word that means rules, with its path."""
    lists: list[tuple[Path, list[str]]] = [(("select",), file.select), (("ignore",), file.ignore)]
    lists += [
        (("per-path-ignores", glob), [excuse.rule for excuse in excuses])
        for glob, excuses in file.per_path_ignores.items()
    ]
    lists += [(("paths", glob, "ignore"), place.ignore) for glob, place in file.paths.items()]
    for path, words in lists:
        for index, word in enumerate(words):
            yield (*path, index), word
