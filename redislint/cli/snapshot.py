"""`redislint snapshot`: what to run where a server is, and its answers packed into one file."""

from __future__ import annotations

import os
import sys

from redislint.cli import DONE, FAILED, UsageError
from redislint.cli.parser import Parser
from redislint.cli.streams import NotWritten, save, say, show
from redislint.snapshot import script
from redislint.typed import Final

_ABOUT: Final = "Print what to run on the host of a server, and pack its answers into one file, with secrets as hashes."
_END: Final = """\
`redislint drift` compares the packed file with what the files declare.

examples:
  redislint snapshot                                  what to run on the host
  redislint snapshot --pack answers/ -o a.snapshot.json
  redislint snapshot --stream | ssh cache-1 sh > answers
  redislint snapshot --pack - -o a.snapshot.json < answers

exit status:
  0  done
  2  these are not a server's answers, or something could not be done
"""
_STDIN: Final = "-"
# An answer may be so large, in bytes; CONFIG GET * is some 10 KB.
_MOST: Final = 10_000_000


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint snapshot [OPTION ...]", _ABOUT, _END)
    group = made.add_argument_group("snapshot")
    group.add_argument("--stream", action="store_true", help="print lines that write to standard output, not to files")
    group.add_argument("--pack", metavar="DIR", help="pack the answers in this folder; `-` is standard input")
    group.add_argument("--node", default="", metavar="NAME", help="what the node is called, if not by its host's name")
    group.add_argument("-o", "--output", metavar="FILE", help="write the packed file here, not to standard output")
    made.general()
    return made


def run(argv: list[str]) -> int:
    """Print the lines or pack their answers; the exit status."""
    split = parser().split(argv)
    if split is None:
        return DONE
    asked, words = split
    if words:
        raise UsageError(f"redislint snapshot takes no {words[0]}; a folder to pack is named by --pack {words[0]}")
    if asked.pack is None:
        show(script.stream() if asked.stream else script.folder())
        return DONE
    return _packed(_answers(asked.pack), asked.node, asked.output)


def _packed(answers: dict[str, str], node: str, file: str | None) -> int:
    from redislint.snapshot.pack import NoCapture, pack

    try:
        found = pack(answers, node)
    except NoCapture as error:
        raise UsageError(*error.args) from error
    for note in found.notes:
        say("note", note)
    try:
        save(file, found.text) if file is not None else show(found.text)
    except NotWritten as error:
        say("error", str(error))
        return FAILED
    return DONE


def _answers(place: str) -> dict[str, str]:
    """The answers by name, from a folder or standard input."""
    if place == _STDIN:
        from redislint.snapshot.pack import sections

        data = sys.stdin.buffer.read(len(script.NAMES) * _MOST) if sys.stdin is not None else b""
        return sections(data.decode("utf-8", "surrogateescape"))
    if not os.path.isdir(place):
        raise UsageError(f"--pack: there is no folder {place}")
    return {name: text for name in script.NAMES if (text := _file(place, name)) is not None}


def _file(folder: str, name: str) -> str | None:
    """The text of an answer; None where there is none."""
    from redislint.discover.files import Unreadable, read_bytes

    path = os.path.join(folder, name + script.EXTENSION)
    if not os.path.lexists(path):
        return None
    try:
        return read_bytes(path, _MOST).decode("utf-8", "surrogateescape")
    except Unreadable as error:
        raise UsageError(f"{path}: {error}") from error
