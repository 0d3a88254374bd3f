"""Blanks in templates: what `~` and `<<-` take away."""

from __future__ import annotations

from redislint.read.terraform.nodes import Node
from redislint.read.terraform.parts import Part, Text
from redislint.typed import Final, NamedTuple

# What Go's unicode.IsSpace is true of.
SPACES: Final = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


class Mark(NamedTuple):
    """A directive as it is met: its word, and of `for` the names, of both beginnings the expression."""

    word: str
    place: int
    node: Node | None = None
    names: tuple[str, str] = ("", "")


def cut(one: Text, *, before: bool) -> Text:
    """A text without the blanks before or behind it."""
    kept = one.text.lstrip(SPACES) if before else one.text.rstrip(SPACES)
    less = len(one.text) - len(kept)
    return one._replace(text=kept, left=one.left + less) if before else one._replace(text=kept, right=one.right + less)


def flushed(flat: list[Part | Mark]) -> list[Part | Mark]:
    """A `<<-` heredoc without the indentation that all of its lines share; lines of blanks have no say."""
    leading: list[tuple[int, int]] = []
    starts = True
    for index, one in enumerate(flat):
        if starts and isinstance(one, Text):
            blanks = len(one.text) - len(one.text.lstrip(SPACES))
            if blanks < len(one.text) or not one.text.endswith("\n"):
                leading.append((index, blanks))
        elif starts:
            leading.append((index, 0))
        # A text that lost its line end does not begin a new line.
        starts = isinstance(one, Text) and one.text.endswith("\n")
    common = min((blanks for _, blanks in leading), default=0)
    found = list(flat)
    for index, _ in leading:
        one = found[index]
        if common and isinstance(one, Text):
            found[index] = one._replace(text=one.text[common:], left=one.left + common)
    return found
