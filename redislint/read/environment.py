"""The environment of a container, as far as an image makes directives of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from redislint import servers
from redislint.model.facts import UNKNOWN, Fact, Setting
from redislint.read import argv, unknown
from redislint.read.argv import CommandLine
from redislint.read.shell import shell_words
from redislint.servers.images import Image
from redislint.source import Span
from redislint.typed import Final

# A variable's place, that of its value, and its text; None where that is not known.
Variables = Mapping[str, tuple[Span, str | None]]

_SECRET: Final = re.compile(r"PASS|PWD|SECRET|TOKEN|AUTH|_ARGS$|_FLAGS$", re.IGNORECASE)
# Names of variables that match, but hold no secret.
_OPEN: Final = re.compile(r"ALLOW_EMPTY_PASSWORD|_FILE$", re.IGNORECASE)


Variable = tuple[str, Span, str | None]


def is_secret(name: str) -> bool:
    """Does a variable hold a secret, by its name?"""
    return _SECRET.search(name) is not None and not _OPEN.search(name)


def by_name(variables: Iterable[Variable]) -> Variables:
    """Variables by their names; of equal ones the last counts."""
    return {name: (place, text) for name, place, text in variables}


class Environment:
    """What the variables of a container set, and which of them are secrets.

    known    False where there are more variables, which are not known
    line     what a variable adds to the end of the server's command line; None without it
    settled  whether these are all that the image's start script acts upon, a password or the lack of one among them
    """

    def __init__(self, variables: Variables, known: bool, image: Image | None) -> None:
        self.known = known
        self.variables = variables
        self.secrets = tuple(
            value
            for name, (value, text) in self.variables.items()
            # The default of a variable is a secret too.
            if is_secret(name) and text and not unknown.is_whole(text)
        )
        self.settings = tuple(self._settings(image)) if image is not None else ()
        self.line = self._line(image.arguments) if image is not None else None
        self.settled = image is not None and self._is_settled(image)

    def facts(self) -> Iterator[tuple[str, Fact[str]]]:
        """The variables that are set, with their values; at their places."""
        for name, (place, text) in self.variables.items():
            yield name, Fact(UNKNOWN if text is None else text, place)

    def _is_settled(self, image: Image) -> bool:
        others = [name for name in self.variables if name.startswith(image.prefix) and name not in image.variables]
        decided = image.empty == "" or any(setting.name == "requirepass" for setting in self.settings)
        return bool(image.prefix) and self.known and decided and not others

    def _settings(self, image: Image) -> Iterator[Setting]:
        for name, directive in image.variables.items():
            if name in self.variables:
                value, text = self.variables[name]
                yield setting(directive, name, value, text)
            elif name + "_FILE" in self.variables:
                value, _ = self.variables[name + "_FILE"]
                yield setting(directive, name + "_FILE", value, None)
        if image.empty in self.variables and self._has_no_password(image):
            value, text = self.variables[image.empty]
            if text is not None and text.lower() in ("yes", "true", "1"):
                yield setting("requirepass", image.empty, value, "")
                yield setting("protected-mode", image.empty, value, "no")

    def _line(self, name: str) -> CommandLine | None:
        """What the variable of this name adds to the end of the server's command line; None without it."""
        if name not in self.variables:
            return None
        place, text = self.variables[name]
        if text is None or place.text != text:
            return CommandLine(None, partial=True)
        words = shell_words(text, lambda start, end: Span(place.source, place.start + start, place.start + end))
        return (argv.parse(words) if words else None) or CommandLine(None, partial=bool(text.strip()))

    def _has_no_password(self, image: Image) -> bool:
        named = [name for name, directive in image.variables.items() if directive == "requirepass"]
        given = any(name in self.variables or name + "_FILE" in self.variables for name in named)
        return self.known and not given


def setting(directive: str, spelling: str, place: Span, text: str | None) -> Setting:
    """The directive that a variable of this spelling makes; `text` None where its value is not known."""
    args = None if text is None else tuple(text.split()) or ("",)
    return Setting(servers.canonical(directive), args, place, place, spelling)
