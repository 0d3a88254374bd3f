"""Draw the picture in the README: what redislint prints at a terminal, as an SVG (`make picture`)."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

HERE = Path(__file__).parent
SHOP = HERE.parent / "fixtures" / "mistakes-shop"
WIDTH = 108
# Enough to see what each part of a report is for.
WORDS = ("--select", "RL003,RL101,RL202,RL213,RL501", "redis", "docker-compose.yml")


def printed() -> str:
    """What redislint prints over the fixture, colors and all."""
    with tempfile.TemporaryDirectory() as folder:
        shop = shutil.copytree(SHOP, Path(folder) / "shop")
        words = [sys.executable, "-m", "redislint", "check", *WORDS]
        environment = os.environ | {"FORCE_COLOR": "1", "COLUMNS": str(WIDTH), "PYTHONPATH": str(HERE.parent)}
        done = subprocess.run(words, cwd=shop, env=environment, capture_output=True, text=True, check=False)
        return re.sub(r"\x1b]8;[^\x1b]*\x1b\\", "", done.stdout)


def main() -> None:
    """Write docs/terminal.svg."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(f"$ redislint {' '.join(WORDS)}\n\n{printed()}"))
    svg = console.export_svg(title="redislint", theme=MONOKAI)
    # The fonts that rich asks for lie on somebody's server: the reader's own will do.
    svg = re.sub(r"@font-face \{.*?\}\n?", "", svg, flags=re.DOTALL)
    (HERE / "terminal.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
