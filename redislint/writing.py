"""Edits that write a value, a word or a line as the text at their place has it; none where that cannot be told.

A value of a server stands in files of many formats: a line of redis.conf, which may stand in a block scalar or a
heredoc; a word of a command line; an element of a list; a scalar or a string of its own.  What may be written there is
told by the text on the line itself: by what stands before the place and behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from redislint.finding import Edit, Fix
from redislint.model.facts import Setting
from redislint.source import Span
from redislint.typed import Final

# Words that are the same in every format, quoted or not.
_WORDS: Final = r"[\w.:/@%+*|-]+(?: [\w.:/@%+*|-]+)*"
_YAML: Final = frozenset({"helm-values", "compose", "kubernetes", "ansible", "github-actions"})
# An element of a list in brackets, and an item of a list of lines, by what is before it and behind it.
_IN_LIST: Final = (r"[\[,][ \t]*[\"']?$", r"[\"']?[ \t]*(?:[,\]]|$)")
_AN_ITEM: Final = (r"^[ \t]*(?:-[ \t]+)+[\"']?$", r"[\"']?[ \t]*(?:#.*)?$")
# A scalar or a string of its own: `key: value`, `key = value`.
_A_VALUE: Final = (r"[:=][ \t]*[\"']?$", r"[\"']?[ \t]*(?:[,}#].*)?$")
# The end of a word behind which another one may stand.
_RUNS_ON: Final = r"[^\s,\[{:=(\"'][\"']?[ \t]$"
_BOOLS: Final = (("yes", "no"), ("true", "false"), ("on", "off"))
# How far around a place its line is looked at.
_NEAR: Final = 400
_NUMBER: Final = r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9]*)?|0x[0-9a-fA-F]+)"


def rewrite(setting: Setting, value: str, *, safe: bool) -> Fix | None:
    """A fix that writes another value; None where it stands there otherwise than it is, or is not written."""
    if not setting.written or setting.value is None:
        return None
    edit = rewritten(setting.value_span, setting.value, value)
    return Fix(f"write `{value}`" if value else 'write `""`', (edit,), safe) if edit is not None else None


def rewritten(span: Span, old: str, new: str) -> Edit | None:
    """`new` in the place of `old`, which must stand there letter by letter, or as what YAML and HCL call it."""
    if is_made(span):
        return None
    text = span.text
    is_quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    bare = text[1:-1] if is_quoted else text
    put = _alike(bare, new) if _is_same_bool(bare, old) else new if bare.lower() == old.lower() else None
    if put is None or (" " in put and not is_quoted and put.count(" ") != old.count(" ")):
        return None
    if not put:
        return Edit(span, text[0] * 2) if is_quoted else _emptied(span)
    if not re.fullmatch(_WORDS, put):
        return None
    if is_quoted:
        return Edit(span, f"{text[0]}{put}{text[0]}")
    return Edit(span, f'"{put}"' if _needs_quotes(span, bare, put) else put)


def is_made(span: Span) -> bool:
    """Is the file one that a tool makes anew, such as a plan of Terraform's?"""
    return span.source.kind == "terraform" and span.source.path.endswith(".json")


def _is_same_bool(text: str, old: str) -> bool:
    return any(text.lower() in pair and old.lower() == _BOOLS[0][pair.index(text.lower())] for pair in _BOOLS)


def _alike(text: str, new: str) -> str:
    """`yes` or `no` in the words of the text; anything else as it is."""
    pair = next(pair for pair in _BOOLS if text.lower() in pair)
    word = pair[_BOOLS[0].index(new)] if new in _BOOLS[0] else new
    return word.capitalize() if text[:1].isupper() and new in _BOOLS[0] else word


def _emptied(span: Span) -> Edit | None:
    """An empty value: nothing between quotes that are there, else two of them."""
    before, behind = _around(span)
    if before[-1:] == behind[:1] and before[-1:] in ('"', "'"):
        return Edit(span, "")
    # Within quotes, others would end them.
    return None if re.search(r"[\"'\0]", before) else Edit(span, '""')


def _needs_quotes(span: Span, old: str, new: str) -> bool:
    """Would a scalar of YAML that was a text become something else?"""
    if span.source.kind not in _YAML or _is_text(new) or not _is_text(old):
        return False
    return any(_is(span, place) for place in (_IN_LIST, _AN_ITEM, _A_VALUE)) and not _is_in_quotes(span)


def _is_text(word: str) -> bool:
    is_bool = any(word.lower() in pair for pair in _BOOLS) or word.lower() in ("null", "~", "y", "n")
    return not is_bool and not re.fullmatch(_NUMBER, word)


def _is_in_quotes(span: Span) -> bool:
    return span.source.text[span.start - 1 : span.start] in ('"', "'")


def _around(span: Span) -> tuple[str, str]:
    """What stands on the line before a place, and behind it; of a long one what is near, and a NUL for the rest."""
    text = span.source.text
    least, most = max(span.start - _NEAR, 0), span.end + _NEAR
    start, end = text.rfind("\n", least, span.start) + 1, text.find("\n", span.end, most)
    before = text[start : span.start] if start or not least else f"\0{text[least : span.start]}"
    if end < 0:
        return before, text[span.end : most] + "\0" * (most < len(text))
    return before, text[span.end : end].removesuffix("\r")


def _is(span: Span, place: tuple[str, str]) -> bool:
    before, behind = _around(span)
    return bool(re.search(place[0], before)) and bool(re.match(place[1], behind))


def _runs_on(span: Span) -> bool:
    """Is it a word of a longer text, behind another one?"""
    before, _ = _around(span)
    # What is before an item of a list is no word.
    return bool(re.search(_RUNS_ON, before)) and not re.fullmatch(r"[ \t]*(?:-[ \t]+)+", before)


