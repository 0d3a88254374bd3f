"""The rows of a table, and what they make of a resource.

Everything has three values: a row of which it is not known whether it applies makes a fact unknown, unless what it says
and what the rows after it say is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from redislint.model.facts import UNKNOWN, Fact, Unknown
from redislint.read.terraform import ranges, reads
from redislint.read.terraform.lookup import Found, Lookup
from redislint.read.terraform.resource import Argument
from redislint.read.terraform.tables import MISSING, Row
from redislint.read.terraform.tables import UNKNOWN as SAID_UNKNOWN
from redislint.source import Span
from redislint.typed import Any, Final, NamedTuple

# How rows read all the values of a list, or of the blocks of a name.
SEVERAL: Final = ("any", "ranges", "span")


class Answer(NamedTuple):
    """What rows come to: the fact, the argument that it stands in or would, and the paths that had a say."""

    fact: Fact[Any]
    found: Found
    path: str
    paths: tuple[str, ...]


class Reader:
    """Reads rows of one resource.

    majors   the versions of the provider that the module may use; asked only where a row depends on them
    until    arguments that were removed, with the last major version that has them
    ignored  arguments that Terraform leaves alone once the resource is made
    """

    def __init__(
        self,
        lookup: Lookup,
        majors: Callable[[], frozenset[int]],
        until: Mapping[str, int],
        ignored: frozenset[str],
    ) -> None:
        self.lookup = lookup
        self._majors = majors
        self._until = until
        self._ignored = ignored

    def answer(self, rows: tuple[Row, ...]) -> Answer | None:
        """What the rows come to; None where none of them applies."""
        paths: list[str] = []
        for index, row in enumerate(rows):
            applies = self._applies(row, paths)
            said = self._said(row) if applies is not False else None
            if said is None:
                continue
            paths += row.argument
            if applies is True:
                return said._replace(paths=tuple(paths))
            other = self.answer(rows[index + 1 :])
            if other is not None and said.fact.value is not UNKNOWN and other.fact.value == said.fact.value:
                return other._replace(paths=(*paths, *other.paths))
            return said._replace(fact=said.fact._replace(value=UNKNOWN), paths=tuple(paths))
        return None

    def find(self, path: str) -> Found:
        """The argument at a path; unknown where no version that the module may use has it."""
        found = self.lookup.find(path)
        last = self._until.get(path)
        if last is not None and found.argument.written and not any(major <= last for major in self._majors()):
            return found._replace(argument=found.argument._replace(value=UNKNOWN))
        return found

    def holds(self, when: Mapping[str, Any]) -> bool | Unknown:
        """Does all of this hold?"""
        return self._all(when, [])

    def _applies(self, row: Row, paths: list[str]) -> bool | Unknown:
        applies = self._all(row.when, paths)
        if applies is False or row.majors is None:
            return applies
        first, last = row.majors
        inside = {(first or 0) <= major <= (last or major) for major in self._majors()}
        if inside == {False}:
            return False
        return applies if inside == {True} else UNKNOWN

    def _all(self, when: Mapping[str, Any], paths: list[str]) -> bool | Unknown:
        known = True
        for path, test in when.items():
            paths.append(path)
            holds = reads.holds(self.find(path).argument, test)
            if holds is False:
                return False
            known = known and holds is True
        return True if known else UNKNOWN

    def _said(self, row: Row) -> Answer | None:
        """What a row says of the first of its arguments that is set, or of none."""
        if row.reads in SEVERAL:
            return self._of_several(row)
        path, found = self._first(row.argument)
        argument = found.argument
        if row.always is not MISSING:
            value: Any = row.always
        elif not argument.is_absent:
            value = reads.read(row.reads, row.values, row.plus, found)
        elif row.absent is MISSING:
            return None
        else:
            value = SAID_UNKNOWN if path.partition(".")[0] in self._ignored else row.absent
        value = UNKNOWN if value == SAID_UNKNOWN else value
        return Answer(Fact(value, argument.span, argument.written), found, path, ())

    def _of_several(self, row: Row) -> Answer | None:
        """The first of several values that decides; what an absent argument means where none of them is set."""
        founds = [found for path in row.argument for found in self.lookup.all(path)]
        if row.reads == "any":
            items: list[tuple[Any, Found]] = [(one.argument.truth, one) for one in founds if not one.argument.is_absent]
        else:
            items = [item for found in founds for item in ranges.items(found, self.lookup.resource.evaluator)]
        if row.reads == "span":
            world = ranges.span(items[0][0], items[1][0]) if len(items) == 2 else UNKNOWN
            items = [(world, items[0][1])] if items else []
        elif row.reads == "ranges":
            items = [(text if text is UNKNOWN or ranges.is_world(text) else False, found) for text, found in items]
        path, empty = self._first(row.argument)
        if not items and empty.argument.is_absent:
            if row.absent is MISSING:
                return None
            return _answer(UNKNOWN if row.absent == SAID_UNKNOWN else row.absent, empty, path)
        for value, found in items:
            if value is not UNKNOWN and value is not False:
                return _answer(value, found, path)
        unknown = [found for value, found in items if value is UNKNOWN]
        return _answer(UNKNOWN if unknown else False, (*unknown, *[found for _, found in items], empty)[0], path)

    def _first(self, paths: Iterable[str]) -> tuple[str, Found]:
        """The first argument that is set; else the first that is written; else where the first one could be."""
        found = [(path, self.find(path)) for path in paths]
        for wanted in (_is_set, _is_written):
            for path, one in found:
                if wanted(one):
                    return path, one
        if found:
            return found[0]
        return "", Found(Argument(None, self.lookup.resource.anchor, written=False))


def _answer(value: Any, found: Found, path: str) -> Answer:
    return Answer(Fact(value, found.argument.span, found.argument.written), found, path, ())


def _is_set(found: Found) -> bool:
    return not found.argument.is_absent


def _is_written(found: Found) -> bool:
    return found.argument.written


def place(answer: Answer) -> tuple[Span, Span]:
    """The place of an argument, name and all, and that of its value alone."""
    value = answer.found.argument.span
    return answer.found.line or value, value
