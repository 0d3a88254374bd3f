"""What configurations are written of: values and near-values, paths, addresses, rules of users."""

from __future__ import annotations

from functools import cache

from redislint.acl.table import commands
from redislint.servers.directives import LINES, Directive, canonical, names, spans

# What rests on the machine or the build, or hides from the test that the server has started; what is written apart.
_LEFT_OUT = frozenset(
    "daemonize syslog-enabled locale-collate activedefrag mptcp repl-mptcp unixsocketgroup server-cpulist bio-cpulist"
    " aof-rewrite-cpulist bgsave-cpulist loglevel supervised hash-seed hz rdma-bind rdma-port pidfile watchdog-period"
    " lua-enable-deprecated-api lua-enable-insecure-api"
    " include loadmodule rename-command user sentinel aclfile logfile dir unixsocket unixsocketperm bind port tls-port"
    " replicaof cluster-port io-threads databases maxclients".split()
)

# Values that some directive takes, and others refuse.
NEARLY = (
    *"0 1 -1 +1 007 1.5 1e3 0x10 yes no YES true on none 1gb 1tb -1mb 1k 1KB gb 0x1mb 99999999999999999999".split(),
    *"18446744073709551615 9223372036854775807 9223372036854775808 17179869184gb 4294967296 65536 100% 101%".split(),
    *"10% -5% default / a/b é # * 127.0.0.1 a' a\" a\\b \\x41 -- - a:b a,b {title} {nope} {{ save normal KEA".split(),
    *("", " 5", "5 ", "1 mb", "yes\0no", "1\0", "a b", "x y z", "\t", "no one", "60 1"),
)

FILES = ("a.conf", "b.conf", "d/x.conf", "d/y.conf", "d/e/z.conf")
ACL_FILES = ("users.acl", "users.acl", "u/users.acl")
INCLUDED = (
    *FILES,
    *"./a.conf d/../b.conf d//x.conf none.conf d *.conf d/*.conf d/[xy].conf d/?.conf d/* none/*.conf */x.conf".split(),
    *"[a d/[!x].conf d/[^y].conf d\\/*.conf ?.conf .*".split(),
    "",
)
FOLDERS = ("d", "./d", "d/e", "none", ".", "a.conf", "")

ADDRESSES = (
    *"127.0.0.1 127.0.0.2 -127.0.0.3 * -::1 0.0.0.0 -127.0.0.1 -::* ::1 127.1 ::* :: 256.0.0.1 a,b".split(),
    *("", "- ", "127.0.0.1 127.0.0.2", "127.0.0.1,127.0.0.2"),
)
HOSTS = ("127.0.0.1", "::1", "127.1", "0x7f.1", "localhost", "256.1.1.1", "x,y", "", "a b", "host.invalid", ":::")
PORTS = ("0", "6379", "6380", "16379", "55536", "55535", "65535", "65536", "x", "")

# Not `%~p`, nor `%` alone: patches of one line differ there.
RULES = (
    *"on ON off nopass resetpass reset >pw > <pw <other ~* allkeys resetkeys ~p:* %R~p %W~p %RW~p %rw~* %X~p".split(),
    *"&* &c allchannels resetchannels +@all -@all +@read -@dangerous +@nope +@ +get +GET -set +nope -nope".split(),
    *"+config|get +config|nope +config| -config|get -config|nope +get|x +config|get|x +select|0 (+nope) ( ()".split(),
    *"%R~a) (on) clearselectors sanitize-payload skip-sanitize-payload allcommands nocommands + - db=0,1 db=x".split(),
    *"alldbs resetdbs @all get #ab +acl|setuser -@all|x +eval -eval +memory|doctor ~ & | +|get +sentinel".split(),
    *("", "(+get ~k)", "(~a &b", "~a b", "#" + "0a" * 32, "!" + "0a" * 32, "+@connection"),
)
USERS = ("default", "alice", "bob", "carol", "dave", "Alice", "", "a b", "é")

# Lines as they are.
COMMENTS = ("", "# a comment 'x", "  # indented", "\t", "#", "\r", " \v ", '#"', "\f#")
ODD_LINES = ("port", "'", '"', '""', "\v", "a=b", "port=1", "user", "include", "save", "é 1", "\udcff 1", "port 1 # x")
ODD_OPTIONS = (("--save",), ("--port",), ("--save", ""), ("--hz", "--port"), ("--",), ("-x",), ("--port", "-1"))


@cache
def directives() -> tuple[tuple[str, Directive], ...]:
    """Every name that any line takes, with the directive of each of the lines that read it in their own way."""
    usable = [name for name in sorted(names(None)) if canonical(name) not in _LEFT_OUT and name[:4] != "tls-"]
    return tuple((name, one) for name in usable for one in spans(name) if name in one.names)


@cache
def every_command() -> list[str]:
    """The commands and subcommands of all lines."""
    return sorted({name for line in LINES for name in commands(line)})
