"""`redislint explain RL101`: the page of a rule; `redislint explain maxmemory`: what is known of a directive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from redislint import rules
from redislint.cli import DONE, UsageError
from redislint.cli.look import look
from redislint.cli.parser import Parser, one_of
from redislint.cli.parser import server as parsed
from redislint.cli.rules import row
from redislint.cli.settings import configuration, here
from redislint.cli.streams import show
from redislint.report import Look
from redislint.report.words import clean
from redislint.rules import Rule
from redislint.servers import Server
from redislint.suggest import did_you_mean
from redislint.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from redislint.cli.directive import Topic

_ABOUT: Final = "Show the page of a rule, by its id or name, or what a directive is, by any of its names."
_END: Final = """\
examples:
  redislint explain RL101
  redislint explain exposed-without-auth            the same, by its name
  redislint explain maxmemory-policy --server redis@7.2
  redislint explain sentinel down-after-milliseconds

exit status:
  0  shown
  2  there is no such rule or directive
"""
_NOTHING: Final = (
    "which rule or directive? A rule by its id, such as RL101, or its name; a directive by its name, such as maxmemory;"
    " `redislint rules` lists all rules"
)


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint explain [OPTION ...] WORD ...", _ABOUT, _END)
    group = made.add_argument_group("report")
    formats = ("text", "json")
    group.add_argument("--format", type=one_of(formats), default="text", metavar="FORMAT", help="text or json")
    group.add_argument(
        "--server", type=parsed, metavar="VERSION", help="a directive in this version alone, such as redis@7.2"
    )
    made.general()
    return made


def run(argv: list[str]) -> int:
    """Show the pages; the exit status."""
    split = parser().split(argv)
    if split is None:
        return DONE
    found, words = split
    if not words:
        raise UsageError(_NOTHING)
    server: Server | None = found.server
    config = configuration(here())
    known = rules.load(config.rules if config else ())
    topics = tuple(_topics(known, words))
    about = _about(known, topics)
    if found.format == "json":
        import json

        show(json.dumps([_row(topic, about.get(topic.name, ()), server) for topic in topics], indent=2) + "\n")
        return DONE
    pages = [_page(topic, about.get(topic.name, ()), server) for topic in topics]
    looks = look(no_color=found.no_color)
    show("\n".join(_painted(page, looks) if looks.terminal else page for page in pages))
    return DONE


def _topics(known: Sequence[Rule], words: Sequence[str]) -> Iterator[Rule | Topic]:
    """What the words mean, in their order: each a rule or a directive; `sentinel monitor` may be two words."""
    rest = list(words)
    while rest:
        word = rest.pop(0)
        rule = rules.find(known, word)
        if rule is not None:
            yield rule
            continue
        from redislint.cli import directive

        pair = directive.find(f"{word} {rest[0]}") if rest and word.lower() == "sentinel" else None
        if pair is not None:
            rest.pop(0)
        topic = pair or directive.find(word)
        if topic is None:
            raise UsageError(_unknown(known, word))
        yield topic


def _about(known: Sequence[Rule], topics: Sequence[Rule | Topic]) -> Mapping[str, Sequence[Rule]]:
    """The rules about each directive; they are looked for in the pages only where a directive is asked for."""
    if all(isinstance(topic, Rule) for topic in topics):
        return {}
    from redislint.cli.mentions import by_directive

    return by_directive(known)


def _unknown(known: Sequence[Rule], word: str) -> str:
    from redislint.cli import directive

    said = directive.elsewhere(word)
    if said:
        return f"no supported server has a directive {word}: {said}"
    names = (name for one in known for name in (one.id, one.name))
    return f"there is no rule or directive {word}{did_you_mean(word, (*names, *directive.known()))}"


def _row(topic: Rule | Topic, about: Sequence[Rule], server: Server | None) -> dict[str, Any]:
    """All that a program may want to know."""
    if isinstance(topic, Rule):
        return {"kind": "rule"} | row(topic) | {"page": _rule_page(topic)}
    from redislint.cli import directive

    return directive.row(topic, about, server)


def _page(topic: Rule | Topic, about: Sequence[Rule], server: Server | None) -> str:
    if isinstance(topic, Rule):
        return _rule_page(topic)
    from redislint.cli import directive

    return clean(directive.page(topic, about, server))


def _rule_page(rule: Rule) -> str:
    """The page in Markdown: what its metadata says in a few lines, then its text without the marks of its examples."""
    title, _, text = rule.body.replace("«", "").replace("»", "").partition("\n")
    facts = {
        "Severity": str(rule.severity),
        "Confidence": rule.confidence,
        "Enabled": rule.enabled,
        "Files": ", ".join(rule.kinds),
        "Tags": ", ".join(rule.tags),
        "Online": rule.url,
    }
    lines = "\n".join(f"- {name}: {value}" for name, value in facts.items())
    return clean(f"# {rule.id} {rule.name}: {title.removeprefix('# ')}\n\n{lines}\n\n{text.strip()}\n")


def _painted(page: str, looks: Look) -> str:
    from io import StringIO

    from rich.console import Console
    from rich.markdown import Markdown

    out = StringIO()
    console = Console(
        file=out,
        force_terminal=True,
        color_system="standard",
        no_color=not looks.color,
        width=min(looks.width or 100, 100),
        legacy_windows=False,
    )
    console.print(Markdown(page, code_theme="ansi_dark"))
    return out.getvalue()
