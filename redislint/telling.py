"""Passwords that no reader looks for, told by the words before them: a client's option, a URL, a comment.

Readers name the secrets of what they read.  A line that is shown, and a fix that moves a comment, may hold others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.read import unknown
from redislint.typed import Final

# Of a longer text no more is looked at: no report shows as much of a line.
MOST: Final = 20_000
_NAMES: Final = r"password|passwd|passphrase|requirepass|masterauth|primaryauth|auth[_-]?token|cli_auth|auth[_-]?pass"
_DIRECTIVES: Final = r"requirepass|masterauth|primaryauth|sentinel-pass|key-file-pass|auth-pass[ \t]++[^\s\"']++"
_PATTERNS: Final = (
    # `REDIS_PASSWORD=x`, `auth_token = "x"`, `password: x`
    rf"(?:{_NAMES})[\"']?(?:[ \t]*+[:=][ \t]*+[\"']|=|:[ \t]++)(?P<secret>[^\s\"',;&|(){{}}\[\]<>]++)",
    # `requirepass x`, `"--requirepass", "x"`
    rf"(?:{_DIRECTIVES})[\"']?[ \t,]++[\"']?(?P<secret>[^\s\"',]++)",
    # `redis-cli -h host -a x`
    r"-cli\b[^\n;&|]{0,200}?[ \t\"'](?:-a|--pass)[\"']?[ \t,]++[\"']?(?P<secret>[^\s\"',]++)",
    # `redis://user:x@host`
    r"://[^\s/:@\"']{0,64}+:(?P<secret>[^\s/@\"']++)@",
)
_OPENLY: Final = r"true|false|yes|no|null|~|\$\{?\w+\}?|\{\{.*|(?:var|local|data)\..+"


def places(text: str) -> Iterator[tuple[int, int]]:
    """Where passwords stand in a text, as far as the words before them tell."""
    for pattern in _PATTERNS:
        # Compiled here, by `re` only once: most runs show no line and mend nothing.
        for match in re.compile(pattern, re.IGNORECASE).finditer(text, 0, MOST):
            value = match["secret"]
            if re.fullmatch(_OPENLY, value, re.IGNORECASE) is None and not unknown.is_filled_in(value):
                yield match.span("secret")


def tells(text: str) -> bool:
    """Does the text hold such a password?"""
    return next(places(text), None) is not None
