"""Patches: git makes of the one text the other, and no line with a secret is in them."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

from redislint.fixing.patch import Side, patch


def lines_of(generator: random.Random) -> tuple[list[str], list[str]]:
    """Some lines, and what becomes of them."""
    old = [f"{generator.choice(['same', 'a', 'b'])} {generator.randrange(4)}\n" for _ in range(generator.randrange(30))]
    new = []
    for line in old:
        sign = generator.randrange(12)
        new += [[], ["new\n"], ["new\n", line]][sign] if sign < 3 else [line]
    if old and generator.random() < 0.3:
        old[-1] = old[-1].rstrip("\n")
    if new and generator.random() < 0.3:
        new[-1] = new[-1].rstrip("\n")
    return old, new


def open_side(lines: list[str]) -> Side:
    return Side(lines, lambda _: False)


def telling_side(lines: list[str]) -> Side:
    return Side(lines, lambda number: "secret" in lines[number])


def apply(folder: Path, text: str) -> None:
    command = ["git", "apply", "--whitespace=nowarn", "-"]
    done = subprocess.run(command, cwd=folder, input=text.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_git_makes_the_one_of_the_other(tmp_path: Path) -> None:
    generator = random.Random(7)
    whole, wanted = "", {}
    for number in range(300):
        old, new = lines_of(generator)
        name = f"{number} file"
        (tmp_path / name).write_text("".join(old), encoding="utf-8")
        found = patch(name, open_side(old), open_side(new))
        assert not found.hidden
        assert bool(found.lines) == (old != new)
        if new:
            whole += "".join(found.lines)
            wanted[name] = "".join(new)
    apply(tmp_path, whole)
    for name, text in wanted.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text


def test_lines_with_secrets_are_in_no_patch(tmp_path: Path) -> None:
    generator = random.Random(11)
    whole, hidden = "", 0
    for number in range(300):
        old, new = lines_of(generator)
        old, new = ([line.replace("b 1", "secret 1") for line in side] for side in (old, new))
        found = patch(f"{number}", telling_side(old), telling_side(new))
        hidden += bool(found.hidden)
        text = "".join(found.lines)
        assert "secret" not in text
        (tmp_path / f"{number}").write_text("".join(old), encoding="utf-8")
        whole += text
        # Each change is shown, or named.
        assert bool(found.lines or found.hidden) == (old != new)
    assert 20 < hidden < 280
    apply(tmp_path, whole)
