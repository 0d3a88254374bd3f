"""Comments at the end of a line, which the servers take for arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from redislint.checks.refusals import MOST, NONE, Bench, Weight, bench_of, is_own_text
from redislint.finding import Edit, Fix, Hit
from redislint.model.document import Document
from redislint.model.facts import Setting
from redislint.servers.directives import having, spans
from redislint.servers.ranges import describe
from redislint.servers.secrets import is_sensitive
from redislint.source import Source, Span
from redislint.typed import Final

# A word as it is written, with its quoted stretches; what stands here is known to be well quoted.
_WORD: Final = r"(?:[^ \t\r\n\"']++|\"(?:[^\"\\]++|\\.)*+\"|'(?:[^'\\]++|\\'|\\(?!'))*+')+"
# What ends before the first letter of a text in a literal block scalar, and how far back it is looked for.
_LITERAL: Final = r"\|[-+0-9]*[ \t]*\r?\n\s*$"
_FAR: Final = 200
# Directives that take words which begin with a `#`: hashes of passwords, and whatever a module takes.
_OPEN: Final = ("acl", "module")


def comment(document: Document) -> Iterator[Hit]:
    """A `#` behind a value, on a line that a server refuses, or drops."""
    if not is_own_text(document):
        return
    bench = bench_of(document)
    found = (_found(bench, setting) for setting in document.settings)
    yield from islice((hit for hit in found if hit is not None), MOST)


def _found(bench: Bench, setting: Setting) -> Hit | None:
    args = setting.args
    if args is None or not any(word.startswith("#") for word in args[1:]):
        return None
    if any(one.type in _OPEN for one in spans(setting.name)) or not bench.known_to(setting):
        return None
    source = bench.document.source
    place = _comment(setting, source)
    weight = _weight(bench, setting)
    if place is None or weight is None:
        return None
    return Hit(
        place,
        key=setting.name,
        fix=_moved(setting, place) if _is_by_lines(source) and not is_sensitive(setting.name, args) else None,
        severity=weight.severity,
        refused=weight.refused,
        setting=setting.spelling,
        effect=weight.effect,
    )


def _comment(setting: Setting, source: Source) -> Span | None:
    """The comment's place: from the first word behind a value that begins with an unquoted `#`."""
    value = source.within(setting.value_span)
    words = list(re.compile(_WORD).finditer(source.text, *value)) if value is not None else []
    if setting.args is None or value is None or len(words) != len(setting.args):
        return None
    for word in words[1:]:
        if word.group().startswith("#"):
            return source.span(word.start(), value[1])
    return None


def _is_by_lines(source: Source) -> bool:
    """Is each line of the text one of the file: in a file of its own, or behind the `|` of a literal block scalar?"""
    start = source.anchor.start
    return source.outer is None or re.search(_LITERAL, source.root.text[max(start - _FAR, 0) : start]) is not None


def _weight(bench: Bench, setting: Setting) -> Weight | None:
    """What servers do with the line; None if all take it as it is."""
    args = setting.args or ()
    refusal = bench.refusal(setting, args)
    refusing = NONE if refusal is None else refusal.lines
    dropping = NONE
    if setting.name == "save" and len(args) != 2:
        dropping = bench.lines - having("checks-save")
    if not refusing and not dropping:
        return None
    weight = bench.weigh(refusing) if refusing else Weight(False, None, "")
    if not dropping:
        return weight
    dropped = f"{describe(dropping)} {'drops' if len(dropping) == 1 else 'drop'} the line without a word"
    return Weight(weight.refused, weight.severity, ", and ".join(filter(None, (weight.effect, dropped))))


def _moved(setting: Setting, place: Span) -> Fix | None:
    """The comment on a line of its own above, with the same indentation; None where the line holds more than this."""
    source = place.source
    start = source.text.rfind("\n", 0, setting.span.start) + 1
    indentation = source.text[start : setting.span.start]
    if indentation.strip(" \t"):
        return None
    end = "\r\n" if source.text[place.end : place.end + 2] == "\r\n" else "\n"
    behind = source.text[setting.value_span.start : place.start].rstrip(" \t")
    cut = setting.value_span.start + len(behind)
    edits = (
        Edit(Span(source, start, start), f"{indentation}{place.text}{end}"),
        Edit(Span(source, cut, place.end), ""),
    )
    return Fix("put the comment on a line of its own, above", edits, safe=True)
