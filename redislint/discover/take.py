"""One candidate: is it a file of ours, of which kind, and what does it say?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from redislint.discover import kinds, names
from redislint.discover.files import AS_THEY_ARE, Limits, TooBig, Unreadable, check, given_bytes
from redislint.source import Source
from redislint.typed import Final

# What is looked at of a file that is too big to be read.
_HEAD: Final = 65_536

KindAt = Callable[[str], str]


class Taker:
    """Reads candidates; `declared` gives the kind that the configuration declares for a path, or ``.

    `texts` are what files have instead of what is on disk, by their paths there.
    """

    def __init__(
        self, limits: Limits, declared: KindAt | None = None, texts: Mapping[str, bytes] = AS_THEY_ARE
    ) -> None:
        self.limits = limits
        self._declared = declared
        self._texts = texts

    def declared(self, path: str) -> str:
        """The kind that is declared for a path, or ``."""
        return self._declared(path) if self._declared is not None else ""

    @property
    def declares(self) -> bool:
        """Are kinds declared at all?"""
        return self._declared is not None

    def kind(self, path: str, data: bytes) -> str | None:
        """The kind of a file: as declared, else as it looks."""
        return self.declared(path) or kinds.kind_of(path, data)

    def take(
        self, file: str, path: str, kind: str | None = None, *, named: bool = False, alias: str = ""
    ) -> Source | None:
        """The file on disk as a source; None if it is none of ours.

        `kind` is what the user says it is, `alias` another name of it that tells more.  Raises `Unreadable` for a
        file that is missed: one that was named, or that the name or the kind makes one of ours.
        """
        said = kind or self.declared(path)
        alias = alias or path
        if not said and names.hint(alias) is None:
            if named:
                check(file)
            return None
        try:
            data = given_bytes(file, self.limits.of(alias, said), self._texts)
        except TooBig:
            if said or names.is_telling(alias) or self._looks(file, alias):
                raise
            return None
        except Unreadable:
            if named or said or names.is_telling(alias):
                raise
            return None
        found = said or kinds.kind_of(alias, data)
        return Source.from_bytes(path, data, found) if found else None

    def _looks(self, file: str, path: str) -> bool:
        """Does a file that is too big look like one of ours where it begins?"""
        try:
            with open(file, "rb") as opened:
                return kinds.kind_of(path, opened.read(_HEAD)) is not None
        except OSError:
            return False
