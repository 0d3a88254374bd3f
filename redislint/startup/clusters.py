"""`replicaof` in a cluster, which is looked at when the end of a file is reached, that of an included one, too."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.facts import Setting
from redislint.model.instance import Instance
from redislint.startup.refusal import HAS_USERS, READING, SINCE_70, Refusal, reads


def replica_in_cluster(instance: Instance, line: str) -> Iterator[Refusal]:
    """A server that is told to follow another one although it is in a cluster."""
    said = instance.setting("cluster-enabled")
    # Charts of clusters say it in a file of their own, before all that the user writes.
    enabled: Setting | None = said if not said.written and said.is_one_of("yes") else None
    follows: Setting | None = None
    for read in reads(instance):
        setting = read.setting
        if setting is None:
            if enabled is not None and follows is not None:
                named = line not in SINCE_70
                yield Refusal(READING, read.order, "cluster", follows.span, "replicaof", "", named, also=enabled.span)
                return
        elif setting.name == "cluster-enabled":
            enabled = setting if setting.is_one_of("yes") else None
        elif setting.name == "replicaof":
            lifted = setting.args is None or (line in HAS_USERS and setting.is_one_of("no one"))
            follows = None if lifted else setting
