"""Passwords that no reader looks for are told by the words before them, and are in no report."""

from __future__ import annotations

import time

import pytest

from redislint import lint_text, telling
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.report import FORMATS, render
from redislint.source import Source
from tests.pages import Files

SECRET = "Zq9xKq4tW"
PARAMETER = f'  parameter {{\n    name  = "requirepass"\n    value = "{SECRET}"\n  }}\n'


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in telling.places(text)]


@pytest.mark.parametrize(
    "text",
    [
        f"redis-cli -h redis -a {SECRET} ping",
        f'["redis-cli", "-a", "{SECRET}", "ping"]',
        f"valkey-cli --user app --pass {SECRET} ping",
        f"REDISCLI_AUTH={SECRET} redis-cli",
        f"url: redis://:{SECRET}@cache:6379/0",
        f"url: rediss://app:{SECRET}@cache:6379/0",
        f'auth_token = "{SECRET}"',
        f"password: {SECRET}",
        f'{{"masterauth": "{SECRET}"}}',
        f"requirepass {SECRET}",
        f'"--requirepass", "{SECRET}"',
        f"sentinel auth-pass mymaster {SECRET}",
        f"# requirepass {SECRET}",
    ],
)
def test_the_words_before_a_password_tell_it(text: str) -> None:
    assert found(text) == [SECRET]
    assert telling.tells(text)


@pytest.mark.parametrize(
    "text",
    [
        "requirepass ${REDIS_PASSWORD}",
        "requirepass {{ .Values.auth.password }}",
        'requirepass ""',
        "usePassword: true",
        "password: null",
        "auth_token = var.token",
        "auth_token=var.token",
        "existingSecret: redis-credentials",
        "passwordFile: /run/secrets/redis",
        "redis-cli -h redis ping",
        "redis-cli ping; ls -a folder",
        "redis://cache:6379/0",
        "bind 127.0.0.1 -::1",
        "password: {value: 1}",
    ],
)
def test_what_is_no_password_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "piece", ["-cli ", "://a:", "password", "password=", "auth-pass ", "requirepass  ", "-cli -a "]
)
def test_no_text_is_slow(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    list(telling.places(text))
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("kind", "text", "rule"),
    [
        (
            "compose",
            f"services:\n  r:\n    image: redis:7\n    command: sh -c 'redis-cli -a {SECRET}; redis-server --foo 1'\n",
            "RL001",
        ),
        ("compose", f"services:\n  r: {{image: redis, environment: {{CACHE_URL: 'redis://:{SECRET}@x'}}}}\n", "RL701"),
        ("redis-conf", f"port 6379 # requirepass {SECRET}\n", "RL003"),
        ("redis-conf", f"user app on > {SECRET} ~* +@all\n", "RL206"),
        ("redis-conf", f"requirepass ${{PASSWORD:-{SECRET}}}\n", "RL024"),
        ("users-acl", f"user app on > {SECRET} ~* +@all\n", "RL206"),
        (
            "terraform",
            f'resource "aws_elasticache_cluster" "c" {{ token = lookup({{a = "{SECRET}"}}, "a")\n}}\n',
            "RL000",
        ),
        (
            "terraform",
            f'resource "aws_elasticache_parameter_group" "p" {{\n  family = "redis7"\n{PARAMETER}}}\n',
            "RL207",
        ),
    ],
)
def test_no_report_has_them(kind: str, text: str, rule: str) -> None:
    report = lint_sources([Source("a", text, kind)], Files({}), Options())
    assert rule in [finding.rule for finding in report.findings]
    for name in FORMATS:
        assert SECRET not in render(name, report)


def test_a_fix_that_would_repeat_one_is_left_out() -> None:
    (kept,) = [one for one in lint_text("port 6379 # the usual one\n", kind="redis-conf") if one.rule == "RL003"]
    (left,) = [one for one in lint_text(f"port 6379 # masterauth {SECRET}\n", kind="redis-conf") if one.rule == "RL003"]
    assert kept.fix is not None
    assert left.fix is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("redis-conf", f'user "app on >{SECRET} ~* +@all"\nport x\n'),
        ("redis-conf", f'user app "on >{SECRET}" ~* +@all\n'),
        ("users-acl", f'user app "on >{SECRET}" ~* +@all\n'),
        ("systemd", f'[Service]\nExecStart=/usr/bin/redis-server --port x --user "app on >{SECRET} +@all"\n'),
        (
            "compose",
            f'services: {{r: {{image: "redis:7", command: [redis-server, --user, "app on >{SECRET} +@all"]}}}}\n',
        ),
    ],
)
def test_a_password_in_a_line_that_was_quoted_as_one_word(kind: str, text: str) -> None:
    report = lint_sources([Source("a", text, kind)], Files({}), Options())
    assert report.findings
    for name in FORMATS:
        assert SECRET not in render(name, report)
