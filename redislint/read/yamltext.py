"""What is done with a YAML text before it is parsed, and beside it: templates blanked out, levels counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from redislint.read import unknown
from redislint.typed import Any, Final

# libyaml's composer recurses, and dies at about 30,000 levels (contract: a cap of 1,000, found before parsing).
MAX_DEPTH: Final = 1_000

# What Helm, Jinja and ERB put between these is no YAML.
_PAIRS: Final = (("{{", "}}"), ("{%", "%}"), ("<%", "%>"))

# What makes a text worth a closer look at its depth: many brackets, or a line that is indented very far.
_CLOSED: Final = r"\{[^\[\]{}\n\"'#!]*+\}|\[[^\[\]{}\n\"'#!]*+\]"
_DEEP_LINE: Final = r"(?m)^[ \t?-]{900}"
_COMMENT: Final = r"(?m)(?:^|(?<=[ \t]))#[^\n]*[^\s]"

Places = Sequence[tuple[int, int]]


def templates(text: str) -> list[tuple[int, int]]:
    """The places of all templates, in order; one that is never closed is none."""
    found: list[tuple[int, int]] = []
    following = {opening: text.find(opening) for opening, _ in _PAIRS}
    position = 0
    while True:
        for opening, start in following.items():
            if 0 <= start < position:
                following[opening] = text.find(opening, position)
        present = [(start, opening) for opening, start in following.items() if start >= 0]
        if not present:
            return found
        start, opening = min(present)
        end = text.find(dict(_PAIRS)[opening], start + 2)
        if end < 0:
            # None of its kind is closed from here on.
            following[opening] = -1
            continue
        position = end + 2
        found.append((start, position))


def blanked(text: str, places: Places) -> str:
    """The text with as many letters, or blanks where a line holds nothing else, as each template takes."""
    kept: list[str] = []
    position = 0
    for group in _lines(text, places):
        letter = " " if _is_alone(text, group) else "T"
        for start, end in group:
            template = text[start:end]
            filler = re.sub(r"[^\n]", " ", template) if "\n" in template else letter * (end - start)
            kept += [text[position:start], filler]
            position = end
    kept.append(text[position:])
    return "".join(kept)


def _lines(text: str, places: Places) -> Iterator[list[tuple[int, int]]]:
    """The templates that share a line, together."""
    group: list[tuple[int, int]] = []
    for place in places:
        if group and text.find("\n", group[-1][1], place[0]) >= 0:
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _is_alone(text: str, group: list[tuple[int, int]]) -> bool:
    """Do these templates have their line to themselves?"""
    position = text.rfind("\n", 0, group[0][0]) + 1
    for start, end in group:
        if not _is_blank(text, position, start):
            return False
        position = end
    newline = text.find("\n", position)
    return _is_blank(text, position, newline if newline >= 0 else len(text))


def _is_blank(text: str, start: int, end: int) -> bool:
    # A long stretch need not be copied to see that it holds something.
    return not text[start : min(end, start + 1_000)].strip() and not text[start:end].strip()


def conditional(text: str, places: Places) -> list[tuple[int, int]]:
    """The stretches between a template's `if`, `range` or `with` and its `end`."""
    found: list[tuple[int, int]] = []
    depth, begin = 0, 0
    for start, end in places:
        change = unknown.nesting(text[start:end])
        if depth == 0 and change > 0:
            begin = end
        depth = max(depth + change, 0)
        if depth == 0 and change < 0:
            found.append((begin, start))
    if depth:
        found.append((begin, len(text)))
    return found


def is_deep(text: str, loader: Any) -> bool:
    """Does the text nest deeper than it may?  Counted event by event: the parser keeps its own stack."""
    import yaml

    opened = text.count("[") + text.count("{")
    if opened > MAX_DEPTH:
        # What is closed again on the same line, with nothing within that could hide an end, adds one level at most.
        opened -= len(re.findall(_CLOSED, text)) - 1
    if opened <= MAX_DEPTH and "- - - - -" not in text and not re.search(_DEEP_LINE, text):
        return False
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False


def comments(text: str, scalars: Places) -> Iterator[tuple[int, int]]:
    """The comments of a text; `scalars` are the places, in order, of those scalars that hold a `#`."""
    search = re.compile(_COMMENT).search
    index = 0
    match = search(text)
    while match is not None:
        start, end = match.span()
        while index < len(scalars) and scalars[index][1] <= start:
            index += 1
        if index < len(scalars) and scalars[index][0] <= start:
            # A comment may begin behind the scalar, on the same line.
            end = scalars[index][1]
        else:
            yield start, end
        match = search(text, end)
