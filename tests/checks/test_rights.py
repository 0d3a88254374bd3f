"""Rules about what users may do in the end: who is left out, what is blamed, what is listed, what absorbs what."""

from __future__ import annotations

from pathlib import Path

import pytest

import redislint
from redislint import servers
from redislint.finding import Finding, Severity
from redislint.options import Declared, Options
from redislint.pipeline import lint_sources
from redislint.source import Source
from tests.pages import Files

HASH = "#" + "ab" * 32


def lint(files: dict[str, str], *select: str, server: str = "") -> list[Finding]:
    """The findings about a redis.conf or users.acl with what lies beside it."""
    kinds = {".acl": "users-acl", "conf": "redis-conf"}
    sources = {path: Source(path, text, kinds[path[-4:]]) for path, text in files.items()}
    options = Options(select=select, server=servers.parse(server) if server else None)
    report = lint_sources(sources.values(), Files(sources), options, launched={"redis.conf"})
    assert not report.errors
    return list(report.findings)


def found(acl: str, *select: str, server: str = "", conf: str = "") -> list[Finding]:
    files = {"redis.conf": f"{conf}\naclfile users.acl\n"} if conf else {}
    return lint({**files, "users.acl": acl}, *select, server=server)


def rules_of(acl: str, server: str = "") -> list[str]:
    names = {one.rule for one in found(f"user default off\n{acl}", server=server)}
    return sorted(name for name in names if name[:3] in ("RL2", "RL3") and name != "RL209")


def user(rules: str, name: str = "app") -> str:
    return f"user {name} on {HASH} {rules}\n"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        # One cause, one finding.
        ("~* &* +@all", ["RL211"]),
        ("~* &* +@all -flushall", ["RL217", "RL218", "RL311"]),
        ("~app:* +@read +@write", ["RL212", "RL309", "RL317"]),
        ("~app:* +@read +@write -@dangerous", ["RL317"]),
        ("~app:* +@read +@write -@dangerous -@scripting", []),
        ("~app:* +@all -@dangerous", ["RL215"]),
        ("~app:* +@all -@admin", ["RL214", "RL317"]),
        ("~app:* +get (+@all ~c:*)", ["RL216"]),
        ("~app:* -@all +get +flushdb", ["RL308"]),
        ("~app:* -@all +get +acl", ["RL311"]),
        ("~app:* -@all +get +monitor +config|get", ["RL310", "RL313"]),
    ],
)
def test_one_cause_is_one_finding(rules: str, expected: list[str]) -> None:
    assert rules_of(user(rules)) == expected


@pytest.mark.parametrize("name", ["admin", "ops", "shop-root", "superuser1"])
def test_administrators_are_left_out(name: str) -> None:
    assert rules_of(user("~* &* +@all -debug", name)) == []


def test_whoever_is_off_is_nobody() -> None:
    assert rules_of(f"user app off {HASH} ~* +@all\n") == []


def test_the_default_user_with_everything_is_as_every_server_has_it() -> None:
    text = f"user default on {HASH} ~* &* +@all\n"
    assert found(text, "RL211", "RL217", "RL218", "RL308", "RL311") == []
    assert [one.rule for one in found(text.replace("+@all", "+@all -debug"), "RL211", "RL308")] == ["RL308"]


def test_declared_administrators(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "users.acl").write_text(user("~* +@all", "deploy") + user("~* +@all", "team-a") + user("~* +@all"))
    (tmp_path / "redis.conf").write_text("port 6379\naclfile users.acl\n")
    (tmp_path / ".redislint.yaml").write_text("admin-users: [deploy]\npaths:\n  '*.acl': {admin-users: ['team-*']}\n")
    told = [one.message for one in redislint.lint(select=("RL211", "RL311")).findings]
    # The last that speaks of a path counts; of the server's users, what is said of either file.
    assert sum("`deploy`" in one for one in told) == 1
    assert sum("`app`" in one for one in told) == 1
    assert not any("`team-a`" in one for one in told)


