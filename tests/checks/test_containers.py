"""Servers in containers: files and variables that nobody reads, data on no volume, health, rights and limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.checks import containers, limits, mounted, probing, unread, variables
from redislint.finding import Hit, Severity
from redislint.model.instance import Instance
from redislint.model.workload import Volume
from redislint.source import Source, Span
from tests.checks.instances import composed

Check = Callable[[Instance], Iterator[Hit]]


def service(body: str, rest: str = "") -> Instance:
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    return composed(f"services:\n  cache:\n{lines}{rest}")


def blamed(check: Check, body: str, rest: str = "") -> list[str]:
    return [hit.span.text for hit in check(service(body, rest))]


KEEPS = "volumes: {some: }\n"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("image: redis\nvolumes: ['./redis.conf:/etc/redis.conf']", ["./redis.conf:/etc/redis.conf"]),
        ("image: redis\ncommand: --port 1\nvolumes: ['./redis.conf:/x/redis.conf']", ["./redis.conf:/x/redis.conf"]),
        ("image: redis\ncommand: sh -c 'redis-server --port 1'\nvolumes: ['./r.redis.conf:/r.redis.conf']",
         ["./r.redis.conf:/r.redis.conf"]),
        ("image: redis\nvolumes: ['./nginx.conf:/etc/nginx.conf']", []),
        ("image: redis\ncommand: redis-server /etc/redis.conf\nvolumes: ['./redis.conf:/etc/redis.conf']", []),
        ("image: redis\ncommand: sh -c 'redis-server /etc/redis.conf'\nvolumes: ['./redis.conf:/etc/redis.conf']", []),
        ("image: redis\ncommand: sh -c 'redis-server $$CONF'\nvolumes: ['./redis.conf:/etc/redis.conf']", []),
        ("image: redis\ncommand: /start.sh\nvolumes: ['./redis.conf:/etc/redis.conf']", []),
        ("image: redis\nentrypoint: [/start.sh]\nvolumes: ['./redis.conf:/etc/redis.conf']", []),
        ("image: redis\ncommand: ${COMMAND}\nvolumes: ['./redis.conf:/etc/redis.conf']", []),
        ("image: example/redis\nvolumes: ['./redis.conf:/etc/redis.conf']", []),
        ("image: eqalpha/keydb\nvolumes: ['./redis.conf:/etc/keydb/keydb.conf']", []),
        ("image: redis\ncommand: redis-server /etc/redis.conf", ["/etc/redis.conf"]),
        ("image: redis\ncommand: redis-server /etc/redis.conf\nvolumes: ['conf:/etc']", []),
        ("image: redis\ncommand: redis-server /etc/redis.conf\nvolumes: ['${A}']", []),
        ("image: redis\ncommand: redis-server redis.conf", ["redis.conf"]),
        ("image: example/redis\ncommand: redis-server /etc/redis.conf", []),
        ("build: .\ncommand: redis-server /etc/redis.conf", []),
        ("image: redis\nextends: {file: x.yml, service: y}\ncommand: redis-server /etc/redis.conf", []),
    ],
)  # fmt: skip
def test_configuration_files_that_are_not_read(body: str, found: list[str]) -> None:
    assert blamed(unread.config_unused, body) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("image: redis\ncommand: --appendonly yes", ["cache"]),
        ("image: redis\ncommand: --save 60 1", ["cache"]),
        ("image: redis\ncommand: --appendonly yes\ntmpfs: /data", ["/data"]),
        ("image: redis\ncommand: --appendonly yes\nvolumes: [/data]", ["/data"]),
        ("image: redis\ncommand: --appendonly yes --dir /keys\nvolumes: ['d:/data']", ["d:/data"]),
        ("image: redis\nvolumes: ['d:/var/lib/redis']", ["d:/var/lib/redis"]),
        ("image: redis\nvolumes: ['./d:/var/lib/redis/data']", ["./d:/var/lib/redis/data"]),
        ("image: bitnami/redis\nenvironment: {REDIS_PASSWORD: $P}\nvolumes: ['d:/data']", ["d:/data"]),
        ("image: bitnami/redis\nenvironment: {REDIS_PASSWORD: $P}\nvolumes: ['d:/bitnami']", []),
        ("image: redis\ncommand: --appendonly yes\nvolumes: ['d:/data']", []),
        ("image: redis\ncommand: --appendonly yes\nvolumes: ['d:/']", []),
        ("image: redis\ncommand: --appendonly yes\nvolumes: ['${D}:/data']", []),
        ("image: redis\ncommand: --appendonly yes\nvolumes: ['${D}']", []),
        ("image: redis\ncommand: --appendonly yes --dir ${DIR}", []),
        ("image: redis\ncommand: ['--save', '', '--appendonly', 'no']\nvolumes: ['d:/var/lib/redis']", []),
        ("image: redis\nvolumes: ['./certs:/tls', 'logs:/var/log/redis', './conf:/usr/local/etc/redis']", []),
        ("image: redis\nvolumes: ['./backup:/backup']", []),
        ("image: redis\ncommand: /start.sh\nvolumes: ['d:/keys']", []),
        ("image: example/redis\ncommand: redis-server --appendonly yes", []),
        ("image: redis\ncommand: redis-sentinel /x.conf\nvolumes: ['d:/keys']", []),
        ("image: redis", []),
    ],
)
def test_data_on_no_volume(body: str, found: list[str]) -> None:
    assert blamed(mounted.data_volume_missing, body, KEEPS) == found


def test_where_nothing_is_kept_a_line_is_a_habit() -> None:
    assert blamed(mounted.data_volume_missing, "image: redis\ncommand: --appendonly yes") == []
    store = service("image: redis:7.4")._replace(profile="store")
    (hit,) = mounted.data_volume_missing(store)
    assert (hit.severity, hit.values["lost"]) == (None, "with `docker compose down`")
    assert list(mounted.data_volume_missing(store._replace(profile="cache"))) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("image: redis\nenvironment: {REDIS_PASSWORD: secret-word}", [("secret-word", None)]),
        ("image: redis:7\nenvironment: [REDIS_PASSWORD=$P, REQUIREPASS=x]", [("$P", None), ("x", None)]),
        ("image: redis\nenvironment: {REDIS_MAXMEMORY: 1gb}", [("1gb", Severity.WARNING)]),
        ("image: redis\nenvironment: {REDIS_ARGS: --port 1}", [("--port 1", Severity.WARNING)]),
        ("image: redis\ncommand: --maxmemory 1gb\nenvironment: {REDIS_MAXMEMORY: 1gb}", []),
        ("image: redis\ncommand: --requirepass $P\nenvironment: {REDIS_PASSWORD: $P}", []),
        (
            "image: redis\ncommand: sh -c 'redis-server --requirepass $$REDIS_PASS'\nenvironment: {REDIS_PASS: x}",
            [],
        ),
        (
            "image: redis\nhealthcheck: {test: 'redis-cli -a $$REDIS_PASS ping'}\nenvironment: {REDIS_PASS: x}",
            [],
        ),
        ("image: redis\nenvironment: {REDIS_PASSWORD: ''}", []),
        ("image: redis\nenvironment: {REDIS_HOST: cache, REDIS_PORT: 1, TZ: UTC, SKIP_DROP_PRIVS: 1}", []),
        ("image: valkey/valkey\nenvironment: {VALKEY_EXTRA_FLAGS: --port 1}", []),
        ("image: bitnami/redis\nenvironment: {REDIS_PASSWORD: x}", []),
        ("image: example/redis\nenvironment: {REDIS_PASSWORD: x}", []),
        ("image: redis\nentrypoint: /start.sh\nenvironment: {REDIS_PASSWORD: x}", []),
        ("image: redis\ncommand: sh -c '. /env.sh; redis-server'\nenvironment: {REDIS_PASSWORD: x}", []),
        ("image: redis\ncommand: redis-server /etc/redis.conf\nenvironment: {REDIS_PASSWORD: x}", []),
        ("image: redis\ncommand: --aclfile /users.acl\nenvironment: {REDIS_PASSWORD: x}", []),
    ],
)
def test_variables_that_the_image_ignores(body: str, found: list[tuple[str, Severity | None]]) -> None:
    assert [(hit.span.text, hit.severity) for hit in variables.ignored(service(body))] == found


@pytest.mark.parametrize(
    ("test", "is_blamed"),
    [
        ("redis-cli ping", True),
        ("[CMD, redis-cli, ping]", True),
        ("[CMD, redis-cli, -h, localhost, PING]", True),
        ("redis-cli ping || exit 1", True),
        ("valkey-cli ping > /dev/null", True),
        ("[CMD, redis-cli, -e, ping]", False),
        ("redis-cli ping | grep PONG", False),
        ("'[ \"$$(redis-cli ping)\" = PONG ]'", False),
        ("[CMD, redis-cli, --raw, incr, ping]", False),
        ("redis-cli -a $$PW ping", False),
        ("[CMD, redis-cli, --pass, x, ping]", False),
        ("REDISCLI_AUTH=x redis-cli ping", False),
        ("/health.sh", False),
        ("redis-cli get ready", False),
    ],
)
def test_health_checks_that_see_no_refusal(test: str, is_blamed: bool) -> None:
    hits = list(
        probing.reply_ignored(service(f"image: redis\ncommand: --requirepass $P\nhealthcheck: {{test: {test}}}"))
    )
    assert [hit.severity for hit in hits] == ([None] if is_blamed else [])


def test_health_checks_while_data_is_loaded() -> None:
    body = "image: redis\ncommand: --appendonly yes\nhealthcheck: {test: redis-cli ping}\nvolumes: ['d:/data']"
    assert [hit.severity for hit in probing.reply_ignored(service(body))] == [Severity.INFO]
    assert blamed(probing.reply_ignored, body.replace("d:/data", "/data")) == []
    assert blamed(probing.reply_ignored, body.replace("--appendonly yes", "")) == []
    env = (
        "image: redis\ncommand: --requirepass $P\nenvironment: {REDISCLI_AUTH: $P}\nhealthcheck: {test: redis-cli ping}"
    )
    assert blamed(probing.reply_ignored, env) == []


@pytest.mark.parametrize(
    ("check", "body", "found"),
    [
        (containers.daemonized, "image: redis\ncommand: --daemonize yes", ["yes"]),
        (containers.daemonized, "image: redis\ncommand: sh -c 'exec redis-server --daemonize yes'", ["yes"]),
        (containers.daemonized, "image: redis\ncommand: tini -- redis-server --daemonize yes", ["yes"]),
        (containers.daemonized, "image: redis\ncommand: sh -c 'redis-server --daemonize yes; tail -f /x'", []),
        (containers.daemonized, "image: redis\ncommand: --daemonize no", []),
        (containers.supervised, "image: redis\ncommand: --supervised systemd", ["systemd"]),
        (containers.supervised, "image: redis\ncommand: --supervised auto", []),
        (containers.logs_to_file, "image: redis\ncommand: --logfile /var/log/redis.log", ["/var/log/redis.log"]),
        (containers.logs_to_file, "image: redis\ncommand: --logfile redis.log", ["redis.log"]),
        (containers.logs_to_file, "image: redis\ncommand: --logfile redis.log\nvolumes: ['d:/data']", []),
        (containers.logs_to_file, "image: redis\ncommand: --logfile /dev/stdout", []),
        (containers.logs_to_file, "image: redis\ncommand: --logfile ${LOG}", []),
        (containers.logs_to_file, "image: redis\ncommand: --logfile /l/x\nvolumes: ['./l:/l']", []),
        (containers.has_all_rights, "image: redis\nprivileged: true", ["true"]),
        (containers.has_all_rights, "image: redis\nprivileged: ${P}", []),
        (containers.has_all_rights, "image: redis\nuser: root", ["root"]),
        (containers.has_all_rights, "image: redis\nuser: '1000'", []),
        (containers.argv_traps, "image: redis\ncommand: sh -c redis-server --port 1", ["cache"]),
        (containers.argv_traps, "image: redis\ncommand: [sh, -c, redis-server, '--port', '1']", ["cache"]),
        (containers.argv_traps, "image: redis\ncommand: [sh, -c, 'redis-server \"$$@\"', x, '--port', '1']", []),
        (containers.argv_traps, "image: redis\ncommand: sh -c 'redis-server --port 1'", []),
        (limits.unlimited, "image: redis\ncpus: 1", ["cache"]),
        (limits.unlimited, "image: redis\ncpus: 1\nmem_limit: 1g", []),
        (limits.unlimited, "image: redis", []),
    ],
)  # fmt: skip
def test_how_a_server_is_started(check: Check, body: str, found: list[str]) -> None:
    assert blamed(check, body) == found


def test_a_shell_keeps_root_in_production() -> None:
    body = "image: redis\ncommand: sh -c 'redis-server --port 1'"
    assert blamed(containers.has_all_rights, body) == []
    prod = service(body)._replace(environment="prod")
    assert [hit.severity for hit in containers.has_all_rights(prod)] == [Severity.INFO]
    handed = service(body.replace("redis-server", "exec gosu redis redis-server"))._replace(environment="prod")
    assert list(containers.has_all_rights(handed)) == []


@pytest.mark.parametrize(
    ("command", "limit", "percent"),
    [
        ("--appendonly yes --maxmemory 800mb", "1g", 78),
        ("--appendonly yes --maxmemory 700mb", "1g", None),
        ("--save '' --maxmemory 900mb", "1g", None),
        ("--save '' --appendonly no --maxmemory 950mb", "1g", 92),
        ("--maxmemory 2gb", "1g", None),
        ("--maxmemory 950mb", "${LIMIT}", None),
        ("--maxmemory ${MAX}", "1g", None),
    ],
)
def test_headroom(command: str, limit: str, percent: int | None) -> None:
    hits = list(limits.headroom(service(f"image: redis:7.4\ncommand: {command}\nmem_limit: {limit}")))
    assert [hit.values["percent"] for hit in hits] == ([percent] if percent else [])


PATHS = st.lists(st.sampled_from("abc"), max_size=4).map(lambda parts: "/" + "/".join(parts))


@given(st.lists(PATHS, max_size=6), PATHS)
def test_a_path_lies_on_the_innermost_volume(paths: list[str], path: str) -> None:
    place = Span(Source("x", "", ""), 0, 0)
    found = containers.covering(tuple(Volume(one, "claim", place) for one in paths), path)
    around = [one for one in paths if path == one or one == "/" or path.startswith(f"{one}/")]
    assert (found.path if found else None) == (max(around, key=len) if around else None)
