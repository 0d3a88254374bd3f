"""What a cloud resource leaves open of a managed Redis or Valkey."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.access.user import held
from redislint.checks.acl import may_do_harm
from redislint.finding import Hit, Related, Severity
from redislint.model.acl import User
from redislint.model.facts import Fact
from redislint.model.instance import Instance, Managed
from redislint.source import Span
from redislint.typed import Final

# How a resource comes to ask for no password.
_WITHOUT: Final = {
    "aws_elasticache_replication_group": "it has neither an `auth_token` nor `user_group_ids`",
    "aws_elasticache_cluster": "it cannot ask for a password; a replication group can",
}


# One level below the pages' own: whoever uses the module may set the variable.
_BY_DEFAULT: Final = Severity.WARNING


def _fact(instance: Instance, name: str) -> Fact[str | bool | int] | None:
    return None if instance.managed is None else instance.managed.facts.get(name)


def _defaults(managed: Managed, name: str) -> tuple[Related, ...]:
    """The variables by whose own defaults a fact is what it is."""
    variables = managed.defaults.get(name, {})
    return tuple(Related(span, f"`var.{variable}` has its default") for variable, span in variables.items())


def cleartext(instance: Instance) -> Iterator[Hit]:
    """A managed service that takes connections without TLS: only such, or besides those with TLS."""
    fact = _fact(instance, "transit-encryption")
    if fact is None or instance.managed is None or fact.value not in ("off", "preferred"):
        return
    is_optional = fact.value == "preferred"
    defaults = _defaults(instance.managed, "transit-encryption")
    said = "still takes connections without TLS" if is_optional else "has no encryption in transit"
    yield Hit(
        fact.span,
        key="transit-encryption",
        severity=Severity.INFO if is_optional else _BY_DEFAULT if defaults else None,
        related=defaults,
        resource=instance.managed.resource,
        what=f"{said} unless a variable is set" if defaults else said,
    )


def without_auth(instance: Instance) -> Iterator[Hit]:
    """A managed service that lets everybody in."""
    fact = _fact(instance, "auth")
    if fact is None or instance.managed is None or fact.value is not False:
        return
    resource = instance.managed.resource
    defaults = _defaults(instance.managed, "auth")
    what = _WITHOUT.get(resource, "it asks for no password")
    yield Hit(
        fact.span,
        key="auth",
        severity=_BY_DEFAULT if defaults else None,
        related=defaults,
        resource=resource,
        what=f"unless a variable is set, {what}" if defaults else what,
    )


def open_acl(instance: Instance) -> Iterator[Hit]:
    """Users of a managed service among whom is one who needs no name and no password: whoever connects is that one."""
    acl, built_in = _fact(instance, "acl"), _fact(instance, "default-user")
    if acl is not None and acl.value == "open-access":
        yield Hit(acl.span, key="acl", what="`open-access` holds one user, `default`, who may do everything")
    if built_in is not None and built_in.value == "open":
        what = "this is the user that comes with ElastiCache: on, without a password, with all rights"
        yield Hit(built_in.span, key="default-user", what=what)
    for user in (instance.users or ()) if instance.managed is not None else ():
        found = held(user, instance.server)
        if user.name == "default" and found is not None and found.is_open and may_do_harm(found):
            what = "the user named `default` is on and needs no password"
            yield Hit(_nopass(user), key="user default", what=what)


def _nopass(user: User) -> Span:
    return next((token.span for token in user.tokens if token.text == "nopass"), user.name_span)
