"""Dockerfiles: which instructions there are, what they build, and which Redis that is."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.discover.kinds import kind_of
from redislint.discover.names import is_dockerfile
from redislint.link import link
from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.read import read
from redislint.read.dockerfile.instructions import instructions
from redislint.source import Source
from tests.read.test_compose_layers import Project
from tests.timing import SLOW


def reading(text: str, path: str = "Dockerfile", **files: str) -> Reading:
    texts = {name.replace("__", "."): content for name, content in files.items()}
    return read(Source(path, text, "dockerfile"), Project({path: text, **texts}))


def image(text: str, **files: str) -> Instance:
    (instance,) = reading(text, **files).instances
    return instance


def said(instance: Instance) -> list[tuple[str, str | None, str]]:
    return [(one.name, one.value, one.value_span.text) for one in instance.settings]


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("Dockerfile", True),
        ("docker/Dockerfile.prod", True),
        ("redis.dockerfile", True),
        ("Containerfile", True),
        ("dockerfile", True),
        ("Dockerfile-alpine", True),
        ("Dockerfile.dockerignore", False),
        ("MyDockerfiles.md", False),
        ("Dockerfile/readme", False),
    ],
)
def test_names(path: str, is_one: bool) -> None:
    assert is_dockerfile(path) is is_one


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        (b"FROM redis:7\n", True),
        (b"from docker.io/valkey/valkey\n", True),
        (b"ARG BASE=redis:7\nFROM $BASE\n", True),
        (b"FROM debian\nCMD redis-server\n", True),
        (b"FROM node\nENV REDIS_HOST=redis\n", False),
    ],
)
def test_kinds(text: bytes, is_ours: bool) -> None:
    assert (kind_of("Dockerfile", text) == "dockerfile") is is_ours


@pytest.mark.parametrize(
    ("text", "is_ours"),
    [
        ("FROM redis:7", True),
        ("FROM redis:7\nCMD redis-server", True),
        ("FROM redis:7\nENTRYPOINT /start.sh", True),
        ("FROM debian\nCMD redis-server --port 1", True),
        ("FROM redis:7 AS r\nFROM node\nCOPY --from=r /usr/local/bin/redis-cli /bin/", False),
        ('FROM redis:7\nCMD ["node", "redis.js"]', False),
        ("FROM example/redis-app\n", False),
        ("RUN redis-server", False),
    ],
)
def test_which_images_are_ours(text: str, is_ours: bool) -> None:
    assert bool(reading(text).instances) is is_ours


def test_instructions_are_joined_and_cut() -> None:
    text = """# escape=\\
FROM redis:7 \\
  # not a part

  AS base
run echo a \\   \r
  && echo b
RUN <<EOF cat > /x
CMD nothing
EOF
COPY --chown=redis:redis --from=base ["a b", "c"]
"""
    found = [(one.name, " ".join(one.text.split()), one.flags) for one in instructions(Source("D", text, "dockerfile"))]
    assert found == [
        ("FROM", "redis:7 AS base", ()),
        ("RUN", "echo a && echo b", ()),
        ("RUN", "<<EOF cat > /x", ()),
        ("COPY", '["a b", "c"]', (("chown", "redis:redis"), ("from", "base"))),
    ]


def test_another_escape() -> None:
    text = "# escape=`\nFROM redis:7\nRUN dir c:\\\nCMD redis-server `\n --port 1\n"
    found = [(one.name, " ".join(one.text.split())) for one in instructions(Source("D", text, "dockerfile"))]
    assert found == [("FROM", "redis:7"), ("RUN", "dir c:\\"), ("CMD", "redis-server --port 1")]


def test_stages_arguments_and_the_command() -> None:
    text = """ARG TAG=7.2.4-alpine
ARG OTHER
FROM redis:${TAG} AS base
CMD ["redis-server", "--port", "1"]
FROM debian AS unused
FROM base
CMD ["redis-server", \\
     "--maxmemory", "100mb"]
