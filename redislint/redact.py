"""No secret in any text of a finding: what repeats one is redacted, before any interface sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.finding import Edit, Finding, Fix
    from redislint.rules import Rule
    from redislint.source import Span

REDACTED: Final = "****"
# A shorter secret would be found in every other word; where it stands it is masked all the same.
_LEAST: Final = 4
# Values of messages that are names or numbers.  Where the password is the user's name too, leaving out that name
# would tell what the password is.
_OPEN: Final = frozenset(
    "category commands image limit master name owner port profile quorum sentinels setting user".split()
)
# Characters of a message; a value in it may be of any length.
_LONGEST: Final = 1000


class Redactor:
    """The secrets of a run, by path, and the rules whose own words are none."""

    def __init__(self, secrets: Mapping[str, tuple[Span, ...]], rules: Iterable[Rule]) -> None:
        self._spans = {path: _merged(spans) for path, spans in secrets.items()}
        self._texts = {text for spans in secrets.values() for span in spans for text in _spellings(span.text)}
        self._pattern = _pattern(text for text in self._texts if len(text) >= _LEAST)
        self._rules = {rule.id: rule for rule in rules}

    def finding(self, finding: Finding) -> Finding:
        """The finding without any secret of four characters or more in its texts, which are cut to a bearable length.

        A fix that would write a secret out is left out.
        """
        return finding._replace(
            message=self._message(finding),
            advice=self._advice(finding),
            related=tuple(one._replace(message=self.text(one.message)) for one in finding.related),
            fix=self._fix(finding),
        )

    def text(self, text: str) -> str:
        """A text, redacted and cut in its middle."""
        return shortened(self._pattern.sub(REDACTED, text) if self._pattern else text)

    def _message(self, finding: Finding) -> str:
        """The finding's message, redacted.

        Only what quotes the file is: where the password is the word `password`, a rule that says `password` must not
        point it out by leaving it out.
        """
        text = finding.message
        if self._pattern is None or not self._pattern.search(text):
            return shortened(text)
        rule = self._rules.get(finding.rule)
        fields, pattern = _filled(rule.message) if rule else ([], None)
        filled = pattern.fullmatch(text) if pattern else None
        if filled is None:
            return self.text(text)
        out, position = [], 0
        for group, field in enumerate(fields, 1):
            start, end = filled.span(group)
            value = text[start:end]
            out += [text[position:start], value if field in _OPEN else self._pattern.sub(REDACTED, value)]
            position = end
        return shortened("".join(out) + text[position:])

    def _advice(self, finding: Finding) -> str:
        """The finding's advice; what the rule's page says word for word holds no secret."""
        rule = self._rules.get(finding.rule)
        return finding.advice if rule and finding.advice in rule.fix.values() else self.text(finding.advice)

    def _fix(self, finding: Finding) -> Fix | None:
        """The finding's fix, unless it would write a secret out."""
        fix = finding.fix
        if fix is None or (self._pattern and self._pattern.search(fix.title)):
            return None
        return None if any(self._tells(edit) for edit in fix.edits) else fix

    def _tells(self, edit: Edit) -> bool:
        least = 1 if self._is_secret(edit.span) else _LEAST
        return any(len(text) >= least and text in edit.text for text in self._texts)

    def _is_secret(self, span: Span) -> bool:
        """Does the place touch a secret's?"""
        return any(start < span.end and span.start < end for start, end in self._spans.get(span.source.path, ()))


def _merged(spans: Iterable[Span]) -> tuple[tuple[int, int], ...]:
    return tuple((span.start, span.end) for span in spans)


def shortened(text: str, limit: int = _LONGEST) -> str:
    """The text, cut in its middle where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    half = (limit - 5) // 2
    return f"{text[:half]} ... {text[-half:]}"


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
