"""Whole configurations as Hypothesis writes them: mostly right, in every spelling, with a slip here and there."""

from __future__ import annotations

from hypothesis import strategies as st

from redislint.acl.table import categories
from redislint.servers.sentinel import options
from tests.outcome import configurations
from tests.startup import vocabulary
from tests.startup.spelling import line
from tests.startup.starting import Configuration

# Lines about one matter, as words.
_SOME = {
    "port": st.tuples(st.sampled_from(["port", "port", "cluster-port"]), st.sampled_from(vocabulary.PORTS)),
    "limits": st.tuples(
        st.sampled_from(["databases", "io-threads", "maxclients"]),
        st.sampled_from(["1", "4", "16", "0", "x", "-1", ""]),
    ),
    "socket": st.tuples(
        st.just("unixsocket"), st.sampled_from(["redis.sock", "redis.sock", "d/redis.sock", "none/redis.sock", ""])
    ),
    "socketperm": st.tuples(st.just("unixsocketperm"), st.sampled_from(["700", "0770", "888", "1777", "x", ""])),
    "cluster": st.tuples(st.just("cluster-enabled"), st.sampled_from(["yes", "yes", "no", "maybe"])),
    "replica": st.tuples(
        st.sampled_from(["replicaof", "slaveof"]),
        st.sampled_from(["127.0.0.1", "no", "NO", "", "h"]),
        st.sampled_from(["1", "one", "ONE", "x", "65536"]),
    ),
    "dir": st.tuples(st.just("dir"), st.sampled_from(vocabulary.FOLDERS)),
    "log": st.tuples(st.just("logfile"), st.sampled_from([".redis.log", "d/.redis.log", "none/.redis.log", ""])),
    "module": st.tuples(st.just("loadmodule"), st.sampled_from(["none.so", "a.conf", "none.so x", ""])),
    "acl": st.tuples(st.just("aclfile"), st.sampled_from(["users.acl", "u/users.acl", "none.acl", "d", ""])),
    "save": st.tuples(
        st.just("save"), st.sampled_from(["900", "60", "0", "x", "60 1"]), st.sampled_from(["1", "0", "-1", "y"])
    ),
    "nosave": st.tuples(st.just("save"), st.sampled_from(["", "60", "60 1", "x"])),
    "include": st.tuples(st.just("include"), st.sampled_from(vocabulary.INCLUDED)),
}
_TLS = st.tuples(
    st.sampled_from(
        ["tls-port", "tls-cluster", "tls-replication", "tls-auth-clients", "tls-cert-file", "tls-key-file"]
    ),
    st.sampled_from(["yes", "no", "0", "6380", "none.pem", "optional", ""]),
)
_SENTINEL_VALUES = {
    "number": st.sampled_from(["1", "2", "30000", "0", "-1", "x", "6379", "65536"]),
    "bool": st.sampled_from(["yes", "no", "YES", "maybe"]),
    "host": st.sampled_from(vocabulary.HOSTS[:4]) | st.sampled_from(vocabulary.HOSTS),
    "script": st.sampled_from(["/bin/true", "none.sh", "a.conf", ""]),
}


def _setting(draw: st.DrawFn) -> list[str]:
    """A directive by any of its names, with a value that fits it in most cases."""
    name, directive = draw(st.sampled_from(vocabulary.directives()))
    chance = draw(st.integers(0, 29))
    if chance == 0:
        words = draw(st.lists(st.sampled_from(vocabulary.NEARLY), max_size=5))
    elif chance in (1, 2):
        words = [draw(st.sampled_from(vocabulary.NEARLY))]
    else:
        fitting = configurations.value(directive, strict=True) if directive.type != "ignored" else st.just("64")
        text = draw(fitting) if fitting is not None else "127.0.0.1"
        # What stands in quotes here is one word.
        words = [configurations.unquoted(text)] if text[:1] == '"' else text.split(" ")
    if chance == 3:
        odd = [name[:-1], f"{name}s", f"x.{name}", "nope", "a.b", name.replace("-", "_"), f"--{name}"]
        name = draw(st.sampled_from(odd))
    return [name if draw(st.integers(0, 5)) else name.upper(), *words]


def _bind(draw: st.DrawFn) -> list[str]:
    some = st.sampled_from(vocabulary.ADDRESSES[:7]) | st.sampled_from(vocabulary.ADDRESSES)
    return ["bind", *draw(st.lists(some, min_size=1, max_size=3))]


def _user(draw: st.DrawFn) -> list[str]:
    rules = draw(st.lists(st.sampled_from(vocabulary.RULES), max_size=6))
    if draw(st.booleans()):
        known = st.sampled_from(vocabulary.every_command()) | st.sampled_from(sorted(categories("redis@7.0"))).map(
            "@{}".format
        )
        rules.append(draw(st.sampled_from("+-")) + draw(known))
    return ["user", draw(st.sampled_from(vocabulary.USERS)), *rules]


def _rename(draw: st.DrawFn) -> list[str]:
    some = st.sampled_from(["get", "GET", "config", "flushall", "nope", "x1"])
    old = draw(some | st.sampled_from(vocabulary.every_command()))
    return ["rename-command", old, draw(st.sampled_from(["", "x1", "x2", "set", "GET", "a b"]))]


