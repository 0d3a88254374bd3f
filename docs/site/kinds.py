"""The kinds of files that rules are about, the families of rules, and words about them."""

from __future__ import annotations

from typing import Final

# By the words of `--kind`; `redislint` is the configuration of redislint itself.
KINDS: Final = {
    "redis-conf": "redis.conf and valkey.conf",
    "sentinel-conf": "sentinel.conf",
    "users-acl": "ACL files",
    "helm-values": "Helm values",
    "compose": "Compose files",
    "dockerfile": "Dockerfiles",
    "kubernetes": "Kubernetes manifests, kustomizations and operators",
    "terraform": "Terraform, OpenTofu, Terragrunt and plans",
    "ansible": "Ansible variables and tasks",
    "systemd": "systemd units",
    "sysctl": "sysctl.d",
    "github-actions": "GitHub Actions",
    "script": "shell scripts and clients",
    "redislint": ".redislint.yaml: what is declared of instances",
    "prometheus": "Prometheus rules",
    "snapshot": "snapshots of running servers",
}

FAMILIES: Final = {
    "validity": "Will the server start with this, and read it as it is meant?",
    "network": "Who reaches the server, and what protects the connections?",
    "auth": "Who may log in, and what may they do?",
    "commands": "Commands and scripts that stall a server or show too much.",
    "durability": "What is left after a crash, a restart, or when memory is full?",
    "resources": "Memory, connections, kernel and machine.",
    "availability": "Replication, Sentinel, Cluster: what happens when a machine fails?",
    "versions": "Which server it is, for how long, and what a change of version does.",
    "deployment": "How it is run: containers, pods, charts, units, services in the cloud.",
    "governance": "What several files say together: environments, owners, observability, drift.",
}
