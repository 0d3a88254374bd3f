"""The options of redis-cli, up to the command that it sends.

Source: `redis-cli --help` of 7.0.15 and valkey-cli 8.1; both stop at the first word that begins with no dash.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from redislint.read.shell import Word
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# Options that take the next word.
_VALUED: Final = frozenset(
    """
    -h -p -s -a -u -r -i -n -X -d -D -t --user --pass --sni --cacert --cacertdir --cert --key --tls-ciphers
    --tls-ciphersuites --show-pushes --pattern --quoted-pattern --count --cursor --memkeys-samples --pipe-timeout
    --name
    """.split()
)
# Options after which no command is sent.
_MODES: Final = frozenset(
    """
    --scan --eval --pipe --rdb --functions-rdb --bigkeys --memkeys --keystats --hotkeys --stat --latency
    --latency-history --latency-dist --lru-test --replica --slave --intrinsic-latency --cluster --help --version -v
    """.split()
)
_PASSWORDS: Final = ("-a", "--pass")
# What a URL says of user, password and host.
_URL: Final = re.compile(
    r"[\w+.-]++://(?:(?:[^\s/:@]*+:)?(?P<password>[^\s/@]*+)@)?(?P<host>\[[^\]\s]*+\]|[^\s/:?#@]++)?"
)


class Options(NamedTuple):
    """What the options say.

    host     None where none is given; `is_socket`: a socket is, which is always this machine's
    secrets  the places of passwords
    rest     the words of the command; None where none is sent
    """

    host: Word | None
    is_socket: bool
    secrets: tuple[Span, ...]
    rest: tuple[Word, ...] | None


def parsed(words: Sequence[Word]) -> Options:
    """The options among the words behind the program."""
    host: Word | None = None
    secrets: list[Span] = []
    is_socket, sends, index = False, True, 0
    while index < len(words):
        word = words[index]
        if _is_spread(word):
            index += 1
            continue
        if not word.text.startswith("-") or not word.known:
            break
        value = words[index + 1] if word.text in _VALUED and index + 1 < len(words) else None
        index += 1 if value is None else 2
        sends = sends and word.text not in _MODES
        is_socket = is_socket or word.text == "-s"
        if value is not None:
            host = value if word.text == "-h" else _host(value) if word.text == "-u" else host
            secrets += _secrets(word.text, value)
    return Options(host, is_socket, tuple(secrets), tuple(words[index:]) if sends else None)


def _is_spread(word: Word) -> bool:
    """Does a shell make any number of words of this: `$OPTIONS`, `"$@"`, `"${ARGS[@]}"`?"""
    return not word.known and (not word.single or "@" in word.text) and not word.text.startswith("-")


def _host(url: Word) -> Word:
    """The host in a URL; the whole of it where it is a variable."""
    match = _URL.match(url.text)
    if match is None:
        return url
    if match["host"] is None:
        return url._replace(text="")
    start, end = match.span("host")
    return Word(match["host"], url.part(start, end), url.known or "$" not in match["host"])


def _secrets(option: str, value: Word) -> list[Span]:
    if option in _PASSWORDS and value.known:
        return [value.span]
    match = _URL.match(value.text) if option == "-u" else None
    if match is None or not match["password"] or "$" in match["password"]:
        return []
    return [value.part(*match.span("password"))]
