"""Rule pages become rules, and rules become findings.

A page (`rules/<family>/RLnnn-name.md`) is metadata, documentation and tests at once.  A run needs only the metadata:
an installed package carries it as one prepared `index.json`; a checkout reads the pages themselves, and keeps what
it read in the user's cache folder for as long as no page has changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType, ModuleType

from redislint import pages
from redislint.finding import Hit, Severity, Undecided
from redislint.model.change import Change
from redislint.model.document import Document
from redislint.model.instance import Instance
from redislint.model.project import Project
from redislint.model.snapshot import Drift
from redislint.model.topology import Deployment
from redislint.typed import Any, Final, NamedTuple

# A unit starts a server on a machine with a configuration: what is said of that is said of it.
_HOSTED: Final = "systemd"

Subject = Instance | Document | Deployment | Change | Project | Drift
Check = Callable[..., Iterator[Hit | Undecided]]

DOCS: Final = "https://redislint.readthedocs.io/rules/"
INDEX: Final = "index.json"


class Rule(NamedTuple):
    """The metadata of a page; `file` is the page itself, for the long text.

    `needs`: directives one of which has to be written somewhere for the rule to have anything to say; `user` is a user,
    `managed` a managed service, `target` a version that is declared as a target.
    `unless`: transports that answer it where one of them is declared (`mesh`).
    `mend`: what a fix writes where a check gives none: `write` in the place of the value, or of that of each directive;
    `safe` says that nothing but the mistake changes by it.
    `scope`: what the check looks at, by the name of its type, so that it is imported only where there is such a thing.
    """

    id: str
    name: str
    family: str
    title: str
    summary: str
    severity: Severity
    confidence: str
    enabled: str
    kinds: tuple[str, ...]
    message: str
    check: str
    file: str
    fix: Mapping[str, str] = MappingProxyType({})
    mend: Mapping[str, Any] = MappingProxyType({})
    given: Mapping[str, Any] = MappingProxyType({})
    tags: tuple[str, ...] = ()
    security_severity: float | None = None
    checklist: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    absorbs: tuple[str, ...] = ()
    about: str = ""
    scope: str = ""

    @property
    def url(self) -> str:
        """Where the page is on the documentation site."""
        return f"{DOCS}{self.id}/"

    @property
    def body(self) -> str:
        """The page's text below its metadata, in Markdown."""
        with open(self.file, encoding="utf-8") as page:
            return page.read().split("\n---\n", 1)[1].lstrip("\n")

    def advice(self, kind: str, resource: str = "") -> str:
        """What to do about it, in one line: for a type of cloud resource, its provider, a kind of file, or any."""
        names = (resource, resource.partition("_")[0], kind, "default")
        return next((self.fix[name] for name in names if name in self.fix), "")

    def is_on(self, *, since: bool, snapshot: bool = False) -> bool:
        """Does it run without being selected?

        One about changes does so where there is something to compare with; with a snapshot only those about it do.
        """
        if snapshot or self.enabled == "snapshot":
            return snapshot and self.enabled == "snapshot"
        return self.enabled != "optin" and (since or self.enabled != "diff")

    def is_named(self, word: str) -> bool:
        """Does a word of `--select` mean this rule: id, prefix of an id, name, family or tag?"""
        return self.closeness(word) > 0

    def closeness(self, word: str) -> int:
        """How closely a word means this rule: 0 not at all, 1 by its family or a tag, more by more of its id."""
        if word.lower() == self.name or word.upper() == self.id:
            return len(self.id) + 1
        if self.id.startswith(word.upper()):
            return 1 + len(word)
        return int(word.lower() in (self.family, *self.tags))

    def function(self) -> Check:
        """The check that the page names."""
        module, _, name = self.check.rpartition(".")
        function: Check = getattr(_checks(module), name)
        return function

    def hits(self, subjects: Subjects) -> Iterator[tuple[Subject, Hit | Undecided]]:
        """What the check yields for those subjects that it is about."""
        if not any(kind in subjects.kinds for kind in self._kinds) or not subjects.say(self.needs):
            return
        function = None
        for subject in self.subjects(subjects):
            function = function or self.function()
            for hit in function(subject, **self.given):
                yield subject, hit

    def subjects(self, subjects: Subjects) -> Iterator[Subject]:
        """Those subjects that the rule is about."""
        if any(kind in subjects.kinds for kind in self._kinds):
            scope = _SCOPES.get(self.scope) or scope_of(self.function())
            for kind in self._kinds:
                yield from subjects.of(scope, kind)

    @property
    def _kinds(self) -> tuple[str, ...]:
        # A file of unknown kind (it could not be read) is every rule's business.
        kinds = (*self.kinds, "")
        return (*kinds, _HOSTED) if "redis-conf" in kinds and _HOSTED not in kinds else kinds


