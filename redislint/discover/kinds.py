"""What kind a file is of, by its name and by what it says.

Real trees are full of files named redis.conf that are an application's INI or an nginx's, and of sentinel.conf that
belong to something else.  So a name only makes a candidate, and the content decides; broken files are still what they
are, as long as most of their lines say so.
"""

from __future__ import annotations

import re

from redislint.discover import names
from redislint.discover.lines import acl_kind, conf_kind
from redislint.typed import Final

# What a Dockerfile must name: an image of one of the programs, or one of them as a command.
_SERVERS: Final = rb"^[ \t]*+(?:from|arg)[ \t][^\n]*(?:redis|valkey|keydb)|(?:redis|valkey|keydb)-(?:server|sentinel)"
# What a script must call.
_CLIENTS: Final = rb"(?:redis|valkey|keydb)-cli"
_RESOURCE: Final = rb"^[ \t]*+resource[ \t]++\"(?:%s)"


def kind_of(path: str, data: bytes) -> str | None:
    """The kind of a file from its path and its bytes; None if it is none that redislint reads.

    A YAML file is recognised by its looks alone: its reader has the last word.
    """
    kind: str | None = None
    match names.hint(path):
        case "conf":
            kind = conf_kind(path, data)
        case "acl":
            kind = acl_kind(path, data)
        case "dockerfile":
            kind = "dockerfile" if re.search(_SERVERS, data, re.IGNORECASE | re.MULTILINE) else None
        case "terraform":
            kind = "terraform" if _is_terraform(path, data) else None
        case "systemd" | "sysctl":
            from redislint.discover.hosts import host_kind

            kind = host_kind(path, data)
        case "script":
            kind = "script" if re.search(_CLIENTS, data) else None
        case "snapshot":
            from redislint.discover.captured import is_capture

            kind = "snapshot" if is_capture(data) else None
        case "yaml":
            from redislint.discover.yamls import yaml_kind

            kind = yaml_kind(path, data)
    return kind


def kind_of_text(data: bytes) -> str | None:
    """The kind of a text without a name, as on standard input; None if nothing tells it.

    Helm values are never told by their looks alone.
    """
    from redislint.discover.yamls import yaml_kind
    from redislint.read.terraform import telling

    if telling.has_plan(data):
        return "terraform"
    if re.search(_RESOURCE % b"|".join(telling.RESOURCES), data, re.MULTILINE):
        return "terraform"
    if yaml_kind("", data) == "compose":
        return "compose"
    return acl_kind("", data) or conf_kind("", data)


def _is_terraform(path: str, data: bytes) -> bool:
    """May a file of Terraform's or Terragrunt's declare anything of ours, or speak to redislint?"""
    from redislint.read.terraform import telling

    if path.endswith(".json") and not path.endswith((".tf.json", ".tofu.json")):
        return telling.has_plan(data)
    if path.endswith(".hcl"):
        # Many programs' files are called so.
        return names.base(path) == telling.TERRAGRUNT or b"redislint:" in data
    return telling.is_of_interest(data) or telling.calls(data)
