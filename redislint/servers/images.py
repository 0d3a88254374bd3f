"""Container images of Redis and its kin: what each makes of its environment, and what it starts when nobody says.

Sources: docker-library/redis and valkey-io/valkey-container (Dockerfile and docker-entrypoint.sh), bitnami/containers
(README.md of redis, redis-sentinel, valkey and valkey-sentinel), redis-stack/redis-stack (etc/scripts), KeyDB
(pkg/docker/Dockerfile), OT-CONTAINER-KIT/redis (the tags of its images); read on 2026-11-23 and 2026-11-26.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from redislint.servers import Server, engine_of, from_image
from redislint.servers.releases import Release, parsed
from redislint.typed import Final, NamedTuple

_REFERENCE: Final = re.compile(r"(?P<name>[^@\s]+?)(?::(?P<tag>[\w][\w.-]*))?(?:@(?P<digest>\w+:[0-9a-fA-F]+))?")
_HOST: Final = re.compile(r"[^/]*[.:][^/]*/|localhost/")
# A release in a tag, without what is before a release: `8.0-rc1`, `8.0-M01`, `8.2-int`.
_RELEASE: Final = r"v?(?P<version>\d{1,4}(?:\.\d{1,4}){0,2})(?![\d.])(?!-(?:rc|m|alpha|beta|int|pre)-?\d*\b)"

Args = tuple[str, ...]


class Image(NamedTuple):
    """What is known of an image.

    plain        its server is given nothing but the command: without one it has nothing but its defaults
    sentinel     what it starts is a Sentinel
    versioned    its tags are the server's version
    defaults     where they differ from the server's own
    variables    environment variables that become directives
    empty        the variable whose `yes` allows a server without a password
    arguments    the variable that holds the end of the server's command line
    prefix       how the names of variables begin that its own start script may act upon
    files        where a mount would replace or add to the configuration that its start script writes
    data         its data folder; empty where that is not known
    volume       its data folder is a volume, which outlasts the container
    config       the configuration file that it reads without being told; empty if none
    inert        its start script acts upon no variable but `arguments` and those of `heeded`
    heeded       variables that an inert image's start script acts upon, though they become no directives
    drops        the program that its start script starts as a user without rights, if it is the first word
    other_ports  ports that it listens on for something else
    """

    plain: bool = False
    sentinel: bool = False
    versioned: bool = True
    defaults: Mapping[str, Args] = MappingProxyType({})
    variables: Mapping[str, str] = MappingProxyType({})
    empty: str = ""
    arguments: str = ""
    prefix: str = ""
    files: tuple[str, ...] = ()
    data: str = ""
    volume: bool = False
    config: str = ""
    inert: bool = False
    heeded: frozenset[str] = frozenset()
    drops: str = ""
    other_ports: frozenset[int] = frozenset()


# The official images are built with another default: a container's own network is taken for a protection.
_UNPROTECTED: Final = {"protected-mode": ("no",)}
# Of 8.0 and later; before, they did nothing.
_RIGHTS: Final = frozenset({"SKIP_DROP_PRIVS", "SKIP_FIX_PERMS"})
_OFFICIAL: Final = Image(
    plain=True, defaults=_UNPROTECTED, data="/data", volume=True, inert=True, heeded=_RIGHTS, drops="redis-server"
)
_VALKEY: Final = _OFFICIAL._replace(arguments="VALKEY_EXTRA_FLAGS", drops="valkey-server")
_KEYDB: Final = _OFFICIAL._replace(versioned=False, defaults={}, config="/etc/keydb/keydb.conf", drops="keydb-server")
# Its entrypoint is the server itself, and the command its options: the modules.
_MOD: Final = Image(versioned=False, data="/data", inert=True)
_OWN: Final = Image(versioned=False)
_STACK: Final = Image(
    versioned=False,
    defaults=_UNPROTECTED,
    arguments="REDIS_ARGS",
    data="/data",
    config="/redis-stack.conf",
    prefix="REDISEARCH_",
    files=("/redis-stack.conf", "/opt/redis-stack/etc"),
    other_ports=frozenset({8001}),
)


def _bitnami(prefix: str, primary: str, *, sentinel: bool) -> Image:
    """Bitnami's start scripts write a redis.conf from variables: open to all addresses, and an append-only file on."""
    engine = prefix.lower()
    return Image(
        sentinel=sentinel,
        defaults={"bind": ("0.0.0.0", "::"), "appendonly": ("yes",)},  # noqa: S104 (what the scripts write)
        variables={
            f"{prefix}_PASSWORD": "requirepass",
            f"{prefix}_{primary}_PASSWORD": "masterauth",
            f"{prefix}_AOF_ENABLED": "appendonly",
            f"{prefix}_RDB_POLICY": "save",
            f"{prefix}_PORT_NUMBER": "port",
            f"{prefix}_IO_THREADS": "io-threads",
        },
        empty="ALLOW_EMPTY_PASSWORD",
        prefix=f"{prefix}_",
        files=(f"/opt/bitnami/{engine}/etc", f"/opt/bitnami/{engine}/mounted-etc"),
        data="" if sentinel else f"/bitnami/{engine}/data",
    )