def _some(draw: st.DrawFn) -> list[str]:
    """A line about one matter, now and then with a word too many or too few."""
    words = list(draw(_SOME[draw(st.sampled_from(sorted(_SOME)))]))
    chance = draw(st.integers(0, 29))
    return words[:-1] if chance == 0 else [*words, "more"] if chance == 1 else words


def _sentinel(draw: st.DrawFn) -> list[str]:
    chance = draw(st.integers(0, 11))
    if chance < 3:
        return ["sentinel", "monitor", draw(st.sampled_from("mn")), "127.0.0.1", "6379", "2"]
    name = draw(st.sampled_from(sorted(options())))
    words = [_argument(draw, one) for one in options()[name].takes]
    if chance == 3:
        words = words[:-1]
    elif chance == 4:
        words.append("more")
    elif chance == 5:
        name += "x"
    return ["sentinel", name if chance < 10 else name.upper(), *words]


def _argument(draw: st.DrawFn, takes: dict[str, object]) -> str:
    """A word for an argument of one of Sentinel's lines."""
    if takes["name"] == "master-name":
        return draw(st.sampled_from("mmmno"))
    if isinstance(length := takes.get("length"), int):
        return draw(st.sampled_from("abc")) * (length - (draw(st.integers(0, 9)) == 0))
    found = _SENTINEL_VALUES.get(str(takes["type"]), st.sampled_from(["get", "x1", "pw", "", "a b"]))
    return draw(found)


_MAKERS = (*(_setting,) * 6, *(_some,) * 8, _user, _bind, _rename)


def _words(draw: st.DrawFn, tls: bool) -> list[str]:
    if tls and draw(st.integers(0, 7)) == 0:
        return list(draw(_TLS))
    return draw(st.sampled_from(_MAKERS))(draw)


def _line(draw: st.DrawFn, sentinel: bool, tls: bool) -> str:
    chance = draw(st.integers(0, 59))
    if chance < 4:
        return draw(st.sampled_from(vocabulary.COMMENTS if chance < 3 else vocabulary.ODD_LINES))
    if chance == 4 or (sentinel and chance < 48):
        return line(draw, _sentinel(draw))
    return line(draw, _words(draw, tls))


@st.composite
def _text(draw: st.DrawFn, sentinel: bool, tls: bool) -> str:
    found = [_line(draw, sentinel, tls) for _ in range(draw(st.integers(0, 8)))]
    end = "\r\n" if draw(st.integers(0, 11)) == 0 else "\n"
    text = end.join(found) + (end if draw(st.integers(0, 3)) else "")
    odd = draw(st.integers(0, 79))
    if odd == 0:
        return "\ufeff" + text
    at = draw(st.integers(0, len(text))) if odd == 1 else 0
    return f"{text[:at]}\0{text[at:]}" if odd == 1 else text


@st.composite
def _acl(draw: st.DrawFn) -> str:
    """An ACL file."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        gap = draw(st.sampled_from([" "] * 9 + ["  ", "\t"]))
        odd = draw(st.integers(0, 29))
        plain = ["# comment", "", "nonsense", "user", "USER x on", " \t"]
        text = plain[odd] if odd < len(plain) else gap.join(_user(draw))
        found.append({6: " ", 7: "\t"}.get(odd, "") + text + {8: " ", 9: "\r", 10: "\t"}.get(odd, ""))
    return "\n".join(found) + draw(st.sampled_from(["\n", "\n", ""]))


@st.composite
def _args(draw: st.DrawFn, tls: bool) -> tuple[str, ...]:
    found: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        name, *words = _words(draw, tls)
        form = draw(st.integers(0, 11))
        if form == 0:
            found.append(f"--{line(draw, [name, *words])}")
        elif form == 1:
            found += draw(st.sampled_from(vocabulary.ODD_OPTIONS))
        elif form == 2:
            found += [f"--{name}", " ".join(words)]
        else:
            found += [f"--{name}", *words]
    return tuple(word.replace("\0", "0") for word in found)


@st.composite
def written(draw: st.DrawFn) -> Configuration:
    """A configuration, the files around it, and a command line."""
    sentinel = draw(st.integers(0, 7)) == 0
    tls = draw(st.integers(0, 3)) == 0
    text = draw(_text(sentinel, tls))
    files: dict[str, str] = {}
    if any(word in text for word in ("include", "dir", "aclfile")):
        paths = draw(st.lists(st.sampled_from(vocabulary.FILES), unique=True, max_size=5))
        files = {path: draw(_text(sentinel, tls)) for path in paths}
    if any("aclfile" in one for one in (text, *files.values())) and draw(st.integers(0, 4)):
        files[draw(st.sampled_from(vocabulary.ACL_FILES))] = draw(_acl())
    args = draw(_args(tls)) if draw(st.integers(0, 4)) == 0 else ()
    if sentinel:
        args = ("--sentinel", *args)
    return Configuration("sentinel-conf" if sentinel else "redis-conf", text, tls, files, args)
