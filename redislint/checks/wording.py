"""Words of a configuration as messages show them."""

from __future__ import annotations

import re

from redislint.typed import Final

_LONGEST: Final = 48
_ODD: Final = r"[\x00-\x1f\x7f-\x9f\ud800-\udfff`]"


def quoted(text: str) -> str:
    """A word between backquotes, cut if it is long, without characters that would disturb a line of output."""
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
    return f"`{re.sub(_ODD, '?', short)}`" if text else "an empty text"
