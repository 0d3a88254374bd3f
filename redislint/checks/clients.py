"""URLs by which applications connect to a Redis over a network that others share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.finding import Hit
from redislint.model.addresses import is_local, is_numeric
from redislint.model.client import Connection
from redislint.model.document import Document
from redislint.source import Span
from redislint.typed import Final

# Addresses that nobody beyond one's own network has: RFC 1918, RFC 6598, link-local.
_PRIVATE: Final = (
    r"10\.|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\."
)
# Names of a cluster, or of a network of one's own: by their last part, or the one before a cluster's domain.
_INSIDE: Final = (
    r"(?:.*\.)?(?:svc(?:\.[a-z0-9.-]+)?|[a-z0-9-]*local|localdomain|localhost|internal|intranet|lan|home|home\.arpa|corp"
    r"|private|consul|test|invalid|flycast)\.?"
)
# What is known of options that turn off the check of certificates: redis-py and Celery (`ssl_cert_reqs`), go-redis
# (`skip_verify`), Gitea (`skipverify`, `insecureskipverify`), Lettuce (`verifyPeer`), redis-rs (`#insecure`).
_UNCHECKED: Final = re.compile(
    r"(?i:[?&](?P<option>ssl_?cert_?reqs=(?:cert_)?none|(?:insecure_?)?skip_?verify=(?:true|1)|verifypeer=(?:none|false))(?=[&#]|$)"
    r"|(?P<mark>#insecure)$)"
)
# A query that asks for TLS whatever the scheme is.
_ASKS: Final = r"(?i:[?&](?:ssl|tls)=(?:true|1|yes))"


def insecure_url(document: Document) -> Iterator[Hit]:
    """Each URL that does not ask for TLS though it leads out of the cluster, or does not check who answers."""
    for one in document.connections:
        unchecked = _UNCHECKED.search(one.options)
        if unchecked is not None and (one.is_encrypted or re.search(_ASKS, one.options)):
            if not is_local(one.host):
                option = unchecked["option"] or unchecked["mark"]
                how = f"does not check with whom it speaks (`{option}`)"
                yield Hit(_place(one, unchecked), key=f"{one.name} certificate", name=one.name, host=one.host, how=how)
        elif not one.is_encrypted and _is_outside(one.host) and not re.search(_ASKS, one.options):
            how = f"is not encrypted (`{one.scheme}://`)"
            yield Hit(one.scheme_at, key=f"{one.name} scheme", name=one.name, host=one.host, how=how)


def _place(one: Connection, match: re.Match[str]) -> Span:
    """The place of an option, where the options are written as they are."""
    at = one.options_at
    if at.text != one.options:
        return at
    start, end = match.span("option" if match["option"] else "mark")
    return Span(at.source, at.start + start, at.start + end)


def _is_outside(host: str) -> bool:
    """Is this surely a host beyond one's own cluster: an address of the internet, or a name of three parts or more?"""
    if is_numeric(host.strip("[]")):
        return host[:1] != "[" and not is_local(host) and re.match(_PRIVATE, host) is None
    # `redis.shop` is a service in a namespace.
    return host.strip(".").count(".") > 1 and re.fullmatch(_INSIDE, host.lower()) is None
