"""`redislint new-rule ACME001 no-such-thing`: start a page for a rule of one's own."""

from __future__ import annotations

import os
import re

from redislint import rules
from redislint.cli import DONE, UsageError
from redislint.cli.parser import Parser
from redislint.cli.streams import say, show
from redislint.typed import Final

_ABOUT: Final = """\
Start a page for a rule of your own: metadata, text and examples, which hold as
they are. `rules: [lint-rules]` in .redislint.yaml has redislint run it."""
_END: Final = """\
examples:
  redislint new-rule ACME001 snapshots-off                 shows the page
  redislint new-rule ACME001 snapshots-off -o lint-rules  writes it there

exit status:
  0  shown or written
  2  something could not be done
"""
_ID: Final = r"[A-Z]{2,10}[0-9]{3}"
_NAME: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
# A page that holds as it is: the name says what is wrong, and the check is one of the generic ones.
_PAGE: Final = """\
---
id: {id}
severity: warning
confidence: high
enabled: "on"
kinds: [redis-conf]
tags: [own]
checklist: ["2.1"]
check: settings.forbid
given: {{setting: appendfsync, values: ["no"]}}
message: "`{{setting}} {{value}}`: say what happens, in one line"
fix: say what to do, in one line
---
# {title}

Say in a paragraph why this matters to those who run into it.

## Fix

Say what to do, and what it costs.

## Bad

### What it looks like

```conf redis.conf
appendonly yes
appendfsync «no»
```

## Good

### What is meant

```conf redis.conf
appendonly yes
appendfsync everysec
```

## References

- https://redis.io/docs/latest/operate/oss_and_stack/management/persistence/
"""


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint new-rule [OPTION ...] ID NAME", _ABOUT, _END)
    group = made.add_argument_group("page")
    group.add_argument("-o", "--output", metavar="DIR", help="write the page into this folder")
    made.general()
    return made


def run(argv: list[str]) -> int:
    """Show the page, or write it into a folder; the exit status."""
    split = parser().split(argv)
    if split is None:
        return DONE
    asked, words = split
    if len(words) != 2:
        raise UsageError("a rule has an id and a name: `redislint new-rule ACME001 snapshots-off`")
    rule, name = words
    _check(rule, name)
    page = _PAGE.format(id=rule, title=name.replace("-", " ").capitalize())
    if asked.output is None:
        show(page)
    else:
        _write(os.path.join(asked.output, f"{rule}-{name}.md"), page)
    return DONE


def _check(rule: str, name: str) -> None:
    if re.fullmatch(_ID, rule) is None:
        raise UsageError(f"{rule} is no id: capitals of your own and three digits, such as ACME001")
    if rule.startswith("RL"):
        raise UsageError(f"{rule}: RL is what redislint's own begin with; take letters of yours, such as ACME001")
    if re.fullmatch(_NAME, name) is None:
        raise UsageError(f"{name} is no name: words in small letters with `-` between them, such as snapshots-off")
    if rules.find(rules.load(), name) is not None:
        raise UsageError(f"a rule of redislint's own is called {name}")


def _write(path: str, page: str) -> None:
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(page)
    except FileExistsError as error:
        raise UsageError(f"{path} is there already, and stays as it is") from error
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or type(error).__name__).lower()}") from error
    say("note", f"{path} is written: its examples hold as they are, so change them first")
