"""Configurations as Hypothesis writes them: values in every spelling that a server takes."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from redislint.merged.shows import directives, shown_as
from redislint.servers.directives import Directive

# What would take the server from where the tests look for it, or rests on the machine.
_LEFT_OUT = frozenset(
    "port unixsocket unixsocketperm dir logfile loglevel daemonize supervised aclfile bind syslog-enabled"
    " syslog-facility cluster-enabled cluster-port cluster-config-file activedefrag locale-collate oom-score-adj"
    " maxclients requirepass crash-log-enabled hash-seed always-show-logo disable-thp tcp-backlog server-cpulist"
    " bio-cpulist aof-rewrite-cpulist bgsave-cpulist enable-debug-assert gopher-enabled".split()
)
# Numbers that cost memory or threads.
_MODEST = {"databases": 400, "io-threads": 4}

_NUMBERS = st.one_of(st.integers(0, 20), st.integers(0, 100_000), st.integers(-3, 1 << 33))
_UNITS = st.sampled_from(["", "b", "B", "k", "K", "kb", "KB", "Kb", "m", "mb", "MB", "g", "gb", "Gb"])
_TEXTS = st.text(st.sampled_from("abcXYZ019-_./ #$é\\'\"\t"), min_size=1, max_size=12)


def quoted(word: str) -> str:
    """A word between double quotes, in the language of redis.conf."""
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'


def unquoted(text: str) -> str:
    """The word that `quoted` was given."""
    signs = {"\\\\": "\\", '\\"': '"', "\\t": "\t"}
    return re.sub(r'\\[\\"t]', lambda found: signs[found[0]], text[1:-1])


def _number(directive: Directive) -> st.SearchStrategy[str]:
    least, most = directive.facts.get("min", 0), directive.facts.get("max", 1 << 40)
    most = _MODEST.get(directive.name, most)
    near = st.sampled_from([least, most, min(least + 1, most)])
    fitting = _NUMBERS.filter(lambda number: least <= number <= most)
    return st.one_of(near, fitting).map(str)


def _memory(directive: Directive) -> st.SearchStrategy[str]:
    least, most = max(directive.facts.get("min", 0), 0), min(directive.facts.get("max", 1 << 63), (1 << 64) - 1)
    if directive.name == "maxmemory-clients":
        # A low limit, too, would end the connection.
        return st.integers(0, 100).map(lambda percent: f"{percent}%") | st.sampled_from(["1gb", "0", "2G"])
    fitting = st.integers(least, most).map(str)
    with_unit = st.builds(lambda number, unit: f"{number}{unit}", st.integers(1, 4000), _UNITS)
    return fitting | with_unit if least <= 1 and most > 1 << 43 else fitting


def _shape(directive: Directive, strict: bool) -> st.SearchStrategy[str] | None:
    pair = st.tuples(st.integers(1, 9000), st.integers(0, 9000)).map(lambda two: f"{two[0]} {two[1]}")
    # A limit that is too low for the answer would end the connection of the test.
    limits = st.builds(
        lambda name, hard, unit, soft, seconds: f"{name} {hard}{unit} {soft} {seconds}",
        st.sampled_from(["normal", "slave", "replica", "PubSub", "Replica"]),
        st.sampled_from([0, 1_000_000, 5_555_555]),
        _UNITS,
        st.sampled_from([0, 1_000_000, 1_234_567]),
        st.integers(0, 5000),
    )
    several = st.lists(limits, min_size=1, max_size=3).map(" ".join)
    pairs = st.lists(pair, min_size=1, max_size=3).map(" ".join)
    odd = st.sampled_from(["900", "900 1 300 10", "900 1 x"]) | pair
    percents = st.lists(st.sampled_from(["50", "99.9", "1e-5", "100", "0", "99.99999", "12.5"]), max_size=4)
    found: dict[str, st.SearchStrategy[str]] = {
        "save": (pairs if strict else odd) | st.just('""'),
        "client-output-buffer-limit": several if strict else limits,
        "keyspace-events": st.text(st.sampled_from(directive.facts.get("letters", "")), min_size=1, max_size=8),
        "oom-score-adj-values": st.tuples(*[st.integers(-2000, 2000)] * 3).map(lambda three: " ".join(map(str, three))),
        "percentiles": percents.map(" ".join),
        "host-port": st.sampled_from(["127.0.0.1 1", "localhost 01", "no one", "NO One", "::1 +2"]),
    }
    return found.get(directive.facts.get("shape", ""))


def value(directive: Directive, strict: bool) -> st.SearchStrategy[str] | None:
    """Values that fit a directive, None where none is known; `strict`: 7.0 and later take them, which look at more."""
    facts = directive.facts
    if directive.type == "special":
        return _shape(directive, strict)
    if directive.type == "bool":
        return st.sampled_from(["yes", "no", "YES", "No", '"yes"'])
    if directive.type == "enum":
        one = st.sampled_from(facts["values"]).flatmap(lambda value: st.sampled_from([value, value.upper()]))
        return st.lists(one, min_size=1, max_size=3).map(" ".join) if directive.takes_several else one
    if directive.type == "integer":
        return _number(directive)
    if directive.type in ("memory", "memory-or-percent"):
        return _memory(directive)
    if facts.get("demands"):
        return st.sampled_from(["abc", "a-b", "x1"]).filter(lambda _: "proc-title-template" not in facts["demands"])
    return _TEXTS.map(quoted) | st.just("plain")


@st.composite
def lines(draw: st.DrawFn, line: str) -> list[str]:
    """Lines of redis.conf for a server line (`redis@7.0`), each name as it likes and each value in some spelling."""
    usable = {
        one.name: one
        for one in directives(line)
        if one.name not in _LEFT_OUT and "demands" not in one.facts and not one.name.startswith("tls-")
    }
    strict = line != "redis@6.2"
    found = []
    for name in draw(st.lists(st.sampled_from([*sorted(usable), "save", "client-output-buffer-limit"]), max_size=14)):
        directive = usable[name]
        fitting = value(directive, strict)
        if fitting is not None:
            spelling = draw(st.sampled_from(shown_as(directive, line)))
            found.append(f"{draw(st.sampled_from([spelling, spelling.upper()]))} {draw(fitting)}")
    return found
