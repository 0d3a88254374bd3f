"""Directives from the lines of redis.conf and sentinel.conf: settings, users, problems and secrets."""

from __future__ import annotations

from redislint import servers
from redislint.model.acl import User
from redislint.model.document import Problem
from redislint.model.facts import Setting
from redislint.read import acl, secret, unknown
from redislint.read.words import Line
from redislint.servers.split import split
from redislint.source import Source, Span


class Directives:
    """What is collected line by line.

    partial      some lines belong to a template
    users_known  each `user` line names its user, and is there in any case
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.span = source.span
        self.settings: list[Setting] = []
        self.users: list[User] = []
        self.problems: list[Problem] = []
        self.secrets: list[Span] = []
        self.partial = False
        self.users_known = True
        # Is there anything unknown at all?  And how many conditional parts of a template is the line in?
        self.templated = unknown.may_hold(source.text)
        self.depth = 0

    def add(self, line: Line) -> None:
        """Take one more line."""
        if not line.words:
            self._broken(line, "")
            self._glued(line)
            return
        words, stop = line.words, line.end
        spelling, start, end = words[0]
        if self.templated and unknown.is_control(spelling):
            self.partial = True
            self.depth = max(self.depth + unknown.nesting(self.source.text[line.start : stop]), 0)
            return
        spelling = secret.shown(spelling)
        name = servers.canonical(spelling)
        if line.broken:
            self._broken(line, name)
        else:
            if name == "user":
                self._user(line)
            self.secrets += [self.span(*place) for place in secret.places(name, words)]
        is_unknown = line.broken or (self.templated and self._is_unknown(line))
        args = None if is_unknown else tuple([word for word, _, _ in words[1:]])
        value_start = words[1][1] if len(words) > 1 else line.broken[0] if line.broken else end
        place = self.span(start, stop)
        # Nothing has its place behind the last letter, which may be far from the next one in the file.
        value = self.span(value_start, stop) if value_start < stop else Span(place.source, place.end, place.end)
        self.settings.append(Setting(name, args, place, value, spelling))

    def stop(self, offset: int, detail: str) -> None:
        """The text cannot be read beyond this."""
        self.problems.append(Problem("unreadable", self.span(offset, offset), detail))
        self.partial = True
        self.users_known = False

    def _is_unknown(self, line: Line) -> bool:
        if self.depth:
            return True
        return unknown.holds(self.source.text[line.words[0][2] : line.end]) or any(
            unknown.holds(word) for word, _, _ in line.words[1:]
        )

    def _user(self, line: Line) -> None:
        if len(line.words) < 2:
            return
        user, problems = acl.user(line.words, self.source)
        self.secrets += secret.of_user(user)
        self.problems += problems
        if self.depth or (self.templated and unknown.holds(user.name)):
            self.users_known = False
        else:
            self.users.append(user)

    def _glued(self, line: Line) -> None:
        """A line whose first word goes on behind its closing quote: there are servers that take it so."""
        text = self.source.text[line.start : line.end]
        words = split(text, joins=True) if line.glued else ()
        if words and not (self.templated and unknown.holds(text)):
            place = self.span(line.start, line.end)
            spelling = secret.shown(words[0])
            self.settings.append(Setting(servers.canonical(spelling), None, place, place, spelling))

    def _broken(self, line: Line, name: str) -> None:
        """A line whose quotes are not balanced: the server stops there, unless a template makes it another one."""
        assert line.broken is not None
        start, end = line.broken
        text = self.source.text
        if secret.is_possible(name, line.words):
            self.secrets.append(self.span(line.words[1][1] if len(line.words) > 1 else start, end))
        if self.templated and unknown.holds(text[line.start : end]):
            self.partial = True
            return
        quotes = [place for place in (text.find('"', start, end), text.find("'", start, end)) if place >= 0]
        detail = "text follows the closing quote" if line.glued else "the quote that opens here is never closed"
        self.problems.append(Problem("unbalanced-quotes", self.span(min(quotes), end), detail))
