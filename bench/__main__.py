"""Measure, and print a table in Markdown; `--write` puts it into bench/README.md."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.cases import Case, make

README = Path(__file__).parent / "README.md"
# Byte code is kept, as it is where a command has been installed and used once.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
# Commands are started from a small process, because what their parent has in memory counts as theirs.
START = """
import os, sys, time
nowhere = os.open(os.devnull, os.O_WRONLY)
actions = [(os.POSIX_SPAWN_DUP2, nowhere, 1), (os.POSIX_SPAWN_DUP2, nowhere, 2)]
start = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=actions)
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - start
print(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
"""
BEGIN, END = "<!-- begin -->\n", "<!-- end -->\n"


@dataclass(frozen=True)
class Sample:
    """One run: seconds by the clock, seconds of CPU, and peak memory in MiB."""

    wall: float
    cpu: float
    memory: float


def run(command: tuple[str, ...], folder: Path) -> Sample:
    """Run a command once, its output thrown away.  It may end with 0 or 1."""
    starter = [sys.executable, "-I", "-S", "-c", START]
    done = subprocess.run([*starter, *command], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    wall, cpu, memory, status = done.stdout.split()
    if status not in ("0", "1"):
        raise RuntimeError(f"{command} ended with {status}")
    return Sample(float(wall), float(cpu), int(memory) / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def middle(samples: list[Sample]) -> Sample:
    """The median of each figure."""
    return Sample(median(s.wall for s in samples), median(s.cpu for s in samples), median(s.memory for s in samples))


def measure(case: Case, tools: Path, rounds: int) -> tuple[Sample, Sample, Sample | None]:
    """The medians of a bare interpreter, of redislint, and of yamllint, run in turns after one round to warm up."""
    commands = [(sys.executable, "-c", "pass"), (str(tools / "redislint"), *case.words)]
    if case.peer:
        commands.append((str(tools / "yamllint"), *case.peer))
    samples: list[list[Sample]] = [[] for _ in commands]
    for number in range(rounds + 1):
        for index, command in enumerate(commands):
            sample = run(command, case.folder)
            if number:
                samples[index].append(sample)
    medians = [middle(one) for one in samples]
    return medians[0], medians[1], medians[2] if case.peer else None


def row(case: Case, bare: Sample, ours: Sample, peer: Sample | None) -> str:
    """A line of the table: the figures are milliseconds, but for the memory."""
    theirs = f"{peer.wall * 1000:.0f} | {peer.cpu * 1000:.0f}" if peer else "- | -"
    return (
        f"| {case.name} | {ours.wall * 1000:.0f} | {ours.cpu * 1000:.0f} | {ours.wall / bare.wall:.1f} "
        f"| {case.aim or '-'} | {ours.memory:.0f} | {theirs} |\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=11, help="how often each command is run (default: 11)")
    parser.add_argument("--write", action="store_true", help="put the table into bench/README.md")
    options = parser.parse_args()
    tools = Path(sys.executable).parent
    bare: list[float] = []
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for case in make(Path(folder)):
            rounds = min(options.rounds, 3) if "0,000" in case.name or "1,000" in case.name else options.rounds
            figures = measure(case, tools, rounds)
            bare.append(figures[0].wall)
            rows.append(row(case, *figures))
            sys.stdout.write(rows[-1])
            sys.stdout.flush()
    about = (
        f"Measured on {time.strftime('%Y-%m-%d')} with CPython {platform.python_version()} on {os.cpu_count()} cores "
        f"of {platform.machine()}; a bare interpreter (`python -c pass`) took {median(bare) * 1000:.1f} ms.\n\n"
    )
    head = (
        "| what | ms | ms of CPU | times a bare interpreter | aim | MiB | yamllint: ms | ms of CPU |\n"
        "| --- | --: | --: | --: | --: | --: | --: | --: |\n"
    )
    if options.write:
        text = README.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        README.write_text(
            before + BEGIN + "\n" + about + head + "".join(rows) + "\n" + END + rest.partition(END)[2], encoding="utf-8"
        )


if __name__ == "__main__":
    main()
