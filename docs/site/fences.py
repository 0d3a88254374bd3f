"""Fenced blocks of a page become blocks of HTML, with the name of their file and what is known of it above."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Final, NamedTuple

from docs.site import code

_FENCE: Final = re.compile(
    r"^(?P<fence>`{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=fence)[ ]*$", re.MULTILINE | re.DOTALL
)

# What the words behind the name of an example's file say to its reader.
_WORDS: Final = {
    "server": "{}",
    "build": "build: {}",
    "profile": "profile: {}",
    "environment": "environment: {}",
    "target": "target: {}",
    "transport": "transport: {}",
    "rpo": "rpo: {}",
    "today": "on {}",
    "fragment": "part of a file",
    "before": "as it was before",
}


class Fence(NamedTuple):
    """A fenced block: its language, the name of its file if it has one, the words behind that, and its text."""

    language: str
    file: str
    words: tuple[str, ...]
    text: str


def parts(text: str) -> list[str | Fence]:
    """A page's text, in pieces: prose, and fenced blocks."""
    found: list[str | Fence] = []
    at = 0
    for match in _FENCE.finditer(text):
        found += [text[at : match.start()], _fence(match)]
        at = match.end()
    return [*found, text[at:]]


def _fence(match: re.Match[str]) -> Fence:
    language, file, *words = [*match["info"].split(), "", ""][: max(2, len(match["info"].split()))]
    return Fence(language, file, tuple(words), match["text"])


def rendered(text: str, prose: Callable[[str], str] = lambda text: text) -> str:
    """A page's text with its fenced blocks as HTML, and what `prose` makes of the rest."""
    return "".join(block(part) if isinstance(part, Fence) else prose(part) for part in parts(text))


def block(fence: Fence) -> str:
    """One fenced block."""
    pre = f'<div class="highlight"><pre>{code.html(fence.text, fence.language)}</pre></div>'
    if not fence.file:
        return raw(f'<div class="highlight-default notranslate">{pre}</div>')
    chips = "".join(f' <span class="said">{escape(_said(word))}</span>' for word in fence.words)
    caption = f'<div class="code-block-caption"><span class="caption-text">{escape(fence.file)}</span>{chips}</div>'
    return raw(
        f'<div class="literal-block-wrapper docutils container">{caption}<div class="notranslate">{pre}</div></div>'
    )


def _said(word: str) -> str:
    name, _, value = word.partition("=")
    return _WORDS.get(name, word).format(value.replace("@", " "))


def raw(html: str) -> str:
    """HTML as a block of a page; an empty line in it ends nothing."""
    return f"``````{{raw}} html\n{html}\n``````"
