"""Servers in containers: how they are started there, with which rights, and where their log goes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from redislint.finding import Hit, Severity
from redislint.model.facts import UNKNOWN, Setting
from redislint.model.instance import Instance
from redislint.model.workload import Volume, Workload
from redislint.servers import images
from redislint.servers.images import Image
from redislint.typed import Final

_ENGINES: Final = ("redis", "valkey", "keydb")
PROGRAMS: Final = frozenset(f"{engine}-{kind}" for engine in _ENGINES for kind in ("server", "sentinel"))
# What starts the rest of its command line in its own place, and how many words it takes first.
_LAUNCHERS: Final = {"docker-entrypoint.sh": 0, "tini": 0, "dumb-init": 0, "gosu": 1, "su-exec": 1, "env": 0, "exec": 0}
_SHELLS: Final = frozenset({"sh", "bash", "ash", "dash"})
_STREAMS: Final = re.compile(
    r"(?i:/dev/(?:std(?:out|err)|fd/\d+|null|tty|console|pts/.*)|/proc/.*|stdout|stderr|syslog|)"
)


def image_of(instance: Instance) -> Image | None:
    """What is known of the image that an instance runs in."""
    image = instance.image
    return images.find(image.value) if image is not None and image.value is not UNKNOWN else None


def is_script(words: tuple[str, ...]) -> bool:
    """Is a command one for a shell, with the script as its third word?"""
    return len(words) > 2 and posixpath.basename(words[0]) in _SHELLS and words[1].startswith("-") and "c" in words[1]


def script(workload: Workload) -> str | None:
    """The text of the shell script that starts the container; None where it is no such script."""
    words = workload.command or ()
    return words[2] if is_script(words) else None


def is_direct(workload: Workload) -> bool:
    """Is the server the container's first process, as far as its command says?"""
    words = list(workload.command or ())
    text = script(workload)
    if text is not None:
        # A single command, with which the shell replaces itself.
        return text.strip().startswith("exec ") and not re.search(r"[;&|\n]", text.strip())
    if words and (words[0].startswith("-") or words[0].endswith(".conf")):
        return True
    while words and posixpath.basename(words[0]) in _LAUNCHERS:
        taken = _LAUNCHERS[posixpath.basename(words[0])]
        words = words[1 + taken :]
        while words and (words[0] == "--" or "=" in words[0]):
            words = words[1:]
    return bool(words) and posixpath.basename(words[0]) in PROGRAMS


def starts_server(workload: Workload) -> bool:
    """Is it certain that the container runs a server, and no script of another purpose in the server's image?"""
    text = script(workload)
    if text is not None:
        return any(program in text for program in PROGRAMS)
    return workload.command == () or is_direct(workload)


def covering(volumes: tuple[Volume, ...], path: str) -> Volume | None:
    """The innermost volume that a path lies on; None where it lies on none."""
    found = [one for one in volumes if path == one.path or path.startswith(one.path.rstrip("/") + "/")]
    return max(found, key=lambda one: len(one.path), default=None)


def daemonized(instance: Instance) -> Iterator[Hit]:
    """A server that goes to the background in a container that ends with its first process."""
    setting = instance.setting("daemonize")
    if instance.workload is not None and setting.written and setting.is_one_of("yes") and is_direct(instance.workload):
        yield Hit(setting)


def supervised(instance: Instance) -> Iterator[Hit]:
    """A server that reports to a supervisor that no container has."""
    setting = instance.setting("supervised")
    is_asked = setting.written and setting.is_one_of("systemd", "upstart")
    if instance.workload is not None and is_asked and is_direct(instance.workload):
        yield Hit(setting)


def logs_to_file(instance: Instance) -> Iterator[Hit]:
    """A log file inside the container, on no volume."""
    setting, workload = instance.setting("logfile"), instance.workload
    if workload is None or workload.volumes is None or not setting.written or setting.value is None:
        return
    path = setting.value
    if _STREAMS.fullmatch(path) or not is_direct(workload):
        return
    folder = data_folder(instance)
    if not path.startswith("/") and folder is None:
        return
    path = posixpath.normpath(posixpath.join(folder or "/", path))
    if covering(workload.volumes, path) is None:
        reader = "kubectl logs" if instance.kind == "kubernetes" else "docker logs"
        yield Hit(setting, path=path, reader=reader)


def data_folder(instance: Instance) -> str | None:
    """Where the server works, as far as it is known."""
    setting, image = instance.setting("dir"), image_of(instance)
    if setting.written:
        return setting.value if setting.value is not None and setting.value.startswith("/") else None
    return (image.data or None) if image is not None else None


def has_all_rights(instance: Instance) -> Iterator[Hit]:
    """A container with more rights than a server needs: `privileged`, or root."""
    workload = instance.workload
    if workload is None:
        return
    if workload.privileged is not None and workload.privileged.value is True:
        yield Hit(
            workload.privileged.span,
            key="privileged",
            what="the container is privileged",
            gains="the machine it runs on",
        )
    elif workload.root is not None and workload.root.value is True:
        gains = "root in the container"
        yield Hit(workload.root.span, key="user", what="the server runs as root", gains=gains)
    elif workload.root is None and instance.environment == "prod" and _keeps_root(instance, workload):
        what = "the image gives up root only where the command begins with the server, and here it begins with a shell"
        yield Hit(workload.anchor, key="command", severity=Severity.INFO, what=what, gains="root in the container")


def _keeps_root(instance: Instance, workload: Workload) -> bool:
    """Does a shell start the server of an image whose own start script would have given up root?"""
    image, text = image_of(instance), script(workload)
    if image is None or not image.drops or text is None:
        return False
    # `exec docker-entrypoint.sh redis-server` and `gosu redis redis-server` give it up themselves.
    return image.drops in text and not re.search(r"entrypoint|gosu|setpriv|su-exec|\bsu\b|runuser|chroot", text)


def argv_traps(instance: Instance) -> Iterator[Hit]:
    """Options that stand where no server sees them: behind the script of `sh -c`."""
    workload = instance.workload
    words = workload.command if workload is not None else None
    text = script(workload) if workload is not None else None
    if workload is None or words is None or text is None or len(words) < 4:
        return
    lost = [word for word in words[3:] if word.startswith("--") and len(word) > 2]
    is_server = posixpath.basename(text.split()[-1] if text.split() else "") in PROGRAMS
    if lost and is_server and "$" not in text:
        yield Hit(workload.anchor, key="command", option=lost[0].split("=")[0].split()[0], script=text)


def is_set(setting: Setting) -> bool:
    """Is a directive written with anything but an empty value, or may it be?"""
    return setting.written and setting.value != ""
