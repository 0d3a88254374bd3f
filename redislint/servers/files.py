"""The data files about servers: those that come with redislint, or newer ones that the user names.

A process works with one set of them: `use` is called before anything is asked, or not at all.
"""

from __future__ import annotations

import os

from redislint.typed import Any, Final, NamedTuple

BUNDLED: Final = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data")
# Terraform's providers of which there is a table, by what their resources' types begin with.
PROVIDERS: Final = (
    "aiven",
    "alicloud",
    "aws",
    "azapi",
    "azurerm",
    "digitalocean",
    "google",
    "ibm",
    "oci",
    "ovh",
    "rediscloud",
    "scaleway",
    "tencentcloud",
    "upstash",
    "yandex",
)
# The files that may be replaced by newer ones.
NAMES: Final = ("releases", "advisories", "directives", *(f"terraform/{provider}" for provider in PROVIDERS))
# No such file that anybody wrote is longer, in bytes.
LONGEST: Final = 10 * 1024 * 1024


class DataError(Exception):
    """Data files that cannot be used; each of `problems` names the file and what is wrong with it."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Given(NamedTuple):
    """A file of the user's, and what is in it."""

    path: str
    data: dict[str, Any]


_given: Final[dict[str, Given]] = {}


def load(name: str) -> dict[str, Any]:
    """The data file of this name (`releases`): the user's, else our own."""
    return _given[name].data if name in _given else bundled(name)


def bundled(name: str) -> dict[str, Any]:
    """Our own data file of this name."""
    import json

    with open(os.path.join(BUNDLED, f"{name}.json"), encoding="utf-8") as file:
        data: dict[str, Any] = json.load(file)
    return data


def path(name: str) -> str | None:
    """Where the user's file of this name is; None where our own is used."""
    return _given[name].path if name in _given else None


def use(folder: str) -> None:
    """Have the data files in `folder` stand for our own; those that it lacks stay ours.

    Raises `DataError` where one of them cannot be read or is not what it should be, or there is none; then nothing
    is changed.
    """
    found: dict[str, Given] = {}
    problems: list[str] = []
    for name in NAMES:
        file = os.path.join(folder, f"{name}.json")
        if not os.path.lexists(file):
            continue
        try:
            found[name] = Given(file, _read(name, file))
        except DataError as error:
            problems += error.problems
    if not found and not problems:
        files = ", ".join([*(f"{name}.json" for name in NAMES if "/" not in name), "terraform/*.json"])
        problems.append(f"{folder}: there is none of the data files here ({files})")
    if problems:
        raise DataError(*problems)
    _given.update(found)


def _read(name: str, file: str) -> dict[str, Any]:
    import json

    from redislint.servers import schema

    try:
        if not os.path.isfile(file):
            raise DataError(f"{file}: this is no file")
        if os.path.getsize(file) > LONGEST:
            raise DataError(f"{file}: this is longer than {LONGEST >> 20} MB")
        with open(file, encoding="utf-8") as stream:
            data = json.load(stream)
    except OSError as error:
        raise DataError(f"{file}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{file}: this is no JSON") from error
    faults = schema.faults(name, data)
    if faults:
        raise DataError(*(f"{file}: {fault}" for fault in faults))
    assert isinstance(data, dict)
    return data
