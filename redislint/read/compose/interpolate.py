"""Compose's own variables in values: `$NAME`, `${NAME:-default}`, and `$$` for a dollar sign."""

from __future__ import annotations

import re

from redislint.typed import Final

_VARIABLE: Final = re.compile(
    r"\$(?:(?P<escaped>\$)|(?P<name>[A-Za-z_]\w*)|\{(?P<braced>[A-Za-z_]\w*)(?:(?P<sign>:?[-?+])(?P<word>[^{}$]*))?\})"
)


def interpolated(text: str) -> str | None:
    """The text with each variable replaced by its default; None where one has none, or the form is another.

    A default holds unless the environment says otherwise, which is not in the tree.
    """
    unknown = False

    def value(match: re.Match[str]) -> str:
        nonlocal unknown
        if match["escaped"]:
            return "$"
        if match["sign"] in ("-", ":-"):
            return match["word"]
        unknown = True
        return ""

    found = _VARIABLE.sub(value, text)
    if unknown or "$" in _VARIABLE.sub("", text):
        return None
    return found
