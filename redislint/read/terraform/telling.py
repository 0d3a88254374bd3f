"""Which texts are worth parsing: those that name what a module declares of ours."""

from __future__ import annotations

from redislint.typed import Final

# What a file of interest names, found before it is parsed.
_TELLING: Final = ("aws_elasticache_", "aws_memorydb_", "redislint")


def is_telling(text: str) -> bool:
    """Does a file name any resource of ours, or speak to redislint?"""
    return any(word in text for word in _TELLING)


def may_lead(text: str) -> bool:
    """Does a file seem to call a module that lies in the tree?"""
    return "module" in text and ('"./' in text or '"../' in text or '"."' in text or '".."' in text)
