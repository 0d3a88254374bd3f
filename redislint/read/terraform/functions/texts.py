"""Functions of texts."""

from __future__ import annotations

from redislint.read.terraform.blanks import SPACES
from redislint.read.terraform.functions import patterns
from redislint.read.terraform.functions.function import STRINGS, Function, ascii_only, fits, whole
from redislint.read.terraform.reals import Beyond, Number
from redislint.read.terraform.types import NUMBER, STRING, List, Value
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final


def _cased(text: str, *, upper: bool) -> str:
    """Character by character, as Go does it; a character that becomes several is not calculated."""
    found = [one.upper() if upper else one.lower() for one in text]
    if not text.isascii() and any(len(one) != 1 for one in found):
        raise Beyond
    return "".join(found)


def _title(text: str) -> str:
    """A letter at the beginning of each word becomes a large one; letters, digits and `_` go on with a word."""
    found, before = [], " "
    for one in ascii_only(text):
        found.append(one if before.isalnum() or before == "_" else one.upper())
        before = one
    return "".join(found)


def _substr(text: str, offset: Number, length: Number) -> str:
    start, size = whole(offset), whole(length)
    ascii_only(text)
    if start < 0:
        start += len(text)
        if start < 0 or size == 0:
            # What Terraform says here is not what it means.
            raise Beyond
    elif size == 0:
        return ""
    return text[start:] if size < 0 else text[start : start + size]


def _indent(spaces: Number, text: str) -> str:
    pad = whole(spaces)
    if pad < 0:
        raise Refused
    fits(len(text) + pad * text.count("\n"))
    return text.replace("\n", "\n" + " " * pad)


def _join(separator: str, *lists: list[Any]) -> str:
    items = [item for one in lists for item in one]
    if not lists or None in items:
        raise Refused
    fits(sum(map(len, items)) + len(separator) * len(items))
    return separator.join(items)


def _split(separator: str, text: str) -> Value:
    return List(text.split(separator) if separator else list(ascii_only(text)), STRING)


def _replace(text: str, old: str, new: str) -> str:
    if len(old) > 1 and old[0] == old[-1] == "/":
        return patterns.replaced(text, old[1:-1], new)
    fits(len(text) + len(new) * (text.count(old) if old else len(text) + 1))
    return text.replace(old, new) if old or text.isascii() else ascii_only(text)


def _trim(text: str, cut: str) -> str:
    return text.strip(cut) if cut else text


FUNCTIONS: Final = {
    "chomp": Function(lambda text: text.rstrip("\r\n"), (STRING,)),
    "endswith": Function(str.endswith, (STRING, STRING)),
    "indent": Function(_indent, (NUMBER, STRING)),
    "join": Function(_join, (STRING,), STRINGS),
    "lower": Function(lambda text: _cased(text, upper=False), (STRING,)),
    "regex": Function(patterns.found, (STRING, STRING)),
    "regexall": Function(patterns.all_found, (STRING, STRING)),
    "replace": Function(_replace, (STRING, STRING, STRING)),
    "split": Function(_split, (STRING, STRING)),
    "startswith": Function(str.startswith, (STRING, STRING)),
    "strcontains": Function(lambda text, part: part in text, (STRING, STRING)),
    "strrev": Function(lambda text: ascii_only(text)[::-1], (STRING,)),
    "substr": Function(_substr, (STRING, NUMBER, NUMBER)),
    "title": Function(_title, (STRING,)),
    "trim": Function(_trim, (STRING, STRING)),
    "trimprefix": Function(str.removeprefix, (STRING, STRING)),
    "trimspace": Function(lambda text: text.strip(SPACES), (STRING,)),
    "trimsuffix": Function(str.removesuffix, (STRING, STRING)),
    "upper": Function(lambda text: _cased(text, upper=True), (STRING,)),
}
