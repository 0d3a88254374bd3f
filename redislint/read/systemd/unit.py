"""Lines and words of systemd's units, as systemd.syntax(7) and systemd.service(5) have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.read import unknown
from redislint.read.shell import Word
from redislint.source import Source, Span
from redislint.typed import Final, NamedTuple

# A section's name, or a key with its value, which goes on in the next line behind a backslash.
_LINE: Final = (
    r"^[ \t]*+(?:\[(?P<section>[^\]\n]*+)\]"
    r"|(?P<key>[A-Za-z]++)[ \t]*+=(?P<value>(?:[^\\\n]++|\\\r?\n|\\)*+))"
)
_WORD: Final = r"(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|[^\s\"'\\]|\\(?!\r?\n).)++"
_ESCAPE: Final = r"\\(.)"
# What may stand before the path of a program, and says how it is started.
_PREFIXES: Final = "@-:+!|"
_MOST: Final = 2_000
# Characters; the longest units have a few thousand.
_LONGEST: Final = 100_000


class Line(NamedTuple):
    """A key of the section `[Service]`: `name` and `value` are the places of both."""

    key: str
    name: Span
    value: Span

    @property
    def text(self) -> str:
        """The value, without what surrounds it."""
        return self.value.text


def service(source: Source) -> Iterator[Line]:
    """The lines of the section `[Service]`, in order; none of a file that is far too long for a unit."""
    section = ""
    if len(source.text) > _LONGEST:
        return
    for number, match in enumerate(re.finditer(_LINE, source.text, re.MULTILINE)):
        if number >= _MOST:
            return
        if match["section"] is not None:
            section = match["section"]
        elif section == "Service":
            value = match["value"]
            start = match.start("value") + len(value) - len(value.lstrip())
            yield Line(match["key"], source.span(*match.span("key")), source.span(start, start + len(value.strip())))


def words(place: Span) -> list[Word]:
    """The words of a command line; one with a variable or a specifier such as `%i` in it is not known."""
    text = place.text
    found = [_word(match, place) for match in re.finditer(_WORD, text)]
    if found and found[0].text[:1] in _PREFIXES:
        bare = found[0].text.lstrip(_PREFIXES)
        at = found[0].span
        found[0] = found[0]._replace(text=bare, span=Span(at.source, at.end - len(bare), at.end), within=None)
    return found


def _word(match: re.Match[str], place: Span) -> Word:
    raw = match[0]
    text = re.sub(_ESCAPE, r"\1", re.sub(r"[\"']", "", raw)) if "\\" not in raw or _is_plain(raw) else raw
    varies = re.search(r"\$(?!\$)|%(?!%)", text) is not None or (unknown.may_hold(text) and unknown.holds(text))
    is_odd = "\\" in raw and not _is_plain(raw)
    start = place.start + match.start()
    span = Span(place.source, start, start + len(raw))
    is_split = re.fullmatch(r"\$\w+", raw) is not None
    plain = text == raw
    return Word(
        text.replace("$$", "$").replace("%%", "%"),
        span,
        known=not (varies or is_odd),
        single=not is_split,
        within=(lambda first, last: Span(place.source, start + first, start + last)) if plain else None,
    )


def _is_plain(raw: str) -> bool:
    """Does a word hold no escape but of a quote, a blank or a backslash?"""
    return re.search(r"\\[^\"'\\ ]", raw) is None
