"""Data that the target cannot read."""

from __future__ import annotations

from tests.upgrade.asked import upgraded


def test_an_older_version_does_not_read_newer_snapshots() -> None:
    found = upgraded("dbfilename a.rdb\n", "redis@7.4", "redis@7.2")
    (note,) = [one for one in found.notes if "snapshots" in one.text]
    assert "RDB version 12" in note.text
    assert note.breaks
    assert note.span is not None
    assert found.breaks


def test_nor_does_valkey_those_of_redis_74() -> None:
    assert upgraded("port 7\n", "redis@7.4", "valkey@8.1").breaks
    assert not upgraded("port 7\n", "redis@7.2", "valkey@8.1").breaks


def test_who_keeps_nothing_has_nothing_to_lose() -> None:
    found = upgraded('save ""\nappendonly no\n', "redis@7.4", "redis@7.2")
    assert any("snapshots" in one.text for one in found.notes)
    assert not found.breaks


def test_the_way_up_is_open() -> None:
    assert not any("snapshots" in one.text for one in upgraded("port 7\n", "redis@6.2", "redis@8.2").notes)


def test_from_90_on_valkey_sends_to_others_what_they_read() -> None:
    (note,) = [one for one in upgraded("port 7\n", "valkey@9.1", "valkey@8.1").notes if "snapshots" in one.text]
    assert note.breaks
    assert "replica" not in note.text
    (other,) = [one for one in upgraded("port 7\n", "redis@8.6", "valkey@9.1").notes if "snapshots" in one.text]
    assert "nor can a replica of it follow" in other.text


def test_what_nobody_has_asked_is_said_to_be_unknown() -> None:
    found = upgraded("port 7\n", "redis@8.10", "redis@8.6")
    assert any(one.text.startswith("whether redis 8.6 reads the snapshots") for one in found.notes)
    assert not found.breaks