_IMAGES: Final[dict[tuple[str, str], Image]] = {
    ("", "redis"): _OFFICIAL,
    ("library", "redis"): _OFFICIAL,
    ("docker/library", "redis"): _OFFICIAL,  # its copy on public.ecr.aws
    ("valkey", "valkey"): _VALKEY,
    ("eqalpha", "keydb"): _KEYDB,
    ("redislabs", "redismod"): _MOD,
    ("opstree", "redis"): Image(),
    ("opstree", "redis-sentinel"): Image(sentinel=True),
    ("redis", "redis-stack"): _STACK,
    ("redis", "redis-stack-server"): _STACK,
} | {
    (owner, f"{prefix.lower()}{kind}"): _bitnami(prefix, primary, sentinel=kind == "-sentinel")
    for owner in ("bitnami", "bitnamilegacy", "bitnamisecure")
    for prefix, primary in (("REDIS", "MASTER"), ("VALKEY", "PRIMARY"))
    for kind in ("", "-cluster", "-sentinel")
}
# Registries whose images of these names are their owner's own, for examples: `registry.k8s.io/redis:v1`.
_OTHERS: Final = ("registry.k8s.io/", "k8s.gcr.io/")
_NAMES: Final = frozenset(name for _, name in _IMAGES)


def split(reference: str) -> tuple[str, str, str]:
    """Name, tag and digest of an image reference; what is not there is empty."""
    match = _REFERENCE.fullmatch(reference)
    return (match["name"], match["tag"] or "", match["digest"] or "") if match else (reference, "", "")


def untagged(reference: str) -> str:
    """The name in a reference whose tag alone is filled in later: `redis` of `redis:${TAG}`; empty for any other."""
    match = re.fullmatch(r"(?P<name>[^\s$@:]+(?::\d+/[^\s$@:]+)?)[:@]\S*\$\S*", reference)
    return match["name"] if match is not None else ""


def find(reference: str) -> Image | None:
    """What is known of an image, whatever registry it comes from; None if it is none of Redis by its name."""
    owner, _, name = _HOST.sub("", split(reference)[0], count=1).rpartition("/")
    if name not in _NAMES:
        return None
    return _OWN if reference.startswith(_OTHERS) else _IMAGES.get((owner, name), _OWN)


def server(reference: str) -> Server | None:
    """The server's version by the image's tag; None where the tag says nothing of it."""
    image = find(reference)
    name, tag, _ = split(reference)
    return from_image(name, tag) if image is not None and image.versioned else None


def release(reference: str) -> Release | None:
    """The release in an image by its tag, also of lines that are supported no more; None where the tag does not say."""
    image = find(reference)
    name, tag, _ = split(reference)
    match = re.match(_RELEASE, tag, re.IGNORECASE)
    engine = engine_of(name)
    if image is None or not image.versioned or match is None or not engine:
        return None
    return Release(engine, parsed(match["version"]))
