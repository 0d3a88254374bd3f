"""What the servers in question say of the lines of a document.

Where the server's version is known, it alone is asked.  Where it is not, all supported lines are: what every one of
them refuses is refused; what only some refuse is worth a word, the softer the older they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property

from redislint.finding import Severity
from redislint.model.document import Document
from redislint.model.facts import Setting
from redislint.servers import Server
from redislint.servers.directives import LINES, data, lines_of
from redislint.servers.faults import Fault
from redislint.servers.ranges import describe
from redislint.servers.verdicts import Verdicts, knowing, verdicts
from redislint.source import Span
from redislint.startup.words import is_marked
from redislint.typed import Final, NamedTuple

Args = tuple[str, ...]

ALL: Final = frozenset(LINES)
NONE: Final[frozenset[str]] = frozenset()
_BENCH: Final = "bench"
# A file with more mistakes of one kind than these is no file that somebody mends one by one.
MOST: Final = 200


class Weight(NamedTuple):
    """How grave it is that some lines refuse: `effect` says what they do, in words."""

    refused: bool
    severity: Severity | None
    effect: str


class Refusal(NamedTuple):
    """A setting whose arguments are refused: the fault that most lines find, and all lines that refuse the setting."""

    setting: Setting
    args: Args
    fault: Fault
    lines: frozenset[str]


def is_own_text(document: Document) -> bool:
    """Is it a text in the servers' own language, where a fix may write words as they are?"""
    return document.language in ("redis-conf", "sentinel-conf") and document.kind != "terraform"


def bench_of(document: Document) -> Bench:
    """The bench of a document, which all checks share."""
    found: Bench | None = document.found.get(_BENCH)
    if found is None:
        found = document.found[_BENCH] = Bench(document)
    return found


