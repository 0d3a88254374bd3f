"""Where an `include` stands: it acts in place, and the last line of all counts."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from itertools import islice

from redislint.checks.refusals import MOST
from redislint.checks.values import memory_bytes
from redislint.finding import Hit, Related
from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.servers.directives import spans
from redislint.servers.numbers import integer
from redislint.typed import Final

# A pattern is for a folder of files that are there to override.
_PATTERN: Final = "*?["
_FREE_CASE: Final = frozenset({"bool", "enum"})


def overriding(instance: Instance) -> Iterator[Hit]:
    """An `include` amid other lines that takes back what stands above it, and does not reach what stands below.

    At a file's top it is a base, and at its end an override: both are what they look like.
    """
    if "include" not in instance.directives:
        return
    last = {setting.name: index for index, setting in enumerate(instance.settings)}
    yield from islice(_hits(instance.settings, last), MOST)


def _hits(settings: Sequence[Setting], last: dict[str, int]) -> Iterator[Hit]:
    for index, include in enumerate(settings):
        if include.name != "include" or include.args is None or set(" ".join(include.args)) & set(_PATTERN):
            continue
        source = include.span.source
        end = next((i for i in range(index + 1, len(settings)) if settings[i].span.source is source), None)
        if end is None or not any(_is_own(one, include) for one in settings[end:]):
            continue
        above = {one.name: one for one in settings[:index] if one.span.source is source}
        inside = {one.name: one for i, one in enumerate(settings[index:end], index) if last[one.name] == i}
        lost = [(above[name], winner) for name, winner in inside.items() if name in above]
        differing = sorted((pair for pair in lost if _is_different(*pair)), key=lambda pair: pair[0].span.start)
        if differing:
            yield _hit(include, differing)


def _is_own(setting: Setting, include: Setting) -> bool:
    """Is it a line of the same file that sets something?"""
    return setting.span.source is include.span.source and setting.name != "include"


def _is_different(above: Setting, winner: Setting) -> bool:
    """Do two lines of a directive, of which the last one counts, surely mean different things?"""
    kinds = spans(above.name)
    if not kinds or any(one.repeat != "last" for one in kinds) or above.args is None or winner.args is None:
        return False
    if above.args == winner.args:
        return False
    types = {one.type for one in kinds}
    if any(type_.startswith("memory") for type_ in types):
        sizes = memory_bytes(above), memory_bytes(winner)
        return None in sizes or sizes[0] != sizes[1]
    if types <= _FREE_CASE:
        return (above.value or "").lower() != (winner.value or "").lower()
    if types == {"integer"}:
        return integer(above.value or "") != integer(winner.value or "")
    return True


def _hit(include: Setting, lost: list[tuple[Setting, Setting]]) -> Hit:
    """One finding for an `include`, however many lines it takes back."""
    first, winner = lost[0]
    related = (
        Related(first.span, "this one is without effect"),
        Related(winner.span, "this one counts"),
    )
    more = f" (and {len(lost) - 1} more)" if len(lost) > 1 else ""
    return Hit(
        include.span,
        key="include",
        related=related,
        file=posixpath.basename(winner.span.source.path),
        name=first.spelling,
        line=first.span.position[0],
        more=more,
    )
