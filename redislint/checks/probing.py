"""Checks of a container's health: what they see, and what they do not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.checks.containers import covering, image_of, is_script
from redislint.checks.memory import in_words
from redislint.checks.peers import Account, account
from redislint.checks.values import is_persistent, memory_bytes
from redislint.finding import Hit, Severity
from redislint.model.instance import SERVER, Instance
from redislint.model.workload import Probe, Workload
from redislint.typed import Final

# What asks whether the server can serve: a liveness probe had better not fail while it loads its data.
_KINDS: Final = ("health", "readiness", "startup")
_CLIENT: Final = re.compile(r"(?<![\w.-])(?:redis|valkey|keydb)-cli\b(?P<words>[^|;&\n]*)")
# How many bytes of data a server loads in a second, roughly, from a snapshot or an append-only file.
_LOADED: Final = 150_000_000
# Its options that take a word of their own.
_WITH_VALUE: Final = frozenset(
    "-h -p -s -a -u -r -i -n -d -D -t --user --pass --sni --cacert --cacertdir --cert --key --tls-ciphers".split()
)
_LOOKS: Final = re.compile(r"PONG|grep|awk|test |\[|==|\bcase\b|\$\(|`", re.IGNORECASE)
_FAILS: Final = re.compile(r"\s-e(?=\s|$)")
_PASSWORD: Final = re.compile(r"\s(?:-a|--pass|--user|-u|--askpass)(?=[\s=\"'$]|$)|REDISCLI_AUTH")


def reply_ignored(instance: Instance) -> Iterator[Hit]:
    """`redis-cli ping` whose reply nobody looks at: an error is a reply too, and the client ends well."""
    workload = instance.workload
    if workload is None:
        return
    for probe in workload.probes or ():
        words = _pings(probe)
        if probe.kind not in _KINDS or words is None:
            continue
        if _needs_password(instance) and not _sends_password(words, workload):
            said = "the server asks for a password that it does not send, and it answers `NOAUTH` with exit status 0"
            yield Hit(probe.span, key=probe.kind, probe=_named(probe), said=said)
        elif _loads(instance, workload):
            said = "`redis-cli` ends with 0 whatever the reply is, also while the server loads its data (`LOADING`)"
            yield Hit(probe.span, key=probe.kind, severity=Severity.INFO, probe=_named(probe), said=said)


def _named(probe: Probe) -> str:
    return "health check" if probe.kind == "health" else f"{probe.kind} probe"


def loading_killed(instance: Instance) -> Iterator[Hit]:
    """A liveness probe that asks for PONG, and gives up before the data can be loaded."""
    workload, size = instance.workload, memory_bytes(instance.setting("maxmemory"))
    kept = instance.storage is not None and instance.storage.value is True
    if workload is None or workload.probes is None or not size or not kept or is_persistent(instance) is not True:
        return
    if any(probe.kind == "startup" for probe in workload.probes):
        return
    for probe in workload.probes:
        budget = _budget(probe)
        needed = size // _LOADED
        if probe.kind == "liveness" and budget is not None and budget < needed and _asks_for_pong(probe):
            yield Hit(probe.span, key="liveness", size=in_words(size), needed=needed, budget=int(budget))


def _budget(probe: Probe) -> float | None:
    """The seconds after which a container is killed whose probe never ends well."""
    if probe.delay is None or probe.period is None or probe.failures is None:
        return None
    return probe.delay + probe.period * probe.failures


def _asks_for_pong(probe: Probe) -> bool:
    """Does nothing but the reply PONG do?  A bare `redis-cli ping` ends well while data is loaded."""
    words = probe.words or ()
    text = words[2] if is_script(words) else " ".join(words)
    match = _CLIENT.search(text)
    if match is None or not _is_ping(match["words"]) or "LOADING" in text:
        return False
    return "PONG" in text or _FAILS.search(match["words"]) is not None


def _pings(probe: Probe) -> str | None:
    """The command as a text, if it is a `ping` whose reply is not looked at."""
    words = probe.words or ()
    text = words[2] if is_script(words) else " ".join(words)
    match = _CLIENT.search(text)
    if match is None or not _is_ping(match["words"]) or _FAILS.search(match["words"]):
        return None
    return None if is_script(words) and _LOOKS.search(text) else text


def _is_ping(text: str) -> bool:
    """Is the command, behind the options of the client, a `ping`?"""
    words = iter(text.split())
    for word in words:
        if word in _WITH_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            return word.strip("\"'`)").lower() == "ping"
    return False


def _needs_password(instance: Instance) -> bool:
    """Does the server refuse whoever sends no password: does the default user need one, or is it off?"""
    setting = instance.setting("requirepass")
    found = account(instance, "default")
    is_closed = isinstance(found, Account) and not (found.enabled and found.nopass)
    return is_closed or (setting.written and setting.value != "")


def _sends_password(text: str, workload: Workload) -> bool:
    variables = workload.environment
    is_given = variables is None or any(name == "REDISCLI_AUTH" for name, _ in variables)
    return is_given or _PASSWORD.search(text) is not None


def _loads(instance: Instance, workload: Workload) -> bool:
    """Is there data to load when the server starts: is it kept, on a volume that outlasts the container?"""
    image, volumes = image_of(instance), workload.volumes
    if image is None or not image.data or volumes is None or instance.role != SERVER or not is_persistent(instance):
        return False
    volume = covering(volumes, image.data)
    return volume is not None and volume.source in ("claim", "host", "network")
