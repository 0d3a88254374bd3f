"""Here-documents: the lines of a script that are what a command reads, and no commands of the shell's."""

from __future__ import annotations

import re
from bisect import bisect_right

from redislint.typed import Final

_OPENS: Final = re.compile(r"(?<!<)<<(?!<)(-?)[ \t]*+(?:\\?([A-Za-z_]\w*+)|'([^'\n]++)'|\"([^\"\n]++)\")")
_LINE: Final = re.compile(r"[^\n]*+\n|[^\n]++")
_COMMENT: Final = re.compile(r"[ \t]*+#")

# Where a body begins and ends, by the place of the operator that opens it.
Bodies = dict[int, tuple[int, int]]


def set_apart(text: str) -> tuple[str, Bodies]:
    """The text with blanks in the place of such lines, and the places of those."""
    if "<<" not in text:
        return text, {}
    lines = _LINE.findall(text)
    # Where each line is found again: an opening that nothing closes must not be looked for in all of them.
    named: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        named.setdefault(line.strip(), []).append(number)
    bodies: Bodies = {}
    kept: list[str] = []
    number = offset = 0
    while number < len(lines):
        line, start = lines[number], offset
        kept.append(line)
        number, offset = number + 1, offset + len(line)
        for match in _OPENS.finditer(line) if "<<" in line and not _COMMENT.match(line) else ():
            closing = named.get(match[2] or match[3] or match[4], [])
            index = bisect_right(closing, number - 1)
            if index < len(closing):
                body = "".join(lines[number : closing[index]])
                bodies[start + match.start()] = (offset, offset + len(body))
                whole = body + lines[closing[index]]
                kept.append(re.sub(r"[^\n]", " ", whole))
                number, offset = closing[index] + 1, offset + len(whole)
    return "".join(kept), bodies
