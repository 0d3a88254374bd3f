"""Transport encryption: what crosses the network in clear, beside TLS or for want of it."""

from __future__ import annotations

from collections.abc import Iterator

from redislint import writing
from redislint.checks.auth import default_user_open
from redislint.checks.reach import door, is_bound_beyond_loopback, is_loopback, is_protected, is_reachable, number
from redislint.finding import Fix, Hit, Related, Severity
from redislint.model.facts import Setting
from redislint.model.instance import SERVER, Instance


def plaintext_beside_tls(instance: Instance) -> Iterator[Hit]:
    """A port in clear text that other machines reach although there is one with TLS."""
    port, secure = instance.setting("port"), instance.setting("tls-port")
    if not number(instance, "port") or not number(instance, "tls-port"):
        return
    # In Kubernetes every pod is reached over a network, whatever its service publishes.
    in_pods = instance.kind in ("helm-values", "kubernetes")
    reached = is_bound_beyond_loopback(instance) if in_pods else is_reachable(instance, "port")
    if reached is not True:
        return
    if port.written:
        related = (Related(secure.span, "TLS is served here"),)
        fix = writing.rewrite(port, "0", safe=False)
        yield Hit(port.span, key="port", related=related, fix=fix, port=port.value)
    else:
        yield Hit(secure.span, key="port", fix=writing.added(secure, "port", "0", safe=False), port=port.value)


def no_tls(instance: Instance) -> Iterator[Hit]:
    """A server without TLS that takes connections from other machines."""
    if instance.role != SERVER or instance.managed is not None or number(instance, "tls-port") != 0:
        return
    # On a host, protected mode may turn others away: then nothing crosses the network.  Nobody publishes such a server.
    is_host = instance.is_hosted
    is_let_in = not is_host or default_user_open(instance) is False or is_protected(instance) is False
    if is_let_in and is_reachable(instance, "port") is True:
        at, what = door(instance, instance.setting("port"))
        yield Hit(at, key="tls-port", what=what)


def cleartext_replication(instance: Instance) -> Iterator[Hit]:
    """TLS for clients, but none on the link from a replica to its master."""
    setting = instance.setting("tls-replication")
    if instance.role != SERVER or not number(instance, "tls-port") or not setting.is_one_of("no"):
        return
    replicaof, wanted = instance.setting("replicaof"), instance.setting("min-replicas-to-write")
    master = _master(replicaof)
    is_only_tls = number(instance, "port") == 0
    if master is None and (replicaof.args is None or not wanted.written or not wanted.is_none_of("0")):
        return
    if master is not None and is_loopback(master) and not is_only_tls:
        return
    who = "this replica dials its master" if master else "after a failover this node dials the new master"
    effect = "never connects where that one has `port 0` too" if is_only_tls else "all data cross the network readable"
    yield Hit(
        setting if setting.written else replicaof.span if master else instance.setting("tls-port").span,
        key=setting.name,
        severity=None if is_only_tls else Severity.WARNING,
        fix=_with_tls(setting, replicaof) if master else None,
        who=who,
        effect=effect,
    )


def _master(replicaof: Setting) -> str | None:
    """The host of the master; None if the instance is not known to follow one."""
    args = replicaof.args or ()
    return args[0] if replicaof.written and len(args) == 2 and args[0].lower() != "no" else None


def _with_tls(setting: Setting, replicaof: Setting) -> Fix | None:
    """A fix that turns TLS on for the link: the value, or one more setting."""
    if setting.written:
        return writing.rewrite(setting, "yes", safe=False)
    return writing.added(replicaof, "tls-replication", "yes", safe=False)
