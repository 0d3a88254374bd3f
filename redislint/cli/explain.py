"""`redislint explain RL101`: the page of a rule."""

from __future__ import annotations

from redislint import rules
from redislint.cli import DONE, UsageError
from redislint.cli.look import look
from redislint.cli.parser import Parser
from redislint.cli.settings import configuration, here
from redislint.cli.streams import show
from redislint.report import Look
from redislint.report.words import clean
from redislint.rules import Rule
from redislint.suggest import did_you_mean


def run(argv: list[str]) -> int:
    """Show the pages; the exit status."""
    parser = Parser("redislint explain [OPTION ...] RULE ...", "Show the page of a rule, by its id or name.")
    parser.general()
    split = parser.split(argv)
    if split is None:
        return DONE
    found, words = split
    if not words:
        raise UsageError("which rule? By its id, such as RL101, or its name; `redislint rules` lists them all")
    config = configuration(here())
    known = rules.load(config.rules if config else ())
    pages = [_page(_rule(known, word)) for word in words]
    looks = look(no_color=found.no_color)
    show("\n".join(_painted(page, looks) if looks.terminal else page for page in pages))
    return DONE


def _rule(known: tuple[Rule, ...], word: str) -> Rule:
    rule = rules.find(known, word)
    if rule is None:
        names = (name for one in known for name in (one.id, one.name))
        raise UsageError(f"there is no rule {word}{did_you_mean(word, names)}")
    return rule


def _page(rule: Rule) -> str:
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
