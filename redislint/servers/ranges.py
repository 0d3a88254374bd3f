"""Sets of server lines in words."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from functools import lru_cache

from redislint.servers.directives import LINES


def describe(lines: AbstractSet[str]) -> str:
    """`redis 7.0 and later, and valkey` for a set of lines; `every supported server` for all of them."""
    return _describe(frozenset(lines))


@lru_cache(maxsize=256)
def _describe(lines: frozenset[str]) -> str:
    if len(lines) == len(LINES):
        return "every supported server"
    texts = []
    for engine in ("redis", "valkey"):
        every = [line for line in LINES if line.startswith(engine)]
        runs = list(_runs(every, lines))
        if runs == [every]:
            texts.append(engine)
        elif runs:
            texts.append(f"{engine} {_listed([_run(run, every) for run in runs])}")
    return ", and ".join(texts)


def _runs(every: list[str], lines: frozenset[str]) -> list[list[str]]:
    """The lines of one engine that are in the set, cut where one is missing."""
    runs: list[list[str]] = []
    for before, line in zip([None, *every], every, strict=False):
        if line in lines:
            if before in lines:
                runs[-1].append(line)
            else:
                runs.append([line])
    return runs


def _run(run: list[str], every: list[str]) -> str:
    first, last = (line.partition("@")[2] for line in (run[0], run[-1]))
    if first == last:
        return first
    if run[-1] == every[-1]:
        return f"{first} and later"
    if len(run) == 2:
        return f"{first} and {last}"
    return f"up to {last}" if run[0] == every[0] else f"{first} to {last}"


def _listed(texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
