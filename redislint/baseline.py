"""The file of accepted findings: what stands in it, what of it is stale, and how it is written.

It names each finding by path, rule and fingerprint, one a line: no line numbers, no texts of the files, no secrets.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable, Mapping

from redislint import rules
from redislint.config import ConfigError, shown
from redislint.discover.files import Unreadable, read_bytes
from redislint.discover.scope import Scope
from redislint.finding import Finding
from redislint.news import Key, key
from redislint.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from redislint.pipeline import Report

VERSION: Final = 1
# Some 200,000 findings, in bytes; and how often one may be there.
LONGEST: Final = 32 * 1024 * 1024
_MOST: Final = 1_000_000
_LONGEST_PATH: Final = 4_096
_FIELDS: Final = frozenset(("path", "rule", "fingerprint", "count"))
_RULE: Final = r"[A-Z][A-Z0-9]{1,19}"
_FINGERPRINT: Final = r"[0-9a-f]{32}"
# Strings and braces: objects close in the order in which they are read.
_BRACES: Final = r'"(?:[^"\\]|\\.)*+"|[{}]'
_ANEW: Final = "mend it, or delete it and have `redislint baseline` write it anew"
# Of more files than these a note names the first.
_NAMED: Final = 3


class _Fault(Exception):
    """What is wrong with the object that was read last."""


def load(path: str) -> dict[Key, int]:
    """How many findings of each key are accepted.  Raises `ConfigError`, which names the file and the line."""
    name = shown(path)
    try:
        text = read_bytes(os.path.realpath(path), LONGEST).decode("utf-8-sig")
    except Unreadable as error:
        raise ConfigError(f"{name}: {error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name}: this is not UTF-8: {_ANEW}") from error
    reader = _Reader()
    try:
        reader.document(json.loads(text, object_pairs_hook=reader.object, parse_int=_number))
    except json.JSONDecodeError as error:
        raise ConfigError(f"{name}:{error.lineno}: this is no valid JSON: {_ANEW}") from error
    except RecursionError as error:
        raise ConfigError(f"{name}:1: this nests too deeply: {_ANEW}") from error
    except _Fault as error:
        raise ConfigError(f"{name}:{_line(text, reader.closed)}: {error}: {_ANEW}") from error
    return reader.counts


def _number(text: str) -> int:
    """A number; a longer one is none that anybody counted to."""
    return int(text) if len(text) <= len(str(_MOST)) else -1


class _Reader:
    """Takes in the objects of the file, in the order in which they close."""

    def __init__(self) -> None:
        self.counts: dict[Key, int] = {}
        self.closed = 0

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """An entry, or the whole; the entry is taken in."""
        self.closed += 1
        found = dict(pairs)
        if "version" not in found:
            self._entry(found, len(pairs))
        return found

    def _entry(self, found: dict[str, Any], length: int) -> None:
        if found.keys() != _FIELDS or length != len(_FIELDS):
            raise _Fault(f"{', '.join(sorted(_FIELDS))} are expected here, each once")
        path, rule, fingerprint, count = (found[name] for name in ("path", "rule", "fingerprint", "count"))
        if not isinstance(path, str) or not _is_path(path):
            raise _Fault("`path` is no path")
        if not isinstance(rule, str) or not re.fullmatch(_RULE, rule):
            raise _Fault("`rule` is no rule's id")
        if not isinstance(fingerprint, str) or not re.fullmatch(_FINGERPRINT, fingerprint):
            raise _Fault("`fingerprint` is no fingerprint")
        if type(count) is not int or not 1 <= count <= _MOST:
            raise _Fault("`count` is no number from 1 on")
        if (path, rule, fingerprint) in self.counts:
            raise _Fault("this finding stands here twice")
        self.counts[path, rule, fingerprint] = count

    def document(self, found: Any) -> None:
        """The whole; all of its entries are taken in."""
        self.closed = 0
        if not isinstance(found, dict) or found.keys() != {"version", "findings"}:
            raise _Fault("a baseline has `version` and `findings`")
        if found["version"] != VERSION:
            raise _Fault(
                f"this is written in version {str(found['version'])[:20]}, and {VERSION} is the one that can be read"
            )
        entries = found["findings"]
        if (
            not isinstance(entries, list)
            or len(entries) != len(self.counts)
            or not all(isinstance(one, dict) for one in entries)
        ):
            raise _Fault("`findings` is no list of findings")


def _is_path(text: str) -> bool:
    """May this be what a report calls a file?"""
    return 0 < len(text) <= _LONGEST_PATH and "\0" not in text and ".." not in text.split("/")


def _line(text: str, number: int) -> int:
    """The line on which the object begins that closes as the `number`-th; 1 for none."""
    stack: list[int] = []
    for brace in re.finditer(_BRACES, text, re.DOTALL):
        if brace.group() == "{":
            stack.append(brace.start())
        elif brace.group() == "}" and stack:
            start = stack.pop()
            number -= 1
            if not number:
                return text.count("\n", 0, start) + 1
    return 1


def text(counts: Mapping[Key, int]) -> str:
    """The file: one finding a line, in the order of paths, rules and fingerprints; in ASCII."""
    lines = [
        json.dumps({"path": path, "rule": rule, "fingerprint": fingerprint, "count": count})
        for (path, rule, fingerprint), count in sorted(counts.items())
    ]
    listed = "[\n    " + ",\n    ".join(lines) + "\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "findings": {listed}\n}}\n'


def counted(findings: Iterable[Finding]) -> dict[Key, int]:
    """How many findings of each key there are."""
    found: dict[Key, int] = {}
    for finding in findings:
        one = key(finding)
        found[one] = found.get(one, 0) + 1
    return found


def stale(counts: Mapping[Key, int], report: Report) -> dict[Key, int]:
    """What is accepted, and was not found: only of rules that ran, and of files that were asked for and read.

    A run that failed somewhere knows nothing of that.
    """
    if report.errors:
        return {}
    judged = Judged(report)
    present = counted(report.accepted)
    return {
        one: count - present.get(one, 0)
        for one, count in counts.items()
        if count > present.get(one, 0) and judged.has(one)
    }


class Judged:
    """What a run has looked at: by which rules, in which files."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._running = {rule.id for rule in report.rules}
        self._known = {rule.id for rule in rules.load()}

    def has(self, one: Key) -> bool:
        """Would the run have found this, if it were there?  What a rule found that there is no more, nobody will."""
        path, rule, _ = one
        scope = self._report.scope
        is_asked = scope is None or (scope.reaches(path) if isinstance(scope, Scope) else path in scope)
        return is_asked and path not in self._report.unread and (rule in self._running or rule not in self._known)


def said(found: Mapping[Key, int], named: str = "") -> tuple[str, ...]:
    """A sentence about what is stale; none if nothing is.  `named` is the file, where the user named it."""
    if not found:
        return ()
    count = sum(found.values())
    which = "1 accepted finding is" if count == 1 else f"{count:,} accepted findings are"
    them = "it" if count == 1 else "them"
    command = f"redislint baseline --update{f' -o {named}' if named else ''}"
    return (f"{which} not there any more ({_files(found)}): `{command}` takes {them} out",)


def _files(found: Collection[Key]) -> str:
    """The first of the files."""
    paths = sorted({path for path, _, _ in found})
    return ", ".join(paths[:_NAMED]) + (", ..." if len(paths) > _NAMED else "")
