"""Passes over texts: what does not overlap is taken, what makes things worse is taken back, and there is an end."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hypothesis import given
from hypothesis import strategies as st

from redislint.discover.tree import MemoryTree
from redislint.finding import Edit, Finding, Fix, Severity
from redislint.fixing.choose import Asked, Mended, applied, compatible
from redislint.fixing.passes import MOST_PASSES, Outcome, mend
from redislint.options import Options
from redislint.pipeline import Report, lint_sources
from redislint.source import Source, Span

PATH = "redis.conf"
OPEN = "bind 0.0.0.0\nport 6379\ndir /data\nprotected_mode no\nlogfile stdout\n"


def mended(text: str, *, unsafe: bool = False, kind: str = "redis-conf") -> Outcome:
    def lint(texts: Mapping[str, str]) -> Report:
        source = Source(PATH, texts.get(PATH, text), kind)
        return lint_sources([source], MemoryTree({PATH: source.text}), Options(), launched=(PATH,))

    return mend(lint, Asked(unsafe=unsafe), lambda _: "")


def finding(source: Source, start: int, end: int, text: str, rule: str = "RL900") -> Finding:
    span = Span(source, start, end)
    fix = Fix("write it", (Edit(span, text),), safe=True)
    return Finding(rule, "name", Severity.WARNING, "high", "", span, fix=fix, identity=f"{rule} {start}")


def rewriting(old: str, new: str, rule: str = "RL900") -> Callable[[Mapping[str, str]], Report]:
    """Lints a text for a word, and would write another for it."""

    def lint(texts: Mapping[str, str]) -> Report:
        source = Source(PATH, texts.get(PATH, "a b a"), "redis-conf")
        places = [at for at in range(len(source.text)) if source.text.startswith(old, at)]
        found = tuple(finding(source, at, at + len(old), new, rule)._replace(identity=rule) for at in places)
        return Report(found, {PATH: "redis-conf"})

    return lint


def test_a_fix_that_brings_an_error_is_left_out_and_the_others_are_made() -> None:
    outcome = mended(OPEN)
    assert outcome.after == {PATH: OPEN.replace("stdout", '""')}
    (left,) = outcome.left
    assert left.startswith(
        "redis.conf:4: RL001 unknown-directive is not fixed: the file would then have another error: "
    )


def test_what_would_not_go_away_is_left_as_it_is() -> None:
    outcome = mend(rewriting("a", "aa"), Asked(), lambda _: "")
    assert outcome.after == {}
    assert outcome.fixed == 0
    assert outcome.left == ("redis.conf:1: RL900 name is not fixed: the finding would not go away",)


def test_all_of_a_file_in_one_pass() -> None:
    outcome = mend(rewriting("a", "c"), Asked(), lambda _: "")
    assert (outcome.after, outcome.fixed, outcome.left) == ({PATH: "c b c"}, 2, ())


def test_what_never_ends_is_ended() -> None:
    def lint(texts: Mapping[str, str]) -> Report:
        source = Source(PATH, texts.get(PATH, "0"), "redis-conf")
        one = finding(source, 0, len(source.text), str(int(source.text) + 1))
        return Report((one._replace(identity=source.text),), {PATH: "redis-conf"})

    outcome = mend(lint, Asked(), lambda _: "")
    assert outcome.after == {PATH: str(MOST_PASSES)}
    assert outcome.left == ("redis.conf: more could be fixed: run it again",)


def test_a_file_that_cannot_be_read_any_more_is_taken_back() -> None:
    def lint(texts: Mapping[str, str]) -> Report:
        source = Source(PATH, texts.get(PATH, "a"), "redis-conf")
        if source.text != "a":
            return Report((finding(source, 0, 0, "", "RL000")._replace(fix=None),), {PATH: "redis-conf"})
        return Report((finding(source, 0, 1, "{"),), {PATH: "redis-conf"})

    outcome = mend(lint, Asked(), lambda _: "")
    assert outcome.after == {}
    assert "RL000" in outcome.left[0]


def test_what_is_barred_is_said_once() -> None:
    outcome = mend(rewriting("a", "c"), Asked(), lambda path: "no")
    assert (outcome.after, outcome.left) == ({}, ("redis.conf: no",))


EDITS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 4), st.sampled_from(["", "x", "yy"])), max_size=12)


@given(EDITS)
def test_fixes_never_overlap(places: list[tuple[int, int, str]]) -> None:
    source = Source(PATH, "abcdefghijklmnopqrstuvwxyz", "redis-conf")
    fixes = [
        Mended(one, PATH, one.fix.edits)
        for start, length, text in places
        if (one := finding(source, start, start + length, text)).fix is not None
    ]
    taken = compatible(fixes, {})
    covered: set[int] = set()
    for fix in taken:
        (edit,) = fix.edits
        here = set(range(edit.span.start, edit.span.end))
        assert not here & covered
        covered |= here
    if taken:
        left = "".join(letter for at, letter in enumerate(source.text) if at not in covered)
        (text,) = applied(taken).values()
        kept = [letter for letter in text if letter not in "xy" or letter in left[-3:]]
        assert len(text) == len(left) + sum(len(one.edits[0].text) for one in taken)
        assert [letter for letter in kept if letter not in "xy"] == [letter for letter in left if letter not in "xy"]
    assert bool(taken) == bool(fixes)
    assert len(compatible(fixes, {PATH: 1})) == bool(fixes)


def test_mending_again_changes_nothing() -> None:
    text = OPEN + "slave-read-only no\nreplicaof 10.0.0.1 6379\nmaxmemory 1gb # x\nappendonly YES\n"
    for unsafe in (False, True):
        after = mended(text, unsafe=unsafe).after[PATH]
        assert mended(after, unsafe=unsafe).after == {}


def test_of_more_mistakes_than_are_shown_the_next_are_mended_in_the_next_pass() -> None:
    text = "port 6379\n" + "".join(f"save 900 1 # {number}\n" for number in range(450))
    after = mended(text).after[PATH]
    assert after == "port 6379\n" + "".join(f"# {number}\nsave 900 1\n" for number in range(450))
