"""`redislint explain`: rules, directives, and options of Sentinel's."""

from __future__ import annotations

import json

import pytest

from redislint import rules
from redislint.cli.mentions import named
from redislint.servers import LINES, names
from redislint.servers.sentinel import options
from tests.cli.conftest import Project

RULES = rules.load()
IDS = {rule.id: rule for rule in RULES}

NONE = "there is no rule or directive"
NOTHING = (
    "which rule or directive? A rule by its id, such as RL101, or its name; a directive by its name, such as maxmemory;"
    " `redislint rules` lists all rules"
)
MODULE = "it may be one of a module, of which nothing is known here"


@pytest.mark.parametrize("word", ["RL101", "rl101", "exposed-without-auth", "Exposed-Without-Auth"])
def test_a_rule(project: Project, word: str) -> None:
    done = project.run("explain", word)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("# RL101 exposed-without-auth: ")
    assert "\n- Severity: error\n" in done.out
    for part in ("## Fix", "## Bad", "## Good", "## References", "```conf redis.conf\n"):
        assert part in done.out
    assert "«" not in done.out


def test_every_rule(project: Project) -> None:
    out = project.run("explain", *IDS).out
    assert [line.split()[1] for line in out.splitlines() if line.startswith("# RL")] == [*IDS]


def test_a_directive(project: Project) -> None:
    done = project.run("explain", "maxmemory-policy")
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "# maxmemory-policy"
    assert lines[2].startswith("Chooses which keys are evicted")
    assert "- Default: `noeviction`" in lines
    assert "- A second line: replaces the first" in lines
    assert "- Versions: every supported server" in lines
    assert [line for line in lines if "allkeys-lrm" in line and line.endswith("(redis 8.6 and later)")]
    assert "- RL419 cache-with-noeviction: A cache that does not evict" in lines


def test_a_directive_that_is_gone(project: Project) -> None:
    out = project.run("explain", "gopher-enabled").out
    assert "- Versions: redis 6.0 to 6.2, gone in 7.0\n" in out
    assert "## Rules" not in out


def test_a_default_that_changed(project: Project) -> None:
    out = project.run("explain", "repl-backlog-size").out
    assert (
        "- Default:\n  - `1048576` (1mb) (redis, and valkey 7.2)\n  - `10485760` (10mb) (valkey 8.0 and later)\n" in out
    )


@pytest.mark.parametrize("word", ["slaveof", "SlaveOf", "replicaof"])
def test_an_older_name(project: Project, word: str) -> None:
    out = project.run("explain", word).out
    assert out.startswith("# replicaof\n")
    assert "- Names: `replicaof`, `slaveof`\n" in out


def test_one_version(project: Project) -> None:
    out = project.run("explain", "masterauth", "--server", "valkey@8.0").out
    assert out.startswith("# masterauth in valkey 8.0\n")
    assert "- Names: `primaryauth`, `masterauth`\n" in out
    assert "(" not in out.partition("- Versions")[0]
    assert "- Default: `1048576` (1mb)\n" in project.run("explain", "repl-backlog-size", "--server", "redis@7.2.5").out


def test_a_version_without_it(project: Project) -> None:
    done = project.run("explain", "gopher-enabled", "--server=redis@7.2")
    assert (done.status, done.err) == (0, "")
    assert "\nredis 7.2 does not know it.\n" in done.out
    assert "- Default" not in done.out


def test_options_of_sentinel(project: Project) -> None:
    out = project.run("explain", "sentinel", "Monitor").out
    assert out.startswith("# sentinel monitor\n")
    assert "- Arguments: `<master-name>`, `<host>`, `<port>` from 0 to 65535, `<quorum>` of at least 1\n" in out
    assert "RL611 sentinel-quorum-unreachable" in out
    assert project.run("explain", "sentinel monitor").out == out
    assert project.run("explain", "down-after-milliseconds").out.startswith("# sentinel down-after-milliseconds\n")
    assert project.run("explain", "primary-reboot-down-after-period").out.startswith(
        "# sentinel master-reboot-down-after-period\n"
    )


