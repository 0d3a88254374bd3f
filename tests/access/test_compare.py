"""What a change gives and takes; and where versions differ."""

from __future__ import annotations

from redislint.access.compare import Difference, common, differences
from redislint.access.vary import varying
from tests.access.asked import ask, person


def compared(old: str, new: str, kind: str = "users-acl", server: str | None = "redis@7.2") -> dict[str, Difference]:
    was, now = common(ask(old, kind, server), ask(new, kind, server))
    return {one.name: one for one in differences(was, now)}


def only(old: str, new: str) -> Difference:
    """The difference of one user, by rules."""
    found = compared(f"user default off\nuser u {old}\n", f"user default off\nuser u {new}\n")
    assert list(found) == ["u"]
    return found["u"]


def names(found: Difference) -> tuple[list[str], list[str]]:
    return [one.name for one in found.gained], [one.name for one in found.lost]


def test_nothing_changes() -> None:
    text = "user default off\nuser u on >x ~a +get\n"
    assert compared(text, text) == {}
    assert compared(text, "user u on >x ~a +get\nuser default off\n") == {}
    assert compared("user u on >x ~a +@read -get\n", "user u on >x ~a -@all +@read -get\n") == {}


def test_commands_are_gained_by_a_rule_and_lost_by_one() -> None:
    found = only("on >x ~a +get +set", "on >x ~a +get +@all -@all +get +flushall")
    assert names(found) == (["flushall"], ["set"])
    assert [(one.text, one.span.position) for one in found.gained[0].words] == [("+flushall", (2, 39))]
    assert [one.text for one in found.lost[0].words] == ["-@all"]
    assert not found.lost[0].is_old


def test_a_rule_that_is_left_out_is_shown_where_it_stood() -> None:
    found = only("on >x ~a +get +set", "on >x ~a +get")
    assert names(found) == ([], ["set"])
    assert [(one.text, one.span.position) for one in found.lost[0].words] == [("+set", (2, 22))]
    assert found.lost[0].is_old


def test_keys_channels_and_selectors() -> None:
    found = only("on >x ~a &c +get (~s +set)", "on >x ~a %R~b &d +get (~s +set) (~t +set)")
    assert found.reach == ("+ %R~b", "+ &d", "+ (~t +set)", "- &c")


def test_a_selector_in_other_words_is_the_same() -> None:
    text = "user u on >x ~a +get {}\n"
    assert compared(text.format("(~s +set +get)"), text.format("(-@all +get +set ~s)")) == {}
    found = only("on >x ~a +get (~s +set)", "on >x ~a +get (~s +set +get)")
    assert found.reach == ("+ (~s +set +get)", "- (~s +set)")


def test_a_selector_that_is_refused_gives_nothing_and_is_not_shown() -> None:
    found = only("on >x +get", "on >x +get +set (~a >hunter22 +get)")
    assert names(found) == (["set"], [])
    assert found.reach == ()


def test_logging_in() -> None:
    found = only("on >one >two +get", "on >two >three >four +get")
    assert found.passwords == (2, 1)
    assert names(found) == ([], [])
    found = only("on >one +get", "on nopass +get")
    assert found.passwords == (0, 1)
    assert [one.key for one in found.begins] == ["no-secret"]


def test_a_password_in_clear_and_its_hash_are_the_same() -> None:
    digest = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
    found = compared("user u on >secret +get\n", f"user u on #{digest} +get\n")
    assert found == {}


def test_who_is_turned_on_gains_everything() -> None:
    found = only("off nopass ~a +get +flushall", "on nopass ~a +get +flushall")
    assert names(found) == (["flushall", "get"], [])
    assert [one.key for one in found.begins] == ["no-secret", "erase", "keys-beyond-pattern"]
    back = only("on nopass ~a +get +flushall", "off nopass ~a +get +flushall")
    assert names(back) == ([], ["flushall", "get"])
    assert [one.key for one in back.ends] == ["no-secret", "erase", "keys-beyond-pattern"]


def test_new_users_and_users_that_are_gone() -> None:
    found = compared("user default off\nuser a on >x +get\n", "user default off\nuser b on >x +set\n")
    assert [(name, one.old is None, one.new is None) for name, one in found.items()] == [
        ("b", True, False),
        ("a", False, True),
    ]
    assert names(found["a"]) == ([], ["get"])
    assert names(found["b"]) == (["set"], [])


def test_a_line_for_the_default_user_that_goes_opens_it() -> None:
    found = compared("user default off\n", "")["default"]
    assert [one.key for one in found.begins][:3] == ["admin-before-login", "no-secret", "change-server"]
    assert len(found.gained) > 300


def test_templates() -> None:
    text = "user default off\nuser u on {{ .Values.rules }}\n"
    assert compared(text, text) == {}
    assert not compared(text, text.replace("rules", "others"))["u"].is_known


def test_commands_that_are_renamed_away_and_back() -> None:
    old, new = "port 1\n", 'port 1\nrename-command FLUSHALL ""\n'
    assert names(compared(old, new, "redis-conf")["default"]) == ([], ["flushall"])
    assert names(compared(new, old, "redis-conf")["default"]) == (["flushall"], [])


def test_another_version_is_a_change_too() -> None:
    text = "user default off\nuser u on >x resetchannels ~a +@all -@dangerous\n"
    was, now = common(ask(text, server="redis@6.2"), ask(text, server="redis@7.2"))
    (found,) = differences(was, now)
    gained, lost = names(found)
    assert "client|setname" in gained
    assert "fcall" in gained
    assert lost == ["stralgo"]


def test_without_a_version_both_are_read_by_what_may_run_both() -> None:
    old, new = ask("user u on >x +get\n"), ask("user u on >x %R~a +get\n")
    assert old.lines != new.lines
    was, now = common(old, new)
    assert was.lines == now.lines == new.lines


def test_where_versions_differ() -> None:
    found = ask("user u on >x resetchannels ~a +@all -@dangerous\n", lines=("redis@6.2", "redis@7.4"))
    held = person(found, "u").held
    assert held is not None
    by = {one.name: one for one in varying(found, held, found.lines)}
    assert (by["client|setname"].allowing, by["client|setname"].denying) == (("redis@7.4",), ("redis@6.2",))
    assert [one.text for one in by["client|setname"].words] == ["+@all"]
    assert by["fcall"].is_new
    assert "get" not in by
    assert "flushall" not in by
    assert "client|help" not in by
