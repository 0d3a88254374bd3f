"""A path where the server takes nothing but a file's name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import islice

from redislint import writing
from redislint.checks.refusals import MOST, Bench, Refusal, bench_of
from redislint.checks.wording import quoted
from redislint.finding import Edit, Fix, Hit
from redislint.model.document import Document
from redislint.model.facts import Setting
from redislint.typed import Final

# The fault of a path where a name belongs, as the data on directives calls what they demand.
PATH: Final = "basename"
_NAMES: Final = frozenset({"dbfilename", "appendfilename", "appenddirname"})
# A path that can be written without quotes.
_PLAIN: Final = r"/(?:[\w.@+-]+/)*[\w.@+-]+"
# What counts from the working directory, which `dir` changes.
_RELATIVE: Final = frozenset({"include", "aclfile", "logfile", "pidfile", "unixsocket", "cluster-config-file"})


def path_as_name(document: Document) -> Iterator[Hit]:
    """A snapshot's, log's or folder's name with a slash in it."""
    if not any(_may_be_one(setting) for setting in document.settings):
        return
    bench = bench_of(document)
    found = [one for one in bench.refusals if one.fault.code == PATH]
    for refusal in islice(found, MOST):
        setting = refusal.setting
        weight = bench.weigh(refusal.lines)
        yield Hit(
            setting.value_span,
            key=setting.name,
            fix=_split(bench, refusal) if len(found) == 1 else None,
            severity=weight.severity,
            refused=weight.refused,
            setting=bench.label(setting),
            given=quoted(refusal.args[0]),
            effect=weight.effect,
        )


def _may_be_one(setting: Setting) -> bool:
    return setting.name in _NAMES and bool(setting.args) and any(sign in (setting.args or ("",))[0] for sign in "/\\")


def _split(bench: Bench, refusal: Refusal) -> Fix | None:
    """The path as `dir` and a name, where no other line would be read otherwise for it."""
    document, setting = bench.document, refusal.setting
    path = refusal.args[0]
    if (
        document.language == "variables"
        or not re.fullmatch(_PLAIN, path)
        or setting.value_span.text.strip("\"'") != path
    ):
        return None
    folder, name = posixpath.split(path)
    if posixpath.normpath(path) != path or bench.refusal(setting, (name,)) is not None:
        return None
    folders = [one for one in document.settings if one.name == "dir"]
    if not folders:
        return _with_folder(document, setting, folder, name)
    if any(one.args is None or len(one.args) != 1 for one in folders):
        return None
    if posixpath.normpath((folders[-1].args or ("",))[0]) != posixpath.normpath(folder):
        return None
    return Fix(f"write {quoted(name)}: `dir` names the folder", (Edit(setting.value_span, name),), safe=False)


def _with_folder(document: Document, setting: Setting, folder: str, name: str) -> Fix | None:
    """A line `dir` before the name; not where other paths count from the working directory."""
    if any(map(_is_relative, document.settings)):
        return None
    title = f"write `dir {folder}` and {quoted(name)}"
    if document.language == "argv":
        is_plain = setting.span.text == f"{setting.spelling} {setting.value}"
        edit = Edit(setting.span, f"--dir {folder} {setting.spelling} {name}")
        return Fix(title, (edit,), safe=False) if is_plain else None
    above = writing.line_above(setting, f"dir {folder}", safe=False)
    return Fix(title, (*above.edits, Edit(setting.value_span, name)), safe=False) if above is not None else None


def _is_relative(setting: Setting) -> bool:
    """May a line name something that counts from the working directory?"""
    return setting.name in _RELATIVE and (setting.args is None or not setting.args[-1:] or setting.args[-1][:1] != "/")
