"""Where a version comes from, nearest first, and what it means for it to be old."""

from __future__ import annotations

import pytest

from redislint import servers
from redislint.checks.versions import ended
from redislint.declares import declarations
from redislint.finding import Finding, Hit
from redislint.link import Whole, link
from redislint.model.instance import Instance
from redislint.model.origin import IMAGE, Origin, noted
from redislint.options import Declared, Options
from redislint.pipeline import lint_sources
from redislint.read import read
from redislint.source import Source
from tests.checks.instances import service
from tests.pages import Files

COMMENT = "# redislint: server=redis@6.0\n"
COMPOSE = """\
services:
  cache:
    image: {image}
    command: redis-server /etc/redis.conf
    volumes: ["./redis.conf:/etc/redis.conf:ro"]
"""


def sources(conf: str, image: str = "") -> dict[str, Source]:
    found = {"redis.conf": Source("redis.conf", conf, "redis-conf")}
    if image:
        found["compose.yaml"] = Source("compose.yaml", COMPOSE.format(image=image), "compose")
    return found


def whole(files: dict[str, Source], options: Options) -> Whole:
    return link([read(source, Files(files)) for source in files.values()], options)


def options(given: str = "", configured: str = "") -> Options:
    declared = Declared(server=servers.parse(configured) if configured else None)
    return Options(server=servers.parse(given) if given else None, declared=lambda path: declared)


def findings(files: dict[str, Source], asked: Options, rule: str) -> list[Finding]:
    report = lint_sources(files.values(), Files(files), asked._replace(select=(rule,)))
    return [one for one in report.findings if one.rule == rule]


@pytest.mark.parametrize(
    ("conf", "image", "given", "configured", "server", "kind"),
    [
        (COMMENT, "redis:7.2", "redis@8.2", "redis@7.4", "redis 8.2", "given"),
        (COMMENT, "redis:7.2", "", "redis@7.4", "redis 7.4", "configuration"),
        (COMMENT, "redis:7.2", "", "", "redis 7.2", "image"),
        (COMMENT, "redis:latest", "", "", "redis 6.0", "comment"),
        (COMMENT, "", "", "", "redis 6.0", "comment"),
        (COMMENT, "", "", "redis@7.4", "redis 7.4", "configuration"),
        ("port 1\n", "redis:latest", "", "", None, None),
        ("port 1\n", "", "", "", None, None),
    ],
)
def test_the_nearest_wins(
    conf: str, image: str, given: str, configured: str, server: str | None, kind: str | None
) -> None:
    found = whole(sources(conf, image), options(given, configured))
    (instance,) = found.instances
    assert (str(instance.server) if instance.server else None) == server
    assert (instance.origin.kind if instance.origin and instance.server else None) == kind
    for document in found.documents:
        if document.language == "redis-conf":
            assert document.server == instance.server
            assert server is None or document.origin == instance.origin


def test_files_of_several_versions_have_none() -> None:
    files = sources("port 1\n", "redis:7.2")
    text = COMPOSE.format(image="redis:7.4").replace("cache:", "queue:")
    files["other.yaml"] = Source("other.yaml", text, "compose")
    (document,) = [one for one in whole(files, Options()).documents if one.language == "redis-conf"]
    assert document.server is None


@pytest.mark.parametrize(
    ("conf", "image", "asked", "said"),
    [
        ("maxmemory 75%\n", "redis:7.2", options(), "redis 7.2 (by its image) refuses to start"),
        (COMMENT + "maxmemory 75%\n", "", options(), "redis 6.0 (by a comment in the file) refuses to start"),
        ("maxmemory 75%\n", "", options("", "redis@7.4"), "redis 7.4 (by the configuration) refuses to start"),
        ("maxmemory 75%\n", "", options("redis@7.4"), "redis 7.4 refuses to start"),
    ],
)
def test_a_finding_says_which(conf: str, image: str, asked: Options, said: str) -> None:
    (finding,) = findings(sources(conf, image), asked, "RL005")
    assert finding.message.endswith(said)


