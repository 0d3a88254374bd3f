"""What a reviewer asks of every user, as data: each question with the commands that make the answer yes."""

from __future__ import annotations

from redislint.typed import Final, NamedTuple

# Commands that change the server, its users, its code or who belongs to it.  A Sentinel's own are among them.
CHANGE: Final = (
    "config|set config|rewrite acl|setuser acl|deluser acl|load acl|save module|load module|loadex"
    " module|unload debug replicaof slaveof failover shutdown cluster|addslots cluster|addslotsrange cluster|delslots"
    " cluster|delslotsrange cluster|flushslots cluster|setslot cluster|meet cluster|forget cluster|replicate"
    " cluster|failover cluster|reset cluster|bumpepoch cluster|set-config-epoch cluster|migration cluster|migrateslots"
    " function|load function|delete function|restore function|flush script|flush script|kill function|kill"
    " sentinel|set sentinel|monitor sentinel|remove sentinel|reset sentinel|failover sentinel|config"
).split()
# What takes all keys of a database, or all functions, at once.
ERASE: Final = (
    "flushall flushdb swapdb function|flush function|restore cluster|reset cluster|flushslot trimslots debug replicaof"
    " slaveof"
).split()
# What may keep the server's one thread busy, or stop it from answering, whatever limits there are.
STALL: Final = (
    "keys sort sort_ro eval eval_ro evalsha evalsha_ro fcall fcall_ro function|load monitor client|pause"
    " debug save shutdown failover"
).split()
# What carries all data, or the server's own secrets, away.  DUMP reads one key within the pattern, as GET does.
COPY: Final = "psync sync monitor replicaof slaveof migrate config|get acl|getuser acl|list function|dump".split()
# What tells the names of keys, whatever the key patterns say.  DBSIZE tells only how many there are.
NAMES: Final = "keys scan clusterscan randomkey cluster|getkeysinslot monitor".split()
# What touches keys of any name: it names none, so that no key pattern holds it back.
BEYOND: Final = (
    "flushall flushdb swapdb debug cluster|flushslot trimslots cluster|reset psync sync monitor replicaof slaveof"
    " module|load module|loadex config|set acl|setuser"
).split()
# Before 7.0, `SORT ... BY pattern GET pattern` reads keys that no pattern allows (checked on 6.0 to 8.6).
SORTS_BEYOND: Final = ("redis@6.0", "redis@6.2")
LISTEN: Final = "subscribe psubscribe ssubscribe".split()


class Question(NamedTuple):
    """One question.

    key       what it is called in JSON
    head      a word for the head of a column
    text      it in full
    commands  any of these makes the answer yes; none where something else decides
    """

    key: str
    head: str
    text: str
    commands: tuple[str, ...] = ()


BEFORE_LOGIN: Final = Question("admin-before-login", "before", "Who is admin before login?", (*CHANGE, *ERASE, *COPY))
WITHOUT_SECRET: Final = Question("no-secret", "open", "Who logs in without a secret?")
HEARS_ALL: Final = Question("hear-all", "hear", "Who hears all channels?")
BEYOND_PATTERN: Final = Question("keys-beyond-pattern", "keys", "Who reaches keys beyond the pattern?", tuple(BEYOND))
OTHER_NAMES: Final = Question("names-of-others", "names", "Who sees the names of others' keys?", tuple(NAMES))

QUESTIONS: Final = (
    BEFORE_LOGIN,
    WITHOUT_SECRET,
    Question("change-server", "change", "Who can change the server?", tuple(CHANGE)),
    Question("erase", "erase", "Who can erase?", tuple(ERASE)),
    Question("stall", "stall", "Who can stall the server?", tuple(STALL)),
    Question("copy-out", "copy", "Who can copy data or secrets out?", tuple(COPY)),
    HEARS_ALL,
    BEYOND_PATTERN,
    OTHER_NAMES,
)

# Whatever any of them asks for.
WATCHED: Final = frozenset(name for question in QUESTIONS for name in question.commands)
