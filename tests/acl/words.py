"""Rules of ACL users as Hypothesis writes them: valid ones, nearly valid ones, and some that are nothing."""

from __future__ import annotations

from hypothesis import strategies as st

from redislint.acl.table import categories, commands

_HASH = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
_KEYS = ["", "a", "a*", "app:*", "*", "k?", "[ab]x", "[^a]*", "a\\*", "x:*:y", "{a}:*", "[a-", "A*"]
_CHANNELS = ["", "*", "ch:*", "c?", "news", "[n]ews", "*x*"]
_FLAGS = ["on", "off", "nopass", "resetpass", "reset", "ON", "allkeys", "~*", "resetkeys", "allcommands", "nocommands",
    "+@all", "-@all", "allchannels", "&*", "resetchannels", "clearselectors", "sanitize-payload"]  # fmt: skip
_ODD = ["foo", "+", "-", "+@", "+@nothing", "-@nothing", "+nosuch", "-nosuch", "+get|", "+config|", "+config|nosuch",
    "-config|nosuch", "+select|0", "+SELECT|1", "-select|0", "+config|get|x", "#12", "!12", "%R", "%X~a",
    "()", "(", ")", "db=0", "db=1,2", "db=", "alldbs", "resetdbs", "+client|ID", "+set|x", "+set|x|y"]  # fmt: skip


_FIXED = (
    "unsubscribe x", "select 0", "select 1", "config get x", "client id", "CONFIG SET x y", "flushall", "dbsize",
    "keys *", "swapdb 0 1", "acl whoami", "hello 3", "command", "command count", "config", "get", "nosuch x",
    "config nosuch",
)  # fmt: skip


def _signed(names: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda sign, name: sign + name, st.sampled_from("+-"), names)


def inner(line: str) -> st.SearchStrategy[str]:
    """A rule that may stand in a selector too: commands, categories, keys, channels."""
    known = sorted(commands(line))
    parents = sorted({name.partition("|")[0] for name in known if "|" in name}) or ["config", "client"]
    subs = st.builds(lambda parent, sub: f"{parent}|{sub}", st.sampled_from(parents), st.sampled_from(["help", "get"]))
    names = st.one_of(st.sampled_from(known), st.sampled_from(parents), subs)
    return st.one_of(
        _signed(names),
        _signed(names.map(str.upper)),
        _signed(st.sampled_from(sorted(categories(line))).map(lambda name: f"@{name}")),
        st.sampled_from(_KEYS).map(lambda pattern: f"~{pattern}"),
        st.builds(
            lambda access, pattern: f"%{access}~{pattern}", st.sampled_from(["R", "w", "RW"]), st.sampled_from(_KEYS)
        ),
        st.sampled_from(_CHANNELS).map(lambda pattern: f"&{pattern}"),
        st.sampled_from(["+@all", "-@all", "allkeys", "resetkeys", "allchannels", "resetchannels"]),
    )


def rules(line: str) -> st.SearchStrategy[list[str]]:
    """The words of a user."""
    selector = st.lists(inner(line), max_size=4).map(lambda words: f"({' '.join(words)})")
    secret = st.sampled_from([">pw", "<pw", ">other", f"#{_HASH}", f"!{_HASH}"])
    word = st.one_of(
        inner(line),
        inner(line),
        inner(line),
        inner(line),
        st.sampled_from(_FLAGS),
        selector,
        secret,
        st.sampled_from(_ODD),
    )
    plain = st.one_of(inner(line), st.sampled_from(_FLAGS), selector if line > "redis@6.2" else inner(line))
    return st.lists(word, max_size=8) | st.lists(plain, max_size=12)


