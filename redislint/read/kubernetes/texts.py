"""Configuration texts in ConfigMaps and Secrets that no container of the file is known to read."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from redislint.model.facts import Setting
from redislint.model.instance import SENTINEL, SERVER, Instance, Reference
from redislint.read import acl
from redislint.read.helm.embedded import Found, is_whole, language
from redislint.read.kubernetes.objects import Object, contents
from redislint.read.yaml import Node
from redislint.source import Span
from redislint.typed import Final

_MOST: Final = 500
# What begins a rule of a user, as against other words behind `user`.
_RULES: Final = ("on", "off", "reset", "nopass", "all", "~", "&", "+", "-", "@", ">", "#", "<", "%", "(")


def fragments(found: Found, own: Iterable[Object], used: Collection[int]) -> None:
    """Read the texts that are plainly redis.conf, sentinel.conf or an ACL file; `used` are nodes that were read."""
    left = _MOST
    for one in own:
        if one.kind not in ("ConfigMap", "Secret"):
            continue
        for key, text in contents(one).items():
            node = text.node
            if node is None or text.encoded or "\n" not in node.text or id(node.yaml) in used:
                continue
            left -= 1
            if left < 0:
                return
            _fragment(found, f"{one.name}/{key}", node, (node.span,) if text.public else ())


def _is_acl(text: str) -> bool:
    """Is a text nothing but users?  An ACL file has no comments."""
    lines = [line.split(None, 3) for line in text.split("\n") if line.strip()]
    return all(line[0] == "user" and len(line) > 2 and line[2].startswith(_RULES) for line in lines)


def _fragment(found: Found, name: str, node: Node, configmaps: tuple[Span, ...]) -> None:
    start = node.place[0]
    anchor = node.file.source.span(start, start)
    if is_whole(node) and _is_acl(node.text):
        said = acl.text(node.inner("users-acl"))
        found.documents.append(said.document)
        found.secrets += said.secrets
        users = None if said.partial else said.document.users
        found.instances.append(
            Instance(
                anchor=anchor,
                kind="kubernetes",
                name=name,
                settings=(Setting("aclfile", (name,), anchor, anchor, "aclfile"),),
                partial=said.partial,
                users=users,
                references=(Reference("users", None, anchor),),
                configmaps=configmaps,
            )
        )
        return
    spoken = language(node.text)
    text = found.text(node, spoken, None) if spoken else None
    if text is not None:
        found.instances.append(
            Instance(
                anchor=anchor,
                kind="kubernetes",
                name=name,
                role=SENTINEL if spoken == "sentinel-conf" else SERVER,
                settings=text.document.settings,
                partial=text.partial,
                users=text.users,
                configmaps=configmaps,
            )
        )
