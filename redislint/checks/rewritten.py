"""Files that a server writes anew, where a container's mounts do not let it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from redislint.checks.containers import PROGRAMS, covering, image_of, is_direct, script
from redislint.finding import Hit, Related, Severity
from redislint.model.facts import UNKNOWN
from redislint.model.instance import SENTINEL, SERVER, Instance
from redislint.model.workload import Volume, Workload
from redislint.typed import Final

_STARTED: Final = re.compile(r"(?:redis|valkey|keydb)-(?:sentinel|server)[ \t]+[\"']?(/[\w./-]{1,500})")
# These write their file in place, of 6.0 the first releases; later ones write another beside it and rename that.
_IN_PLACE: Final = frozenset({"redis@5.0", "redis@6.0"})
# Images of releases that do, whichever they are.
_RENAMING: Final = re.compile(
    r"(?:docker\.io/)?(?:(?:library/)?redis(?::(?:latest|alpine|[789](?:[.-].*)?))?|valkey/valkey(?::.*)?)"
)


def sentinel_readonly(instance: Instance) -> Iterator[Hit]:
    """A Sentinel's configuration file where it cannot be written, or not be replaced by a new one."""
    workload = instance.workload
    if workload is None or workload.volumes is None or instance.role != SENTINEL:
        return
    path = _own_file(instance, workload)
    if not path:
        return
    volume = covering(workload.volumes, path)
    if volume is None:
        switch = workload.read_only_root
        if switch is not None and switch.value is True:
            why = "the container's file system is read-only, and nothing is mounted there"
            yield Hit(switch.span, key="config", path=path, problem=f"cannot be written ({why}): Sentinel exits")
    elif volume.read_only or volume.source in ("config", "secret"):
        yield Hit(volume.span, key="config", path=path, problem=f"{_why(volume)}: Sentinel exits when it starts")
    elif volume.file and volume.path == path and _renames(instance):
        problem = "is mounted as a single file, which cannot be replaced: Sentinel forgets failovers and its peers"
        yield Hit(volume.span, key="config", severity=Severity.WARNING, path=path, problem=problem)


def _why(volume: Volume) -> str:
    words = {"config": "a ConfigMap" if not _is_compose(volume) else "a config", "secret": "a Secret"}
    if volume.source in words:
        return f"lies in {words[volume.source]}, which is read-only"
    return "is mounted read-only"


def _is_compose(volume: Volume) -> bool:
    return volume.span.source.root.kind == "compose"


def _renames(instance: Instance) -> bool:
    """Does the server replace its file by a new one, as far as its version is known?"""
    image = instance.image
    if instance.server is not None:
        return instance.server.key not in _IN_PLACE
    return image is not None and image.value is not UNKNOWN and _RENAMING.fullmatch(image.value) is not None


def _own_file(instance: Instance, workload: Workload) -> str:
    """The configuration file that the server is started with, an absolute path; empty where it is not known."""
    text = script(workload)
    if text is not None:
        found = _STARTED.findall(text)
        return posixpath.normpath(found[0]) if len(found) == 1 else ""
    if not workload.command or not is_direct(workload):
        return ""
    words = list(workload.command)
    programs = [index for index, word in enumerate(words) if posixpath.basename(word) in PROGRAMS]
    following = words[programs[0] + 1 :] if programs else words
    path = following[0] if following else ""
    if not path or path.startswith("-") or "$" in path:
        return ""
    image = image_of(instance)
    if not path.startswith("/") and (image is None or not image.plain or not image.data):
        return ""
    return posixpath.normpath(posixpath.join(image.data if image is not None else "/", path))


def acl_file_mounted(instance: Instance) -> Iterator[Hit]:
    """An ACL file that is mounted by itself, which ACL SAVE cannot replace, where somebody may run that.

    What is mounted read-only, or comes from a Secret, nobody means to save.
    """
    setting, workload = instance.setting("aclfile"), instance.workload
    if workload is None or workload.volumes is None or instance.role != SERVER or not setting.written:
        return
    path = posixpath.normpath(setting.value or "")
    volume = covering(workload.volumes, path) if path.startswith("/") else None
    if volume is None or not volume.file or volume.path != path or volume.source != "host" or volume.read_only:
        return
    user = _saver(instance)
    if user:
        related = (Related(setting.value_span, "the ACL file"),)
        yield Hit(volume.span, key="aclfile", related=related, path=path, user=user)


def _saver(instance: Instance) -> str:
    """The first user who surely may run ACL SAVE."""
    # Few files need this.
    from redislint.access.people import people

    for person in people(instance).persons:
        if person.enabled is True and person.held is not None and person.held.may("acl|save") is True:
            return person.name
    return ""
