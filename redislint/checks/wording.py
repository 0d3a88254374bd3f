"""Words of a configuration as messages show them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from redislint.typed import Final

_LONGEST: Final = 48
_ODD: Final = r"[\x00-\x1f\x7f-\x9f\ud800-\udfff`]"


def quoted(text: str) -> str:
    """A word between backquotes, cut if it is long, without characters that would disturb a line of output."""
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
    return f"`{re.sub(_ODD, '?', short)}`" if text else "an empty text"


def listed(words: Sequence[str], most: int) -> str:
    """Some of the words, each between backquotes, and how many there are besides."""
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(f"`{word}`" for word in words[:most]) + more


def commands(names: Sequence[str], most: int) -> str:
    """The same of commands, as people write them: `CONFIG SET` for `config|set`."""
    return listed([name.upper().replace("|", " ") for name in names], most)
