"""Anchors of YAML that are defined again: an alias means the last one before it (YAML 1.2, section 3.2.2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import product

from redislint.typed import Any, Final

# What every parser takes in a name.
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
# Names of so many letters are enough for every file; longer ones keep the rest of theirs.
_COUNTED: Final = 4


def distinct(text: str, loader: Any) -> str:
    """The text with a name of its own, of the same length, for each anchor; as it is where there are none left.

    `loader` is PyYAML's; behind a place that it cannot scan all is as it was.
    """
    import yaml

    names = _Names()
    now: dict[str, str] = {}
    kept: list[str] = []
    position = 0
    for token in _tokens(text, loader):
        if isinstance(token, yaml.DocumentStartToken):
            now = {}
        if not isinstance(token, (yaml.AnchorToken, yaml.AliasToken)):
            continue
        name: str = token.value
        if isinstance(token, yaml.AnchorToken):
            now[name] = names.own(name)
        start = token.start_mark.index + 1
        kept += [text[position:start], now.get(name) or name]
        position = start + len(name)
    return "".join((*kept, text[position:]))


def _tokens(text: str, loader: Any) -> Iterator[Any]:
    """The tokens up to the first place that is no YAML."""
    import yaml

    with suppress(yaml.YAMLError):
        yield from yaml.scan(text, Loader=loader)


class _Names:
    """Names that no anchor has yet."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._others: dict[str, Iterator[str]] = {}

    def own(self, name: str) -> str:
        """The name itself, or another one of its length; the name where none is left."""
        if name in self._used:
            others = self._others.setdefault(name, _others(name))
            name = next((one for one in others if one not in self._used), name)
        self._used.add(name)
        return name


def _others(name: str) -> Iterator[str]:
    size = min(len(name), _COUNTED)
    for letters in product(_LETTERS, repeat=size):
        yield "".join(letters) + name[size:]