"""
    found = image(text)
    assert found.image is not None
    assert (found.image.value, found.image.span.text) == ("redis:7.2.4-alpine", "redis:${TAG}")
    assert str(found.server) == "redis 7.2.4"
    assert found.complete
    assert said(found) == [("maxmemory", "100mb", "100mb")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("CMD redis-server --port 1", [("port", "1", "1")]),
        ("CMD exec redis-server --port $PORT", [("port", None, "$PORT")]),
        ('CMD ["--port", "1"]', [("port", "1", "1")]),
        ('ENTRYPOINT ["redis-server", "--port", "1"]\nCMD ["--dir", "/x"]', [("port", "1", "1"), ("dir", "/x", "/x")]),
        ('CMD ["--dir", "/x"]\nENTRYPOINT ["redis-server"]', []),
        ("ENTRYPOINT redis-server --port 1\nCMD --dir /x", [("port", "1", "1")]),
        ('ENTRYPOINT ["docker-entrypoint.sh"]\nCMD ["redis-server", "--port", "1"]', [("port", "1", "1")]),
        ('CMD ["redis-server" "--port"]', []),
    ],
)
def test_commands(body: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert said(image(f"FROM redis:7.2\n{body}\n")) == expected


@pytest.mark.parametrize(
    ("copy", "command", "path"),
    [
        ("COPY redis.conf /etc/redis.conf", "/etc/redis.conf", "redis.conf"),
        ("COPY ./redis.conf /etc/", "/etc/redis.conf", "redis.conf"),
        ("ADD redis.conf other.conf /etc/", "/etc/redis.conf", "redis.conf"),
        ("COPY conf /etc/redis", "/etc/redis/main.conf", "conf/main.conf"),
        ("COPY . /app", "/app/redis.conf", "redis.conf"),
        ("WORKDIR /srv\nCOPY redis.conf .", "/srv/redis.conf", "redis.conf"),
        ('COPY ["redis.conf", "/etc/redis.conf"]', "/etc/redis.conf", "redis.conf"),
        ("ARG F=redis.conf\nCOPY $F /etc/redis.conf", "/etc/redis.conf", "redis.conf"),
        ("COPY --from=x redis.conf /etc/redis.conf", "/etc/redis.conf", None),
        ("COPY redis.conf /etc/redis.conf\nRUN sed -i s/a/b/ /etc/redis.conf", "/etc/redis.conf", None),
        ("COPY redis.conf /etc/redis.conf\nCOPY <<E /etc/redis.conf\nport 1\nE", "/etc/redis.conf", None),
        ("COPY ../redis.conf /etc/redis.conf", "/etc/redis.conf", "redis.conf"),
        ("COPY *.conf /etc/", "/etc/redis.conf", None),
        ("ADD https://example.com/redis.conf /etc/redis.conf", "/etc/redis.conf", None),
        ("COPY missing.conf /etc/redis.conf", "/etc/redis.conf", None),
    ],
)
def test_copied_configurations(copy: str, command: str, path: str | None) -> None:
    files = {"redis__conf": "port 1\n", "other__conf": "", "conf/main__conf": "port 2\n"}
    found = image(f'FROM redis:7.2\n{copy}\nCMD ["redis-server", "{command}"]\n', **files)
    config = next(one for one in found.references if one.role == "config")
    expected = None if copy.startswith("COPY ../") else path
    assert (config.path, config.written) == (expected, command)


def test_a_configuration_that_the_command_names_is_whole() -> None:
    text = 'FROM redis:7.2\nCOPY redis.conf /etc/redis.conf\nCMD ["redis-server", "/etc/redis.conf", "--port", "2"]\n'
    tree = Project({"Dockerfile": text, "redis.conf": "port 1\n"})
    readings = [
        read(Source("Dockerfile", text, "dockerfile"), tree),
        read(Source("redis.conf", "port 1\n", "redis-conf"), tree),
    ]
    found = {one.kind: one for one in link(readings, Options()).instances}
    assert found["dockerfile"].setting("port").value == "2"
    assert found["redis-conf"].complete
    assert found["redis-conf"].setting("port").value == "1"


def test_what_a_service_builds_is_the_service() -> None:
    dockerfile = """ARG TAG=7.0
FROM redis:$TAG AS one
COPY r.conf /etc/r.conf
USER redis
CMD ["redis-server", "/etc/r.conf"]
"""
    compose = """services:
  redis:
    build: {context: ./img, dockerfile: D.redis, target: one, args: {TAG: "7.2"}}
    ports: ["6379:6379"]
  other:
    build: {context: ./img, dockerfile: D.redis}
    command: redis-server --port 7000
