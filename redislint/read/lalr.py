"""Parsing by the tables that Lark makes of a grammar.

The tables are kept as data in the user's own folder, so that later runs need not import Lark, which takes longer than
most files take to read.  They are used as Lark's own LALR parser does: a rule whose name begins with `_` hands its
parts on to the rule around it, a terminal whose name begins so is left out, and a rule marked `?` that has one part is
that part.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from redislint import userdir
from redislint.read.grammar import source
from redislint.typed import Any, Final, NamedTuple, Protocol

END: Final = "$END"
# Of what is kept; another number for whatever reads it otherwise.
_FORMAT: Final = "1"


class Token(NamedTuple):
    """A terminal's name, the text that it stands for, and where that is."""

    type: str
    text: str
    start: int
    end: int


class Unexpected(Exception):
    """No rule goes on with this token; those of `expected` would do."""

    def __init__(self, token: Token, expected: frozenset[str]) -> None:
        super().__init__(token.type)
        self.token = token
        self.expected = expected


class Build(Protocol):
    """Makes something of a rule's parts."""

    def __call__(self, parts: list[Any], /) -> Any:
        """The value of the rule."""


class _Rule(NamedTuple):
    """A rule: what it makes, of how many symbols, and which of them are its parts.

    `parts` are indexes, each with whether the symbol hands its own parts on; `name` is empty if the rule does so
    itself, or is its only part; `single`: one part alone is the value.
    """

    origin: str
    size: int
    name: str
    single: bool
    parts: Sequence[tuple[int, bool]]


class Tables(NamedTuple):
    """For each state what to do at a symbol: go to a state (0 and more), or apply rule n, written -1 - n."""

    states: Sequence[Mapping[str, int]]
    rules: Sequence[_Rule]
    starts: Mapping[str, int]
    ends: Mapping[str, int]


class Parser:
    """A parser for one grammar; `builder` has a method for each rule, or for its alias."""

    def __init__(self, tables: Tables, builder: object) -> None:
        self._tables = tables
        self._builds: list[Build | None] = [getattr(builder, rule.name) if rule.name else None for rule in tables.rules]

    def parse(self, tokens: Iterable[Token], start: str) -> Any:
        """The value of the start rule for these tokens, the last of which is `END`.  Raises `Unexpected`."""
        states, rules, builds = self._tables.states, self._tables.rules, self._builds
        end = self._tables.ends[start]
        at = [self._tables.starts[start]]
        values: list[Any] = []
        for token in tokens:
            kind = token.type
            while True:
                action = states[at[-1]].get(kind)
                if action is None:
                    raise Unexpected(token, frozenset(name for name in states[at[-1]] if name.isupper()))
                if action >= 0:
                    at.append(action)
                    values.append(token)
                    break
                rule, build = rules[-1 - action], builds[-1 - action]
                value = _applied(rule, build, values)
                if rule.size:
                    del at[-rule.size :]
                at.append(states[at[-1]][rule.origin])
                values.append(value)
                if kind == END and at[-1] == end:
                    return values[-1]
        raise AssertionError("the tokens have no end")


def _applied(rule: _Rule, build: Build | None, values: list[Any]) -> Any:
    """The value of a rule from its symbols' values, which are taken off the list."""
    symbols: list[Any] = []
    if rule.size:
        symbols = values[-rule.size :]
        del values[-rule.size :]
    parts: list[Any] = []
    for index, hands_on in rule.parts:
        if not hands_on:
            parts.append(symbols[index])
        elif parts:
            parts += symbols[index]
        else:
            # Nobody else has this list: a repetition grows by one part at a time.
            parts = symbols[index]
    if rule.single and len(parts) == 1:
        return parts[0]
    return parts if build is None else build(parts)


@cache
def tables(name: str, *starts: str) -> Tables:
    """The tables of a grammar (`terraform/hcl` is terraform/hcl.lark) for these start rules."""
    file = name.replace("/", "-") + ".tables.json"
    key = [_FORMAT, source(name), *starts]
    found = _kept(userdir.read(file), key)
    if found is None:
        found = _made(key)
        userdir.write(file, json.dumps(found).encode())
    rules = [_Rule(*rule) for rule in found["rules"]]
    return Tables(found["states"], rules, found["starts"], found["ends"])


def _kept(data: bytes | None, key: list[str]) -> Any:
    """The tables as kept, if they are those of this very grammar."""
    try:
        kept = json.loads(data or b"null")
        return kept if kept["key"] == key and kept["states"] and kept["rules"] else None
    except (ValueError, KeyError, TypeError):
        return None


def _made(key: list[str]) -> Any:
    """The tables as Lark makes them."""
    from lark import Lark
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    _, grammar, *starts = key
    compiled = Lark(grammar, parser="lalr", lexer="basic", start=starts)
    data, memo = compiled.memo_serialize([TerminalDef, Rule])
    table = data["parser"]["parser"]
    numbers: dict[int, int] = {}
    states = []
    for _, actions in sorted(table["states"].items()):
        row = {}
        for symbol, (is_rule, what) in actions.items():
            row[table["tokens"][symbol]] = -1 - numbers.setdefault(what["@"], len(numbers)) if is_rule else what
        states.append(row)
    rules = [_rule(memo[number]) for number in numbers]
    return {"key": key, "states": states, "rules": rules, "starts": table["start_states"], "ends": table["end_states"]}


def _rule(rule: Mapping[str, Any]) -> list[Any]:
    origin, alias = rule["origin"]["name"], rule["alias"]
    hands_on = origin.startswith("_")
    parts = [
        (index, symbol["__type__"] == "NonTerminal" and symbol["name"].startswith("_"))
        for index, symbol in enumerate(rule["expansion"])
        if not symbol.get("filter_out")
    ]
    single = bool(rule["options"]["expand1"]) and not alias
    is_part = single and len(parts) == 1 and not parts[0][1]
    name = "" if hands_on or is_part else alias or origin
    return [origin, len(rule["expansion"]), name, single, parts]
