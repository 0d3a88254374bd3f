"""What is no text yet: templates and variables that another tool fills in before the server reads the file.

Only what is certain.  `notify-keyspace-events K$lsh` and a password with a `%` are what they are.
"""

from __future__ import annotations

import re

# Go templates and Jinja, Jinja's statements and comments, ERB, envsubst and compose, make and Kubernetes.
_PAIRS = (("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<%", "%>"), ("${", "}"), ("$(", ")"))

# As a whole value only: $NAME, __NAME__, %NAME% and @NAME@, in letters in which nobody writes a directive's value.
# (`$KEA` is a value of notify-keyspace-events.)
_WHOLE = r"\$(?:[A-Z][A-Z0-9_]{3,}|[a-z]+_[a-z0-9_]+)|__[A-Za-z][A-Za-z0-9_]*__|%[A-Z][A-Z0-9_]+%|@[A-Z][A-Z0-9_]+@"

# What opens and closes a part of a file that may or may not be there.  (`else if` opens nothing.)
_OPENS = r"(?<!else )\b(?:if|for|range|with|unless|each)\b"
_CLOSES = r"\bend(?:if|for|with)?\b"


def may_hold(text: str) -> bool:
    """Could there be anything unknown in a text?  A quick look, for whole files."""
    return "$" in text or "{{" in text or "{%" in text or "<%" in text or "__" in text or _odd(text)


def _odd(text: str) -> bool:
    return "{#" in text or text.count("%") > 1 or text.count("@") > 1


def holds(text: str) -> bool:
    """Does a text hold a template or a variable, or is it one as a whole?"""
    for opening, closing in _PAIRS:
        start = text.find(opening)
        if start >= 0 and text.find(closing, start + 2) >= 0:
            return True
    return re.fullmatch(_WHOLE, text) is not None


def opening(text: str) -> str:
    """What would close the template that this text leaves open; empty if it leaves none open."""
    for opening, closing in _PAIRS:
        start = text.rfind(opening)
        if start >= 0 and text.find(closing, start + 2) < 0:
            return closing
    return ""


def is_whole(text: str) -> bool:
    """Is a text one template or variable and nothing else?"""
    for opening, closing in _PAIRS:
        if text.startswith(opening):
            return text.find(closing, 2) == len(text) - len(closing)
    return re.fullmatch(_WHOLE, text) is not None


def is_filled_in(text: str) -> bool:
    """Is a text one template or variable, without a default such as `${NAME:-x}` and `{{ default "x" .y }}` have?"""
    return is_whole(text) and not any(sign in text for sign in (":-", '"', "'"))


def is_control(word: str) -> bool:
    """Does a line that begins with this word belong to a template, and not to the server?"""
    return any(opening in word for opening, _ in _PAIRS) or re.fullmatch(_WHOLE, word) is not None


def nesting(line: str) -> int:
    """How many conditional parts a template's line opens, less those that it closes."""
    return len(re.findall(_OPENS, line)) - len(re.findall(_CLOSES, line))
