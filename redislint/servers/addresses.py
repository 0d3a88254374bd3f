"""Addresses and host names, as far as a text alone tells."""

from __future__ import annotations

import re

from redislint.typed import Final

# No address and no host name holds one of these, nor any sign that does not show, so that looking it up fails.
NO_HOST: Final = frozenset(",;/[]#=(){}<>|'\"\\`!?&@+^~ \x7f") | frozenset(map(chr, range(1, 32)))
# No name below this domain is ever given (RFC 6761).
_NEVER: Final = r"(?:.*\.)?invalid\.?"
# The commonest forms, which are sure to be addresses: `socket` takes longer to import than most files to read.
_PLAIN: Final = r"(?:(?:[1-9]?[0-9]|1[0-9]{2})\.){3}(?:[1-9]?[0-9]|1[0-9]{2})|::1?"
_NUMERIC: Final = r"[0-9.]+"


def is_address(text: str) -> bool:
    """Is it an IPv4 or IPv6 address, in any form that the C library reads (`127.1`, `0x7f000001`)?"""
    if re.fullmatch(_PLAIN, text):
        return True
    import socket

    text, percent, zone = text.partition("%")
    try:
        socket.inet_pton(socket.AF_INET6, text)
    except (OSError, ValueError):
        if percent or not text or text != text.strip() or not text.isascii():
            return False
        try:
            socket.inet_aton(text)
        except (OSError, ValueError):
            return False
        return " " not in text and "\t" not in text
    return not percent or (zone != "" and text.lower().startswith("fe80:"))


def packed(text: str) -> bytes | None:
    """An address as bytes, 4 or 16 of them; `*` and `::*` stand for all addresses; None if it is none."""
    text = {"*": "0.0.0.0", "::*": "::"}.get(text, text)  # noqa: S104 (what a server takes them for)
    if re.fullmatch(_PLAIN, text):
        return int(text[2:] or "0").to_bytes(16, "big") if ":" in text else bytes(map(int, text.split(".")))
    import socket

    if not is_address(text) or "%" in text:
        return None
    return socket.inet_pton(socket.AF_INET6, text) if ":" in text else socket.inet_aton(text)


def is_no_host(text: str) -> bool:
    """Is it surely neither an address nor a name that could be found?"""
    if text == "" or not NO_HOST.isdisjoint(text) or re.fullmatch(_NEVER, text, re.IGNORECASE):
        return True
    is_numeric = re.fullmatch(_NUMERIC, text) is not None or ":" in text
    return is_numeric and not is_address(text)
