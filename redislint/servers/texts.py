"""Texts that are more than any text: what `demands` in the data file mean.

A demand is a word of the data file; some hold a number (`max-512-bytes`).  What rests on the machine or the build
(`yes-needs-bundled-jemalloc`, `yes-needs-mptcp`) cannot be judged from a text, and never is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from redislint.servers.directives import data, lines_of
from redislint.servers.numbers import c_string
from redislint.typed import Final

_HOST: Final = r"[A-Za-z0-9.-]{0,255}"
_TITLE: Final = r"(?:[^{]|\{\{|\{(?:title|listen-addr|server-mode|config-file|port|tls-port|unixsocket)\})*+"
_MOST: Final = r"max-(\d+)-bytes"


def unmet(demand: str, text: str, line: str) -> str | None:
    """What the text had to be, if it does not meet a demand on a server line; None if it does."""
    most = re.fullmatch(_MOST, demand)
    if most:
        fits = len(text.encode("utf-8", "surrogateescape")) <= int(most[1])
        return None if fits else f"a text of at most {most[1]} bytes"
    if demand == "aux-string":
        return _characters(text, line)
    test = _TESTS.get(demand)
    return None if test is None or test[0](c_string(text)) else test[1]


def _is_address(text: str, *families: str) -> bool:
    import socket

    for family in families:
        try:
            socket.inet_pton(getattr(socket, family), text)
        except (OSError, ValueError):
            continue
        return True
    return not text


def _is_title(text: str) -> bool:
    """Known names in braces, and not nothing once the title is filled in, which is empty when the server looks."""
    return re.fullmatch(_TITLE, text) is not None and text.replace("{title}", "").strip(" ") != ""


_TESTS: Final[dict[str, tuple[Callable[[str], bool], str]]] = {
    "non-empty": (bool, "a text that is not empty"),
    "basename": (
        lambda text: not any(sign in text for sign in "/\\"),
        "a file's name without `/`: `dir` names the folder",
    ),
    "hostname": (lambda text: re.fullmatch(_HOST, text) is not None, "a host name of letters, digits, `.` and `-`"),
    "empty-or-ipv4": (lambda text: _is_address(text, "AF_INET"), "an IPv4 address"),
    "empty-or-ipv6": (lambda text: _is_address(text, "AF_INET6"), "an IPv6 address"),
    "empty-or-ip": (lambda text: _is_address(text, "AF_INET", "AF_INET6"), "an IP address"),
    "proc-title-template": (_is_title, "a template of `{title}`, `{port}` and the other known names"),
}


def _characters(text: str, line: str) -> str | None:
    refused, controls = _refused(line)
    wrong = next((sign for sign in text if sign in refused or (controls and not " " <= sign != "\x7f")), None)
    return None if wrong is None else "a name without blanks, quotes and signs such as `=`, `,`, `:` and `$`"


@cache
def _refused(line: str) -> tuple[str, bool]:
    """The characters that a line refuses in such names, and whether control characters are among them."""
    for row in data()["refused_characters"]:
        if line in lines_of(row["in"]):
            return row["characters"], row.get("controls", False)
    return "", False
