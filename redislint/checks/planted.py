"""Files that do not belong where they are: data where attackers write it, modules where clients can."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from redislint.finding import Hit
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final

# Where an attacker has a snapshot written so that another program runs it, or its key lets him in; and words without
# which no path is one of these.
_FOLDERS: Final = (
    r".*/\.ssh|(?:/etc/cron[^/]*|/var/spool/cron)(?:/.*)?|/etc/init\.d|/etc/ld\.so\.conf\.d"
    r"|(?:/var/www|/srv/www|/usr/share/nginx|/usr/local/nginx/html|/opt/lampp/htdocs)(?:/.*)?"
)
_FILES: Final = r"authorized_keys2?|crontab|.*\.(?:php[0-9]?|phtml|jsp|jspx|asp|aspx|so|ko)|ld\.so\.preload"
_PLACES: Final = (
    ("dir", ("ssh", "cron", "init.d", "ld.so", "www", "nginx", "htdocs"), _FOLDERS),
    ("dbfilename", ("authorized", "cron", ".ph", ".jsp", ".asp", ".so", ".ko"), _FILES),
)
# Where more than the server's administrator can put files.
_SHARED: Final = ("/tmp", "/var/tmp", "/dev/shm", "/data")  # noqa: S108 (only compared with)


def data_path(instance: Instance) -> Iterator[Hit]:
    """A folder or file name for data that is known from attacks."""
    for name, words, pattern in _PLACES:
        setting = instance.setting(name)
        path = posixpath.normpath(setting.value) if setting.written and setting.value else ""
        if any(word in path.lower() for word in words) and re.fullmatch(pattern, path, re.IGNORECASE):
            yield Hit(setting)


def module_path(instance: Instance) -> Iterator[Hit]:
    """A module in a folder where clients of the server, or other users of the host, can put files."""
    if instance.role != SERVER:
        return
    own = instance.setting("dir")
    for line in instance.all("loadmodule"):
        path = posixpath.normpath(line.args[0]) if line.args and line.args[0].startswith("/") else ""
        folder = next((one for one in _SHARED if path.startswith(f"{one}/")), "")
        if path and not folder and own.written and own.value and own.value.startswith("/"):
            folder = own.value if path.startswith(f"{posixpath.normpath(own.value)}/") else ""
        if folder:
            why = (
                "where the server itself writes its data"
                if folder in ("/data", own.value)
                else "where everybody writes"
            )
            yield Hit(line, folder=folder, why=why)