def end_of_line(span: Span) -> str:
    """How the lines of the file end, there."""
    text = span.source.text
    newline = text.find("\n", span.start)
    newline = newline if newline >= 0 else text.rfind("\n", 0, span.start)
    return "\r\n" if newline > 0 and text[newline - 1] == "\r" else "\n"


def is_line(span: Span) -> bool:
    """Does nothing else stand on its lines?"""
    before, behind = _around(span)
    return not before.removeprefix("\ufeff").strip() and not behind.strip()


def is_plain_line(setting: Setting) -> bool:
    """Is a setting a line of redis.conf, wherever that stands?"""
    span = setting.span
    is_own = setting.spelling[:2] != "--" and span.text.startswith(setting.spelling)
    return is_own and is_line(span) and "\n" not in span.text


def removed(span: Span) -> Edit | None:
    """A word taken out with what parts it from the others, or a line or an item of a list with its end."""
    text = span.source.text
    if is_made(span):
        return None
    if is_line(span) or (_is(span, _AN_ITEM) and "#" not in _around(span)[1]):
        start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
        start += text.startswith("\ufeff", start)
        return Edit(Span(span.source, start, end + 1 if end >= 0 else len(text)), "")
    return None if "\n" in span.text or re.search(r"[,\"'\[\]]", span.text) else _word_removed(span)


def _word_removed(span: Span) -> Edit | None:
    before, behind = _around(span)
    start, end = span.start, span.end
    if _is(span, _IN_LIST):
        parted = re.search(r",[ \t]*[\"']?$", before)
        closed = len(behind) - len(behind.lstrip("\"'"))
        return Edit(Span(span.source, start - len(parted[0]), end + closed), "") if parted else None
    if _runs_on(span):
        return Edit(Span(span.source, start - 1, end), "")
    # The first word of a text.
    is_first = re.match(r"[ \t]\S", behind) and re.search(r"[\"']$", before)
    return Edit(Span(span.source, start, end + 1), "") if is_first else None


def appended(span: Span, words: Sequence[str]) -> Edit | None:
    """Words put behind one that stands in a longer text, or in a list."""
    if is_made(span):
        return None
    end = Span(span.source, span.end, span.end)
    if _runs_on(span):
        return Edit(end, "".join(f" {word}" for word in words))
    before, behind = _around(span)
    closed = 1 if behind[:1] in ('"', "'") and before.endswith(behind[:1]) else 0
    behind_quote = Span(span.source, span.end + closed, span.end + closed)
    if _is(span, _IN_LIST):
        return Edit(behind_quote, "".join(f', "{word}"' for word in words))
    if _is(span, _AN_ITEM) and "#" not in behind:
        lead = re.match(r"[ \t]*(?:-[ \t]+)+", before)
        indent = " " * (before.rindex("-")) if lead else ""
        return Edit(behind_quote, "".join(f'{end_of_line(span)}{indent}- "{word}"' for word in words))
    if closed and span.text[:1] in "+-~&@%":
        return Edit(end, "".join(f" {word}" for word in words))
    return None


def added(setting: Setting, name: str, value: str, *, safe: bool) -> Fix | None:
    """A fix that sets another directive, beside one of a redis.conf or a command line."""
    if not setting.spelling.startswith("--"):
        return line_below(setting, f"{name} {value}", safe=safe)
    edit = appended(setting.span, (f"--{name}", value))
    return Fix(f"add `--{name} {value}`", (edit,), safe) if edit is not None else None


def line_below(setting: Setting, line: str, *, safe: bool) -> Fix | None:
    """A fix that adds a line to a redis.conf, below one of it."""
    span = setting.span
    if not is_plain_line(setting) or is_made(span):
        return None
    before, behind = _around(span)
    indent = before.removeprefix("\ufeff")
    end = Span(span.source, span.end + len(behind), span.end + len(behind))
    return Fix(f"add `{line}`", (Edit(end, f"{end_of_line(span)}{indent}{line}"),), safe)


def line_above(setting: Setting, line: str, *, safe: bool) -> Fix | None:
    """A fix that adds a line to a redis.conf, above one of it."""
    span = setting.span
    if not is_plain_line(setting) or is_made(span):
        return None
    indent = _around(span)[0].removeprefix("\ufeff")
    start = Span(span.source, span.start, span.start)
    return Fix(f"add `{line}`", (Edit(start, f"{line}{end_of_line(span)}{indent}"),), safe)


def without(spans: Sequence[Span], title: str, *, safe: bool) -> Fix | None:
    """A fix that takes out all of these words or lines; None where one of them cannot be."""
    edits = [removed(span) for span in spans]
    found = tuple(edit for edit in edits if edit is not None)
    return Fix(title, found, safe) if found and len(found) == len(edits) else None


def keeps_to(fix: Fix, places: Sequence[Span]) -> bool:
    """Does a fix change no line but those of the places that are blamed?  It may add lines."""
    lines = {(one.source.path, line) for one in places for line in _lines(one)}
    changed = (edit.span for edit in fix.edits if edit.span.text or "\n" not in edit.text)
    return all((span.source.path, line) in lines for span in changed for line in _lines(span))


def _lines(span: Span) -> range:
    """The numbers of a place's lines; one that ends behind a line's end is not on the next."""
    last = span.source.position(span.end - 1 if span.text.endswith("\n") else span.end)[0]
    return range(span.position[0], last + 1)


def flipped(span: Span, *, safe: bool) -> Fix | None:
    """A fix that makes true of a false that stands there in so many letters, or the other way round."""
    word = {"true": "false", "false": "true"}.get(span.text)
    return Fix(f"write `{word}`", (Edit(span, word),), safe) if word is not None and not is_made(span) else None
