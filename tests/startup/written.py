"""Whole configurations as Hypothesis writes them: mostly right, in every spelling, with a slip here and there."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from redislint.servers.commands import categories, commands
from redislint.servers.directives import LINES, Directive, canonical, names, spans
from redislint.servers.sentinel import options
from tests.outcome import configurations
from tests.startup.starting import Configuration

# What rests on the machine or the build, or hides from the test that the server has started.
_LEFT_OUT = frozenset(
    "daemonize syslog-enabled locale-collate activedefrag mptcp repl-mptcp unixsocketgroup server-cpulist bio-cpulist"
    " aof-rewrite-cpulist bgsave-cpulist loglevel maxclients supervised hash-seed hz rdma-bind rdma-port pidfile"
    " watchdog-period lua-enable-deprecated-api lua-enable-insecure-api include loadmodule rename-command user sentinel"
    " aclfile logfile dir unixsocket unixsocketperm bind port tls-port replicaof cluster-port io-threads databases".split()
)
_TLS = ("tls-port", "tls-cluster", "tls-replication", "tls-auth-clients", "tls-cert-file", "tls-key-file")
_ROTTEN = [
    *("", "0", "1", "-1", "+1", "007", "1.5", "1e3", "0x10", " 5", "5 ", "yes", "no", "YES", "true", "on", "none"),
    *("1gb", "1tb", "-1mb", "1 mb", "1k", "1KB", "gb", "0x1mb", "99999999999999999999", "18446744073709551615"),
    *("9223372036854775807", "9223372036854775808", "17179869184gb", "4294967296", "65536", "100%", "101%", "10%"),
    *("-5%", "default", "/", "a/b", "é", "yes\0no", "1\0", "#", "a b", "*", "127.0.0.1", "x y z", "\t", "no one", "a'b"),
    *('a"b', "a\\b", "\\x41", "--", "-", "a:b", "a,b", "{title}", "{nope}", "{{", "save", "normal", "60 1", "KEA"),
]
_FILES = ("a.conf", "b.conf", "d/x.conf", "d/y.conf", "d/e/z.conf")
_ACL_FILES = ("users.acl", "users.acl", "u/users.acl")
_INCLUDED = (
    *(*_FILES, "./a.conf", "d/../b.conf", "d//x.conf", "none.conf", "d", "*.conf", "d/*.conf", "d/[xy].conf"),
    *("d/?.conf", "d/*", "none/*.conf", "*/x.conf", "[a", "d/[!x].conf", "d/[^y].conf", "", "d\\/*.conf", "?.conf", ".*"),
)
_FOLDERS = ("d", "./d", "d/e", "none", ".", "a.conf", "")
_HOSTS = ("127.0.0.1", "::1", "127.1", "0x7f.1", "localhost", "256.1.1.1", "x,y", "", "a b", "host.invalid", ":::")
_BINDS = (
    *("127.0.0.1", "127.0.0.2", "-127.0.0.3", "*", "-::1", "0.0.0.0", "-127.0.0.1", "-::*", "::1", "127.1", ""),
    *("::*", "::", "256.0.0.1", "a,b", "- ", "127.0.0.1 127.0.0.2", "127.0.0.1,127.0.0.2"),
)
_RULES = (
    *("on", "ON", "off", "nopass", "resetpass", "reset", ">pw", ">", "<pw", "<other", "~*", "allkeys", "resetkeys", "~p:*"),
    *("%R~p", "%W~p", "%RW~p", "%rw~*", "%X~p", "&*", "&c", "allchannels", "resetchannels", "+@all", "-@all"),
    *("+@read", "-@dangerous", "+@nope", "+@", "+get", "+GET", "-set", "+nope", "-nope", "+config|get", "+config|nope"),
    *("+config|", "-config|get", "-config|nope", "+get|x", "+config|get|x", "+select|0", "(+get ~k)", "(+nope)", "(", "()"),
    *("(~a &b", "%R~a)", "(on)", "clearselectors", "sanitize-payload", "skip-sanitize-payload", "allcommands", "", "+", "-"),
    *("nocommands", "db=0,1", "db=x", "alldbs", "resetdbs", "@all", "get", "~a b", "#" + "0a" * 32, "!" + "0a" * 32, "#ab"),
    *("+acl|setuser", "-@all|x", "+eval", "-eval", "+memory|doctor", "~", "&", "|", "+|get", "+sentinel", "+@connection"),
)
_CONTROLS = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b", '"': '\\"', "\\": "\\\\"}


@cache
def _directives() -> tuple[tuple[str, Directive], ...]:
    """Every name that any line takes, with the directive in each of the lines that read it in their own way."""
    usable = [name for name in sorted(names(None)) if canonical(name) not in _LEFT_OUT and name[:4] != "tls-"]
    return tuple((name, one) for name in usable for one in spans(name) if name in one.names)


def _double(word: str, draw: st.DrawFn) -> str:
    """Between double quotes, some letters by their bytes."""
    bytewise = draw(st.integers(0, 7)) == 0
    found = []
    for sign in word:
        if sign in _CONTROLS:
            found.append(_CONTROLS[sign])
        elif sign < " " or bytewise:
            found += [f"\\x{byte:02x}" for byte in sign.encode("utf-8", "surrogateescape")]
        else:
            found.append(sign)
    return f'"{"".join(found)}"'


def _word(draw: st.DrawFn, word: str, *, first: bool = False) -> str:
    """A word as it may be written."""
    is_plain = bool(word) and not any(sign in " \t\n\r\"'\0" for sign in word) and not (first and word[0] == "#")
    is_plain = is_plain and word[0] not in "\v\f"
    how = draw(st.integers(0, 19))
    if how < 13 and is_plain:
        return word
    if how in (13, 14) and "\n" not in word and "\0" not in word:
        return "'" + word.replace("'", "\\'") + "'"
    if how == 15 and len(word) > 1 and is_plain:
        return word[:1] + _double(word[1:], draw)
    if how == 16:
        broken = draw(st.integers(0, 7))
        text = _double(word, draw)
        odd = {0: text + "x", 1: text[:-1], 2: text + '""', 3: f"{text}'y'", 4: f"'{word}"}.get(broken)
        return odd.replace("\n", " ").replace("\0", "0") if odd is not None else text
    return _double(word, draw)


def _line(draw: st.DrawFn, words: list[str]) -> str:
    """Words as a line."""
    how = draw(st.integers(0, 39))
    gap = {0: "  ", 1: "\t", 2: " \t ", 3: "\v", 4: " \f", 5: " \r "}.get(how, " ")
    text = gap.join(_word(draw, word, first=index == 0) for index, word in enumerate(words))
    around = {6: (" ", ""), 7: ("\t", ""), 8: ("", " "), 9: ("", "\t "), 10: ("", "\r"), 11: ("", "\v"), 12: ("\f", "")}
    before, after = around.get(how, ("", ""))
    return f"{before}{text}{after}"


def _setting(draw: st.DrawFn) -> list[str]:
    name, directive = draw(st.sampled_from(_directives()))
    chance = draw(st.integers(0, 29))
    if chance == 0:
        words = draw(st.lists(st.sampled_from(_ROTTEN), max_size=5))
    elif chance in (1, 2):
        words = [draw(st.sampled_from(_ROTTEN))]
    else:
        value = configurations.value(directive, strict=True) if directive.type != "ignored" else st.just("64")
        # What stands in quotes here is one word.
        text = draw(value) if value is not None else "127.0.0.1"
        words = [configurations.unquoted(text)] if text[:1] == '"' else text.split(" ")
    spelling = name if draw(st.integers(0, 5)) else name.upper()
    if chance == 3:
        spelling = draw(st.sampled_from([name[:-1], f"{name}s", f"x.{name}", "nope", "a.b", name.replace("-", "_"), "--" + name]))
    return [spelling, *words]


def _limited(draw: st.DrawFn) -> list[str]:
    """What costs memory or threads."""
    name = draw(st.sampled_from(["databases", "io-threads", "maxclients"]))
    return [name, draw(st.sampled_from(["1", "4", "16", "0", "x", "-1", "", "2 3"]))]


def _port(draw: st.DrawFn) -> list[str]:
    name = draw(st.sampled_from(["port", "port", "cluster-port"]))
    return [name, draw(st.sampled_from(["0", "6379", "6380", "16379", "55536", "55535", "65535", "65536", "x", ""]))]


def _bind(draw: st.DrawFn) -> list[str]:
    return ["bind", *draw(st.lists(st.sampled_from(_BINDS[:7]) | st.sampled_from(_BINDS), min_size=1, max_size=3))]


def _socket(draw: st.DrawFn) -> list[str]:
    if draw(st.booleans()):
        return ["unixsocketperm", draw(st.sampled_from(["700", "0770", "888", "1777", "x", ""]))]
    return ["unixsocket", draw(st.sampled_from(["redis.sock", "d/redis.sock", "none/redis.sock", ""]))]


def _cluster(draw: st.DrawFn) -> list[str]:
    if draw(st.booleans()):
        return ["cluster-enabled", draw(st.sampled_from(["yes", "yes", "no", "maybe"]))]
    name = draw(st.sampled_from(["replicaof", "slaveof"]))
    return [name, *draw(st.sampled_from([("127.0.0.1", "1"), ("no", "one"), ("NO", "ONE"), ("", "1"), ("h", "x"), ("h",)]))]


def _tls(draw: st.DrawFn) -> list[str]:
    name = draw(st.sampled_from(_TLS))
    return [name, draw(st.sampled_from(["yes", "no", "0", "6380", "none.pem", "optional", ""]))]


def _include(draw: st.DrawFn) -> list[str]:
    return ["include", *draw(st.lists(st.sampled_from(_INCLUDED), min_size=1, max_size=1 + (draw(st.integers(0, 19)) == 0)))]


def _place(draw: st.DrawFn) -> list[str]:
    chosen = draw(st.integers(0, 5))
    if chosen < 2:
        return ["dir", draw(st.sampled_from(_FOLDERS))]
    if chosen == 2:
        return ["logfile", draw(st.sampled_from([".redis.log", "d/.redis.log", "none/.redis.log", ""]))]
    if chosen == 3:
        return ["loadmodule", *draw(st.sampled_from([("none.so",), ("a.conf", "x"), ()]))]
    return ["aclfile", draw(st.sampled_from(["users.acl", "u/users.acl", "none.acl", "d", ""]))]


@cache
def _every_command() -> list[str]:
    return sorted({name for line in LINES for name in commands(line)})


def _user(draw: st.DrawFn) -> list[str]:
    name = draw(st.sampled_from(["default", "alice", "bob", "carol", "dave", "Alice", "", "a b", "é"]))
    rules = draw(st.lists(st.sampled_from(_RULES), max_size=6))
    if draw(st.booleans()):
        sign = draw(st.sampled_from("+-"))
        known = st.sampled_from(_every_command()) | st.sampled_from(sorted(categories())).map("@{}".format)
        rules.append(sign + draw(known))
    return ["user", name, *rules]


def _rename(draw: st.DrawFn) -> list[str]:
    old = draw(st.sampled_from(["get", "GET", "config", "flushall", "nope", "x1"]) | st.sampled_from(_every_command()))
    new = draw(st.sampled_from(["", "x1", "x2", "set", "GET", "a b"]))
    return ["rename-command", old, new, *(["more"] if draw(st.integers(0, 19)) == 0 else [])]


_SENTINEL_VALUES = {
    "number": st.sampled_from(["1", "2", "30000", "0", "-1", "x", "6379", "65536"]),
    "bool": st.sampled_from(["yes", "no", "YES", "maybe"]),
    "host": st.sampled_from(_HOSTS[:4]) | st.sampled_from(_HOSTS),
    "script": st.sampled_from(["/bin/true", "none.sh", "a.conf", ""]),
}


def _sentinel(draw: st.DrawFn) -> list[str]:
    chance = draw(st.integers(0, 11))
    if chance < 3:
        return ["sentinel", "monitor", draw(st.sampled_from("mn")), "127.0.0.1", "6379", "2"]
    name = draw(st.sampled_from(sorted(options())))
    words = []
    for one in options()[name].takes:
        if one["name"] == "master-name":
            words.append(draw(st.sampled_from("mmmno")))
        elif "length" in one:
            words.append(draw(st.sampled_from("abc")) * (one["length"] - (draw(st.integers(0, 9)) == 0)))
        elif one["type"] in _SENTINEL_VALUES:
            words.append(draw(_SENTINEL_VALUES[one["type"]]))
        else:
            words.append(draw(st.sampled_from(["get", "x1", "pw", "", "a b"])))
    if chance == 3:
        words = words[:-1]
    if chance == 4:
        words.append("more")
    if chance == 5:
        name += "x"
    return ["sentinel", name if chance < 10 else name.upper(), *words]


def _save(draw: st.DrawFn) -> list[str]:
    return ["save", *draw(st.sampled_from([("900", "1"), ("",), ("60", "1", "30", "2"), ("60",), ("0", "1"), ("60 1",), ("x", "1")]))]


_MAKERS = (
    *(_setting,) * 6,
    *(_user, _include, _cluster, _port, _bind, _rename, _place, _socket, _save, _limited),
)


def _words(draw: st.DrawFn, tls: bool) -> list[str]:
    return draw(st.sampled_from([*_MAKERS, _tls] if tls else _MAKERS))(draw)


def _any_line(draw: st.DrawFn, sentinel: bool, tls: bool) -> str:
    chance = draw(st.integers(0, 59))
    if chance < 3:
        return draw(st.sampled_from(["", "# a comment 'x", "  # indented", "\t", "#", "\r", " \v ", "#\"", "\f#"]))
    if chance == 3:
        return draw(st.sampled_from(["port", "'", '"', '""', "\v", "a=b", "port=1", "user", "include", "save", "é 1", "\udcff 1", "port 1 # x"]))
    if sentinel and chance < 48:
        return _line(draw, _sentinel(draw))
    if chance == 4:
        return _line(draw, _sentinel(draw))
    return _line(draw, _words(draw, tls))


@st.composite
def _text(draw: st.DrawFn, sentinel: bool, tls: bool) -> str:
    found = [_any_line(draw, sentinel, tls) for _ in range(draw(st.integers(0, 8)))]
    end = "\r\n" if draw(st.integers(0, 11)) == 0 else "\n"
    text = end.join(found) + (end if draw(st.integers(0, 3)) else "")
    odd = draw(st.integers(0, 79))
    if odd == 0:
        text = "\ufeff" + text
    elif odd == 1:
        at = draw(st.integers(0, len(text)))
        text = f"{text[:at]}\0{text[at:]}"
    return text


@st.composite
def _acl(draw: st.DrawFn) -> str:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        words = _user(draw)
        gap = draw(st.sampled_from([" "] * 9 + ["  ", "\t"]))
        odd = draw(st.integers(0, 29))
        line = {0: "# comment", 1: "", 2: "nonsense", 3: "user", 4: "USER x on", 5: " \t"}.get(odd, gap.join(words))
        found.append({6: " ", 7: "\t"}.get(odd, "") + line + {8: " ", 9: "\r", 10: "\t"}.get(odd, ""))
    return "\n".join(found) + draw(st.sampled_from(["\n", "\n", ""]))


@st.composite
def _args(draw: st.DrawFn, tls: bool) -> tuple[str, ...]:
    found: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        name, *words = _words(draw, tls)
        form = draw(st.integers(0, 11))
        if form == 0:
            found.append(f"--{_line(draw, [name, *words])}")
        elif form == 1:
            found += draw(st.sampled_from([("--save",), ("--port",), ("--save", ""), ("--hz", "--port"), ("--",), ("-x",), ("--port", "-1")]))
        elif form == 2:
            found += ["--" + name, " ".join(words)]
        else:
            found += ["--" + name, *words]
    return tuple(word.replace("\0", "0") for word in found)


@st.composite
def written(draw: st.DrawFn) -> Configuration:
    """A configuration, the files around it, and a command line."""
    sentinel = draw(st.integers(0, 7)) == 0
    tls = draw(st.integers(0, 3)) == 0
    text = draw(_text(sentinel, tls))
    files: dict[str, str] = {}
    if any(word in text for word in ("include", "dir", "aclfile")):
        paths = draw(st.lists(st.sampled_from(_FILES), unique=True, max_size=5))
        files = {path: draw(_text(sentinel, tls)) for path in paths}
    if any("aclfile" in one for one in (text, *files.values())) and draw(st.integers(0, 4)):
        files[draw(st.sampled_from(_ACL_FILES))] = draw(_acl())
    args = draw(_args(tls)) if draw(st.integers(0, 4)) == 0 else ()
    if sentinel:
        args = ("--sentinel", *args)
    return Configuration("sentinel-conf" if sentinel else "redis-conf", text, tls, files, args)