def calls(line: str) -> st.SearchStrategy[list[str]]:
    """A command with arguments that speak of keys and channels."""
    key = st.sampled_from(["a", "ab", "app:1", "k1", "ax", "bx", "a*", "x:1:y", "", "A1", "{a}:1", "zzz"])
    channel = st.sampled_from(["news", "ch:1", "ch:*", "c1", "*", "x"])
    two = st.lists(key, min_size=1, max_size=3)
    fixed = st.one_of(
        st.builds(lambda k: ["get", k], key),
        st.builds(lambda k: ["SET", k, "v"], key),
        st.builds(lambda k: ["set", k, "v", "GET"], key),
        st.builds(lambda k: ["set", k, "get", "ex", "5"], key),
        two.map(lambda ks: ["mget", *ks]),
        two.map(lambda ks: ["del", *ks]),
        two.map(lambda ks: ["mset", *(word for k in ks for word in (k, "v"))]),
        st.builds(lambda a, b: ["rename", a, b], key, key),
        st.builds(lambda a, b: ["copy", a, b], key, key),
        st.builds(lambda a, b: ["sort", a, "by", "nosort", "limit", "0", "1", "store", b], key, key),
        st.builds(lambda a, b: ["sort", a, "get", "store", "store", b, "asc"], key, key),
        st.builds(lambda a: ["sort", a, "store"], key),
        st.builds(lambda ks, n: ["eval", "return 1", str(n), *ks], two, st.integers(0, 4)),
        st.builds(lambda ks: ["evalsha", "0", "x", *ks], two),
        st.builds(lambda d, ks: ["zunionstore", d, str(len(ks)), *ks], key, two),
        st.builds(lambda ks, n: ["zunion", str(n), *ks], two, st.integers(-1, 4)),
        st.builds(lambda ks: ["xread", "count", "1", "streams", *ks, *["0"] * len(ks)], two),
        st.builds(lambda ks: ["xreadgroup", "group", "g", "c", "STREAMS", *ks, *[">"] * len(ks)], two),
        st.builds(lambda a, b: ["georadius", a, "0", "0", "1", "m", "store", b], key, key),
        st.builds(lambda a, b, c: ["georadius", a, "0", "0", "1", "m", "store", b, "storedist", c], key, key, key),
        st.builds(lambda a, b: ["georadiusbymember", a, "m", "1", "m", "storedist", b], key, key),
        st.builds(lambda a: ["bitfield", a, "get", "u8", "0"], key),
        st.builds(lambda a: ["bitfield", a, "get", "u8", "0", "overflow", "wrap", "set", "u8", "0", "1"], key),
        st.builds(lambda a: ["bitfield", a, "overflow", "wrap", "get", "u8", "0"], key),
        st.builds(lambda a: ["bitfield", a], key),
        st.builds(lambda a, b: ["bitop", "not", a, b], key, key),
        st.builds(lambda a: ["migrate", "h", "1", a, "0", "9"], key),
        st.builds(lambda ks: ["migrate", "h", "1", "", "0", "9", "copy", "keys", *ks], two),
        st.builds(lambda ks: ["migrate", "h", "1", "", "0", "9", "auth", "keys", "keys", *ks], two),
        st.builds(lambda a: ["object", "encoding", a], key),
        st.builds(lambda a: ["memory", "usage", a], key),
        st.builds(lambda a: ["xinfo", "stream", a], key),
        st.builds(lambda a: ["lmpop", "2", a, a, "left"], key),
        st.builds(lambda a: ["publish", a, "m"], channel),
        st.builds(lambda a: ["spublish", a, "m"], channel),
        st.lists(channel, min_size=1, max_size=3).map(lambda names: ["subscribe", *names]),
        st.lists(channel, min_size=1, max_size=3).map(lambda names: ["psubscribe", *names]),
        st.lists(channel, min_size=1, max_size=3).map(lambda names: ["ssubscribe", *names]),
        st.sampled_from(_FIXED).map(str.split),
    )
    some = st.sampled_from(sorted(name for name in commands(line) if name not in _LEFT_OUT))
    loose = st.builds(lambda name, args: [*name.split("|"), *args], some, st.lists(key, max_size=6))
    return fixed | loose


# Answered at once within MULTI, not queued; or they end the connection.
_LEFT_OUT = frozenset("exec discard multi watch quit reset unwatch".split())
