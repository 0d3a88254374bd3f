"""The inside of quoted texts with code in them, and of heredocs."""

from __future__ import annotations

from redislint.read.terraform.nodes import Quoted
from redislint.read.terraform.quoted import characters, pieces, unescaped
from redislint.read.terraform.wrong import Wrong

# A text, or where code stands.
Part = str | tuple[int, int]
# A character with its place, or None for code (`${...}` whole).
Place = tuple[str | None, int, int]


def inside(text: str, node: Quoted) -> tuple[int, int]:
    """The place of what stands between the quotes, or between the first and the last line of a heredoc."""
    if not node.is_heredoc:
        return node.start + 1, node.end - 1
    start = text.index("\n", node.start) + 1
    return start, max(text.rfind("\n", start - 1, node.end) + 1, start)


def parts(text: str, node: Quoted) -> list[Part] | None:
    """The parts of a quoted text in order; None where not only its code decides what it says (`%{if}`, `~`)."""
    start, end = inside(text, node)
    found: list[Part] = []
    try:
        for kind, first, last in pieces(text, start, end, heredoc=node.is_heredoc):
            if kind == "control" or (kind == "code" and "~" in (text[first], text[last - 1])):
                return None
            if kind == "code":
                found.append((first, last))
            elif node.is_heredoc:
                found.append(text[first:last].replace("$${", "${").replace("%%{", "%{"))
            else:
                found.append(unescaped(text[first:last]))
    except Wrong:
        return None
    if node.is_heredoc and text[node.start + 2] == "-":
        return _flushed(found)
    return found or [""]


def _flushed(found: list[Part]) -> list[Part] | None:
    """A `<<-` heredoc without the indentation that all of its lines share; lines of blanks have no say.

    None where there is code in it.
    """
    if any(not isinstance(part, str) for part in found):
        return None
    lines = "".join([part for part in found if isinstance(part, str)]).splitlines(keepends=True)
    spoken = [line for line in lines if line.strip()]
    common = min((len(line) - len(line.lstrip()) for line in spoken), default=0)
    return ["".join([line[common:] if line.strip() else line for line in lines])]


def places(text: str, node: Quoted) -> list[Place]:
    """Where the characters and the code of a quoted text stand, of one that `parts` can tell apart."""
    start, end = inside(text, node)
    found: list[Place] = []
    for kind, first, last in pieces(text, start, end, heredoc=node.is_heredoc):
        if kind == "text":
            found += characters(text, first, last, heredoc=node.is_heredoc)
        else:
            found.append((None, first - 2, last + 1))
    return _dedented(found) if node.is_heredoc and text[node.start + 2] == "-" else found


def _dedented(found: list[Place]) -> list[Place]:
    """The characters of a `<<-` heredoc without the blanks at the beginning of lines that `_flushed` takes away."""
    lines: list[list[Place]] = [[]]
    for place in found:
        lines[-1].append(place)
        if place[0] == "\n":
            lines.append([])
    texts = ["".join([one or "" for one, _, _ in line]) for line in lines]
    common = min((len(text) - len(text.lstrip()) for text in texts if text.strip()), default=0)
    return [place for line, text in zip(lines, texts, strict=True) for place in line[common if text.strip() else 0 :]]


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
    return found is None or any(isinstance(part, str) and part.strip() for part in found)