"""
    tree = Project({"compose.yaml": compose, "img/D.redis": dockerfile, "img/r.conf": "port 1\n"})
    readings = [
        read(Source("compose.yaml", compose, "compose"), tree),
        read(Source("img/D.redis", dockerfile, "dockerfile"), tree),
        read(Source("img/r.conf", "port 1\n", "redis-conf"), tree),
    ]
    found = {one.name: one for one in link(readings, Options()).instances}
    assert set(found) == {"redis", "other"}
    redis, other = found["redis"], found["other"]
    assert str(redis.server) == "redis 7.2"
    assert redis.image is not None
    assert (redis.image.span.source.path, redis.image.span.text) == ("img/D.redis", "redis:$TAG")
    assert (redis.setting("port").value, redis.setting("port").span.source.path) == ("1", "img/r.conf")
    assert redis.workload is not None
    assert redis.workload.root is not None
    assert redis.workload.root.value is False
    assert (other.setting("port").value, str(other.server)) == ("7000", "redis 7.0")


def test_variables_of_an_image_and_secrets() -> None:
    text = """FROM bitnami/redis:7.2
ENV REDIS_AOF_ENABLED=no \\
    REDIS_PASSWORD="hunter two"
ENV REDIS_PORT_NUMBER 7000
"""
    found = reading(text)
    assert sorted(said(found.instances[0])) == [
        ("appendonly", "no", "no"),
        ("port", "7000", "7000"),
        ("requirepass", "hunter two", "hunter two"),
    ]
    assert [span.text for span in found.secrets] == ["hunter two"]


def test_users_and_health() -> None:
    text = "FROM redis:7.2\nARG WHO\nUSER root\nHEALTHCHECK --interval=5s CMD redis-cli ping\n"
    workload = image(text).workload
    assert workload is not None
    assert workload.root is not None
    assert (workload.root.value, workload.root.span.text) == (True, "root")
    (probe,) = workload.probes or ()
    assert (probe.words, probe.span.text) == (("/bin/sh", "-c", "redis-cli ping"), "redis-cli ping")
    workload = image(text + "USER $WHO\nHEALTHCHECK NONE\n").workload
    assert workload is not None
    assert workload.root is not None
    assert workload.root.value is UNKNOWN
    assert workload.probes == ()


@pytest.mark.parametrize(
    ("run", "build"),
    [
        ("RUN apt-get update && apt-get install -y --no-install-recommends \\\n    redis-server", "distro"),
        ("RUN apk add --no-cache redis", "distro"),
        ("RUN <<EOF\napt-get install -y curl redis\nEOF", "distro"),
        ("RUN apt-get install -y redis-tools", ""),
        ("RUN apt-get install -y gcc && make redis", ""),
    ],
)
def test_packages(run: str, build: str) -> None:
    assert image(f"FROM debian:12\n{run}\nCMD redis-server\n").build == build
    assert image(f"FROM redis:7\n{run}\nCMD redis-server\n").build == ""


@given(st.text(st.sampled_from('FROM redis\nCMD ["a"]\\`<EOF#=${}:- \t\r'), max_size=120))
def test_any_text_can_be_read(text: str) -> None:
    source = Source("Dockerfile", f"FROM redis:7\n{text}", "dockerfile")
    for one in instructions(source):
        place = one.span(0, len(one.text))
        assert 0 <= place.start <= place.end <= len(source.text)
        assert place.text[:1] == one.text[:1]
    read(source, Project({}))


@pytest.mark.parametrize(
    "text",
    [
        "FROM redis\n" + "RUN a \\\n" * 100_000,
        "FROM redis\n" + "RUN apt install " * 100_000,
        "FROM redis\n" + "COPY a /b\n" * 100_000,
        "FROM redis\nRUN " + "<<E " * 50_000,
        "FROM redis\nCMD [" + '"a",' * 200_000,
        "FROM a AS a\nFROM a AS b\nFROM b AS a\n" * 1_000 + "CMD redis-server",
        "FROM redis\nENV " + 'A="' * 200_000,
        "FROM redis:${A:-" * 50_000,
    ],
)
def test_hostile_files(text: str) -> None:
    start = time.process_time()
    read(Source("Dockerfile", text, "dockerfile"), Project({"a": ""}))
    assert time.process_time() - start < 3 * SLOW
