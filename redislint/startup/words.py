"""The words of a line as one line of servers reads them.

In valkey 9.1 text behind a closing quote is a part of the word, as in a shell, and so are a vertical tab and a form
feed there; for all others the text is a mistake, and these two are blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from redislint.model.document import Document, Problem
from redislint.model.facts import Setting
from redislint.servers.directives import canonical, having
from redislint.servers.split import split
from redislint.source import BOM
from redislint.typed import Final

_FILES: Final = ("redis-conf", "sentinel-conf")
# What ends a word behind a quote for others only.
_ODD_BLANK: Final = r"[\"'].*[\v\f]"


def as_read_by(settings: tuple[Setting, ...], line: str) -> tuple[Setting, ...]:
    """Settings with the names and arguments that a line of servers (`redis@7.2`) reads."""
    joins = line in having("text-after-quote")
    if settings and is_marked(settings[0]):
        return (_with_mark(settings[0], joins), *as_read_by(settings[1:], line))
    if not joins:
        return settings
    if all(one.args is not None and '"' not in one.span.text and "'" not in one.span.text for one in settings):
        return settings
    return tuple(_reread(setting) for setting in settings)


def is_marked(setting: Setting) -> bool:
    """Does a setting stand behind a byte order mark, which is then a part of its line?"""
    source = setting.span.source
    return source.text.startswith(BOM) and source.kind in _FILES and setting.span.position[0] == 1


def _with_mark(setting: Setting, joins: bool) -> Setting:
    words = split(setting.span.source.text.partition("\n")[0].rstrip(" \t\r"), joins=joins)
    return setting._replace(name=words[0].lower(), spelling=words[0], args=words[1:]) if words else setting


def document_for(document: Document, line: str) -> Document:
    """A document with its settings as a line of servers reads them, and without what is no problem to it."""
    if line not in having("text-after-quote"):
        return document
    settings = as_read_by(document.settings, line)
    problems = tuple(one for one in document.problems if not is_read(one, settings))
    return document._replace(settings=settings, problems=problems)


def is_read(problem: Problem, settings: Iterable[Setting]) -> bool:
    """Are quotes that do not balance for others a part of one of these settings, whose arguments are known?"""
    if problem.kind != "unbalanced-quotes":
        return False
    source, start, _ = problem.span
    # Words of a command line are read one by one.
    spans = (one.span for one in settings if one.args is not None and not one.spelling.startswith("--"))
    return any(one.source.path == source.path and one.start <= start < one.end for one in spans)


def is_unbalanced(setting: Setting) -> bool:
    """Is a setting without known arguments a line whose quotes do not balance, and no template?"""
    return setting.args is None and not split(_seen(setting.span.text))


def has_no_name(setting: Setting) -> bool:
    """Do the quotes fail in the first word, so that but one line of servers reads any name?"""
    return setting.args is None and setting.span == setting.value_span


def _reread(setting: Setting) -> Setting:
    text = _whole(setting)
    if not (is_unbalanced(setting) if setting.args is None else re.search(_ODD_BLANK, text)):
        return setting
    words = split(text, joins=True)
    if not words:
        return setting
    if setting.spelling.startswith("--"):
        return setting._replace(args=words[1:])
    return setting._replace(args=words[1:], name=canonical(words[0]), spelling=words[0])


def _whole(setting: Setting) -> str:
    """The line from its first word on: to its end in a file of its own, whose places are those of its text."""
    source, start, _ = setting.span
    if source.kind not in _FILES or "\0" in source.text or setting.spelling.startswith("--"):
        return _seen(setting.span.text)
    end = source.text.find("\n", start)
    return source.text[start : end if end >= 0 else None].rstrip(" \t\r")


def _seen(text: str) -> str:
    """The text without what a NUL hides: the rest of its line."""
    return re.sub(r"\0[^\n]*+\n?", "", text) if "\0" in text else text
