"""Can the target read the data that the present version has written?"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.instance import SERVER, Instance
from redislint.servers import Server, releases
from redislint.upgrade.model import Note


def notes(instance: Instance, target: Server) -> Iterator[Note]:
    """What is to be said of snapshots, and of replicas of the target that follow the present version."""
    present = instance.server
    if present is None or instance.role != SERVER or instance.managed is not None or present.key == target.key:
        return
    writes = releases.rdb(present.key)
    reads = None if writes is None else releases.reads(target.key, writes)
    if reads is None and _is_way_back(present, target):
        yield Note(f"whether {target} reads the snapshots of {present} is not known here: try it with a copy")
    if reads is False:
        place = instance.setting("dbfilename")
        text = f"{target} does not read the snapshots of {present} (RDB version {writes}), and does not start with one"
        sent = releases.rdb_sent(present.key)
        if sent is not None and releases.reads(target.key, sent) is False:
            text = f"{text}; nor can a replica of it follow a master of that version"
        yield Note(text, place.span if place.written else None, "dbfilename", breaks=_keeps(instance))


def _is_way_back(present: Server, target: Server) -> bool:
    """Is it another engine, or an older line?  The next line reads what the one before it has written."""
    return present.engine != target.engine or releases.parsed(target.line) < releases.parsed(present.line)


def _keeps(instance: Instance) -> bool:
    """May there be data at the next start: is it not certain that nothing is kept?"""
    saves = instance.all("save")
    never = bool(saves) and all(one.is_one_of("") for one in saves)
    return not (never and instance.setting("appendonly").is_one_of("no") and instance.complete)
