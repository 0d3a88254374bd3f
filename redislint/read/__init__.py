"""Readers: a text of some kind becomes a `Reading`.  A module a kind, imported when a file of it is met."""

from __future__ import annotations

from importlib import import_module

from redislint.model.document import Reading
from redislint.source import Source, Tree

READERS = {
    "redis-conf": "redislint.read.conf",
    "sentinel-conf": "redislint.read.conf",
    "users-acl": "redislint.read.acl",
    "helm-values": "redislint.read.helm",
    "compose": "redislint.read.compose",
    "dockerfile": "redislint.read.dockerfile",
    "kubernetes": "redislint.read.kubernetes",
    "terraform": "redislint.read.terraform",
    "ansible": "redislint.read.ansible",
    "systemd": "redislint.read.systemd",
    "sysctl": "redislint.read.sysctl",
    "github-actions": "redislint.read.workflow",
    "prometheus": "redislint.read.prometheus",
    "script": "redislint.read.script",
    "snapshot": "redislint.read.snapshot",
}


def read(source: Source, tree: Tree) -> Reading:
    """What the file says; `tree` gives the files around it."""
    reading: Reading = import_module(READERS[source.kind]).read(source, tree)
    return reading
