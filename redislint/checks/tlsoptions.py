"""How TLS is set up: the cluster bus, the certificates of clients, the ciphers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from redislint import writing
from redislint.checks.reach import number
from redislint.finding import Fix, Hit, Related
from redislint.model.facts import Setting
from redislint.model.instance import SERVER, Instance
from redislint.typed import Final

# What OpenSSL's cipher strings call groups without authentication, without encryption, or with broken ciphers.  Level 0
# takes keys of any length, and lets in what `ALL` has without authentication (seen with OpenSSL 3.0).
_LEVEL: Final = "@SECLEVEL=0"
_WEAK: Final = frozenset(
    {"ANULL", "ENULL", "NULL", "ADH", "AECDH", "EXP", "EXPORT", "LOW", "RC4", "DES", "3DES", "MD5"}
    | {"COMPLEMENTOFALL", _LEVEL}
)
# Parts of the names of single suites, such as `DES-CBC3-SHA`.
_PARTS: Final = re.compile(r"(?:^|-)(?:NULL|RC4|RC2|DES|EXP|MD5|ADH|AECDH)(?:-|$)")


def cluster_in_clear(instance: Instance) -> Iterator[Hit]:
    """A node of a cluster that serves TLS, and speaks to the other nodes without it."""
    enabled, bus = instance.setting("cluster-enabled"), instance.setting("tls-cluster")
    secure = instance.setting("tls-port")
    if instance.role != SERVER or not number(instance, "tls-port"):
        return
    if enabled.is_one_of("yes") and bus.is_one_of("no"):
        related = (Related(secure.span, "TLS is served here"),) if bus.written else ()
        at = bus if bus.written else secure.span
        yield Hit(at, key="tls-cluster", related=related, fix=_with_bus(bus, secure))


def _with_bus(bus: Setting, secure: Setting) -> Fix | None:
    """A fix that turns TLS on for the bus; all nodes need it at once."""
    if bus.written:
        return writing.rewrite(bus, "yes", safe=False)
    return writing.added(secure, "tls-cluster", "yes", safe=False)


def any_client(instance: Instance) -> Iterator[Hit]:
    """A server with TLS that asks no client for a certificate."""
    setting = instance.setting("tls-auth-clients")
    is_any = setting.written and setting.is_one_of("no", "optional")
    if instance.role == SERVER and number(instance, "tls-port") and is_any:
        effect = "asks no client for a certificate" if setting.is_one_of("no") else "lets clients in without one"
        yield Hit(setting, effect=effect)


def weak_ciphers(instance: Instance) -> Iterator[Hit]:
    """A cipher string that asks for suites without encryption or authentication, or with broken ciphers."""
    setting = instance.setting("tls-ciphers")
    if not setting.written or setting.value is None:
        return
    words = [word.upper() for word in re.split(r"[:, ]+|(?=@)", setting.value) if word]
    barred = {word[1:] for word in words if word.startswith("!")}
    weak = [word for word in words if word[0] not in "!-+" and word not in barred and _is_weak(word, words)]
    if weak:
        yield Hit(setting, weak=" and ".join(f"`{word}`" for word in dict.fromkeys(weak)))


def _is_weak(word: str, words: Collection[str]) -> bool:
    if word == "ALL":
        return _LEVEL in words and "!ANULL" not in words
    return word in _WEAK or _PARTS.search(word) is not None
