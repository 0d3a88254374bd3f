"""Three values, never two: what is known, what is absent, and what cannot be known from the text."""

from __future__ import annotations

from enum import Enum

from redislint.source import Span
from redislint.typed import Final, Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Unknown(Enum):
    """The type of `UNKNOWN`."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value is neither true nor false")


UNKNOWN: Final = Unknown.UNKNOWN


class Fact(NamedTuple, Generic[T]):
    """Something declared beside the directives: an image, a memory limit, published ports.

    `value` is UNKNOWN where the text does not settle it.  `span` is the place to blame, and `written` says whether
    the value stands there; if not, it is a default and the span is where it could be written.
    """

    value: T | Unknown
    span: Span
    written: bool = True

    def __bool__(self) -> bool:
        raise TypeError("ask a fact for its value, not for its truth")


class Setting(NamedTuple):
    """One directive of an instance.

    `name` is canonical (`replicaof` for `slaveof`); `spelling` is what the user wrote or would write in this
    format (`slaveof`, `--replicaof`, `auth.enabled`).  `args` is None where the value is not statically known.
    `span` runs from the name to the last argument, `value_span` over the arguments alone.
    """

    name: str
    args: tuple[str, ...] | None
    span: Span
    value_span: Span
    spelling: str
    written: bool = True

    def __bool__(self) -> bool:
        raise TypeError("ask a setting for its value, not for its truth: it may be unknown")

    @property
    def is_known(self) -> bool:
        """Is the value known, be it written or a default?"""
        return self.args is not None

    @property
    def value(self) -> str | None:
        """The arguments as one text, None if unknown."""
        return None if self.args is None else " ".join(self.args)

    @property
    def head(self) -> tuple[str, ...]:
        """The arguments, or the plain words before what is unknown: `auth-pass shop` before `{{ password }}`.

        The last word before it is left out where it may go on in there, and so is any that quotes or YAML may change.
        """
        if self.args is not None:
            return self.args
        found = []
        for word in self.value_span.text.split()[:-1]:
            if not word.replace("-", "").isalnum():
                break
            found.append(word)
        return tuple(found)

    def may_begin(self, *words: str) -> bool:
        """May the first argument be one of these, as far as it is known?"""
        head = self.head
        return head[0].lower() in words if head else self.args is None

    def is_one_of(self, *values: str) -> bool:
        """Is the value known to be one of these, without regard to case?  False when unknown."""
        return self.args is not None and " ".join(self.args).lower() in values

    def is_none_of(self, *values: str) -> bool:
        """Is the value known to be none of these, without regard to case?  False when unknown."""
        return self.args is not None and " ".join(self.args).lower() not in values
