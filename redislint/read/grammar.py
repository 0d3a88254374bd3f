"""Lark grammars, compiled once for each user.

A language whose lines are read one by one (redis.conf, users.acl) needs no more of its grammar than the terminals:
`lexis` has Lark compile them and keeps the result as data, so that later runs need not import Lark, which takes
longer than most files take to read.  A language that nests (HCL) needs the parser: `parser`.

What is kept lies in the user's own folder (mode 0700), never in a shared one.  Where there is no such folder, the
grammar is compiled in memory.
"""

from __future__ import annotations

import json
import os
import re
import sys
from functools import cache

from redislint import userdir

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than a file to read
if TYPE_CHECKING:
    from lark import Lark

    from redislint.typed import Any

_HERE = os.path.dirname(os.path.abspath(__file__))


def source(name: str) -> str:
    """The text of a grammar: `conf` is conf.lark, `terraform/hcl` is terraform/hcl.lark."""
    with open(os.path.join(_HERE, f"{name}.lark"), encoding="utf-8") as file:
        return file.read()


@cache
def lexis(name: str) -> re.Pattern[str]:
    """All terminals of a grammar as one expression, a named group each: `finditer` yields the tokens.

    It is the expression that Lark's own basic lexer would search with, as long as the priorities in the grammar
    settle the order of the terminals.  Ignored terminals are among them.
    """
    grammar = source(name)
    terminals = _kept(name, grammar)
    if terminals is None:
        terminals = terminals_of(grammar)
        kept = {"grammar": grammar, "terminals": terminals}
        userdir.write(_file(name), json.dumps(kept).encode())
    return re.compile("|".join(f"(?P<{terminal}>{pattern})" for terminal, pattern in terminals))


def terminals_of(grammar: str) -> list[list[str]]:
    """Name and expression of each terminal of a grammar, the one to try first in front."""
    from lark import Lark

    compiled = Lark(grammar, parser="lalr", lexer="basic")
    ordered = sorted(compiled.terminals, key=lambda terminal: -terminal.priority)
    return [[terminal.name, terminal.pattern.to_regexp()] for terminal in ordered]


def _file(name: str) -> str:
    return name.replace("/", "-") + ".terminals.json"


def _kept(name: str, grammar: str) -> list[list[str]] | None:
    """The terminals as kept, if they are those of this very grammar."""
    data = userdir.read(_file(name))
    if data is None:
        return None
    try:
        kept = json.loads(data)
        return kept["terminals"] if kept["grammar"] == grammar else None
    except (ValueError, KeyError, TypeError):
        return None


def parser(name: str, **options: Any) -> Lark:
    """Lark's LALR parser for a grammar, with options of `lark.Lark`.

    Lark's cache is a pickle, and holds a hash of grammar, options, and the versions of Lark and Python.
    """
    from lark import Lark

    folder = userdir.path()
    stem = f"{name.replace('/', '-')}-{sys.version_info.major}.{sys.version_info.minor}.lark-cache"
    kept: str | bool = os.path.join(folder, stem) if folder is not None else False
    return Lark(source(name), parser="lalr", cache=kept, **options)
