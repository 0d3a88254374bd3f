"""Who gets into a managed Redis or Valkey, and whether the network between sees what is said there."""

from __future__ import annotations

from collections.abc import Iterator

from redislint import writing
from redislint.checks.services import Said, Words, said
from redislint.finding import Fix, Hit, Severity
from redislint.model.acl import User
from redislint.model.instance import Instance
from redislint.source import Span
from redislint.typed import Final

# How a resource comes to ask for no password.
_WITHOUT: Final[Words] = {
    "aws_elasticache_replication_group": "it has neither an `auth_token` nor `user_group_ids`",
    "aws_elasticache_cluster": "it cannot ask for a password; a replication group can",
    "aws_elasticache_serverless_cache": "it has no `user_group_id`, and so one user, who needs no password",
    "azurerm_redis_cache": "its authentication is turned off",
    "google_redis_instance": "`auth_enabled` is not true",
    "google_redis_cluster": "its `authorization_mode` is not `AUTH_MODE_IAM_AUTH`",
    "google_memorystore_instance": "its `authorization_mode` is not `IAM_AUTH`",
    "alicloud_kvstore_instance": "`vpc_auth_mode` is `Close`",
    "tencentcloud_redis_instance": "`no_auth` is true",
}
# What takes passwords with TLS alone (ElastiCache User Guide, "Authenticating with AUTH" and "Clusters.RBAC").
_WITH_TLS: Final = ("aws_elasticache_replication_group",)
# What takes connections both ways for good; elsewhere that is the step from the one to the other.
_BOTH: Final[Words] = {
    "azurerm_redis_cache": "listens without TLS too, on port 6379",
}

# What providers call clear text, and what they call the other.
_ENCRYPTED: Final[Words] = {
    "preferred": "required",
    "Plaintext": "Encrypted",
    "DISABLED": "SERVER_AUTHENTICATION",
    "TRANSIT_ENCRYPTION_DISABLED": "SERVER_AUTHENTICATION",
    "TRANSIT_ENCRYPTION_MODE_DISABLED": "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION",
}


def cleartext(instance: Instance) -> Iterator[Hit]:
    """A managed service that takes connections without TLS: only such, or besides those with TLS."""
    found = said(instance, "transit-encryption", "off", "preferred")
    if found is None:
        return
    is_step = found.value == "preferred" and found.resource not in _BOTH
    both = found.told(_BOTH, "still takes connections without TLS")
    what = both if found.value == "preferred" else "has no encryption in transit"
    yield Hit(
        found.span,
        key="transit-encryption",
        severity=Severity.INFO if is_step else found.level(Severity.ERROR),
        related=found.related,
        resource=found.resource,
        fix=_encrypted(found.span),
        what=what + found.unless,
    )


def _encrypted(span: Span) -> Fix | None:
    """A fix that writes the encrypted of two ways, where the other stands there in so many letters."""
    word = span.text.strip('"')
    edit = writing.rewritten(span, word, _ENCRYPTED[word]) if word in _ENCRYPTED else None
    return writing.flipped(span, safe=False) if edit is None else Fix(f"write `{edit.text}`", (edit,), safe=False)


def without_auth(instance: Instance) -> Iterator[Hit]:
    """A managed service that lets everybody in, or is refused since it asks for a password that it could not guard."""
    found = said(instance, "auth", False)
    if found is not None:
        what = found.told(_WITHOUT, "it asks for no password")
        yield _without(found, f"lets in whoever reaches its port: {_unless(found)}{what}")
        return
    asks, tls = said(instance, "auth", True), said(instance, "transit-encryption", "off")
    if asks is not None and tls is not None and asks.resource in _WITH_TLS:
        both = asks._replace(related=tuple(dict.fromkeys((*asks.related, *tls.related))))
        yield _without(both, f"cannot be made: {_unless(both)}AWS takes no password without encryption in transit")


def _without(found: Said, what: str) -> Hit:
    level, resource = found.level(Severity.ERROR), found.resource
    return Hit(found.span, key="auth", severity=level, related=found.related, resource=resource, what=what)


def _unless(found: Said) -> str:
    return "unless a variable is set, " if found.related else ""


def open_acl(instance: Instance) -> Iterator[Hit]:
    """Users of a managed service among whom is one who needs no name and no password: whoever connects is that one."""
    acl, built_in = said(instance, "acl", "open-access"), said(instance, "default-user", "open")
    if acl is not None:
        what = "`open-access` holds one user, `default`, who may do everything"
        yield Hit(acl.span, key="acl", severity=acl.level(Severity.ERROR), related=acl.related, what=what)
    if built_in is not None:
        what = "this is the user that comes with ElastiCache: on, without a password, with all rights"
        yield Hit(built_in.span, key="default-user", what=what)
    for user in (instance.users or ()) if instance.managed is not None else ():
        if user.name != "default":
            continue
        # Few services have users that are declared.
        from redislint.access.user import held
        from redislint.checks.acl import may_do_harm

        found = held(user, instance.server)
        if found is not None and found.is_open and may_do_harm(found):
            what = "the user named `default` is on and needs no password"
            yield Hit(_nopass(user), key="user default", what=what)


def _nopass(user: User) -> Span:
    return next((token.span for token in user.tokens if token.text == "nopass"), user.name_span)
