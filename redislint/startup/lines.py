"""Lines that a server refuses by themselves: their quotes, names, numbers of arguments, and values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redislint.model.document import Document
from redislint.model.facts import Setting
from redislint.model.instance import SENTINEL, Instance
from redislint.servers.directives import canonical, having
from redislint.servers.numbers import c_string
from redislint.servers.sentinel import options
from redislint.servers.split import split
from redislint.servers.verdicts import verdicts
from redislint.source import BOM, Span
from redislint.startup import network
from redislint.startup.modules import is_modules
from redislint.startup.refusal import HAS_USERS, PHASES, QUEUES_SENTINEL, READING, STARTING, Refusal, reads
from redislint.startup.words import is_read, is_unbalanced

# In a text with more such problems than these nobody asks which one comes first.
_MOST = 200
# The files that a server reads as they are.
_FILES = ("redis-conf", "sentinel-conf", "users-acl")
# A line that is no setting comes between two that are, and before the end of its file.
_BEFORE = 0.5


def lines(instance: Instance, line: str) -> Iterator[Refusal]:
    """Settings that a server refuses; those of a module are no matter of this."""
    is_sentinel = instance.role == SENTINEL
    idle = {id(one) for one in network.idle_binds(instance, line)}
    for order, setting in enumerate(instance.settings):
        if is_modules(setting) or is_unbalanced(setting):
            continue
        args = setting.args if setting.args is not None else ("",)
        name = name_of(setting)
        for fault, finding in verdicts(name, args, sentinel=is_sentinel):
            # Of a line with a template in it no more is known than its name.
            if fault.late and id(setting) in idle:
                continue
            if line in finding and (setting.args is not None or fault.code == "unknown"):
                stage = STARTING if fault.late else _stage(setting, args, line, is_sentinel)
                yield Refusal(stage, order, fault.code, setting.span, setting.name, fault.expected, not fault.late)


def name_of(setting: Setting) -> str:
    """The directive's name as the server gets it, in lower case."""
    name = setting.spelling.lower()
    is_option = name.startswith("--") and canonical(name[2:]) == setting.name
    return name[2:] if is_option else name


def _stage(setting: Setting, args: tuple[str, ...], line: str, is_sentinel: bool) -> int:
    if not is_sentinel or setting.name != "sentinel" or line not in QUEUES_SENTINEL or not args:
        return READING
    option = options().get(c_string(args[0]).lower())
    return PHASES[option.phase] if option is not None else PHASES["post-monitor"]


def marks(instance: Instance, documents: Iterable[Document], line: str) -> Iterator[Refusal]:
    """A byte order mark before a comment, or before nothing: then the mark itself is the directive."""
    for document in documents:
        source = document.source
        if source.outer is not None or source.kind not in _FILES or not source.text.startswith(BOM):
            continue
        first = source.text.partition("\n")[0]
        if document.language == "users-acl":
            if line != "redis@5.0":
                yield Refusal(STARTING, 0, "acl-line", Span(source, 0, 1), "user", "", False)
        elif first[1:].lstrip(" \t\r").startswith("#") or not c_string(first[1:]).strip():
            mark = Span(source, 0, 1)
            order = place(instance, mark)
            words = split(first)
            if not words:
                yield Refusal(READING, order, "quotes", mark, "mark", "")
                continue
            for fault, finding in verdicts(words[0].lower(), words[1:], sentinel=instance.role == SENTINEL):
                if line in finding:
                    stage = STARTING if fault.late else READING
                    yield Refusal(stage, order, "unknown", mark, "mark", "", not fault.late)


def quotes(instance: Instance, documents: Iterable[Document]) -> Iterator[Refusal]:
    """Quotes that do not balance.  A line that is nothing else is no setting: it stands before the next one."""
    for document in documents:
        for problem in document.problems[:_MOST]:
            if problem.kind == "unbalanced-quotes":
                if is_read(problem, instance.settings):
                    continue
                order = place(instance, problem.span)
                yield Refusal(READING, order, "quotes", problem.span, "quotes", problem.detail)


def foreign(documents: Iterable[Document], line: str) -> Iterator[Refusal]:
    """Lines of an ACL file that are no user's."""
    for document in documents:
        for problem in document.problems:
            is_line = problem.kind in ("acl-line", "acl-comment")
            may_pass = problem.kind == "acl-comment" and line in having("may-take-acl-comments")
            if is_line and document.language == "users-acl" and line in HAS_USERS and not may_pass:
                yield Refusal(STARTING, 0, "acl-line", problem.span, "user", problem.detail, False)


def place(instance: Instance, span: Span) -> float:
    """Where a place comes among the settings as they are read: at one of them, or between two."""
    path, start = span.source.path, span.start
    named = {one.span for one in instance.references if one.role == "include" and one.path == path}
    included: float | None = None
    for read in reads(instance):
        setting = read.setting
        if setting is None and read.path == path:
            return read.order - _BEFORE
        if setting is None:
            continue
        if setting.span.source.path == path and setting.span.end >= start:
            return read.order if setting.span.start <= start else read.order - _BEFORE
        if setting.value_span in named and included is None:
            included = read.order + _BEFORE
    return len(instance.settings) if included is None else included
