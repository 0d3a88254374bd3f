"""Files of variables, such as `.env`: a line each, `NAME=value`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.source import Source, Span
from redislint.typed import Final

_LINE: Final = re.compile(
    r"^[ \t]*+(?:export[ \t]++)?(?P<name>[A-Za-z_][\w.-]*+)[ \t]*+[=:][ \t]*+"
    r"(?:\"(?P<double>[^\"\\\n]*+)\"|'(?P<single>[^'\n]*+)'|(?P<plain>[^\n\"'][^\n]*+)?)",
    re.MULTILINE,
)
_COMMENT: Final = re.compile(r"(?:^|[ \t])#")
_MOST: Final = 10_000


def entries(source: Source) -> Iterator[tuple[str, Span, str | None]]:
    """Each variable's name, the place of its value, and the value; None where another variable is in it."""
    for count, match in enumerate(_LINE.finditer(source.text)):
        if count >= _MOST:
            return
        quoted = match["double"] if match["double"] is not None else match["single"]
        text = quoted if quoted is not None else match["plain"] or ""
        group = "double" if match["double"] is not None else "single" if match["single"] is not None else "plain"
        start = match.start(group) if match[group] is not None else match.end()
        if quoted is None:
            comment = _COMMENT.search(text)
            text = (text[: comment.start()] if comment is not None else text).rstrip()
        is_known = match["single"] is not None or "$" not in text
        yield match["name"], source.span(start, start + len(text)), text if is_known else None
