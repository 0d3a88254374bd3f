"""The inside of quoted texts with code in them, of heredocs and of bare templates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.read.terraform import hcl
from redislint.read.terraform.blanks import Mark, cut, flushed
from redislint.read.terraform.nodes import Node, Quoted
from redislint.read.terraform.parts import Choice, Code, Loop, Part, Parts, Text
from redislint.read.terraform.quoted import characters, pieces, unescaped
from redislint.read.terraform.wrong import MAX_NESTING, TOO_DEEP, Wrong
from redislint.typed import Final

# They are compiled where there are directives.
_WORD: Final = r"\s*+(if|else|endif|for|endfor)(?![\w-])"
_FOR: Final = r"\s*+([^\W\d][\w-]*+)\s*+(?:,\s*+([^\W\d][\w-]*+)\s*+)?+in(?![\w-])"
_UNBALANCED: Final = "this template has an `if` or `for` without its end, or an end without its beginning"
_DIRECTIVE: Final = "after `%{` comes `if`, `else`, `endif`, `for` or `endfor`; write `%%{` for the signs themselves"


class _Open:
    """A directive whose end is still to come, and what stands in it so far."""

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.yes: list[Part] = []
        self.no: list[Part] | None = None

    @property
    def last(self) -> list[Part]:
        """The branch that is being filled."""
        return self.yes if self.no is None else self.no


def inside(text: str, node: Quoted) -> tuple[int, int]:
    """The place of what stands between the quotes, or between the first and the last line of a heredoc."""
    if node.is_bare:
        return node.start + node.margin, node.end - node.margin
    if not node.is_heredoc:
        return node.start + 1, node.end - 1
    start = text.index("\n", node.start) + 1
    return start, max(text.rfind("\n", start - 1, node.end) + 1, start)


def parse(text: str, node: Quoted) -> Parts:
    """The parts of a quoted text, which are kept; raises `Wrong`."""
    if node.parts is None:
        flat = _flat(text, node)
        if node.is_heredoc and text[node.start + 2] == "-":
            flat = flushed(flat)
        node.parts = _nested(flat)
    return node.parts


def parts(text: str, node: Quoted) -> Parts | None:
    """The parts of a quoted text; None where it cannot be parsed."""
    try:
        return parse(text, node)
    except Wrong:
        return None


def _flat(text: str, node: Quoted) -> list[Part | Mark]:
    """The texts, without the blanks that `~` takes away, the code and the directives in order."""
    found: list[Part | Mark] = []
    is_plain = node.is_heredoc or node.is_bare
    trims = False
    for kind, first, last in pieces(text, *inside(text, node), heredoc=is_plain):
        if kind == "text":
            for begin, end in _lines(text, first, last) if is_plain else ((first, last),):
                said = text[begin:end].replace("$${", "${").replace("%%{", "%{")
                one = Text(said if is_plain else unescaped(text[begin:end]), begin, end)
                found.append(cut(one, before=True) if trims else one)
                trims = False
            continue
        begin, end = first + text.startswith("~", first, last), last
        if begin > first and found and isinstance(found[-1], Text):
            found[-1] = cut(found[-1], before=False)
        trims = end > begin and text[end - 1] == "~"
        end -= trims
        code = Code(hcl.expression(text, begin, end), first - 2, last + 1) if kind == "code" else None
        found.append(code or _mark(text, begin, end))
    return found


def _lines(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    while first < last:
        newline = text.find("\n", first, last)
        end = newline + 1 if newline >= 0 else last
        yield first, end
        first = end


def _mark(text: str, begin: int, end: int) -> Mark:
    word = re.compile(_WORD).match(text, begin, end)
    if word is None:
        raise Wrong(begin, _DIRECTIVE)
    if word[1] == "if":
        return Mark("if", begin, hcl.expression(text, word.end(), end))
    if word[1] == "for":
        names = re.compile(_FOR).match(text, word.end(), end)
        if names is None:
            raise Wrong(begin, "this `for` does not say `name in collection`")
        both = ("", names[1]) if names[2] is None else (names[1], names[2])
        return Mark("for", begin, hcl.expression(text, names.end(), end), both)
    if text[word.end() : end].strip():
        raise Wrong(word.end(), f"nothing may follow the word `{word[1]}` here")
    return Mark(word[1], begin)


def _nested(flat: list[Part | Mark]) -> Parts:
    """The parts, those between the directives in them."""
    stack = [_Open(Mark("", 0))]
    for one in flat:
        top = stack[-1]
        if not isinstance(one, Mark):
            top.last.append(one)
        elif one.word in ("if", "for"):
            stack.append(_Open(one))
            if len(stack) > MAX_NESTING:
                raise Wrong(one.place, TOO_DEEP)
        elif one.word == "else" and top.mark.word == "if" and top.no is None:
            top.no = []
        elif one.word == f"end{top.mark.word}" and top.mark.node is not None:
            stack.pop()
            stack[-1].last.append(_closed(top, top.mark.node))
        else:
            raise Wrong(one.place, _UNBALANCED)
    if len(stack) > 1:
        raise Wrong(stack[-1].mark.place, _UNBALANCED)
    return tuple(stack[0].yes)


def _closed(done: _Open, node: Node) -> Part:
    if done.mark.word == "if":
        return Choice(node, tuple(done.yes), tuple(done.no or ()))
    return Loop(*done.mark.names, node, tuple(done.yes))


def nodes(found: Parts) -> list[Node]:
    """The expressions in the parts, those in directives too, in order."""
    said: list[Node] = []
    stack = list(reversed(found))
    while stack:
        one = stack.pop()
        if isinstance(one, Code):
            said.append(one.node)
        elif isinstance(one, Choice):
            said.append(one.test)
            stack += reversed((*one.yes, *one.no))
        elif isinstance(one, Loop):
            said.append(one.items)
            stack += reversed(one.body)
    return said


def places(text: str, node: Quoted, one: Text) -> list[tuple[str, int, int]]:
    """The characters of a text, each with its place; an escape is one."""
    found = list(characters(text, one.first, one.last, heredoc=node.is_heredoc or node.is_bare))
    return found[one.left : len(found) - one.right]


def trimmed(text: str, node: Quoted) -> tuple[int, int]:
    """The place of the inside without the blanks around it."""
    start, end = inside(text, node)
    while start < end and text[end - 1] in "\n \t\r":
        end -= 1
    while start < end and text[start] in "\n \t\r":
        start += 1
    return start, end


def says(text: str, node: Quoted) -> bool:
    """Is there any text in it, beside code?"""
    found = parts(text, node)
    if found is None:
        return True
    stack = list(found)
    while stack:
        one = stack.pop()
        if isinstance(one, Text) and one.text.strip():
            return True
        stack += (*one.yes, *one.no) if isinstance(one, Choice) else one.body if isinstance(one, Loop) else ()
    return False
