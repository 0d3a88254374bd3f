"""`save ""` beside save points: what the message says of where they are."""

from __future__ import annotations

import pytest

from redislint import lint_text


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ('save 60 1\nsave ""\n', "redis-conf", "takes away the save points of line 1"),
        ('save ""\nsave 60 1\n', "redis-conf", "does not turn snapshots off, because one is added on line 2"),
        (
            "services:\n  a:\n    image: redis:7.2\n    command: redis-server --save 60 1 --save ''\n",
            "compose",
            "takes away the save points before it",
        ),
        (
            "services:\n  a:\n    image: redis:7.2\n    command: redis-server --save '' --save 60 1\n",
            "compose",
            "does not turn snapshots off, because one is added behind it",
        ),
    ],
)
def test_where_the_other_one_is(text: str, kind: str, said: str) -> None:
    (found,) = (one for one in lint_text(text, kind=kind) if one.rule == "RL025")
    assert found.message == f'`save ""` {said}'
