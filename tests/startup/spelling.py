"""Words as lines of redis.conf: bare, in quotes of either kind, in part or whole, and not quite right."""

from __future__ import annotations

from hypothesis import strategies as st

_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b", '"': '\\"', "\\": "\\\\"}
_GAPS = {0: "  ", 1: "\t", 2: " \t ", 3: "\v", 4: " \f", 5: " \r "}
_AROUND = {6: (" ", ""), 7: ("\t", ""), 8: ("", " "), 9: ("", "\t "), 10: ("", "\r"), 11: ("", "\v"), 12: ("\f", "")}


def line(draw: st.DrawFn, words: list[str]) -> str:
    """Words as a line."""
    how = draw(st.integers(0, 39))
    text = _GAPS.get(how, " ").join(_word(draw, word, first=index == 0) for index, word in enumerate(words))
    before, after = _AROUND.get(how, ("", ""))
    return f"{before}{text}{after}"


def _word(draw: st.DrawFn, word: str, *, first: bool) -> str:
    is_bare = not first or word[:1] != "#"
    is_bare = is_bare and word[:1] not in ("", "\v", "\f") and not any(sign in word for sign in " \t\n\r\"'\0")
    how = draw(st.integers(0, 19))
    if how < 13 and is_bare:
        return word
    if how in (13, 14) and "\n" not in word and "\0" not in word:
        return "'" + word.replace("'", "\\'") + "'"
    if how == 15 and len(word) > 1 and is_bare:
        return word[:1] + _double(draw, word[1:])
    # Where text may follow a closing quote, an address would become a host that somebody has to look up.
    if how == 16 and not word[:1].isdigit():
        return _unbalanced(draw, word)
    return _double(draw, word)


def _double(draw: st.DrawFn, word: str) -> str:
    """Between double quotes, now and then by its bytes."""
    bytewise = draw(st.integers(0, 7)) == 0
    return '"' + "".join(_escaped(sign, bytewise) for sign in word) + '"'


def _escaped(sign: str, bytewise: bool) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if sign >= " " and not bytewise:
        return sign
    return "".join(f"\\x{byte:02x}" for byte in sign.encode("utf-8", "surrogateescape"))


def _unbalanced(draw: st.DrawFn, word: str) -> str:
    """Mostly text behind a closing quote, or a quote that is never closed."""
    text = _double(draw, word)
    odd = [text, f"{text}x", text[:-1], f'{text}""', f"{text}'y'", f"'{word}"]
    return draw(st.sampled_from(odd)).replace("\n", " ").replace("\0", "0")