class Bench:
    """The server lines that judge a document; `lines` are those in question: one where the version is known."""

    def __init__(self, document: Document) -> None:
        settings = document.settings
        if settings and is_marked(settings[0]):
            # The mark is a part of its name, which is told by itself.
            document = document._replace(settings=settings[1:])
        self.document = document
        self.server = document.server
        self.lines = ALL if self.server is None else frozenset({self.server.key})
        own = document.kind if document.language == "argv" else document.language
        self.is_sentinel = own == "sentinel-conf"

    @cached_property
    def named(self) -> tuple[tuple[Setting, str], ...]:
        """Each setting with its name as the server gets it, in lower case."""
        return tuple((setting, self.name_of(setting)) for setting in self.document.settings)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name for _, name in self.named)

    @cached_property
    def outdated(self) -> frozenset[str]:
        """The lines that the text is not for: they do not know its names, and some line knows them all."""
        return NONE if self.server is not None else _outdated(self._names)

    @cached_property
    def product(self) -> str:
        """The kindred product that the text is for, by directives that only it knows; empty if for none."""
        if self.server is not None:
            return ""
        return next((product for name, product in _others().items() if name in self._names), "")

    def name_of(self, setting: Setting) -> str:
        """The directive's name as the server gets it, in lower case."""
        if self.document.language == "variables":
            return setting.name
        name = setting.spelling.lower()
        return name.removeprefix("--") if self.document.language == "argv" else name

    def verdicts(self, setting: Setting, args: Args) -> Verdicts:
        """What all lines find in a setting, were these its arguments."""
        return verdicts(self.name_of(setting), args, sentinel=self.is_sentinel)

    @cached_property
    def refusals(self) -> tuple[Refusal, ...]:
        """The settings whose arguments are refused, where that is worth a word.

        Servers for which the text is not made, by its names, are not worth one; nor is what only some servers refuse
        in a text for a kindred product, or only servers whose support has ended in a file that is not said to be
        started.
        """
        said = (self.refusal(one, one.args) for one in self.document.settings if one.args is not None)
        worst = (one for one in said if one is not None)
        return tuple(one for one in worst if one.lines == self.lines or self._is_worth(one.lines))

    def _is_worth(self, some: frozenset[str]) -> bool:
        """Is it worth a word that only some of the servers in question refuse?"""
        if self.product or some <= self.outdated:
            return False
        return self.document.launched or not self.is_ended(some)

    def refusal(self, setting: Setting, args: Args) -> Refusal | None:
        """What is wrong with these arguments of a setting.  That its name is not known is no matter of theirs."""
        worst: Fault | None = None
        most = 0
        refusing = NONE
        for fault, finding in self.verdicts(setting, args):
            here = finding & self.lines
            refusing |= here
            if fault.code != "unknown" and len(here) > most:
                worst, most = fault, len(here)
        return None if worst is None else Refusal(setting, args, worst, refusing)

    def known_to(self, setting: Setting) -> frozenset[str]:
        """The lines that have a directive of this name, or an option of Sentinel; all for a module's (with a dot)."""
        name = self.name_of(setting)
        if self.is_sentinel and name == "sentinel":
            from redislint.servers.sentinel import knowing_option

            return knowing_option(setting.args[0]) if setting.args else ALL
        return ALL if "." in name else knowing(name)

    def unknown_to(self, setting: Setting) -> frozenset[str]:
        """The lines in question that do not know a setting; an argument that is not known is one all the same."""
        args = ("",) if setting.args is None else setting.args
        found = NONE
        for fault, lines in self.verdicts(setting, args):
            if fault.code == "unknown":
                found |= lines & self.lines
        return found

    def label(self, setting: Setting) -> str:
        """What to call a setting: its name as written, and with it the option behind the word `sentinel`."""
        is_option = self.is_sentinel and setting.name == "sentinel" and setting.args
        return f"{setting.spelling} {setting.args[0]}" if is_option and setting.args else setting.spelling

    def name_span(self, setting: Setting) -> Span:
        """The place of a setting's name, and of the option behind the word `sentinel`, without any value."""
        name, value = setting.span, setting.value_span
        if self.is_sentinel and setting.name == "sentinel" and setting.args:
            if value.text.startswith(setting.args[0]):
                return Span(name.source, name.start, value.start + len(setting.args[0]))
            return name
        if name.text.lower().startswith(setting.spelling.lower()):
            return Span(name.source, name.start, name.start + len(setting.spelling))
        written = Span(name.source, name.start, value.start if name.start < value.start < name.end else name.end)
        return Span(name.source, name.start, name.start + len(written.first_line.text.rstrip()))

    @staticmethod
    def is_ended(lines: frozenset[str]) -> bool:
        """Has the support of all these lines ended?"""
        return lines <= lines_of(data()["ended"])

    def weigh(self, refusing: frozenset[str]) -> Weight:
        """What it means that these lines, out of those in question, refuse."""
        return weigh(self.server, self.document.kind, refusing)


def weigh(server: Server | None, kind: str, refusing: frozenset[str]) -> Weight:
    """What it means for a text in a file of this kind that these lines refuse it."""
    is_service = kind == "terraform"
    what = "refuse{} the value" if is_service else "refuse{} to start"
    if server is not None:
        return Weight(not is_service, None, f"{server} {what.format('s')}")
    if refusing == ALL:
        return Weight(not is_service, None, f"the server {what.format('s')}")
    severity = Severity.INFO if Bench.is_ended(refusing) else Severity.WARNING
    return Weight(False, severity, f"{describe(refusing)} {what.format('s' if len(refusing) == 1 else '')}")


@cache
def _others() -> dict[str, str]:
    """The directives that only a kindred product knows, and the product."""
    products: dict[str, list[str]] = data()["other_products"]
    return {name: product for product, own in products.items() for name in own}


def _outdated(names: Iterable[str]) -> frozenset[str]:
    found = NONE
    for name in names:
        lines = knowing(name)
        if lines:
            found |= ALL - lines
    return found if found != ALL else NONE
