"""What those who name a file mean it to be."""

from __future__ import annotations

from redislint.model.instance import SENTINEL
from redislint.typed import Final

# The kinds that a file may be of where it is named as a configuration, the likeliest first.
_CONFIGURATIONS: Final = ("redis-conf", "sentinel-conf")
_KINDS: Final = (*_CONFIGURATIONS, "users-acl", "compose", "dockerfile", "helm-values", "systemd", "sysctl")
# What a reference is called, and the kind that it means; any other means a configuration.
_MEANT: Final = {
    "acl": "users-acl",
    "mount": "",
    "base": "",
    "text": "",
    "compose": "compose",
    "project": "compose",
    "dockerfile": "dockerfile",
    "environment": "",
    "systemd": "systemd",
    "sysctl": "sysctl",
    "values": "helm-values",
    "chart": "",
    "release": "",
}
# What no server is meant to read, though a pattern such as `conf/*` may name it.
_OTHERS: Final = (
    "compose",
    "dockerfile",
    "helm-values",
    "kubernetes",
    "terraform",
    "github-actions",
    "prometheus",
    "script",
    "ansible",
    "systemd",
    "sysctl",
    "snapshot",
)


def by_role(reference: str, instance: str) -> str:
    """The kind that a reference of this role means; `` where only the looks of the file can tell."""
    return _MEANT.get(reference, _CONFIGURATIONS[instance == SENTINEL])


def fitting(looks: str | None, meant: set[str]) -> str | None:
    """The kind of a file: what it looks like, but what is said where it is named counts for more."""
    likely = meant.union(_CONFIGURATIONS) if meant.intersection(_CONFIGURATIONS) else meant
    if not meant or looks in likely or looks in _OTHERS:
        return looks
    return next(one for one in _KINDS if one in meant)