def test_a_name_that_both_have(project: Project) -> None:
    """Of the two, the directive, unless `sentinel` is said."""
    assert project.run("explain", "rename-command").out.startswith("# rename-command\n")
    assert project.run("explain", "sentinel", "rename-command").out.startswith("# sentinel rename-command\n")


def test_several_words(project: Project) -> None:
    out = project.run("explain", "port", "sentinel", "myid", "RL101", "sentinel").out
    assert [line for line in out.splitlines() if line.startswith("# ")] == [
        "# port",
        "# sentinel myid",
        f"# RL101 exposed-without-auth: {IDS['RL101'].title}",
        "# sentinel",
    ]


def test_every_directive_in_every_version(project: Project) -> None:
    for arguments in ((), *(("--server", line) for line in LINES)):
        done = project.run(
            "explain", *arguments, *sorted(names(None)), *(f"sentinel {one}" for one in sorted(options()))
        )
        assert (done.status, done.err) == (0, "")
        assert done.out.count("\n- Versions: ") == len(names(None)) + len(options())
        assert "None" not in done.out


def test_for_programs(project: Project) -> None:
    done = project.run("explain", "--format", "json", "tls-port", "RL101", "sentinel", "monitor")
    port, rule, monitor = json.loads(done.out)
    assert [port["kind"], rule["kind"], monitor["kind"]] == ["directive", "rule", "sentinel-option"]
    assert (port["since"], port["until"]) == ({"redis": "6.0", "valkey": None}, {"redis": None, "valkey": None})
    assert [one["is"] for one in port["facts"]["value"]] == ["a whole number from 0 to 65535"]
    assert (port["versions"][-1]["max"], port["versions"][-1]["default"]) == (65535, "0")
    assert "RL105" in [one["id"] for one in port["rules"]]
    assert (rule["id"], rule["page"].splitlines()[0][:9]) == ("RL101", "# RL101 e")
    assert monitor["in"] == [*LINES]
    (one,) = json.loads(project.run("explain", "appendonly", "--server", "redis@6.2", "--format", "json").out)
    assert one["server"] == "redis@6.2"
    assert len(one["versions"]) == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), NOTHING),
        (("RL9999",), f"{NONE} RL9999"),
        (("exposed-withot-auth",), f"{NONE} exposed-withot-auth; did you mean exposed-without-auth?"),
        (("maxmemroy",), f"{NONE} maxmemroy; did you mean maxmemory?"),
        (("RL101", "nothing"), f"{NONE} nothing"),
        (("RL1",), f"{NONE} RL1"),
        (("sentinel monitr",), f"{NONE} sentinel monitr"),
        (("",), f"{NONE} "),
        (("vm-enabled",), "no supported server has a directive vm-enabled: virtual memory is gone since redis 2.6"),
        (("Active-Replica",), "no supported server has a directive Active-Replica: it is a directive of KeyDB"),
        (("search-timeout",), f"no supported server has a directive search-timeout: {MODULE}"),
        (("--fix", "RL101"), "there is no option --fix"),
        (("port", "--server", "redis"), "--server: a server is written redis@7.2 or valkey@8.0, not 'redis'"),
        (("port", "--format", "xml"), "--format: `xml` is none of text, json"),
    ],
)  # fmt: skip
def test_what_is_not_there(project: Project, words: tuple[str, ...], message: str) -> None:
    done = project.run("explain", *words)
    assert (done.status, done.out, done.err) == (2, "", f"redislint: error: {message}\n")


@pytest.mark.parametrize(
    ("rule", "directives"),
    [
        ("RL305", {"enable-debug-command"}),
        ("RL307", {"enable-protected-configs", "dir", "dbfilename"}),
        ("RL403", {"appendfsync", "appendonly"}),
        ("RL419", {"maxmemory-policy"}),
        ("RL005", set()),
        ("RL024", set()),
    ],
)
def test_what_a_page_is_about(rule: str, directives: set[str]) -> None:
    assert named(IDS[rule]) == directives


def test_a_mark_that_only_stands_somewhere_names_nothing() -> None:
    assert "port" not in named(IDS["RL418"])
    assert "maxmemory" in named(IDS["RL418"])
