"""What is no text yet: templates and variables that another tool fills in before the server reads the file.

Only what is certain.  `notify-keyspace-events K$lsh` and a password with a `%` are what they are.
"""

from __future__ import annotations

import re

# Go templates and Jinja, Jinja's statements and comments, ERB, envsubst and compose, Terraform, make and Kubernetes.
_PAIRS = (("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<%", "%>"), ("${", "}"), ("%{", "}"), ("$(", ")"))

# As a whole value only: $NAME, __NAME__, %name% and @NAME@, in letters in which nobody writes a directive's value.
# (`$KEA` is a value of notify-keyspace-events.)
_WHOLE = (
    r"\$(?:[A-Z][A-Z0-9_]{3,}|[a-z]+_[a-z0-9_]+)|__[A-Za-z][A-Za-z0-9_]*__|%[A-Za-z][A-Za-z0-9_-]+%|@[A-Z][A-Z0-9_]+@"
)

# The first word of a template's statement.
_STATEMENT = r"(?:\{%|\{\{|<%|%\{)[-+~=]?+\s*+(?P<word>[#/]?\w++)"
# What opens and closes a part of a file that may or may not be there.
_OPENS = frozenset("if for range with unless while case macro call define block filter #if #each #unless #with".split())
_KEEPS = frozenset({"endraw", "endset"})
# A loop or block of ERB: `<% saves.each do |save| -%>`.
_DOES = r"\bdo(?:[ \t]{0,20}\|[^|\n]{0,200}\|)?[ \t]{0,20}-?%>"
# A statement, an expression or a comment that goes on in the next line, and how far it may go.
_BEGINS = r"\{\{|\{%|\{#|<%"
_LONGEST = 4_000
_COMMENT = r"[ \t]{0,200}#"


def may_hold(text: str) -> bool:
    """Could there be anything unknown in a text?  A quick look, for whole files."""
    return "$" in text or "{{" in text or "{%" in text or "<%" in text or "%{" in text or "__" in text or _odd(text)


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
    words = [match["word"] for match in re.finditer(_STATEMENT, line)]
    closed: int = sum((word.startswith("end") and word not in _KEEPS) or word.startswith("/") for word in words)
    return sum(word in _OPENS for word in words) + len(re.findall(_DOES, line)) - closed


def joined(text: str) -> str:
    """The text with each template that goes on in further lines in one line: blanks take the place of their ends."""
    found: list[str] = []
    ends: dict[str, int] = {}
    done = line = seen = 0
    comment = re.compile(_COMMENT)
    for begin in re.finditer(_BEGINS, text):
        start = begin.start()
        # Where the line begins that this stands in; none is looked for twice.
        line = text.rfind("\n", seen, start) + 1 or line
        seen = start
        if start < done or comment.match(text, line, start):
            continue
        closing = dict(_PAIRS)[begin[0]]
        end = ends.get(closing, 0)
        if 0 <= end < start + 2:
            # Looked for once more only where the last one is passed: else a text without any would take for ever.
            end = ends[closing] = text.find(closing, start + 2)
        if end < 0 or end - start > _LONGEST or text.find("\n", start, end) < 0:
            continue
        found += [text[done:start], text[start:end].replace("\n", " ")]
        done = end
    return "".join([*found, text[done:]]) if found else text
