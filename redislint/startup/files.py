"""Files and folders that a server opens as it starts, where it is known which there are.

Relative paths count from the working directory, which each `dir` changes at once.  Absolute ones are not known.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from redislint.model.facts import Setting
from redislint.model.instance import SENTINEL, Instance
from redislint.model.paths import is_folder, is_pattern, within
from redislint.servers.directives import having
from redislint.source import Span
from redislint.startup.refusal import HAS_USERS, PHASES, QUEUES_SENTINEL, READING, SINCE_70, STARTING, Refusal, reads
from redislint.typed import Final

_SCRIPTS: Final = ("notification-script", "client-reconfig-script")
_CERTIFICATES: Final = ("tls-cert-file", "tls-key-file", "tls-ca-cert-file", "tls-ca-cert-dir")
_OPENED: Final = frozenset({"loadmodule", "aclfile", "unixsocket", "dbfilename", *_CERTIFICATES})
# The directives that name a file or folder.
NAMING: Final = _OPENED | {"dir", "include", "logfile", "sentinel"}
_NO_FILE: Final = "there is no such file"
_NO_FOLDER: Final = "there is no such folder"


def missing(instance: Instance, line: str) -> Iterator[Refusal]:
    """What a server opens as it starts, and what is not there."""
    folder: str | None = ""
    for order, setting in enumerate(instance.settings):
        args = setting.args
        if setting.name == "dir":
            path = None if args is None or len(args) != 1 else within(folder, args[0])
            folder = path
            if path is not None and args != ("",) and _is_no_folder(instance, path):
                yield Refusal(READING, order, "dir", setting.value_span, "dir", _NO_FOLDER, line in SINCE_70)
                folder = None
        elif setting.name == "include" and args is not None and len(args) == 1:
            yield from _include(instance, line, order, setting, folder)
        elif setting.name == "logfile" and args is not None and len(args) == 1 and args[0]:
            if line not in SINCE_70 and _lacks_folder(instance, folder, args[0]):
                yield Refusal(READING, order, "logfile", setting.value_span, "logfile", _NO_FOLDER)
        elif setting.name == "sentinel":
            yield from _script(instance, line, order, setting, folder)
    yield from _at_start(instance, line, folder)
    if line in SINCE_70:
        yield from _logs(instance)


def _logs(instance: Instance) -> Iterator[Refusal]:
    """The log file, which 7.0 and later open at the end of each file that is read, as it is named then."""
    folder: str | None = ""
    log: Setting | None = None
    for read in reads(instance):
        setting = read.setting
        if setting is None:
            path = (log.args or ("",))[0] if log is not None else ""
            if log is not None and path and _lacks_folder(instance, folder, path):
                yield Refusal(READING, read.order, "logfile", log.value_span, "logfile", _NO_FOLDER, False)
                return
        elif setting.name == "logfile":
            log = setting
        elif setting.name == "dir":
            folder = None if setting.args is None or len(setting.args) != 1 else within(folder, setting.args[0])


def cycles(instance: Instance, line: str) -> Iterator[Refusal]:
    """Files that include themselves, at last: the server goes on until it crashes."""
    edges: dict[str, list[tuple[str, object]]] = {}
    for one in instance.references:
        is_glob = is_pattern(one.span.text) and line not in having("globs-includes")
        if one.role == "include" and one.path is not None and not is_glob:
            edges.setdefault(one.span.source.path, []).append((one.path, one.span))
    turning: tuple[int, Span] | None = None
    first: dict[str, Span] = {}
    readings: dict[str, int] = {}
    for order, setting in enumerate(instance.settings):
        here = setting.span.source.path
        if first.setdefault(here, setting.span) == setting.span:
            readings[here] = readings.get(here, 0) + 1
        if setting.name != "include":
            continue
        targets = [path for path, span in edges.get(here, ()) if span == setting.value_span]
        around = [path for path in targets if _leads(edges, path, here)]
        if around and turning is None:
            turning = order, setting.value_span
        # What is said a second time may stop the server before this.
        if any(readings.get(path, 0) > 1 for path in around):
            turning = order, setting.value_span
            break
    if turning is not None:
        detail = "the file includes itself in the end, so that the server reads on until it crashes"
        yield Refusal(READING, turning[0], "cycle", turning[1], "include", detail, False)


def _leads(edges: dict[str, list[tuple[str, object]]], start: str, goal: str) -> bool:
    seen, queue = {start}, [start]
    for path in queue:
        if path == goal:
            return True
        for other, _ in edges.get(path, ()):
            if other not in seen:
                seen.add(other)
                queue.append(other)
    return False


def _include(instance: Instance, line: str, order: int, setting: Setting, folder: str | None) -> Iterator[Refusal]:
    path = (setting.args or ("",))[0]
    if is_pattern(path) and line in having("globs-includes"):
        return
    if path == "" or _lacks(instance, folder, path):
        yield Refusal(READING, order, "include", setting.value_span, "include", _NO_FILE, False)


def _lacks(instance: Instance, folder: str | None, path: str) -> bool:
    """Is there surely no file or folder at a path?"""
    place = within(folder, path)
    below = instance.below
    return below is not None and place is not None and place not in below and not is_folder(below, place)


def _is_no_folder(instance: Instance, path: str) -> bool:
    return instance.below is not None and not is_folder(instance.below, path)


def _lacks_folder(instance: Instance, folder: str | None, path: str) -> bool:
    """Is there surely no folder for a file at this path?"""
    place = within(folder, posixpath.dirname(path))
    return place is not None and _is_no_folder(instance, place)


def _script(instance: Instance, line: str, order: int, setting: Setting, folder: str | None) -> Iterator[Refusal]:
    args = setting.args or ()
    if instance.role != SENTINEL or len(args) != 3 or args[0].lower() not in _SCRIPTS:
        return
    # A text has no mode: nobody may execute it.
    if args[2] == "" or (instance.below is not None and within(folder, args[2]) is not None):
        stage = PHASES["post-monitor"] if line in QUEUES_SENTINEL else READING
        yield Refusal(stage, order, "script", setting.value_span, "sentinel", "there is no such script that may be run")


def _at_start(instance: Instance, line: str, folder: str | None) -> Iterator[Refusal]:
    for order, setting in enumerate(instance.settings):
        path = (setting.args or ("",))[0]
        if setting.name not in _OPENED:
            continue
        is_last = instance.setting(setting.name) is setting
        detail = ""
        if setting.name == "loadmodule":
            wanted = instance.role != SENTINEL and bool(setting.args)
            # A text is no module, wherever it lies.
            is_text = instance.below is not None and within(folder, path) is not None
            detail = "there is no such module" if wanted and (path == "" or is_text) else ""
        elif setting.name == "aclfile" and is_last and path and not _is_idle(instance, line):
            detail = _NO_FILE if _lacks(instance, folder, path) else ""
        elif setting.name == "unixsocket" and is_last and path:
            detail = _NO_FOLDER if _lacks_folder(instance, folder, path) else ""
        elif setting.name in _CERTIFICATES and is_last and path and _uses_tls(instance):
            detail = _NO_FILE if line in HAS_USERS and _lacks(instance, folder, path) else ""
        elif setting.name == "dbfilename" and is_last and path and _loads_snapshot(instance):
            place = within(folder, path)
            is_one = path in (".", "..") or (instance.below is not None and place and is_folder(instance.below, place))
            detail = "this is a folder, and no snapshot" if is_one else ""
        if detail:
            yield Refusal(STARTING, order, setting.name, setting.value_span, setting.name, detail, False)


def _is_idle(instance: Instance, line: str) -> bool:
    """The Sentinel of 6.0 names an ACL file, and never opens it."""
    return (instance.role == SENTINEL and line == "redis@6.0") or line not in HAS_USERS


def _loads_snapshot(instance: Instance) -> bool:
    return instance.role != SENTINEL and instance.setting("appendonly").is_one_of("no")


def _uses_tls(instance: Instance) -> bool:
    port = instance.setting("tls-port")
    on = any(instance.setting(name).is_one_of("yes") for name in ("tls-replication", "tls-cluster"))
    return on or (port.written and port.is_none_of("0"))
