"""The parser of options, as every verb uses it."""

from __future__ import annotations

import os
from argparse import Action, ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Sequence
from shutil import get_terminal_size
from textwrap import fill

from redislint import __data__, __version__, servers
from redislint.cli import UsageError
from redislint.cli.streams import show
from redislint.report import FORMATS
from redislint.servers import Server
from redislint.suggest import did_you_mean
from redislint.typed import Final, NoReturn

# Help that is wider than this is hard to read.
_WIDEST: Final = 100


class Help(RawDescriptionHelpFormatter):
    """Help as wide as the terminal, within reason; what has lines of its own, as examples have, keeps them."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=min(get_terminal_size().columns, _WIDEST) - 2)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" not in text:
            return fill(text, width, initial_indent=indent, subsequent_indent=indent)
        return super()._fill_text(text, width, indent)


class Parser(ArgumentParser):
    """Options in any order among the words of a verb; every mistake is a `UsageError`."""

    def __init__(self, usage: str, description: str, epilog: str = "") -> None:
        super().__init__(
            usage=usage,
            description=description,
            epilog=epilog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=Help,
        )

    def error(self, message: str) -> NoReturn:
        """Say it our way, and without the whole usage before it."""
        raise UsageError(message.removeprefix("argument "))

    @property
    def actions(self) -> Sequence[Action]:
        """The options, in the order of the help."""
        return self._actions

    def general(self) -> None:
        """Add the options that every verb has, at the end of the help."""
        group = self.add_argument_group("general")
        group.add_argument("--no-color", action="store_true", help="no colors; so does NO_COLOR in the environment")
        group.add_argument("--version", action="store_true", help="show the version, and the day of the data")
        group.add_argument("-h", "--help", action="store_true", help="show this help")

    def split(self, argv: Sequence[str]) -> tuple[Namespace, tuple[str, ...]] | None:
        """The options and the other words; what follows `--` is no option.

        None if help or the version was asked for, and shown.
        """
        end = argv.index("--") if "--" in argv else len(argv)
        found, words = self.parse_known_args(argv[:end])
        if found.help:
            show(self.format_help())
            return None
        if found.version:
            show(f"redislint {__version__} (data of {__data__})\n")
            return None
        for word in words:
            if word.startswith("-") and word != "-":
                known = (option for action in self._actions for option in action.option_strings)
                raise UsageError(f"there is no option {word}{did_you_mean(word.partition('=')[0], known)}")
        return found, (*words, *argv[end + 1 :])


class OneOf:
    """What turns an argument into one of these words."""

    def __init__(self, known: Iterable[str]) -> None:
        self.words = tuple(known)

    def __call__(self, text: str) -> str:
        """The word.  Raises `ArgumentTypeError`."""
        if text not in self.words:
            raise ArgumentTypeError(f"`{text}` is none of {', '.join(self.words)}{did_you_mean(text, self.words)}")
        return text


def one_of(known: Iterable[str]) -> OneOf:
    """What turns an argument into one of these words."""
    return OneOf(known)


def words(text: str) -> list[str]:
    """The words of an argument, which commas separate."""
    return [word for word in (part.strip() for part in text.split(",")) if word]


def server(text: str) -> Server:
    """The server that an argument names."""
    try:
        return servers.parse(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def day(text: str) -> str:
    """The day that an argument says."""
    from redislint.api import day as known

    try:
        return known(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def output(text: str) -> tuple[str, str]:
    """The format and the file of a report."""
    name, sign, file = text.partition(":")
    if not sign or not file:
        raise ArgumentTypeError(f"a format and a file are expected, such as sarif:redislint.sarif, not `{text}`")
    if name not in FORMATS:
        raise ArgumentTypeError(f"`{name}` is none of {', '.join(FORMATS)}{did_you_mean(name, FORMATS)}")
    return name, file


def variable(text: str) -> tuple[str, str]:
    """The name and the value of a variable of Terraform's."""
    name, sign, value = text.partition("=")
    if not sign or not name.replace("-", "_").isidentifier():
        raise ArgumentTypeError(f"a name and a value are expected, such as tls=true, not `{name}`")
    return name, value


def variables(path: str) -> tuple[str, str]:
    """The path behind `file:`, and the text, of a file with values of variables."""
    from redislint.discover.files import LIMITS, Unreadable, read_bytes
    from redislint.discover.search import root_of

    file, root = os.path.realpath(path), root_of(os.getcwd()).rstrip("/") + "/"
    try:
        return f"file:{file.removeprefix(root)}", read_bytes(file, LIMITS.nested).decode("utf-8", "surrogateescape")
    except Unreadable as error:
        raise ArgumentTypeError(f"{path}: {error}") from error
