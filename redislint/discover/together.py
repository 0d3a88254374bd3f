"""What some files are read as because of others: lines that go on in the next file, values that a release names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redislint.discover.runon import run_on
from redislint.model.document import Reading
from redislint.source import Source


def together(readings: Mapping[str, Reading]) -> Iterator[Source]:
    """The sources that are otherwise than their files are by themselves.

    readings  what the files are by themselves, by path
    """
    yield from run_on(readings)
    yield from _released(readings)


def _released(readings: Mapping[str, Reading]) -> Iterator[Source]:
    """The values files that a release names: what they come to is said with it, and not once more."""
    named = {
        reference.path
        for reading in readings.values()
        for instance in reading.instances
        for reference in instance.references
        if reference.role == "values" and reference.path is not None
    }
    for path in sorted(named):
        reading = readings.get(path)
        if reading is not None and reading.source.kind == "helm-values":
            source = Source(path, reading.source.text, "helm-values")
            source.released = True
            yield source