def test_the_word_stands_behind_the_version_once() -> None:
    server, origin = servers.parse("redis@7.2"), Origin(IMAGE)
    assert (
        noted("redis 7.2 refuses; redis 7.2 does", server, origin) == "redis 7.2 (by its image) refuses; redis 7.2 does"
    )
    for message in ("redis 7.2.5 refuses", "redis 7.20 refuses", "nothing", "x: redis 7.2 (by its image) refuses"):
        assert noted(message, server, origin) == message
    assert noted("redis 7.2. The end", server, origin) == "redis 7.2 (by its image). The end"
    assert noted("redis 7.2", None, origin) == noted("redis 7.2", server, None) == "redis 7.2"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("# redislint: server=redis@7.2\nport 1\n", ""),
        ("# Ours.\n#\n## redislint:server = valkey@8.0.1 since May\nport 1\n", ""),
        ("port 1\n# redislint: server=redis@7.2\n", "stands too far down"),
        ("# redislint: server=redis@9.9\n", "names no version that redislint knows"),
        ("# redislint: server=\n", "names no version that redislint knows"),
        ("# redislint: server redis@7.2\n", "names no version that redislint knows"),
    ],
)
def test_a_comment_that_declares(text: str, problem: str) -> None:
    files = {"redis.conf": Source("redis.conf", text, "redis-conf")}
    (found,) = declarations(read(files["redis.conf"], Files(files)))
    assert found.problem.startswith(problem)
    assert (found.server is None) == bool(problem)
    told = findings(files, Options(), "RL934")
    assert [problem in one.message for one in told] == [True] * bool(problem)


@pytest.mark.parametrize(
    "text", ["# redislint: servers=redis@7.2\n", "# redislint: server-side\n", "# server=redis@7.2\n"]
)
def test_other_comments_declare_nothing(text: str) -> None:
    source = Source("redis.conf", text, "redis-conf")
    assert list(declarations(read(source, Files({})))) == []


def test_two_versions_in_one_file_are_none() -> None:
    files = sources(COMMENT + "# redislint: server=redis@7.2\nport 1\n")
    (instance,) = whole(files, Options()).instances
    assert instance.server is None


def test_a_comment_counts_in_every_format() -> None:
    text = "# redislint: server=redis@7.2\nservices:\n  cache:\n    image: redis:${TAG}\n    command: redis-server\n"
    (instance,) = whole({"c.yaml": Source("c.yaml", text, "compose")}, Options()).instances
    assert str(instance.server) == "redis 7.2"


def what(instance: Instance) -> str:
    found = [hit for hit in ended(instance) if isinstance(hit, Hit)]
    return str(found[0].values["what"]) if found else ""


def test_the_day_decides() -> None:
    instance = service("6379", image="redis:6.2.24")
    assert what(instance) == ""
    assert what(instance._replace(today="2027-03-31")) == ""
    assert what(instance._replace(today="2027-04-01")) == (
        "redis 6.2 (by its image) gets no fixes since 2027-04-01; the next line that does is redis 7.2"
    )


def test_the_place_is_the_tag() -> None:
    text = """\
redis:
  image:
    registry: docker.io
    repository: library/redis
    tag: 6.0.9
  master:
    persistence: {enabled: true}
  sentinel: {enabled: false}
  auth: {enabled: true}
  commonConfiguration: |-
    appendonly yes
"""
    chart = "apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies:\n- {name: redis, version: 20.1.0, repository: https://charts.bitnami.com/bitnami}\n"
    files = {"values.yaml": Source("values.yaml", text, "helm-values"), "Chart.yaml": Source("Chart.yaml", chart, "")}
    report = lint_sources([files["values.yaml"]], Files(files), Options(select=("RL703", "RL704")))
    assert {(one.rule, one.span.text) for one in report.findings} == {("RL703", "6.0.9"), ("RL704", "6.0.9")}


def test_a_line_of_the_command_that_is_too_new_hides_no_other() -> None:
    """A command line is one line of the file, and many things."""
    text = (
        "services:\n  c:\n    image: redis:6.2.24\n    command: redis-server --maxmemory-clients 1gb --maxmemmory 1gb\n"
    )
    files = {"compose.yaml": Source("compose.yaml", text, "compose")}
    report = lint_sources(files.values(), Files(files), Options())
    assert [(one.rule, one.span.text) for one in report.findings if one.refused] == [
        ("RL708", "--maxmemory-clients"),
        ("RL001", "--maxmemmory"),
    ]