def test_many_commands_are_one_finding_the_worst_first() -> None:
    (one,) = found(user("~app:* -@all +@admin"), "RL313")
    assert one.message == (
        "`+@admin` lets user `app` run ACL SETUSER, ACL LOAD, ACL DELUSER, SHUTDOWN, REPLICAOF and 12 more"
    )
    assert one.fix is not None
    assert not one.fix.safe


def test_several_words_are_told() -> None:
    (one,) = found(user("~app:* -@all +monitor +client|kill +client|pause"), "RL313")
    assert {related.message for related in one.related} == {
        "`+client|pause` gives CLIENT PAUSE",
        "`+monitor` gives MONITOR",
    }


def test_config_get_alone_is_less() -> None:
    (one,) = found(user("+config|get"), "RL310", server="redis@7.2")
    assert "which shows `requirepass`" in one.message
    (other,) = found(user("+config|set"), "RL310", server="redis@7.2")
    assert "which turns off what protects" in other.message
    # Nothing is declared: a rule for production is a level lower.
    assert (one.severity, other.severity) == (Severity.INFO, Severity.WARNING)


@pytest.mark.parametrize(
    ("conf", "rules", "server", "chain"),
    [
        ("", "+acl", "", "ACL SETUSER"),
        ("", "+module", "redis@7.2", ""),
        ("enable-module-command yes", "+module", "redis@7.2", "MODULE LOAD"),
        ("enable-module-command no", "+module", "redis@7.2", ""),
        ("", "+module", "redis@6.2", "MODULE LOAD"),
        ("", "+config +bgsave", "redis@7.2", ""),
        ("", "+config +bgsave", "redis@6.2", "CONFIG SET dir and dbfilename, then BGSAVE"),
        ("enable-protected-configs local", "+config +replicaof", "valkey@8.0", "then REPLICAOF"),
        ("enable-protected-configs yes", "+config|get +bgsave", "redis@7.2", ""),
        ("", "+module +acl +config +save", "redis@6.2", "ACL SETUSER"),
    ],
)
def test_the_shortest_chain(conf: str, rules: str, server: str, chain: str) -> None:
    told = found(user(f"~app:* -@all {rules}"), "RL311", server=server, conf=conf or "port 6379")
    assert len(told) == bool(chain)
    assert all(one.message.endswith(chain) and one.path == "users.acl" for one in told)


def test_commands_that_the_server_does_not_have() -> None:
    """They keep their names in rules of users, and nobody can run them."""
    rules = user("~app:* -@all +get +acl +monitor +flushdb")
    taken = 'rename-command ACL ""\nrename-command Monitor ""\nrename-command FLUSHDB hidden-flushdb-4711'
    assert [one.rule for one in found(rules, "RL308", "RL311", "RL313", conf=taken)] == ["RL308"]
    assert found(rules, "RL308", "RL311", "RL313", conf="rename-command {{ command }} {{ name }}") == []


def test_no_version_and_no_agreement_is_silence() -> None:
    assert found(user("-@all +subscribe"), "RL220") == []
    assert [one.rule for one in found(user("-@all +subscribe"), "RL220", server="redis@7.0")] == ["RL220"]
    assert found(user("-@all +subscribe"), "RL220", server="redis@6.2") == []
    assert found(user("-@all +module"), "RL311") == []


def test_a_user_with_a_template_is_not_known() -> None:
    select = ("RL2", "RL3")
    assert [one.rule for one in found("user default off\n" + user("~* +@all ${MORE}"), *select)] == []


def test_users_of_included_files_count() -> None:
    files = {"users.conf": "user default off\n" + user("~* +@all -debug -flushall")}
    told = lint({"redis.conf": "include users.conf\n", **files}, "RL201", "RL311")
    assert [(one.rule, one.path) for one in told] == [("RL311", "users.conf")]


def test_in_dev_nothing_is_said_of_everything() -> None:
    sources = [Source("users.acl", user("~* +@all"), "users-acl")]
    declared = Declared(environment="dev")
    report = lint_sources(sources, Files({}), Options(select=(), declared=lambda path: declared))
    assert not {one.rule for one in report.findings} & {"RL211", "RL311", "RL217", "RL313"}
