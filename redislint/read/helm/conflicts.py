"""Values that do not go together: what a chart refuses to render, and what it renders otherwise than it was meant.

Only where it is settled which chart this is; what is not known of a value says nothing.  Sources: the templates of each
chart (`validateValues` in bitnami's, templates/_configs.tpl in redis-ha, templates/secret.yaml in valkey-io's).
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.document import Problem
from redislint.model.facts import Unknown
from redislint.read.helm.bitnami import CLUSTERS, SERVERS, Teller
from redislint.read.helm.block import Block
from redislint.read.helm.told import REFUSED, Told
from redislint.read.helm.values import number
from redislint.typed import Final


def conflicts(block: Block) -> Iterator[Problem]:
    """What is wrong with a block's values taken together."""
    if not block.is_certain or block.copied:
        return
    told = Told(block)
    for tell in _TELLERS.get(block.chart.name, ()):
        yield from tell(told)


def _secret_missing(values: Told) -> Iterator[Problem]:
    span = values.place("auth")
    others = ("redisPassword", "existingSecret")
    if span is not None and values.is_true("auth") and all(map(values.is_false, others)):
        ways = " or ".join(map(values.name, others))
        yield Problem(
            REFUSED, span, f"a password is asked for and none given: {values.block.said} fails without {ways}"
        )


def _tls_of_server_alone(values: Told) -> Iterator[Problem]:
    span = values.place("redis.tlsPort")
    if span is not None and values.is_true("redis.tlsPort") and values.is_false("sentinel.tlsPort"):
        said = f"{values.name('redis.tlsPort')} is ignored without {values.name('sentinel.tlsPort')}"
        yield Problem(REFUSED, span, f"{said}: the server has no TLS at all ({values.block.said})")


def _writes_never(values: Told) -> Iterator[Problem]:
    """A master without replicas; where there are some, their number is judged with the servers."""
    path = "redis.config.min-replicas-to-write"
    least, count = number(values, path, 1), number(values, "replicas", 3)
    span = values.place(path, "replicas")
    if span is None or isinstance(least.value, Unknown) or isinstance(count.value, Unknown):
        return
    if values.is_false("redis.customConfig") and count.value == 1 <= least.value:
        said = f"a single pod has no replica, and `min-replicas-to-write {least.value}`"
        yield Problem(REFUSED, span, f"{said} makes it refuse every write")


def _no_default_user(values: Told) -> Iterator[Problem]:
    span, users = values.place("auth.enabled"), values.items("auth.aclUsers")
    if span is None or not values.is_true("auth.enabled") or users is None or "default" in users:
        return
    if users or values.is_false("auth.aclConfig"):
        said = f"{values.name('auth.aclUsers')} has no user `default`"
        yield Problem(REFUSED, span, f"{said}, without which {values.block.said} refuses to render a password")


def _replicas_without_volume(values: Told) -> Iterator[Problem]:
    span = values.place("replica.enabled")
    if span is not None and values.is_true("replica.enabled") and values.is_false("replica.persistence.size"):
        said = f"replicas need {values.name('replica.persistence.size')}"
        yield Problem(REFUSED, span, f"{said}, without which {values.block.said} refuses to render them")


_TELLERS: Final[dict[str, tuple[Teller, ...]]] = {
    "bitnami-redis": SERVERS,
    "bitnami-valkey": SERVERS,
    "bitnami-redis-cluster": CLUSTERS,
    "bitnami-valkey-cluster": CLUSTERS,
    "dandydeveloper-redis-ha": (_secret_missing, _tls_of_server_alone, _writes_never),
    "valkey-io-valkey": (_no_default_user, _replicas_without_volume),
}
