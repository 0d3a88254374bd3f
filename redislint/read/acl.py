"""users.acl, and the `user` lines of redis.conf: a name and rules that act from left to right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint.model.acl import AclToken, User
from redislint.model.document import Document, Problem, Reading
from redislint.model.instance import Instance
from redislint.read import secret, unknown
from redislint.read.grammar import lexis
from redislint.read.loaded import loaded, unfit
from redislint.read.words import MAX_WORDS, TooManyWords, Word
from redislint.source import Source, Span, Tree
from redislint.typed import NamedTuple, Protocol

_EDGE = "\t\r"
# Whatever ends a word in a user's name: the server refuses it.
_SPACES = " \t\n\v\f\r\0"

NOT_A_USER = "each line of an ACL file is `user`, a name, and rules"
SPACE_IN_NAME = "the name of a user holds no tab or other space"
UNMATCHED = "the parenthesis of this selector is not closed"


class Text(NamedTuple):
    """What the text of an ACL file says; `partial`: there may be more users, or other ones; `fit`: it is a text."""

    document: Document
    secrets: tuple[Span, ...] = ()
    partial: bool = False
    fit: bool = True


def read(source: Source, _tree: Tree) -> Reading:
    """The users of an ACL file, and the lines that a server refuses."""
    said = text(source)
    instance = Instance(
        anchor=source.anchor,
        kind=source.kind,
        name=source.path,
        partial=said.partial,
        users=None if said.partial else said.document.users,
    )
    return Reading(source, (said.document,), (instance,) if said.fit else (), secrets=said.secrets)


def text(source: Source) -> Text:
    """The users of an ACL file, or of a text in another file that becomes one."""
    reason = unfit(source)
    if reason:
        problem = Problem("unreadable", source.anchor, reason)
        return Text(Document(source, "users-acl", problems=(problem,)), partial=True, fit=False)
    loading = loaded(source)
    found = _Users(loading)
    try:
        for words in lines(loading.text):
            found.add(words)
    except TooManyWords as end:
        found.partial = True
        found.problems.append(Problem("unreadable", loading.span(end.offset, end.offset), end.detail))
    document = Document(source, "users-acl", users=tuple(found.users), problems=tuple(found.problems))
    return Text(document, tuple(found.secrets), found.partial)


class _Users:
    """What is collected line by line; `partial`: there may be more users, or other ones."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.users: list[User] = []
        self.problems: list[Problem] = []
        self.secrets: list[Span] = []
        self.partial = False

    def add(self, words: list[Word]) -> None:
        """Take one more line."""
        if unknown.is_control(words[0][0]):
            self.partial = True
        elif words[0][0] != "user" or len(words) < 2:
            place = self.source.span(words[0][1], words[-1][2])
            kind = "acl-comment" if words[0][0].startswith("#") else "acl-line"
            self.problems.append(Problem(kind, place, NOT_A_USER))
            self.secrets += [self.source.span(start, end) for word, start, end in words if secret.is_password(word)]
        else:
            found, wrong = user(words, self.source)
            self.problems += wrong
            self.secrets += secret.of_user(found)
            if unknown.holds(found.name):
                self.partial = True
            else:
                self.users.append(found)


def lines(text: str) -> Iterator[list[Word]]:
    """The words of each line of an ACL file.  Two blanks after `user` make an empty name; others make no word."""
    words: list[Word] = []
    left = MAX_WORDS
    for token in lexis("acl").finditer(text):
        kind = token.lastgroup
        if kind == "WORD":
            words.append((token.group(), token.start(), token.end()))
            if len(words) > left:
                raise TooManyWords(token.start())
        elif kind == "BLANK" and len(words) == 1 and token.end() - token.start() > 1:
            words.append(("", token.start() + 1, token.start() + 1))
        elif kind == "GAP":
            left -= len(words) + 1
            yield from _trimmed(words)
            words = []
            if left < 0:
                raise TooManyWords(token.start())
    yield from _trimmed(words)


def _trimmed(words: list[Word]) -> Iterator[list[Word]]:
    """The line without what stands around it, and its rules without the tabs around them; nothing if it is empty."""
    while words and not words[-1][0].strip(_EDGE):
        words.pop()
    if not words:
        return
    last = len(words) - 1
    yield [
        _stripped(word, index == last, index > 1)
        for index, word in enumerate(words)
        if index < 2 or word[0].strip(_EDGE)
    ]


def _stripped(word: Word, is_last: bool, is_rule: bool) -> Word:
    text, start, end = word
    if is_last or is_rule:
        text = text.rstrip(_EDGE)
        end = start + len(text)
    if is_rule:
        text = text.lstrip(_EDGE)
        start = end - len(text)
    return text, start, end


class Places(Protocol):
    """A text whose stretches have places: a `Source`, or one that is put together."""

    def span(self, start: int, end: int) -> Span:
        """The place of a stretch of the text."""


def user(words: Sequence[Word], source: Places) -> tuple[User, list[Problem]]:
    """A user from the words of its line, `user` and the name first, and what is wrong with them.

    `source` is the text in which the words' places count.
    """
    words = _joined(words)
    name, start, end = words[1]
    name_span = source.span(start, end)
    problems = []
    if any(space in name for space in _SPACES) and not unknown.holds(name):
        problems.append(Problem("acl-syntax", name_span, SPACE_IN_NAME))
    found, wrong = rules(words[2:], source)
    return User(name, found, source.span(words[0][1], words[-1][2]), name_span), problems + wrong


def rules(words: Sequence[Word], source: Places) -> tuple[tuple[AclToken, ...], list[Problem]]:
    """The rules of a user from their words, and what is wrong with them."""
    tokens, unmatched = _selectors(_joined(words))
    problems = []
    if unmatched is not None:
        problems.append(Problem("acl-syntax", source.span(unmatched[1], unmatched[2]), UNMATCHED))
    found = tuple(AclToken(text, source.span(first, last), not _is_unknown(text)) for text, first, last in tokens)
    return found, problems


def _is_unknown(rule: str) -> bool:
    return unknown.may_hold(rule) and (unknown.holds(rule) or unknown.holds(rule[1:]))


def _joined(words: Sequence[Word]) -> Sequence[Word]:
    """The words, those that one template runs through made one."""
    if not any(unknown.opening(text) for text, _, _ in words):
        return words
    joined: list[Word] = []
    parts: list[str] = []
    closing = ""
    begin = 0
    for text, start, end in words:
        begin = begin if closing else start
        parts.append(text)
        if not closing or closing in text:
            closing = unknown.opening(text)
        if not closing:
            joined.append((" ".join(parts), begin, end))
            parts = []
    if parts:
        joined.append((" ".join(parts), begin, words[-1][2]))
    return joined


def _selectors(words: Sequence[Word]) -> tuple[list[Word], Word | None]:
    """The words, those of each selector made one as the server does; and one whose parenthesis is not closed."""
    merged: list[Word] = []
    opened: list[Word] = []
    for word in words:
        if opened or (word[0].startswith("(") and not word[0].endswith(")")):
            opened.append(word)
            if len(opened) > 1 and word[0].endswith(")"):
                merged.append((" ".join(text for text, _, _ in opened), opened[0][1], word[2]))
                opened = []
        else:
            merged.append(word)
    return merged + opened, opened[0] if opened else None
