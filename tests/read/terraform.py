"""What the tests of the Terraform reader share: the real program as judge, where it is at hand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.parts import need

PROGRAM = shutil.which("terraform")
_ERROR = re.compile(r"^Error: ([^\n]*)\n\n +on [^\n]*?(\d+)\.tf line (\d+)", re.MULTILINE)


def needed() -> None:
    """Skip the test where there is no terraform."""
    need("terraform", PROGRAM is not None, "its `fmt` and `console` judge the reader")


def run(folder: Path, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run terraform in a folder, without any configuration of the user's."""
    assert PROGRAM is not None
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "TF_DATA_DIR": str(folder / "data")}
    environment |= {"CHECKPOINT_DISABLE": "1", "TF_IN_AUTOMATION": "1"}
    return subprocess.run(
        [PROGRAM, *arguments], cwd=folder, input=text, capture_output=True, text=True, check=False, env=environment
    )


def refused(folder: Path, texts: Sequence[str]) -> dict[int, tuple[str, int]]:
    """The texts that are no Terraform, by index: the first error that terraform finds in each, and its line."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for index, text in enumerate(texts):
        (folder / f"{index}.tf").write_bytes(text.encode("utf-8", "surrogateescape"))
    done = run(folder, "fmt", "-no-color", "-check", "-write=false", ".")
    found: dict[int, tuple[str, int]] = {}
    for error in _ERROR.finditer(done.stdout + done.stderr):
        found.setdefault(int(error[2]), (error[1], int(error[3])))
    return found