def _checks(name: str) -> ModuleType:
    """A module of checks: ours, or that of an installed package, by an entry point of the group `redislint.checks`.

    Raises ModuleNotFoundError.
    """
    own = f"redislint.checks.{name}"
    try:
        return import_module(own)
    except ModuleNotFoundError as error:
        if error.name != own:
            raise
        from importlib.metadata import entry_points

        for point in entry_points(group="redislint.checks", name=name):
            module: ModuleType = point.load()
            return module
        raise


class Subjects:
    """What rules look at, by its type and the kind of file that it stands in."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self._groups: dict[tuple[type[Subject], str], list[Subject]] = {}
        for subject in subjects:
            self._groups.setdefault((type(subject), subject.kind), []).append(subject)
        self.kinds = frozenset(kind for _, kind in self._groups)
        self._said: frozenset[str] | None = None

    def say(self, names: Sequence[str]) -> bool:
        """Is any of these directives written anywhere, or what else `Rule.needs` may name?"""
        if not names:
            return True
        if self._said is None:
            self._said = frozenset(self._names())
        return not self._said.isdisjoint(names)

    def _names(self) -> Iterator[str]:
        for (scope, _), subjects in self._groups.items():
            for one in subjects if scope in (Instance, Document) else ():
                if isinstance(one, Instance | Document):
                    yield from (setting.name for setting in one.settings)
                    yield from ("user" for _ in one.users or ())
                if isinstance(one, Instance):
                    yield from ("managed",) if one.managed is not None else ()
                    yield from ("target",) if one.target is not None else ()

    def of(self, scope: type[Subject], kind: str) -> Sequence[Subject]:
        """Those of one type and kind, in their order."""
        return self._groups.get((scope, kind), ())


_SCOPES: Final[dict[str, type[Subject]]] = {
    one.__name__: one for one in (Instance, Document, Deployment, Change, Project, Drift)
}


def scope_of(function: Check) -> type[Subject]:
    """The scope of a check: the type of its first parameter, as it is written there."""
    first = function.__code__.co_varnames[0]
    return _SCOPES[function.__annotations__[first]]


def load(folders: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The built-in rules and those of further folders of pages, sorted by id."""
    rows = _built_in()
    for folder in folders:
        rows = rows + pages.rows(folder)
    return tuple(sorted((_rule(row) for row in rows), key=lambda rule: rule.id))


def _rule(row: Mapping[str, Any]) -> Rule:
    values = dict(row)
    values["severity"] = Severity(values["severity"])
    for name in ("kinds", "tags", "checklist", "needs", "unless", "absorbs"):
        values[name] = tuple(values[name])
    return Rule(**values)


def _built_in() -> list[dict[str, Any]]:
    packaged = os.path.join(pages.HERE, "_rules")
    if os.path.isdir(packaged):
        import json

        with open(os.path.join(packaged, INDEX), encoding="utf-8") as file:
            rows: list[dict[str, Any]] = json.load(file)
        for row in rows:
            row["file"] = os.path.join(packaged, row["file"])
        return rows
    checkout = os.path.dirname(pages.HERE)
    if not os.path.isfile(os.path.join(checkout, "pyproject.toml")):
        raise FileNotFoundError(f"the rule pages are not beside the package: no folder {packaged}")
    return pages.kept_rows(os.path.join(checkout, "rules"))


def find(rules: Iterable[Rule], word: str) -> Rule | None:
    """The rule with this id or name."""
    for rule in rules:
        if word.upper() == rule.id or word.lower() == rule.name:
            return rule
    return None


def words(rules: Iterable[Rule]) -> tuple[str, ...]:
    """All that `is_named` takes: ids, names, families and tags, each once."""
    return tuple(dict.fromkeys(word for rule in rules for word in (rule.id, rule.name, rule.family, *rule.tags)))
