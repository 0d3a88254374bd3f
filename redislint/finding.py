"""What a check yields (`Hit`) and what a user sees (`Finding`)."""

from __future__ import annotations

from enum import StrEnum

from redislint.model.facts import Setting
from redislint.source import Span
from redislint.typed import NamedTuple


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _RANK[self]

    @property
    def lowered(self) -> Severity:
        """One level down; `info` stays."""
        return _LOWER[self]


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_LOWER = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.INFO, Severity.INFO: Severity.INFO}


class Edit(NamedTuple):
    """Put `text` in the place of `span`."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that mend a finding.  `safe`: they keep what the configuration does, or restore what was surely meant."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool


class Related(NamedTuple):
    """Another place that explains a finding."""

    span: Span
    message: str


class Hit:
    """What a check yields: a place, and values that fill the page's message.

    `at` is a setting (its value is blamed, and `{setting}` and `{value}` are filled) or a span.  `key` names the
    canonical setting for the fingerprint.  `severity` and `refused` are given where the predicate itself decides them.
    `cause`: the place of what is a cause of its own (a password, a user's name), so that absorbing is by this place and
    not by instance.
    """

    __slots__ = ("at", "cause", "fix", "key", "refused", "related", "severity", "span", "values")

    def __init__(
        self,
        at: Setting | Span,
        *,
        key: str = "",
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
        refused: bool = False,
        cause: Span | None = None,
        **values: object,
    ) -> None:
        self.at = at
        self.cause = cause
        self.span = at.value_span if isinstance(at, Setting) else at
        self.key = key or (at.name if isinstance(at, Setting) else "")
        self.related = related
        self.fix = fix
        self.severity = severity
        self.refused = refused
        if isinstance(at, Setting):
            values.setdefault("setting", at.spelling)
            values.setdefault("value", at.value)
        self.values = values


class Undecided:
    """What a check yields where only an unknown keeps it from speaking: rules that it absorbs stay silent too."""

    __slots__ = ("span",)

    cause = None

    def __init__(self, at: Setting | Span) -> None:
        self.span = at.value_span if isinstance(at, Setting) else at


class Finding(NamedTuple):
    """One finding, as every interface shows it.  Places are 1-based code points, the end exclusive.

    `identity` is what makes it the same finding in the next run (rule, setting and owner, with NUL between them), and
    `ordinal` its number among equal ones.
    """

    rule: str
    name: str
    severity: Severity
    confidence: str
    message: str
    span: Span
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    tags: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    identity: str = ""
    ordinal: int = 1
    refused: bool = False
    advice: str = ""

    @property
    def fingerprint(self) -> str:
        """A hash of rule, setting and instance: the same after lines have moved; no secret is in it."""
        from hashlib import sha256

        digest = sha256(self.identity.encode("utf-8", "surrogateescape")).hexdigest()[:32]
        return digest if self.ordinal == 1 else f"{digest}:{self.ordinal}"

    @property
    def owner(self) -> str:
        """Whose it is: an instance's (`compose.yaml#cache`), or the file's from which instances are made."""
        return self.identity.rpartition("\0")[2]

    @property
    def path(self) -> str:
        """The file's path as reported: POSIX, relative to the root."""
        return self.span.source.path

    @property
    def line(self) -> int:
        """First line, from 1."""
        return self.span.position[0]

    @property
    def column(self) -> int:
        """First column, from 1, in code points."""
        return self.span.position[1]

    @property
    def end_line(self) -> int:
        """Line of the end."""
        return self.span.end_position[0]

    @property
    def end_column(self) -> int:
        """Column after the last character."""
        return self.span.end_position[1]
