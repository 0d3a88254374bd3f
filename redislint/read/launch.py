"""How a server is started: which word of a command line is the program."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from redislint.read.shell import Word, commands

_PROGRAMS = frozenset({"redis-server", "valkey-server", "keydb-server"})
_SENTINELS = frozenset({"redis-sentinel", "valkey-sentinel", "keydb-sentinel"})
_SHELLS = frozenset({"sh", "bash", "ash", "dash"})

# What a script runs before the server: what brings a file to another place, and what changes none.
_COPIERS = frozenset({"cp", "install"})
_HARMLESS = frozenset({"chmod", "chown", "mkdir", "set", "sleep"})

# Programs that start the rest of their command line, and how many words they take first.
_LAUNCHERS = {
    "exec": 0,
    "env": 0,
    "nohup": 0,
    "tini": 0,
    "dumb-init": 0,
    "docker-entrypoint.sh": 0,
    "gosu": 1,
    "su-exec": 1,
}


def is_sentinel(program: Word | None) -> bool:
    """Does the program's name make it a Sentinel?"""
    return program is not None and posixpath.basename(program.text) in _SENTINELS


def scripted(words: Sequence[Word]) -> list[list[Word]] | None:
    """The commands of the script in `sh -c SCRIPT`, none if they are not plain; None where there is no such script."""
    if len(words) < 3 or posixpath.basename(words[0].text) not in _SHELLS:
        return None
    flags, script = words[1].text, words[2]
    if not flags.startswith("-") or not flags.endswith("c"):
        return None
    # What is not known in the script as a whole shows again where its own words are looked at.
    return commands(script.text, script.part) or []


def copied(script: Sequence[Sequence[Word]], path: str) -> str:
    """The file that a script copies to this path, and that nothing in it changes; empty where that is not certain."""
    found = ""
    for command in script:
        name = posixpath.basename(command[0].text)
        if name in _COPIERS:
            files = [word for word in command[1:] if not word.text.startswith("-")]
            if len(files) != 2 or not all(word.known for word in files):
                return ""
            source, target = (word.text for word in files)
            if path in (target, posixpath.join(target, posixpath.basename(source))):
                found = source
        elif name not in _HARMLESS and program(command, implied=False) is None:
            return ""
    return found


def program(words: Sequence[Word], implied: bool) -> int | None:
    """Where the server is named; -1 where an entrypoint does (`implied`); None if nothing is known to start one."""
    index = 0
    while index < len(words) and words[index].known:
        text = words[index].text
        name = posixpath.basename(text)
        if name in _PROGRAMS or name in _SENTINELS:
            return index
        if index == 0 and implied and (text.startswith("-") or text.endswith(".conf")):
            return -1
        if name in _LAUNCHERS:
            index += 1 + _LAUNCHERS[name]
        elif (index > 0 and text.startswith("-")) or (text.partition("=")[0].isidentifier() and "=" in text):
            index += 1
        else:
            return None
    return None


def may_start_server(words: Sequence[Word]) -> bool:
    """Can a command that is not understood be one that starts a server: a script, or the image's own?"""
    first = posixpath.basename(words[0].text)
    return not words[0].known or first.endswith(".sh") or first in _SHELLS
