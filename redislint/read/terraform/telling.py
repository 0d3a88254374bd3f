"""Which texts are worth parsing: those that name what a module declares of ours."""

from __future__ import annotations

import re

from redislint.typed import Final

# What Terragrunt calls a module from.
TERRAGRUNT: Final = "terragrunt.hcl"
# What a file of interest names, found before it is parsed.
_TELLING: Final = ("aws_elasticache_", "aws_memorydb_", "redislint")
# Resources that may hold anything, and what the file of one of interest names as well.
INNER: Final = ("helm_release", "kubernetes_", "kubectl_manifest", "docker_container", "aws_ecs_task_definition")
_OURS: Final = ("redis", "valkey", "keydb", "sentinel")
# What `terraform show -json` begins with, and how much of it is looked at.
_PLAN: Final = r'"format_version"\s*:\s*"[0-9.]+"'
_HEAD: Final = 200
# Words of the addresses of published modules that are known.
_PUBLISHED: Final = re.compile(r"elasticache|memory-?db|cache-redis|memorystore")
_SOURCE: Final = re.compile(r'(?:^|[{,])[ \t]*+"?source"?[ \t]*+[=:][ \t]*+"([^."\n][^"\n]*+)"', re.MULTILINE)


def is_telling(text: str) -> bool:
    """Does a file name any resource of ours, or speak to redislint?"""
    return any(word in text for word in _TELLING) or holds_inner(text)


def holds_inner(text: str) -> bool:
    """May a file have a resource that holds something of ours?"""
    if not any(word in text for word in INNER):
        return False
    lower = text.lower()
    return any(word in lower for word in _OURS)


def may_lead(text: str) -> bool:
    """Does a file seem to call a module that lies in the tree?"""
    return "module" in text and ('"./' in text or '"../' in text or '"."' in text or '".."' in text)


def is_published(source: str) -> bool:
    """May a module of a registry or of Git, by its address, be one that is known?"""
    return _PUBLISHED.search(source) is not None


def calls_published(text: str) -> bool:
    """Does a file seem to call such a module?"""
    return "module" in text and _PUBLISHED.search(text) is not None and any(map(is_published, _SOURCE.findall(text)))


def is_plan(text: str) -> bool:
    """Is a text what `terraform show -json` writes, of a plan or a state?"""
    return text.lstrip("\ufeff \t\r\n").startswith("{") and re.search(_PLAN, text[:_HEAD]) is not None
