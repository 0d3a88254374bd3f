"""An append-only file that a change turns on, over the head of the snapshot that has the data."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.checks.values import is_rdb_on
from redislint.finding import Hit, Severity
from redislint.model.change import Change
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final

_APPENDONLY: Final = "appendonly"


def log(change: Change) -> Iterator[Hit]:
    """`appendonly` from `no` to `yes` where snapshots have kept the data, which no server then loads."""
    before, after = change
    setting = after.setting(_APPENDONLY)
    if after.role != SERVER or before.managed is not None or after.managed is not None:
        return
    is_turned_on = before.setting(_APPENDONLY).is_one_of("no") and setting.is_one_of("yes")
    if is_turned_on and is_rdb_on(before) is True and _is_kept(before) and _is_kept(after):
        yield Hit(setting, severity=Severity.INFO if after.profile == "cache" else None)


def _is_kept(instance: Instance) -> bool:
    """Is what it writes there for the server that comes after it?  Taken to be so where its format does not say."""
    return instance.storage is None or instance.storage.value is True
