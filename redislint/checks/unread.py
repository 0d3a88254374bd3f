"""Configuration files in a container that its server does not read, or that are not there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from redislint.checks.containers import covering, image_of, is_direct, script
from redislint.finding import Hit, Severity
from redislint.model.instance import Instance, Reference
from redislint.model.workload import Volume, Workload
from redislint.typed import Final

_CONFIGURATION: Final = re.compile(r"[\w.-]*(?:redis|valkey|keydb|sentinel)[\w.-]*\.conf", re.IGNORECASE)
_STARTS: Final = re.compile(r"(?:redis|valkey|keydb)-(?:server|sentinel)")
# A folder in the place of the file; the servers open it, and read nothing (tried with redis 7.0 and 8.0).
_FOLDER: Final = (
    "is a folder, since the whole {what} is mounted there, without a `subPath`: the server takes it for an empty file, "
    "and none of its settings apply"
)


def config_unused(instance: Instance) -> Iterator[Hit]:
    """A configuration file that is mounted and that no server reads; or one that it shall read, and is not there."""
    workload = instance.workload
    if workload is None:
        return
    if _is_certain(instance, workload):
        for volume in (*(workload.volumes or ()), *workload.copied):
            paths = _configurations(volume)
            used = [path for path in paths if _is_used(instance, workload, path)]
            if paths and not used:
                how = "copied into the image" if volume.source == "image" else "mounted"
                problem = f"is {how}, but {_told(workload)}: none of its settings apply"
                # Whoever runs an image may give another command.
                severity = Severity.WARNING if workload.kind == "Dockerfile" else None
                yield Hit(volume.span, key="config", severity=severity, path=paths[0], problem=problem)
            elif volume.path in paths and not volume.file and volume.path in _named(instance):
                problem = _FOLDER.format(what="ConfigMap" if volume.source == "config" else "Secret")
                yield Hit(volume.span, key="config", path=volume.path, problem=problem)
    for reference in instance.references if workload.volumes is not None else ():
        if _is_missing(instance, workload, reference):
            problem = "is not in the container: nothing is mounted there, and the server stops when it starts"
            yield Hit(reference.span, key="config", path=reference.written, problem=problem)


def _named(instance: Instance) -> list[str]:
    """The configuration files that the command names."""
    return [one.written for one in instance.references if one.role == "config"]


def _told(workload: Workload) -> str:
    word = "`CMD`" if workload.kind == "Dockerfile" else "`command`"
    return f"the {word} does not name it" if workload.command else f"no {word} names it, nor does the image"


def _configurations(volume: Volume) -> tuple[str, ...]:
    """The configuration files that a volume brings, by their names; of a folder only what is known to lie in it."""
    is_text = volume.source in ("config", "secret")
    is_folder = volume.source == "host" and not volume.file
    if not (is_text or is_folder or (volume.file and volume.source in ("host", "image"))):
        return ()
    # A whole ConfigMap may be mounted in the place of a file.
    paths = volume.files if is_folder else (volume.path, *volume.files)
    return tuple(path for path in paths if _CONFIGURATION.fullmatch(posixpath.basename(path)) is not None)


def _is_certain(instance: Instance, workload: Workload) -> bool:
    """Is it known which files the server is told of?"""
    text = script(workload)
    if text is not None:
        return _STARTS.search(text) is not None and ".conf" not in text and "$" not in text and "`" not in text
    if workload.command:
        config = [one for one in instance.references if one.role == "config"]
        return is_direct(workload) and all(one.written or one.path for one in config)
    image = image_of(instance)
    return workload.command is not None and image is not None and (image.plain or bool(image.files))


def _is_used(instance: Instance, workload: Workload, path: str) -> bool:
    """Does anything name the file: the command, another file, or the image's own start script?"""
    image = image_of(instance)
    if image is not None and (path == image.config or any(path.startswith(one) for one in image.files)):
        return True
    name = posixpath.basename(path)
    inside = dict(instance.mounts).get(path)
    named = any(
        one.role in ("config", "include")
        and (posixpath.basename(one.written or one.path or "") == name or (inside is not None and one.path == inside))
        for one in instance.references
    )
    probes = [word for probe in workload.probes or () for word in probe.words or ()]
    return named or any(name in word for word in (*(workload.command or ()), *probes))


def _is_missing(instance: Instance, workload: Workload, reference: Reference) -> bool:
    """Is the server of an official image told to read a file that is nowhere mounted?"""
    image = image_of(instance)
    if reference.role != "config" or reference.path is not None or image is None or not image.plain:
        return False
    is_built = instance.image is not None and instance.image.span.source.root.kind == "dockerfile"
    is_plain = reference.written.startswith("/") and not re.search(r"[$*{]", reference.written)
    is_own = reference.written == image.config or reference.written.startswith(("/dev/", "/proc/"))
    return (
        is_plain
        and not is_own
        and not is_built
        and is_direct(workload)
        and covering(workload.volumes or (), reference.written) is None
    )
