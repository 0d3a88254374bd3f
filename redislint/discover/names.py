"""What a file's name alone says: whether it is worth a look inside, and whether it speaks of Redis at all."""

from __future__ import annotations

import re
from functools import lru_cache

from redislint.typed import Final

# The programs whose files we read; what they are called elsewhere too.
WORDS: Final = ("redis", "valkey", "keydb", "sentinel")

# What the extension is a sign of; a template is what its name is without it.
_EXTENSIONS: Final = {
    "conf": "conf",
    "acl": "acl",
    "yaml": "yaml",
    "yml": "yaml",
    "tf": "terraform",
    "service": "systemd",
    "tofu": "terraform",
    "hcl": "terraform",
    "json": "json",
    "sh": "script",
    "bash": "script",
    "txt": "text",
    "out": "text",
}
# What people call the answers of a server.
_CAPTURE: Final = r"[^/]*(?:redis|valkey|config|acl|snapshot|capture)[^/]*"
# What people call what `terraform show -json` writes, and Terraform's files in its other syntax.
_JSON: Final = r"plan|terraform|(?:^|[._-])tf|\.tofu\.json"
_TEMPLATES: Final = frozenset({"j2", "jinja", "jinja2", "tmpl", "tpl", "gotmpl", "template", "erb", "in"})

_DOCKERFILE: Final = r"(?:docker|container)file(?:[.-](?!dockerignore$)[\w.-]+)?|[\w.-]+\.(?:docker|container)file"

# What the kernel's settings are in, and a unit's further files.
_SYSCTL: Final = r"(?:.*/)?(?:sysctl\.d/[^/]+\.conf|[^/]*sysctl[^/]*\.conf)"
_DROP_IN: Final = r"(?:.*/)?[^/]+\.service\.d/[^/]+\.conf"

# How many folders above a file may name what it is for.
_FOLDERS: Final = 3

_TELLING: Final = (
    r"[^/]*(?:redis|valkey|keydb|sentinel)[^/]*\.(?:conf|acl|ya?ml)|users?\.acl|(?:docker-)?compose[^/]*\.ya?ml"
    r"|[^/]*values[^/]*\.ya?ml"
)

# What a file is by its own name, as far as a name goes: `redis.conf`, `prod.redis.conf`, `cache-users.acl`.
_CALLED: Final = (
    r"(?:.*[._-])?(?:(?P<server>redis|valkey|keydb)\.conf|(?P<sentinel>sentinel\.conf)|(?P<users>users?\.acl))"
)


def base(path: str) -> str:
    """The last part of a path, in lower case."""
    return path[path.rfind("/") + 1 :].lower()


def stem(name: str) -> str:
    """A name without the extension that makes it a template: `redis.conf` for `redis.conf.j2`."""
    head, _, extension = name.rpartition(".")
    return head if extension in _TEMPLATES else name


@lru_cache(maxsize=4096)
def hint(path: str) -> str | None:
    """What kind of look a file is worth; None for none at all.

    One of `conf`, `acl`, `yaml`, `terraform`, `dockerfile`, `systemd`, `sysctl`, `script` and `snapshot`.
    """
    if is_dockerfile(path):
        return "dockerfile"
    dot = path.rfind(".")
    extension = path[dot + 1 :].lower()
    sign = _EXTENSIONS.get(extension)
    if sign in ("text", "json"):
        return _of_any(path, sign)
    if sign is None:
        if extension not in _TEMPLATES:
            return None
        path = path[:dot]
        sign = _EXTENSIONS.get(path[path.rfind(".") + 1 :].lower())
        # Of templates of YAML those of helmfile alone: a chart's own have no such name.
        is_ours = sign == "acl" or (sign == "conf" and is_about_redis(path)) or (sign, extension) == ("yaml", "gotmpl")
        return sign if is_ours else None
    if sign == "conf":
        return _conf(path)
    return sign


def _of_any(path: str, sign: str) -> str | None:
    """What a file `*.txt` or `*.json` is worth: most that are called so are none of ours."""
    if sign == "text":
        return "snapshot" if re.fullmatch(_CAPTURE, base(path)) else None
    if path.endswith("snapshot.json"):
        return "snapshot"
    return "terraform" if re.search(_JSON, base(path)) and not path.lower().endswith(".tfvars.json") else None


def _conf(path: str) -> str | None:
    """What a file `*.conf` is worth."""
    if "sysctl" in path and re.fullmatch(_SYSCTL, path):
        return "sysctl"
    if ".service.d/" in path and re.fullmatch(_DROP_IN, path):
        return "systemd"
    return "conf" if is_about_redis(path) else None


def is_dockerfile(path: str) -> bool:
    """Is a file called as one from which an image is built: `Dockerfile`, `Dockerfile.prod`, `redis.dockerfile`?"""
    name = path[path.rfind("/") + 1 :]
    if "ockerfile" not in name and "ontainerfile" not in name:
        return False
    return re.fullmatch(_DOCKERFILE, name.lower()) is not None


def is_about_redis(path: str) -> bool:
    """Does the name, or one of the last folders, name one of the programs?"""
    end = "/".join(path.rsplit("/", _FOLDERS + 1)[-_FOLDERS - 1 :]).lower()
    return any(word in end for word in WORDS)


def is_telling(path: str) -> bool:
    """Is the name alone enough to miss the file if it cannot be read?"""
    return re.fullmatch(_TELLING, stem(base(path))) is not None


def called(path: str) -> str:
    """The kind that a file is of by its own name, `redis-conf`, `sentinel-conf` or `users-acl`; `` for any other."""
    match = re.fullmatch(_CALLED, stem(base(path)))
    if match is None:
        return ""
    return "redis-conf" if match["server"] else "sentinel-conf" if match["sentinel"] else "users-acl"
