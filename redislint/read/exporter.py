"""redis_exporter, as a container is told to run it: the options by which it looks at keys.

Names and variables are those of its main.go (oliver006/redis_exporter, 1.45 to 1.8x); it is read by Go's `flag`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from redislint.model.document import Document
from redislint.model.facts import Setting
from redislint.read.shell import Word
from redislint.servers import images
from redislint.source import Source, Span
from redislint.typed import Final

LANGUAGE: Final = "exporter"
_NAME: Final = r"(?:^|/)(?:redis|valkey)[_-]exporter$"
# What a variable begins with that stands for a flag.
_BEFORE: Final = "REDIS_EXPORTER_"
FLAGS: Final = frozenset(
    {"check-keys", "check-streams", "count-keys", "check-key-groups", "skip-checkkeys-for-role-master"}
)
_FLAG: Final = r"--?([a-z][a-z0-9.-]*+)(=)?"

# A variable: its name, the place of its value, and its text; None where that is not known.
Variable = tuple[str, Span, str | None]


def name_of(reference: str) -> str:
    """The name in a reference of an image, with its registry and without its tag."""
    return (images.untagged(reference) or images.split(reference)[0]).lower()


def is_one(name: str) -> bool:
    """Is an image of this name an exporter of Redis?"""
    return re.search(_NAME, name) is not None


def document(source: Source, words: Sequence[Word], variables: Iterable[Variable]) -> Document | None:
    """The options of an exporter as a text of its own; None where it has none that matter."""
    settings = (*_of_variables(variables), *_of_words(words))
    return Document(source, LANGUAGE, settings) if settings else None


def _of_variables(variables: Iterable[Variable]) -> Iterator[Setting]:
    for name, span, text in variables:
        flag = name.removeprefix(_BEFORE).lower().replace("_", "-") if name.startswith(_BEFORE) else ""
        if flag in FLAGS:
            yield Setting(flag, None if text is None else (text,), span, span, name)


def _of_words(words: Sequence[Word]) -> Iterator[Setting]:
    """The options of a command line, which come after those of variables; a flag's value may be the next word."""
    for index, word in enumerate(words):
        found = re.match(_FLAG, word.text)
        if found is None or found[1] not in FLAGS:
            continue
        following = words[index + 1] if index + 1 < len(words) else None
        if found[2]:
            value = word.part(found.end(), len(word.text))
            args = (word.text[found.end() :],) if word.known else None
        elif following is not None and not following.text.startswith("-"):
            value, args = following.span, (following.text,) if following.known else None
        else:
            value, args = word.span, ("true",)
        whole = word.span if found[2] else word.span.to(value)
        yield Setting(found[1], args, whole, value, f"--{found[1]}")
