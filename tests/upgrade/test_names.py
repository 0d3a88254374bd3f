"""What is ignored, and what has a new name."""

from __future__ import annotations

from redislint.upgrade import Note
from tests.upgrade.asked import upgraded


def told(notes: tuple[Note, ...]) -> list[tuple[str, int]]:
    return [(one.directive, one.span.position[0]) for one in notes if one.span is not None]


def test_what_the_target_takes_and_ignores() -> None:
    text = "io-threads-do-reads yes\nlua-replicate-commands yes\n"
    assert told(upgraded(text, "redis@6.2", "redis@8.2").ignored) == [
        ("io-threads-do-reads", 1),
        ("lua-replicate-commands", 2),
    ]
    assert told(upgraded(text, "redis@7.2", "redis@8.2").ignored) == [("io-threads-do-reads", 1)]
    assert told(upgraded(text, "redis@8.0", "redis@8.2").ignored) == []
    assert told(upgraded(text, "", "redis@8.2").ignored) == [("io-threads-do-reads", 1), ("lua-replicate-commands", 2)]


def test_old_names_that_are_still_taken() -> None:
    text = "masterauth secret\nslaveof 10.0.0.1 6379\nhash-max-ziplist-entries 5\n"
    found = upgraded(text, "redis@6.2", "valkey@8.1")
    assert told(found.renamed) == [("masterauth", 1), ("hash-max-listpack-entries", 3)]
    assert found.renamed[0].text == "`masterauth` is `primaryauth`"
    assert not found.refused
    # 6.2 has `slaveof` as an old name already.
    assert told(upgraded(text, "redis@7.0", "redis@8.2").renamed) == []


def test_a_name_is_as_the_command_line_has_it() -> None:
    text = 'services:\n  a:\n    image: redis:6.2.6\n    command: ["redis-server", "--hash-max-ziplist-entries", "5"]\n'
    (note,) = upgraded(text, "", "redis@7.0", kind="compose").renamed
    assert note.text == "`--hash-max-ziplist-entries` is `hash-max-listpack-entries`"
