"""`format` and `formatlist`: Go's verbs, as far as they are calculated alike."""

from __future__ import annotations

import re

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import reals
from redislint.read.terraform.budget import is_known
from redislint.read.terraform.convert import converted
from redislint.read.terraform.functions import written
from redislint.read.terraform.functions.function import Function, ascii_only, fits
from redislint.read.terraform.reals import Beyond, Number
from redislint.read.terraform.types import ANY, BOOL, NUMBER, STRING, List, Value
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final

_VERB: Final = re.compile(
    r"%(?:%|(?P<flags>[ +#0-]*+)(?P<width>\d{1,4}+)?+(?:\.(?P<places>\d{1,3}+))?+"
    r"(?:\[(?P<index>\d{1,4})\])?+(?P<verb>\w))"
)
_WHOLE: Final = "dxXob"
# From this power of ten on, `%v` writes a number with one.
_POWER: Final = 6


def formatted(template: str, *arguments: Value) -> str:
    """`format(template, ...)`."""
    found, position, following, highest = [], 0, 0, 0
    while (percent := template.find("%", position)) >= 0:
        verb = _VERB.match(template, percent)
        if verb is None:
            raise Beyond
        found.append(template[position:percent])
        position = verb.end()
        if verb["verb"] is None:
            found.append("%")
            continue
        following = int(verb["index"]) if verb["index"] is not None else following + 1
        highest = max(highest, following)
        if not 1 <= following <= len(arguments):
            raise Refused
        found.append(_said(verb, arguments[following - 1]))
        fits(sum(map(len, found[-2:])))
    if highest < len(arguments):
        raise Refused
    found.append(template[position:])
    fits(sum(map(len, found)))
    return "".join(found)


def _said(verb: re.Match[str], value: Value) -> str:
    letter, flags = verb["verb"], verb["flags"]
    if value is None and letter != "v":
        raise Refused
    if letter == "v" and "#" not in flags:
        return _padded(verb, _plain(value))
    if letter == "v":
        return _padded(verb, written.json(value))
    if letter == "t":
        return "true" if converted(value, BOOL) else "false"
    if letter in ("s", "q"):
        text = str(converted(value, STRING))
        if verb["places"] is not None and int(verb["places"]):
            text = ascii_only(text)[: int(verb["places"])]
        return _padded(verb, written.json(text) if letter == "q" else text)
    if letter in _WHOLE or letter == "f":
        number: Any = converted(value, NUMBER)
        return _number(verb, number)
    if letter in "eEgG":
        raise Beyond
    raise Refused


def _plain(value: Value) -> str:
    """`%v`: a number of many digits before the point has an exponent."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, (bool, list, dict)):
        return written.json(value)
    text = str(converted(value, STRING))
    digits = text.lstrip("-").replace(".", "").lstrip("0")
    whole = text.lstrip("-").partition(".")[0]
    if text.lstrip("-").startswith("0.0000"):
        raise Beyond
    if len(whole) <= _POWER:
        return text
    digits = digits.rstrip("0")
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{'-' if text.startswith('-') else ''}{mantissa}e+{len(whole) - 1:02d}"


def _padded(verb: re.Match[str], text: str) -> str:
    width = int(verb["width"] or 0)
    if not width:
        return text
    pad = ("0" if "0" in verb["flags"] else " ") * fits(max(width - len(ascii_only(text)), 0))
    return text + pad if "-" in verb["flags"] else pad + text


def _number(verb: re.Match[str], number: Number) -> str:
    letter, flags, width = verb["verb"], verb["flags"], verb["width"] or ""
    if letter == "f":
        if flags:
            raise Beyond
        return _fixed(number, int(verb["places"] or 6)).rjust(int(width or 0))
    if not isinstance(number, int):
        raise Refused
    if verb["places"] is not None or "#" in flags or (letter == "b" and flags):
        raise Beyond
    return f"{number:b}".rjust(int(width or 0)) if letter == "b" else f"%{flags}{width}{letter}" % number


def _fixed(number: Number, places: int) -> str:
    """With so many digits behind the point, the nearest, a half to the even one."""
    numerator, denominator = reals.ratio(number)
    scaled, rest = divmod(abs(numerator) * 10**places, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and scaled & 1):
        scaled += 1
    digits = str(scaled).rjust(places + 1, "0")
    sign = "-" if numerator < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _each(template: str, *arguments: Value) -> Value:
    """`formatlist(template, ...)`: once for each element of the lists."""
    sizes = {len(value) for value in arguments if isinstance(value, list)}
    if len(sizes) > 1:
        raise Refused
    found: list[Any] = []
    for index in range(sizes.pop() if sizes else 1):
        given = [value[index] if isinstance(value, list) else value for value in arguments]
        found.append(formatted(template, *given) if is_known(given) else UNKNOWN)
        fits(sum(len(one) for one in found if isinstance(one, str)))
    return List(found, STRING)


FUNCTIONS: Final = {
    "format": Function(formatted, (STRING,), ANY, nulls=True),
    "formatlist": Function(_each, (STRING,), ANY, nulls=True),
}
