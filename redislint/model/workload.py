"""What a Redis runs in: a container, as a compose service, a pod, a chart or a Dockerfile declares it, or a unit.

What the format does not say is None; what it says and the text does not settle is UNKNOWN within a `Fact`.
"""

from __future__ import annotations

import re

from redislint.model.facts import Fact
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# What a volume is: `claim` outlasts the container (a PVC, a named volume); `host` is a folder of the machine, or of the
# tree; `empty` lives as long as the pod, `memory` is its memory; `config` and `secret` are read-only texts; `network`
# is a file system on the network; `image` is part of the image; `unknown` is one that the text does not settle.
VOLUMES = ("claim", "host", "empty", "memory", "config", "secret", "network", "image", "unknown")


# What classes of storage are called that are file systems on the network: `efs-sc`, `managed-nfs-storage`.
_NETWORK: Final = r"(?i:(?:^|[-_.])(?:nfs|efs|cifs|smb|azurefile|cephfs|glusterfs)(?:[-_.]|$))"


def on_network(name: str) -> bool:
    """Is a class of storage a file system on the network, by its name?"""
    return re.search(_NETWORK, name) is not None


class Volume(NamedTuple):
    """Something mounted in the container.

    path       where, in the container
    source     what it is, by the words of `VOLUMES`
    span       the place that mounts it
    read_only  whether the container may not write there
    file       whether a single file is mounted (a `subPath`, a file of the tree), not a folder
    files      the paths in the container of the texts of a whole ConfigMap or Secret, or of the `.conf` files in a
               folder, as far as they are known
    """

    path: str
    source: str
    span: Span
    read_only: bool = False
    file: bool = False
    files: tuple[str, ...] = ()


class Probe(NamedTuple):
    """A check of the container's health.

    kind     `startup`, `liveness`, `readiness`, or `health` for compose and Dockerfiles
    span     the place of what it runs
    words    the command, the program first; a script of `sh -c` is its last word; None for one by TCP, HTTP or unknown
    delay    seconds before the first one; period between two; failures: how many in a row mean that it has failed;
             timeout of each; None: not known
    """

    kind: str
    span: Span
    words: tuple[str, ...] | None = None
    delay: float | None = None
    period: float | None = None
    failures: int | None = None
    timeout: float | None = None


class Lead(NamedTuple):
    """A service of Kubernetes that leads to the pods; `plain`: it has an address of its own for all of them."""

    name: str
    span: Span
    plain: bool


class Inlet(NamedTuple):
    """A port at which something around a container expects its server.

    by    `container` (a containerPort), `service` of Kubernetes, `probe` by TCP, or `client`: a URL or address that
          another container is given
    name  the service's, the probe's kind, or the client's and its variable's; empty where there is none
    said  what the port is called where it is declared; empty for nothing
    span  the place of the number, or of what stands for it
    """

    by: str
    port: int
    span: Span
    name: str = ""
    said: str = ""


class Workload(NamedTuple):
    """The container of an instance.

    kind           `service`, `Pod`, `Deployment`, `StatefulSet`, `DaemonSet`, `Job`, `CronJob`, `Dockerfile`, or the
                   kind of an operator's resource; what a chart makes of it is that kind too; `unit` of systemd, or
                   `host` for a machine of which no more is known than its kernel
    anchor         the place of what is nowhere written: the container's name, the service's key
    command        the words that start it, entrypoint and arguments, None where they are not known
    environment    the variables that are set, with their values; None where there may be others
    volumes        None where there may be others
    probes         None where there may be others
    cpu_limit      cores, such as 0.5; a limit that is not set is a Fact of 0
    memory_request bytes; 0 where none is set
    privileged, root: does it run with all rights; as user 0?
    read_only_root may it not write to its own file system?
    host_network   does it share the machine's network?
    grace          seconds between the order to stop and the kill
    update         `RollingUpdate`, `Recreate` (the old pod goes before the new one comes), `OnDelete`, ...
    copied         the files that its image was built with, at the places that put them there
    names          the names and addresses beside its own by which others on its networks reach it; None where there may
                   be others
    keeps          is anything around it kept on volumes, so that data is meant to outlast containers?
    sysctls        kernel settings that it starts with, by name (`net.core.somaxconn`); None where there may be others
    nofile         the hard limit on open files, up to which a server raises its own; -1 is unlimited
    swap           bytes of memory and swap together, as compose's `memswap_limit`; -1 is unlimited
    swappiness     how readily its memory is swapped out, 0 to 100
    policy         what a NetworkPolicy makes of connections from other pods: `closed` to all but those that it names,
                   `open` to all, or `none` where it is switched off; None where the format does not say
    awaited        the services that start as soon as this container has, and the places that say so; None where the
                   format says nothing of it
    spread         what keeps its pods off one machine: `hard` (it is a must), `soft` (a wish), `none`
    budget         how many of its pods may be evicted at a time: -1 where nothing limits that
    scaled         the fewest pods that an autoscaler leaves; None where there is none
    services       the services that lead to its pods; None where there may be others
    admits         the ports that network policies let in; None where they let in all, or that is not known
    masters        how many masters the cluster has that it is a part of
    followers      how many replicas each of them has
    metrics        does an exporter or an agent beside it collect its metrics?  None where the format does not say
    inlets         the ports at which others expect it, as far as they are declared
    monitor        the place of what is there to collect metrics, though not of this; None where nothing is
    """

    kind: str
    anchor: Span
    command: tuple[str, ...] | None = None
    environment: tuple[tuple[str, Fact[str]], ...] | None = None
    volumes: tuple[Volume, ...] | None = None
    probes: tuple[Probe, ...] | None = None
    cpu_limit: Fact[float] | None = None
    memory_request: Fact[int] | None = None
    privileged: Fact[bool] | None = None
    root: Fact[bool] | None = None
    read_only_root: Fact[bool] | None = None
    host_network: Fact[bool] | None = None
    grace: Fact[float] | None = None
    update: Fact[str] | None = None
    copied: tuple[Volume, ...] = ()
    keeps: bool | None = None
    sysctls: tuple[tuple[str, Fact[str]], ...] | None = None
    nofile: Fact[int] | None = None
    swap: Fact[int] | None = None
    names: tuple[str, ...] | None = None
    swappiness: Fact[int] | None = None
    policy: Fact[str] | None = None
    awaited: tuple[tuple[str, Span], ...] | None = None
    spread: Fact[str] | None = None
    budget: Fact[int] | None = None
    scaled: Fact[int] | None = None
    services: tuple[Lead, ...] | None = None
    admits: tuple[Fact[int], ...] | None = None
    masters: Fact[int] | None = None
    followers: Fact[int] | None = None
    metrics: Fact[bool] | None = None
    monitor: Span | None = None
    inlets: tuple[Inlet, ...] = ()
