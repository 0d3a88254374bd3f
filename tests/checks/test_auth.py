"""Who gets in without a password, as a real server sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from redislint.checks.auth import default_user_open, open_default_user, voided_by_acl_file, voided_by_user_line
from redislint.finding import Severity
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.read import read
from redislint.source import Source
from tests.checks import asked
from tests.checks.instances import composed, configured, service
from tests.pages import Files
from tests.parts import need

ROWS = asked.rows("default-user.jsonl")


def of(row: dict[str, Any]) -> Instance:
    return configured(row["conf"], **({"acl": row["acl"]} if "acl" in row else {}))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["conf"] + row.get("acl", ""))
def test_open_is_what_a_server_leaves_open(row: dict[str, Any]) -> None:
    instance = of(row)
    assert default_user_open(instance) is row["open"]
    assert bool(list(open_default_user(instance))) is row["open"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["conf"] + row.get("acl", ""))
def test_a_password_that_does_not_log_in_is_reported(row: dict[str, Any]) -> None:
    """Wherever `requirepass s3same` is what holds, the server takes that password, and nothing is said."""
    instance = of(row)
    hits = [*voided_by_acl_file(instance), *voided_by_user_line(instance)]
    grave = [hit for hit in hits if hit.severity is not Severity.INFO]
    is_set = instance.setting("requirepass").is_one_of("s3same")
    users_file = instance.setting("aclfile").is_none_of("")
    if row["open"]:
        assert len(hits) == (1 if instance.setting("requirepass").written and is_set else 0)
    elif is_set and not users_file:
        assert bool(grave) is not row["same"]
    else:
        assert not hits


def test_the_rows_are_still_what_a_server_says(tmp_path: Path) -> None:
    need("redis-server", asked.SERVER is not None, "install it with your system's packages")
    for number, row in enumerate(ROWS):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert asked.default_user(folder, row["conf"], row.get("acl")) == (row["open"], row["same"]), row["conf"]


def severity(instance: Instance) -> Severity | None:
    (hit,) = open_default_user(instance)
    return hit.severity


def test_who_reaches_it_says_how_grave_it_is() -> None:
    assert severity(configured("bind 127.0.0.1\n")) is Severity.WARNING
    assert severity(configured("port 0\nunixsocket /run/redis.sock\n")) is Severity.WARNING
    assert severity(configured("bind 10.0.0.1\nprotected-mode no\n")) is None
    assert severity(configured("bind 10.0.0.1\n", "redis@7.2")) is Severity.WARNING
    assert severity(configured("bind 10.0.0.1\n", "redis@6.2")) is None
    assert severity(service("")) is Severity.INFO
    others = configured("user app on >correct-horse ~app:* +@read\n").users
    assert severity(service("")._replace(users=others)) is Severity.WARNING
    assert severity(service('"127.0.0.1:6379:6379"')) is Severity.WARNING
    assert severity(service('"6379:6379"')) is None


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("port 0\nunixsocketperm 700\n", False),
        ("port 0\nunixsocketperm 0770\n", False),
        ("port 0\nunixsocketperm 755\n", False),
        ("port 0\nunixsocketperm 0\n", True),
        ("port 0\nunixsocketperm 777\n", True),
        ("port 0\nunixsocketperm 722\n", True),
        ("port 0\nunixsocketperm 7\n", True),
        ("port 0\ntls-port 6380\nunixsocketperm 700\n", True),
        ("port 6379\nunixsocketperm 700\n", True),
        ("port 0\nunixsocketperm ${MODE}\n", False),
        ("port ${PORT}\nunixsocketperm 700\n", False),
    ],
)
def test_a_socket_for_few_is_no_open_door(text: str, speaks: bool) -> None:
    assert bool(list(open_default_user(configured(text)))) is speaks


def acl_file(text: str) -> Instance:
    (instance,) = read(Source("users.acl", text, "users-acl"), Files({})).instances
    return instance


def test_an_acl_file_by_itself() -> None:
    (hit,) = open_default_user(acl_file("user app on >x\n"))
    assert hit.severity is None
    assert hit.span.position == (1, 1)
    assert default_user_open(acl_file("user default off\n")) is False
    assert not list(open_default_user(acl_file("\n")))
    assert default_user_open(acl_file("{% for user in users %}\nuser a on\n{% endfor %}\n")) is None


def test_what_is_not_known_is_not_open() -> None:
    assert default_user_open(configured("requirepass ${PASSWORD}\n")) is None
    assert default_user_open(configured("aclfile /etc/redis/users.acl\n")) is None
    assert default_user_open(configured("aclfile {{ file }}\n")) is None
    assert default_user_open(configured("include /etc/redis/local.conf\n")) is None
    assert default_user_open(configured("user default on nopass +{{ rights }}\n")) is None
    assert default_user_open(configured("user default on >{{ password }} nopass +@all\n")) is True
    assert default_user_open(configured("user default on nopass >{{ password }} +@all\n")) is False


def test_redis_5_knows_requirepass_alone() -> None:
    assert default_user_open(configured("port 6379\n", "redis@5.0")) is True
    assert default_user_open(configured("requirepass x\n", "redis@5.0")) is False


def test_a_sentinel_is_no_server() -> None:
    sentinel = composed(
        "services:\n  s:\n    image: redis:7.2\n    command: redis-sentinel /s.conf --requirepass x --sentinel\n"
    )
    assert sentinel.role == "sentinel"
    assert not list(open_default_user(sentinel))


def test_the_acl_file_of_a_mounted_configuration_is_judged_once() -> None:
    """The configuration and the ACL file that services mount are theirs, and no instances of their own."""
    compose = (
        "services:\n  cache:\n    image: redis:7.2\n    command: redis-server /etc/redis.conf\n"
        "    volumes: ['./redis.conf:/etc/redis.conf', './users.acl:/etc/users.acl']\n"
    )
    sources = {
        "compose.yaml": Source("compose.yaml", compose, "compose"),
        "redis.conf": Source("redis.conf", "requirepass correct-horse\naclfile /etc/users.acl\n", "redis-conf"),
        "users.acl": Source("users.acl", "user app on #abc ~app:* +@read\n", "users-acl"),
    }
    report = lint_sources(sources.values(), Files(sources), Options(select=("auth",), ignore=("RL221",)))
    found = [(one.rule, one.path, one.span.text) for one in report.findings]
    assert found == [
        ("RL202", "redis.conf", "requirepass correct-horse"),
        ("RL207", "redis.conf", "correct-horse"),
    ]
    (first, _) = report.findings
    assert [one.span.text for one in first.related] == ["aclfile /etc/users.acl", ""]
    assert first.related[1].span.source.path == "users.acl"


@pytest.mark.parametrize(
    ("line", "grade"),
    [
        ("on nopass ~* +@all", Severity.ERROR),
        ("on nopass -@all +ping", Severity.WARNING),
        ("off", Severity.WARNING),
        ("on >other ~* +@all", Severity.WARNING),
        ("on >s3same ~* +@all", Severity.INFO),
        # sha256 of s3same
        ("on #HASH ~* +@all", Severity.INFO),
    ],
)
def test_what_the_user_line_makes_of_requirepass(line: str, grade: Severity) -> None:
    from hashlib import sha256

    line = line.replace("HASH", sha256(b"s3same").hexdigest())
    (hit,) = voided_by_user_line(configured(f"requirepass s3same\nuser default {line}\n"))
    assert hit.severity is grade
    assert "s3same" not in str(hit.values)
