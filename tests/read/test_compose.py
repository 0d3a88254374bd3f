"""Compose files: which services run Redis, and what each says in all the ways in which it can be said."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.link import link
from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.read.compose.interpolate import interpolated
from redislint.source import Source
from tests.read.reading import Files, reading
from tests.timing import SLOW


def project(text: str, **files: str) -> Reading:
    return reading(text, "compose", "compose.yaml", Files(**files))


def service(body: str, **files: str) -> Instance:
    """The only service of a file; `body` holds its keys."""
    lines = "".join(f"    {line}\n" for line in body.strip("\n").split("\n"))
    (instance,) = project(f"services:\n  cache:\n{lines}", **files).instances
    return instance


def settings(body: str) -> list[tuple[str, tuple[str, ...] | None, str]]:
    return [(one.spelling, one.args, one.value_span.text) for one in service(body).settings]


@pytest.mark.parametrize(
    ("body", "ours"),
    [
        ("image: redis:7.2", True),
        ("image: docker.io/library/redis", True),
        ("image: registry.example.com:5000/team/redis:1.0", True),
        ("image: valkey/valkey:8.0", True),
        ("image: bitnami/redis-sentinel:7.2", True),
        ("build: .\ncommand: redis-server --port 6379", True),
        ("image: redis:7.2\ncommand: sh -c 'cat /x; redis-server'", True),
        ("image: redis:7.2\ncommand: /start.sh", True),
        ("image: redis:7.2\ncommand: redis-cli -h cache ping", False),
        ("image: oliver006/redis_exporter", False),
        ("image: redis/redisinsight:latest", False),
        ("image: rediscommander/redis-commander", False),
        ("image: example/app\nenvironment: [REDIS_HOST=cache]", False),
        ("build: .", False),
    ],
)
def test_which_services_are_ours(body: str, ours: bool) -> None:
    lines = body.replace("\n", "\n    ")
    assert bool(project(f"services:\n  redis:\n    {lines}\n").instances) == ours


def test_the_first_version_of_the_format() -> None:
    (instance,) = project("cache:\n  image: redis:7.2\nweb:\n  image: nginx\n").instances
    assert (instance.name, instance.anchor.position) == ("cache", (1, 1))


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("redis-server --maxmemory 1gb --save 60 1", [("--maxmemory", "1gb"), ("--save", "60 1")]),
        ("[redis-server, --maxmemory, 1gb]", [("--maxmemory", "1gb")]),
        ('["redis-server", "--maxmemory", "1gb"]', [("--maxmemory", "1gb")]),
        ("--maxmemory 1gb", [("--maxmemory", "1gb")]),
        (
            ">\n      redis-server\n      --maxmemory 1gb\n      --appendonly yes",
            [("--maxmemory", "1gb"), ("--appendonly", "yes")],
        ),
        # YAML keeps the ends of lines that are indented more, and Compose takes them for blanks.
        (
            ">\n      redis-server\n        --maxmemory 1gb\n        --save 60 1",
            [("--maxmemory", "1gb"), ("--save", "60 1")],
        ),
        ("|\n      redis-server --maxmemory\n      1gb", [("--maxmemory", "1gb")]),
        ("sh -c 'exec redis-server --maxmemory 1gb'", [("--maxmemory", "1gb")]),
        ("sh -c \"exec redis-server --maxmemory '1gb'\"", [("--maxmemory", "'1gb'")]),
        ("[sh, -c, 'exec redis-server --maxmemory 1gb']", [("--maxmemory", "1gb")]),
        (
            "[sh, -c, 'redis-server --requirepass $$PW --maxmemory 1gb']",
            [("--requirepass", "$$PW"), ("--maxmemory", "1gb")],
        ),
        ("\n      - redis-server\n      - --maxmemory\n      - ${MEMORY:-1gb}", [("--maxmemory", "${MEMORY:-1gb}")]),
        (
            "\n      - sh\n      - -c\n      - |\n        mkdir /x\n        redis-server --maxmemory 1gb",
            [("--maxmemory", "1gb")],
        ),
    ],
)
def test_commands_at_their_places(command: str, expected: list[tuple[str, str]]) -> None:
    found = settings(f"image: redis:7.2\ncommand: {command}".replace("\n      ", "\n  "))
    assert [(spelling, place) for spelling, _, place in found] == expected


def test_values_of_commands() -> None:
    words = '--save, "", --maxmemory, "${M:-1gb}", --dir, "$D", --requirepass, "a$$b"'
    body = f"image: redis\ncommand: [redis-server, {words}]"
    assert [args for _, args, _ in settings(body)] == [("",), ("1gb",), None, ("a$b",)]


def test_an_entrypoint_comes_first() -> None:
    assert settings("image: redis\nentrypoint: [redis-server, --port, '1']\ncommand: --dir /x")[1][0] == "--dir"
    assert settings("image: redis\nentrypoint: docker-entrypoint.sh\ncommand: --dir /x")[0][0] == "--dir"
    assert not service("image: redis\nentrypoint: /my.sh\ncommand: --dir /x").settings


@pytest.mark.parametrize(
    ("ports", "expected"),
    [
        ("['6379:6379']", [("", 6379)]),
        ("['6379']", [("", 6379)]),
        ("[6379]", [("", 6379)]),
        ("['127.0.0.1:6379:6379']", [("127.0.0.1", 6379)]),
        ("['[::1]:6379:6379/tcp']", [("::1", 6379)]),
        ("['127.0.0.1::6379']", [("127.0.0.1", 6379)]),
        ("['6379:6379/udp']", []),
        ("['7000-7002:7000-7002']", [("", 7000), ("", 7001), ("", 7002)]),
        ("['${PORT:-6379}:6379']", [("", 6379)]),
        ("['${REDIS_PORT}:6379']", [("", 6379)]),
        ("['${WHERE}:6379']", [(None, 6379)]),
        ("['${HOST}:6379:6379']", [(None, 6379)]),
        ("['127.0.0.1:${PORT}:6379']", [("127.0.0.1", 6379)]),
        ("[{target: 6379, published: 6380}]", [("", 6379)]),
        ("[{target: 6379, published: 6380, host_ip: 127.0.0.1}]", [("127.0.0.1", 6379)]),
        ("[{target: 6379, protocol: udp}]", []),
        ("", []),
    ],
)
def test_ports(ports: str, expected: list[tuple[str | None, int]]) -> None:
    found = service(f"image: redis\nports: {ports}").ports
    assert found is not None
    assert [(port.host, port.container) for port in found] == expected


@pytest.mark.parametrize(
    ("ports", "expected"),
    [
        ("['6380:6379']", [6380]),
        ("['6379']", [6379]),
        ("['127.0.0.1:6380:6379']", [6380]),
        ("['127.0.0.1::6379']", [6379]),
        ("['${PORT:-6380}:6379']", [6380]),
        ("['${PORT}:6379']", [6379]),
        ("['0:6379']", [6379]),
        ("['8000-8002:7000-7002']", [8000, 8001, 8002]),
        ("['8000-8002:6379']", [6379]),
        ("[{target: 6379, published: 6380}]", [6380]),
        ("[{target: 6379, published: '8000-9000'}]", [6379]),
        ("[{target: 6379}]", [6379]),
    ],
)
def test_the_number_that_others_connect_to(ports: str, expected: list[int]) -> None:
    assert [port.seen for port in service(f"image: redis\nports: {ports}").ports or ()] == expected


@pytest.mark.parametrize(
    "body", ["network_mode: host", "ports: ['${A}:${B}']", "ports: ${PORTS}", "extends: {service: x}"]
)
def test_ports_that_are_not_known(body: str) -> None:
    assert service(f"image: redis\n{body}").ports is None


def test_a_port_is_blamed_without_its_quotes() -> None:
    (port,) = service('image: redis\nports:\n  - "6379:6379"').ports or ()
    assert (port.span.text, port.span.position) == ("6379:6379", (5, 10))


@pytest.mark.parametrize(
    ("body", "size"),
    [
        ("mem_limit: 512m", 512 << 20),
        ("mem_limit: 1gb", 1 << 30),
        ("mem_limit: 1.5G", 3 << 29),
        ("mem_limit: 1073741824", 1 << 30),
        ("deploy: {resources: {limits: {memory: 256M}}}", 256 << 20),
        ("mem_limit: ${LIMIT:-64m}", 64 << 20),
        ("mem_limit: ${LIMIT}", UNKNOWN),
    ],
)
def test_memory_limits(body: str, size: object) -> None:
    limit = service(f"image: redis\n{body}").memory_limit
    assert limit is not None
    assert limit.value == size


def test_no_memory_limit() -> None:
    assert service("image: redis").memory_limit is None
    assert service("image: redis\nmem_limit: 0").memory_limit is None


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("restart: always", True),
        ("restart: unless-stopped", True),
        ("restart: on-failure:3", True),
        ("restart: 'no'", False),
        ("restart: ${RESTART}", UNKNOWN),
        ("deploy: {restart_policy: {condition: any}}", True),
        ("deploy: {restart_policy: {condition: none}}", False),
        ("stop_signal: SIGTERM", False),
    ],
)
def test_restarts(body: str, value: object) -> None:
    restarts = service(f"image: redis\n{body}").restarts
    assert restarts is not None
    assert restarts.value == value


def test_replicas() -> None:
    for body, value in (("deploy: {replicas: 3}", 3), ("scale: 2", 2), ("scale: ${N}", UNKNOWN), ("x-a: 1", 1)):
        replicas = service(f"image: redis\n{body}").replicas
        assert replicas is not None
        assert replicas.value == value


@pytest.mark.parametrize(
    ("body", "server", "complete"),
    [
        ("image: redis:7.2.5-alpine", "redis 7.2.5", True),
        ("image: valkey/valkey:8.0", "valkey 8.0", True),
        ("image: redis:${TAG:-6.2}", "redis 6.2", True),
        ("image: redis:${TAG}", None, True),
        ("image: ${IMAGE}:7.2", None, None),
        ("image: redis:7", None, True),
        ("image: redis:99.1", None, True),
        ("image: example/redis:7.2", None, False),
        ("image: bitnami/redis:7.2", "redis 7.2", False),
        ("image: redis/redis-stack:7.2.0-v3", None, True),
        ("image: redis:7.2\ncommand: /start.sh", "redis 7.2", False),
        ("image: redis:7.2\ncommand: redis-server $$ARGS", "redis 7.2", False),
        ("image: redis:7.2\nextends: {service: base}", "redis 7.2", False),
    ],
)
def test_versions_and_completeness(body: str, server: str | None, complete: bool | None) -> None:
    found = project(
        f"services:\n  cache:\n    {body}\n".replace("\ncommand", "\n    command").replace("\nextends", "\n    extends")
    )
    if complete is None:
        assert not found.instances
        return
    (instance,) = found.instances
    assert (str(instance.server) if instance.server else None, instance.complete and not instance.partial) == (
        server,
        complete,
    )


def test_official_images_have_protected_mode_off() -> None:
    assert service("image: redis:7.2").setting("protected-mode").args == ("no",)
    assert service("image: redis:7.2\ncommand: redis-server --protected-mode yes").setting("protected-mode").args == (
        "yes",
    )


def test_bitnamis_variables() -> None:
    body = "image: bitnami/redis:7.2\nenvironment:\n  - REDIS_PASSWORD=s3cret-s3cret\n  - REDIS_AOF_ENABLED=no"
    instance = service(body)
    assert [(one.name, one.args, one.spelling) for one in instance.settings] == [
        ("requirepass", ("s3cret-s3cret",), "REDIS_PASSWORD"),
        ("appendonly", ("no",), "REDIS_AOF_ENABLED"),
    ]
    indented = body.replace("\n", "\n    ")
    assert [one.text for one in project(f"services:\n  a:\n    {indented}").secrets] == ["s3cret-s3cret"]
    empty = service("image: bitnami/redis:7.2\nenvironment: {ALLOW_EMPTY_PASSWORD: 'yes'}")
    assert [(one.name, one.args) for one in empty.settings] == [("requirepass", ("",)), ("protected-mode", ("no",))]
    unknown = service("image: bitnami/redis:7.2\nenvironment: {ALLOW_EMPTY_PASSWORD: 'yes'}\nenv_file: .env")
    assert unknown.settings == ()
    taken = service("image: bitnami/redis:7.2\nenvironment: [REDIS_PASSWORD]")
    assert taken.setting("requirepass").args is None
    file = service("image: bitnami/redis:7.2\nenvironment: {REDIS_PASSWORD_FILE: /run/secrets/x}")
    assert file.setting("requirepass").args is None


@pytest.mark.parametrize(
    ("body", "complete"),
    [
        ("environment: {ALLOW_EMPTY_PASSWORD: 'yes'}", True),
        ("environment: {REDIS_PASSWORD: s3cret}", True),
        ("environment: {REDIS_PASSWORD: $PW}", True),
        ("environment: {REDIS_PASSWORD: s3cret, REDIS_EXTRA_FLAGS: --maxmemory 1gb}", False),
        ("environment: {ALLOW_EMPTY_PASSWORD: 'yes'}\nenv_file: .env", False),
        (
            "environment: {ALLOW_EMPTY_PASSWORD: 'yes'}\nvolumes: ['./o.conf:/opt/bitnami/redis/mounted-etc/o.conf']",
            False,
        ),
        ("environment: {ALLOW_EMPTY_PASSWORD: 'yes'}\nvolumes: ['conf:/opt/bitnami/redis/etc']", False),
        ("environment: {ALLOW_EMPTY_PASSWORD: 'yes'}\nvolumes: ['data:/bitnami/redis/data']", True),
        ("environment: {ALLOW_EMPTY_PASSWORD: 'yes'}\ncommand: /opt/bitnami/scripts/redis/run.sh --port 1", False),
        ("stop_signal: SIGTERM", False),
    ],
)
def test_bitnamis_configuration_is_known_where_all_its_variables_are(body: str, complete: bool) -> None:
    instance = service(f"image: bitnami/redis:7.2\n{body}")
    assert instance.complete == complete
    assert instance.setting("bind").args == (("0.0.0.0", "::") if complete else None)


def test_the_arguments_of_redis_stack() -> None:
    body = "image: redis/redis-stack:7.2.0-v3\nenvironment:\n  - REDIS_ARGS=--requirepass s3cret --maxmemory 1gb"
    instance = service(body)
    assert [(one.name, one.args, one.value_span.text) for one in instance.settings] == [
        ("requirepass", ("s3cret",), "s3cret"),
        ("maxmemory", ("1gb",), "1gb"),
    ]
    assert not service("image: redis/redis-stack\nvolumes: ['./r.conf:/redis-stack.conf']").complete


def test_the_flags_of_valkey_come_last() -> None:
    body = "image: valkey/valkey:8.0\ncommand: valkey-server --port 1\nenvironment: {VALKEY_EXTRA_FLAGS: --port 2}"
    assert service(body).setting("port").args == ("2",)
    assert not service(body).partial
    assert service("image: valkey/valkey:8.0\nenvironment: {VALKEY_EXTRA_FLAGS: $FLAGS}").partial
    assert service("image: valkey/valkey:8.0\nenvironment: [VALKEY_EXTRA_FLAGS]").partial


@pytest.mark.parametrize(
    "mount",
    [
        "volumes: ['./conf/redis.conf:/etc/redis.conf:ro']",
        "volumes: ['./conf:/etc']",
        "volumes: [{type: bind, source: ./conf/redis.conf, target: /etc/redis.conf}]",
        "configs: [{source: main, target: /etc/redis.conf}]",
    ],
)
def test_a_mounted_configuration_comes_before_the_options(mount: str) -> None:
    text = (
        f"services:\n  cache:\n    image: redis:7.2\n    command: redis-server /etc/redis.conf --port 2\n    {mount}\n"
        "configs:\n  main:\n    file: conf/redis.conf\n"
    )
    conf = "port 1\nmaxmemory 1gb\naclfile /etc/users.acl\n"
    files = {"conf__redis.conf": conf, "conf__users.acl": "user default off\nuser app on nopass\n"}
    readings = [
        project(text, **files),
        reading(conf, path="conf/redis.conf"),
        reading(files["conf__users.acl"], "users-acl", "conf/users.acl"),
    ]
    (instance,) = (one for one in link(readings, Options()).instances if one.kind == "compose")
    assert [(one.name, one.args, one.span.source.path) for one in instance.settings if one.name != "aclfile"] == [
        ("port", ("1",), "conf/redis.conf"),
        ("maxmemory", ("1gb",), "conf/redis.conf"),
        ("port", ("2",), "compose.yaml"),
    ]
    assert instance.complete
    if "volumes: ['./conf:/etc']" in mount:
        assert instance.users is not None
        assert [user.name for user in instance.users] == ["default", "app"]
    else:
        assert instance.users is None


@pytest.mark.parametrize(
    "source", ["data", "../redis.conf", "/srv/redis.conf", "${CONF}", "./missing.conf", "~/x.conf"]
)
def test_a_configuration_that_is_not_in_the_tree_is_unknown(source: str) -> None:
    found = project(
        f"services:\n  a:\n    image: redis\n    command: redis-server /c.conf\n    volumes: ['{source}:/c.conf']\n"
    )
    (instance,) = link([found], Options()).instances
    assert not instance.complete
    assert instance.setting("maxmemory").args is None


def test_sentinels_of_a_project_are_a_group() -> None:
    text = "services:\n" + "".join(
        f"  s{number}:\n    image: redis:7.2\n    command: redis-sentinel /s.conf\n    volumes: ['./s.conf:/s.conf']\n"
        for number in (1, 2)
    )
    conf = "sentinel monitor main 10.0.0.1 6379 2\n"
    whole = link([project(text, **{"s.conf": conf}), reading(conf, "sentinel-conf", "s.conf")], Options())
    (group,) = whole.deployments
    assert len(group.sentinels) == 2
    assert group.complete
    assert all(one.setting("sentinel").args == ("monitor", "main", "10.0.0.1", "6379", "2") for one in group.sentinels)


def test_duplicate_keys_and_comments() -> None:
    found = project("# redislint: ignore[RL701]\nservices:\n  a:\n    image: redis # why\n    image: redis:7.2\n")
    assert [(one.kind, one.span.position) for one in found.problems] == [("duplicate-key", (4, 5))]
    assert [one.text for one in found.comments] == ["# redislint: ignore[RL701]", "# why"]


def test_a_file_that_is_no_yaml_is_a_problem() -> None:
    found = project("services:\n  redis:\n    image: [redis\n")
    assert [one.kind for one in found.problems] == ["unreadable"]


@pytest.mark.parametrize(
    "text",
    [
        "redis: " + "[" * 100_000,
        "services: {redis: &a [*a, *a], b: *a}",
        "services:\n  redis:\n    <<: &x {<<: *x}\n    image: redis\n",
        "a: &a [redis, redis]\n"
        + "".join(
            f"b{i}: &b{i} [*{'a' if not i else f'b{i - 1}'}, *{'a' if not i else f'b{i - 1}'}]\n" for i in range(60)
        ),
        "services:\n" + "".join(f"  r{i}:\n    image: redis\n    ports: ['1-65535:1-65535']\n" for i in range(50)),
    ],
)
def test_hostile_files(text: str) -> None:
    started = time.process_time()
    project(text)
    assert time.process_time() - started < 2 * SLOW


@given(st.text(st.sampled_from("ab$:-{}?+ "), max_size=12))
def test_interpolation_gives_no_dollar_that_was_not_escaped(text: str) -> None:
    found = interpolated(text)
    if found is not None:
        assert found.count("$") == text.count("$$")
        if "$" not in text:
            assert found == text


PIECES = st.sampled_from(
    ["redis-server", "--save", "--port", "1", "''", "$X", "${Y:-2}", "'a b'", "-", "sh", "-c", "\n", "&&"]
)


@pytest.mark.parametrize(
    ("script", "path"),
    [
        ("cp /conf/redis.conf /tmp/r.conf && redis-server /tmp/r.conf", "redis.conf"),
        ("mkdir -p /x; cp -f /conf/redis.conf /x/; chmod 600 /x/redis.conf; exec redis-server /x/redis.conf",
         "redis.conf"),
        ("cp /conf/redis.conf /tmp/r.conf && echo hz 10 >> /tmp/r.conf && redis-server /tmp/r.conf", None),
        ("cp /conf/redis.conf /tmp/r.conf && sed -i s/a/b/ /tmp/r.conf && redis-server /tmp/r.conf", None),
        ("cp $$CONF /tmp/r.conf && redis-server /tmp/r.conf", None),
        ("cp /conf/a /conf/b /tmp && redis-server /tmp/b", None),
        ("cp /conf/redis.conf /tmp/other.conf && redis-server /tmp/r.conf", None),
        ("cp /conf/none.conf /tmp/r.conf && redis-server /tmp/r.conf", None),
    ],
)  # fmt: skip
def test_a_configuration_that_a_script_copies(script: str, path: str | None) -> None:
    body = f"image: redis:7.2\ncommand: sh -c '{script}'\nvolumes: ['./redis.conf:/conf/redis.conf']"
    found = service(body, **{"redis.conf": "maxmemory 1gb\n"})
    (config,) = (one for one in found.references if one.role == "config")
    assert (config.path, config.written) == (path, script.rpartition(" ")[2])


@given(st.lists(PIECES, max_size=8), st.booleans())
def test_any_command_can_be_read(words: list[str], as_list: bool) -> None:
    command = "[" + ", ".join(repr(word) for word in words) + "]" if as_list else repr(" ".join(words))
    source = Source("c.yaml", f"services:\n  a:\n    image: redis\n    command: {command}\n", "compose")
    for instance in reading(source.text, "compose", "c.yaml").instances:
        for setting in instance.settings:
            assert 0 <= setting.span.start <= setting.value_span.start <= setting.value_span.end <= len(source.text)
