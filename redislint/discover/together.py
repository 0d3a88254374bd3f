"""What some files are read as because of others: lines that go on in the next file, values that a release names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redislint.discover.runon import run_on
from redislint.model.document import Reading
from redislint.source import Source
from redislint.typed import Final

# Roles of files of which those who name them say what becomes of them, and the kind of such.
_RELEASED: Final = {"values": "helm-values", "module": "terraform"}


def together(readings: Mapping[str, Reading]) -> Iterator[Source]:
    """The sources that are otherwise than their files are by themselves.

    readings  what the files are by themselves, by path
    """
    yield from run_on(readings)
    yield from _released(readings)


def _released(readings: Mapping[str, Reading]) -> Iterator[Source]:
    """The files that a release or a module's caller names: what they come to is said with it, and not once more."""
    named = {
        (reference.path, _RELEASED[reference.role])
        for reading in readings.values()
        for reference in (*reading.references, *(one for inner in reading.instances for one in inner.references))
        if reference.role in _RELEASED and reference.path is not None
    }
    for path, kind in sorted(named):
        reading = readings.get(path)
        if reading is not None and reading.source.kind == kind:
            source = Source(path, reading.source.text, kind)
            source.released = True
            yield source
