"""No secret in any text of a finding: what repeats one is redacted, before any interface sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from redislint import telling
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.finding import Edit, Finding, Fix
    from redislint.rules import Rule
    from redislint.source import Span

REDACTED: Final = "****"
# A shorter secret would be found in every other word; where it stands it is masked all the same.
_LEAST: Final = 4
# Of a longer secret no more is looked for; what follows it is left out too.
_MOST: Final = 200
# Values of messages that are names or numbers.  Where the password is the user's name too, leaving out that name
# would tell what the password is.  No name has blanks: a user's that does is a line that was quoted as one word.
_OPEN: Final = frozenset(
    "category commands image limit master name owner port profile quorum sentinels setting user".split()
)
# A password such as `redis` or `master` is in many a sentence that does not quote it.
_A_WORD: Final = r"[a-z]{1,12}"
# Characters of a message; a value in it may be of any length.
_LONGEST: Final = 1000


class Redactor:
    """The secrets of a run, by path, and the rules whose own words are none."""

    def __init__(self, secrets: Mapping[str, tuple[Span, ...]], rules: Iterable[Rule]) -> None:
        self._secrets = secrets
        self._rules = {rule.id: rule for rule in rules}
        self._known: dict[frozenset[str], _Secrets] = {}

    def finding(self, finding: Finding) -> Finding:
        """The finding without any secret of its files in its texts, which are cut to a bearable length.

        Those of four characters or more: of a shorter one no message is known to be a quotation.  A fix that would
        write a secret out is left out.
        """
        fix = finding.fix
        if fix is not None and any(telling.tells(text) for text in (fix.title, *(edit.text for edit in fix.edits))):
            finding = finding._replace(fix=None)
        secrets = self._of(finding)
        if secrets is None:
            is_long = len(finding.message) > _LONGEST
            return finding._replace(message=shortened(finding.message)) if is_long else finding
        rule = self._rules.get(finding.rule)
        is_own = rule is not None and finding.advice in rule.fix.values()
        return finding._replace(
            message=_message(finding.message, rule.message if rule else "", secrets),
            advice=finding.advice if is_own else shortened(secrets.redacted(finding.advice)),
            related=tuple(one._replace(message=shortened(secrets.redacted(one.message))) for one in finding.related),
            fix=secrets.fix(finding.fix),
        )

    def _of(self, finding: Finding) -> _Secrets | None:
        """The secrets of the files that a finding is about; None if there are none."""
        paths = {finding.path, *(one.span.source.path for one in finding.related)} & self._secrets.keys()
        if not paths:
            return None
        key = frozenset(paths)
        if key not in self._known:
            self._known[key] = _Secrets(span for path in sorted(paths) for span in self._secrets[path])
        return self._known[key]


class _Secrets:
    """Some secrets, and what finds them in texts."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = tuple(spans)
        self._texts = {text for span in self._spans for text in _spellings(span.text[: 2 * _MOST])}
        long = [text for text in self._texts if len(text) >= _LEAST]
        # What a text has to hold for any pattern to find something in it; patterns are compiled where one does.
        self._signs = [text[:_MOST] for text in long]
        self._long = long

    @cached_property
    def _quoted(self) -> re.Pattern[str] | None:
        return _pattern(self._long)

    @cached_property
    def _said(self) -> re.Pattern[str] | None:
        return _pattern(text for text in self._long if not re.fullmatch(_A_WORD, text))

    @cached_property
    def _across(self) -> re.Pattern[str] | None:
        """Of a secret that has a backquote itself, and runs across them."""
        return _pattern(text for text in self._long if "`" in text)

    def redacted(self, text: str) -> str:
        """The text without them.  What stands between backquotes is quoted from a file, the rest is said about it."""
        if not any(sign in text for sign in self._signs):
            return text
        parts = re.split(r"(`[^`]*`)", _substituted(self._across, text))
        return "".join(_substituted(self._quoted if part.startswith("`") else self._said, part) for part in parts)

    def fix(self, fix: Fix | None) -> Fix | None:
        """The fix, unless it would write a secret out."""
        if fix is None or self.redacted(fix.title) != fix.title:
            return None
        return None if any(self._tells(edit) for edit in fix.edits) else fix

    def _tells(self, edit: Edit) -> bool:
        touches = any(
            span.source.path == edit.span.source.path and span.start < edit.span.end and edit.span.start < span.end
            for span in self._spans
        )
        least = 1 if touches else _LEAST
        return any(len(text) >= least and text[:_MOST] in edit.text for text in self._texts)


def _message(text: str, template: str, secrets: _Secrets) -> str:
    """A message made from a template, redacted in what fills it.

    Where the password is the word `password`, a rule that says `password` must not point it out by leaving it out.
    """
    if secrets.redacted(text) == text:
        return shortened(text)
    fields, pattern = _filled(template)
    filled = pattern.fullmatch(text)
    if filled is None:
        return shortened(secrets.redacted(text))
    out, position = [], 0
    for group, field in enumerate(fields, 1):
        start, end = filled.span(group)
        value = text[start:end]
        # A value may stand between the template's own backquotes.
        quoted = f"`{value}`" if text[start - 1 : start] == "`" == text[end : end + 1] else value
        redacted = secrets.redacted(quoted)
        shown = redacted[1:-1] if quoted is not value else redacted
        is_open = field in _OPEN and not (field == "user" and len(value.split()) > 1)
        out += [text[position:start], value if is_open else shown]
        position = end
    return shortened("".join(out) + text[position:])


def shortened(text: str, limit: int = _LONGEST) -> str:
    """The text, cut in its middle where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    half = (limit - 5) // 2
    return f"{text[:half]} ... {text[-half:]}"


def _substituted(pattern: re.Pattern[str] | None, text: str) -> str:
    return pattern.sub(REDACTED, text) if pattern else text


def _spellings(text: str) -> Iterator[str]:
    """A secret as it stands, and what it means: without quotes, the ACL's `>`, and backslashes."""
    for spelling in (text, text.lstrip("<>")):
        bare = spelling.strip().strip("\"'")
        yield from {spelling.strip(), bare, bare.lstrip("<>"), re.sub(r"\\(.)", r"\1", bare)} - {""}


def _pattern(texts: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of the texts as a word of its own, the longest first."""
    ordered = sorted(texts, key=lambda text: (-len(text), text))
    if not ordered:
        return None
    return re.compile("|".join(_word(text) for text in ordered))


def _word(text: str) -> str:
    before = r"(?<![^\W_])" if text[0].isalnum() else ""
    if len(text) > _MOST:
        return f"{before}{re.escape(text[:_MOST])}[^`]*"
    after = r"(?![^\W_])" if text[-1].isalnum() else ""
    return f"{before}{re.escape(text)}{after}"


def _filled(template: str) -> tuple[list[str], re.Pattern[str]]:
    """The names of a template's fields, and what matches a message made from it, with a group for each of them."""
    from string import Formatter

    fields, pattern = [], ""
    for literal, field, _, _ in Formatter().parse(template):
        pattern += re.escape(literal)
        if field is not None:
            fields.append(field)
            pattern += "(.*?)"
    return fields, re.compile(pattern, re.DOTALL)
