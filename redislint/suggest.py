"""What somebody may have meant by a word that is not known."""

from __future__ import annotations

from collections.abc import Iterable

# A longer word is no slip of the pen, and would take long to compare.
_LONGEST = 60
_DRAWN = str.maketrans("oil", "011")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one, in any case of its letters; None if none is like it.

    `RL1O1` is like `RL101`, and `alc` like `acl`; `RL122` is not like `RL212`: numbers are looked up, and not spelt.
    """
    from difflib import get_close_matches

    known = tuple(known)
    for look in (_drawn, _shuffled):
        alike = [one for one in known if look(one.lower()) == look(word.lower())]
        if alike and len(word) <= _LONGEST:
            return alike[0]
    letters = _letters(word)
    spellings = {one.lower(): one for one in known if _letters(one) != letters or letters == word.lower()}
    found = get_close_matches(word.lower(), spellings, n=1, cutoff=0.75) if len(word) <= _LONGEST else []
    return spellings[found[0]] if found else None


def _drawn(word: str) -> str:
    """A word with the digits that some of its letters look like."""
    return word.translate(_DRAWN)


def _shuffled(word: str) -> tuple[str, list[str]]:
    """The digits of a word as they stand, and its letters in the order of the alphabet."""
    return "".join(filter(str.isdecimal, word)), sorted(_letters(word))


def _letters(word: str) -> str:
    """A word without its digits."""
    return "".join(character for character in word.lower() if not character.isdecimal())


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean RL101?` to put behind a message, or nothing."""
    found = nearest(word, known)
    return f"; did you mean {found}?" if found else ""
