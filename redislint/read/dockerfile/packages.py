"""Packages of a distribution that are installed while an image is built."""

from __future__ import annotations

import posixpath
import re

from redislint.typed import Final

_MANAGERS: Final = frozenset({"apt-get", "apt", "apk", "dnf", "yum", "microdnf", "zypper"})
_PACKAGE: Final = re.compile(r"(?:redis6?|redis-(?:server|sentinel)|valkey(?:-server)?)(?:[=~<>].*)?")


def is_packaged(text: str) -> bool:
    """Is a server installed by a distribution's package manager in these shell commands?"""
    for command in re.split(r"[;&|\n]", text):
        words = command.split()
        start = next((at for at, word in enumerate(words) if posixpath.basename(word) in _MANAGERS), len(words))
        verb = next((at for at, word in enumerate(words[start:], start) if word in ("install", "add")), len(words))
        if any(_PACKAGE.fullmatch(word) for word in words[verb + 1 :]):
            return True
    return False
