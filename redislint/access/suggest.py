"""The narrowest rules for a list of commands.

Commands are given by their names, with all their subcommands only where the command itself or every subcommand is asked
for: a category grows from version to version, and one that nobody named gives more tomorrow than was asked for today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from redislint.access.known import has
from redislint.access.least import ALL_CHANNELS, Made, needed, place
from redislint.access.sums import HAS_ACLS
from redislint.acl.engine import Rights, evaluate
from redislint.acl.permissions import READ, WRITE
from redislint.acl.rules import HAS_CHANNELS
from redislint.acl.table import HAS_SUBCOMMANDS, categories, commands, table
from redislint.acl.words import told
from redislint.servers.ranges import describe
from redislint.suggest import did_you_mean
from redislint.typed import Final, NamedTuple, NoReturn

_SPEAKING: Final = frozenset("publish spublish subscribe ssubscribe psubscribe".split())
# Commands in these reach data or the server itself...
_REACHING: Final = frozenset("admin dangerous keyspace read scripting write".split())
# ... but these change the connection alone, or wait; before 7.0 they are in @keyspace.
_OWN: Final = frozenset("asking readonly readwrite select wait waitaof".split())
_LETTERS: Final = {READ: "%R", WRITE: "%W"}


class Asked(NamedTuple):
    """What a user is to be allowed: commands (`get`, `config|set`, `@hash`), patterns of keys, and of channels."""

    name: str
    commands: tuple[str, ...]
    keys: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


class Suggestion(NamedTuple):
    """The user, what it may do beyond what patterns limit (`warnings`), and what was left out (`notes`)."""

    user: Made
    warnings: tuple[str, ...]
    notes: tuple[str, ...]


def suggest(asked: Asked, line: str) -> Suggestion:
    """The rules for a line of servers; raises ValueError for what it does not have, or what cannot be written."""
    rules = [_rule(word, line) for word in asked.commands]
    rules = needed((), _gathered(dict.fromkeys(rules), line), line)
    rights = evaluate(rules, line)
    names = sorted(_names(rights))
    words = ("on", place(asked.name), *_keys(asked, names, line), *_channels(asked, names, line), *rules)
    refused = evaluate(words, line, all_channels=line == ALL_CHANNELS).refused
    if refused is not None:
        raise ValueError(told(refused.rule, refused.code))
    return Suggestion(
        Made(asked.name, words), tuple(_warnings(asked, names, line)), tuple(_notes(asked, names, rules, line))
    )


def _rule(word: str, line: str) -> str:
    """The rule that gives what a word names."""
    name = word.lower().removeprefix("+").replace(" ", "|")
    if name.startswith("@"):
        if name[1:] not in categories(line):
            raise ValueError(f"{_told(line)} has no category {name}{did_you_mean(name[1:], categories(line))}")
    elif not has(name, line):
        _refuse(name, line)
    return f"+{name}"


def _refuse(name: str, line: str) -> NoReturn:
    others = frozenset(one for one in HAS_ACLS if name in commands(one))
    if others:
        raise ValueError(f"{_told(line)} has no command {_spelt(name)}: it is one of {describe(others)}")
    command, bar, _ = name.partition("|")
    if bar and has(command, line) and not any(one.startswith(f"{command}|") for one in commands("redis@7.0")):
        raise ValueError(f"{_spelt(command)} has no subcommands")
    raise ValueError(f"{_told(line)} has no command {_spelt(name)}{did_you_mean(name, _known(line))}")


def _known(line: str) -> frozenset[str]:
    return commands(line) | {name for name in commands("redis@7.0") if has(name, line)}


def _told(line: str) -> str:
    return line.replace("@", " ")


def _spelt(name: str) -> str:
    return name.replace("|", " ").upper()


def _gathered(rules: Iterable[str], line: str) -> list[str]:
    """The rules, with one for a command in place of those for each of its subcommands."""
    known = table(line)
    kept = list(rules)
    for parent in dict.fromkeys(rule[1:].partition("|")[0] for rule in kept if "|" in rule):
        parts = known.named(known.family(parent))
        if line in HAS_SUBCOMMANDS and len(parts) > 1 and parts <= {rule[1:] for rule in kept}:
            first = next(at for at, rule in enumerate(kept) if rule[1:] in parts)
            kept[first] = f"+{parent}"
            kept = [rule for rule in kept if rule[1:] not in parts or rule == f"+{parent}"]
    return kept


def _names(rights: Rights) -> frozenset[str]:
    """The commands that the rules give, those by their first arguments as `config|get`."""
    by_argument = {f"{name}|{word}" for name, words in rights.root.first_args.items() for word in words}
    return (rights.commands | by_argument) - rights.root.table.named(rights.root.table.free)


def _row(name: str, line: str) -> tuple[frozenset[str], str]:
    """The categories of a command, and where its keys are; of a subcommand before 7.0, as 7.0 has them."""
    known = table(line).command(name) or table("redis@7.0").command(name) or table(line).command(name.partition("|")[0])
    return (known.categories, known.keys) if known is not None else (frozenset(), "")


def _keys(asked: Asked, names: Iterable[str], line: str) -> Iterator[str]:
    """A rule for each pattern, with the access that the commands need."""
    specifications = [spec for name in names for spec in _row(name, line)[1].split("; ") if spec]
    if not specifications:
        return
    access = 0
    for specification in specifications:
        words = specification.rpartition(" ")[2]
        access |= READ * ("r" in words or "?" in words) | WRITE * ("w" in words or "?" in words)
    # Some read nothing and change nothing, such as EXISTS; they need a pattern of any kind.
    sign = _LETTERS.get(access or READ, "") if line in HAS_SUBCOMMANDS else ""
    yield from (f"{sign}~{pattern}" for pattern in dict.fromkeys(asked.keys))


def _channels(asked: Asked, names: Sequence[str], line: str) -> Iterator[str]:
    if _SPEAKING.isdisjoint(names) or line not in HAS_CHANNELS:
        return
    if line == ALL_CHANNELS:
        yield "resetchannels"
    yield from (f"&{channel}" for channel in dict.fromkeys(asked.channels))


def _warnings(asked: Asked, names: Sequence[str], line: str) -> Iterator[str]:
    rows = {name: _row(name, line) for name in names}
    reaching = [name for name, (held, keys) in rows.items() if not keys and held & _REACHING and name not in _OWN]
    if reaching:
        yield f"no key pattern limits {_listed(reaching)}: the user reaches beyond --keys by it"
    keyed = [name for name, (_, keys) in rows.items() if keys]
    if keyed and not asked.keys:
        yield f"no key may be used by {_listed(keyed)}: say which with --keys"
    speaking = [name for name in names if name in _SPEAKING]
    if speaking and line not in HAS_CHANNELS:
        yield f"{_told(line)} has no rules about channels: {_listed(speaking)} may use all of them"
    elif speaking and not asked.channels:
        yield f"no channel may be used by {_listed(speaking)}: say which with --channels"


def _notes(asked: Asked, names: Sequence[str], rules: Sequence[str], line: str) -> Iterator[str]:
    free = table(line).named(table(line).free)
    own = [name for name in dict.fromkeys(word.lower().removeprefix("+") for word in asked.commands) if name in free]
    if own:
        yield f"anybody may run {_listed(own)}: no rule is needed"
    if asked.keys and not any(_row(name, line)[1] for name in names):
        yield "none of these commands names a key: --keys is left out"
    if asked.channels and _SPEAKING.isdisjoint(names):
        yield "none of these commands names a channel: --channels is left out"
    if any(rule.startswith("+@") for rule in rules):
        yield "a category may hold more in the next version of the server, and with modules"


def _listed(names: Sequence[str]) -> str:
    """`GET, MGET and SET`; of many, the first ones and how many more."""
    spelt = [_spelt(name) for name in sorted(names)]
    if len(spelt) > 6:
        return f"{', '.join(spelt[:5])} and {len(spelt) - 5} more"
    return " and ".join([", ".join(spelt[:-1]), spelt[-1]] if len(spelt) > 1 else spelt)
