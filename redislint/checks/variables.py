"""Variables of the environment that an image does not act upon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.containers import image_of, is_direct, script
from redislint.finding import Hit, Severity
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SERVER, Instance
from redislint.model.workload import Workload
from redislint.typed import Final

# What people expect of a variable, by its name without `REDIS_`: images of Bitnami and others set these directives.
_EXPECTED: Final = {
    "PASSWORD": "requirepass",
    "PASS": "requirepass",
    "REQUIREPASS": "requirepass",
    "REQUIRE_PASS": "requirepass",
    "AUTH_PASSWORD": "requirepass",
    "MASTER_PASSWORD": "masterauth",
    "MASTER_HOST": "replicaof",
    "REPLICATION_MODE": "replicaof",
    "MAXMEMORY": "maxmemory",
    "MAX_MEMORY": "maxmemory",
    "MAXMEMORY_POLICY": "maxmemory-policy",
    "MAX_MEMORY_POLICY": "maxmemory-policy",
    "AOF_ENABLED": "appendonly",
    "APPENDONLY": "appendonly",
    "APPEND_ONLY": "appendonly",
    "APPENDFSYNC": "appendfsync",
    "RDB_POLICY": "save",
    "SAVE": "save",
    "DISABLE_COMMANDS": "rename-command",
    "TLS_ENABLED": "tls-port",
    "IO_THREADS": "io-threads",
    "EXTRA_FLAGS": "",
    "ARGS": "",
}
_NAME: Final = re.compile(r"(?:REDIS|VALKEY|KEYDB)_([A-Z_]+)|(REQUIREPASS)")
_AUTH: Final = "requirepass"


def ignored(instance: Instance) -> Iterator[Hit]:
    """A variable that an image does not know, though others would make a directive of it."""
    workload, image = instance.workload, image_of(instance)
    if workload is None or image is None or not image.inert or instance.role != SERVER:
        return
    if not _is_certain(workload):
        return
    for name, value in workload.environment or ():
        match = _NAME.fullmatch(name)
        directive = _EXPECTED.get(match[1] or match[2]) if match is not None else None
        is_known = name in image.heeded or name == image.arguments
        if directive is None or is_known or value.value == "" or _is_taken_up(workload, name):
            continue
        effect = _effect(instance, directive)
        if effect:
            severity = None if directive == _AUTH else Severity.WARNING
            yield Hit(value.span, key=name, severity=severity, name=name, image=_shown(instance), effect=effect)


def _shown(instance: Instance) -> str:
    image = instance.image
    return image.value if image is not None and image.value is not UNKNOWN else ""


def _is_certain(workload: Workload) -> bool:
    """Is it the image or a plain command that starts the server, and no script of somebody's own?"""
    if workload.command is None:
        return False
    text = script(workload)
    if text is not None:
        return not re.search(r"\.sh\b|\benvsubst\b|\benv\b|\bsource\b|\bset\b", text)
    return not workload.command or is_direct(workload)


def _is_taken_up(workload: Workload, name: str) -> bool:
    """Does the command, or the check of its health, use the variable?"""
    probes = [word for probe in workload.probes or () for word in probe.words or ()]
    pattern = re.compile(rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])")
    return any(pattern.search(word) for word in (*(workload.command or ()), *probes))


def _effect(instance: Instance, directive: str) -> str:
    """What the variable does not do; empty where something else does it, or that is not known."""
    if not directive:
        return "so that these options are not set"
    setting = instance.setting(directive)
    if setting.written or (directive == _AUTH and (setting.value != "" or instance.users != ())):
        return ""
    if directive in ("replicaof", "rename-command", "save", "tls-port") and not instance.complete:
        return ""
    return "and the server asks for no password" if directive == _AUTH else f"and `{directive}` is not set"
