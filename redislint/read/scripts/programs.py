"""Which word of a command is the client, and on which machine it runs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from redislint.read.shell import Word
from redislint.typed import Final

CLIENTS: Final = frozenset({"redis-cli", "valkey-cli", "keydb-cli"})
_KEYWORDS: Final = frozenset({"if", "then", "elif", "else", "while", "until", "do", "!", "{", "time"})
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*+\+?=")

# Programs that run the rest of their words, or a script among those: here, or on a machine of their own.
_RUNNERS: Final = frozenset(
    """
    ash bash chroot command dash docker docker-compose doas env eval exec flock gosu ionice nice nohup nsenter parallel
    podman podman-compose retry runuser setsid sh stdbuf su su-exec sudo timeout tini watch xargs zsh
    """.split()
)
_LEADING: Final = frozenset({"k", "kubectl", "microk8s.kubectl", "oc", "ssh", "sshpass"})


def program(words: Sequence[Word]) -> int:
    """Where the program of a command stands, behind keywords and assignments; the number of words if there is none."""
    index = 0
    while index < len(words) and (words[index].text in _KEYWORDS or _ASSIGNMENT.match(words[index].text)):
        index += 1
    return index


def name(word: Word) -> str:
    """The name of a program; empty where it is not known."""
    return posixpath.basename(word.text) if word.known else ""


def runs_others(word: Word) -> bool:
    """Does a program run what the rest of its words are?"""
    return name(word) in _RUNNERS or leads_away(word)


def leads_away(word: Word) -> bool:
    """Does it do so on another machine?"""
    return name(word) in _LEADING


def is_client(word: Word) -> bool:
    """Is it redis-cli, or one of its likes?"""
    return name(word) in CLIENTS


def may_be_script(word: Word) -> bool:
    """May a word hold a script that calls a client?"""
    return "-cli" in word.text and any(sign in word.text for sign in " \t\n")
