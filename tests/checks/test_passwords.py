"""Passwords in configurations: which are weak, which are none, and that no report gives one away."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.checks.passwords import in_clear, weak
from redislint.finding import Severity
from redislint.model.instance import Instance
from redislint.options import Declared, Options
from redislint.pipeline import lint_sources
from redislint.read import read
from redislint.source import Source
from tests.checks.instances import composed, configured
from tests.pages import Case, Files, cases, run

STRONG = "4hR9vTq2LwZ7xKcB"


def reason(password: str) -> str:
    """Why a password of redis.conf is weak; empty if it is not."""
    found = [str(hit.values["reason"]) for hit in weak(configured(f'requirepass "{password}"\n'))]
    assert len(found) < 2
    return "".join(found)


WEAK = (
    "foobared Foobared redis REDIS changeme CHANGE_ME CHANGEME 123456 12345678 p@ssw0rd letmein1 redis123 Redis@2024! "
    "password_1 secret!! abc@123 qwerty20240131 correct null x aaaaaa"
)


@pytest.mark.parametrize("password", WEAK.split())
def test_weak(password: str) -> None:
    assert reason(password)


@pytest.mark.parametrize(
    "password",
    [
        STRONG,
        "correct-horse-battery",
        "redis-tells-nobody",
        "48291047382",
        "password-8f2c",
        "k7#pQ2mZ",
        "secret123456789012",
    ],
)
def test_not_weak(password: str) -> None:
    assert not reason(password)
    assert list(in_clear(configured(f'requirepass "{password}"\n')))


NONE = (
    "<password> [PASSWORD] REDIS_PASSWORD TEMPLATE_MASTER_PW APP_PASSWORD_PLACEHOLDER placeholder REDACTED "
    "your-password-here yourpassword put_your_password_here YOUR_PASSWORD replace-default-auth **** xxxx XXXXXXXX "
    "........ ENC[AES256_GCM,data:8Rk=] vault:secret/data/redis#password ref+awsssm://redis/password "
    "arn:aws:secretsmanager:eu-west-1:1:secret:redis op://vault/redis/password ssm:/redis/password "
    "__PASSWORD__ %PASSWORD% @REDIS_PASSWORD@ %s %[1]s"
)


@pytest.mark.parametrize("text", NONE.split())
def test_no_password_at_all(text: str) -> None:
    instance = configured(f'requirepass "{text}"\nuser app on >{text}\n')
    assert not list(weak(instance))
    assert not list(in_clear(instance))


def test_no_reason_tells_which_one_it_is() -> None:
    """A password of the list and one that is the user's name are weak for the same reason."""
    instance = configured("user inventory on >inventory\nuser app on >sunshine\n")
    assert {hit.values["reason"] for hit in weak(instance)} == {"it is among those that are tried first"}


def test_length() -> None:
    assert reason("k7#pQ2m") == "it is shorter than 8 characters"
    assert not reason("k7#pQ2mZ")
    production = configured("requirepass k7#pQ2mZ\n")._replace(environment="prod")
    assert [hit.values["reason"] for hit in weak(production)] == ["it is shorter than 16 characters, in production"]
    assert not list(weak(configured(f"requirepass {STRONG}\n")._replace(environment="prod")))


def test_hashes() -> None:
    def hashed(password: str) -> str:
        return sha256(password.encode()).hexdigest()

    lines = [f"user u{index} on #{hashed(text)}\n" for index, text in enumerate(["redis", "", "u2", STRONG])]
    instance = configured("".join(lines))
    assert [hit.key for hit in weak(instance)] == ["user u0", "user u1", "user u2"]
    assert not list(in_clear(instance))


def test_every_place_that_a_password_has() -> None:
    conf = configured(
        "requirepass one-is-long-enough\nmasterauth two-is-long-enough\ntls-key-file-pass three-is-long-enough\n"
        "tls-client-key-file-pass four-is-long-enough\nuser app on >five-is-long-enough >six-is-long-enough <seven\n"
        "masteruser nobody\ntls-auth-clients no\n"
    )
    assert [hit.key for hit in in_clear(conf)] == [
        "requirepass",
        "masterauth",
        "tls-key-file-pass",
        "tls-client-key-file-pass",
        "user app",
        "user app",
    ]
    text = (
        "sentinel monitor shop 10.0.0.1 6379 2\nsentinel auth-user shop worker\n"
        "SENTINEL Auth-Pass shop correct-horse\nsentinel sentinel-user other\n"
        'sentinel sentinel-pass "correct horse"\nsentinel auth-pass shop a b\n'
    )
    (sentinel,) = read(Source("sentinel.conf", text, "sentinel-conf"), Files({})).instances
    assert [(hit.key, hit.span.text) for hit in in_clear(sentinel)] == [
        ("sentinel auth-pass shop", "correct-horse"),
        ("sentinel sentinel-pass", '"correct horse"'),
    ]


def test_the_default_of_a_variable_is_a_warning() -> None:
    text = "services:\n  cache:\n    image: bitnami/redis:7.2\n    environment:\n      REDIS_PASSWORD: {}\n"
    (hit,) = weak(composed(text.format("${REDIS_PASSWORD:-redis}")))
    assert hit.severity is Severity.WARNING
    (hit,) = in_clear(composed(text.format("${REDIS_PASSWORD:-correct-horse}")))
    assert hit.severity is Severity.WARNING
    (hit,) = in_clear(composed(text.format("correct-horse")))
    assert hit.severity is None
    assert not list(in_clear(composed(text.format("${REDIS_PASSWORD}"))))


def lint(text: str, options: Options) -> list[tuple[str, int]]:
    report = lint_sources([Source("redis.conf", text, "redis-conf")], Files({}), options)
    return [(one.rule, one.line) for one in report.findings]


def test_a_weak_password_is_one_finding() -> None:
    """By place: the strong one of the same instance is still said to be in clear; alone, RL207 speaks of both."""
    text = "requirepass foobared\nmasterauth correct-horse\n"
    assert lint(text, Options(select=("RL206", "RL207"))) == [("RL206", 1), ("RL207", 2)]
    assert lint(text, Options(select=("RL207",))) == [("RL207", 1), ("RL207", 2)]


def test_absorbed_for_whoever_shares_the_file() -> None:
    """Sixteen characters are wanted in production only; the other user of the file does not make it two findings."""
    service = "image: redis:7.2, command: redis-server /r.conf, volumes: ['../r.conf:/r.conf']"
    sources = {
        "prod/compose.yaml": Source("prod/compose.yaml", f"services: {{cache: {{{service}}}}}\n", "compose"),
        "stage/compose.yaml": Source("stage/compose.yaml", f"services: {{cache: {{{service}}}}}\n", "compose"),
        "r.conf": Source("r.conf", "requirepass k7#pQ2mZ\n", "redis-conf"),
    }
    options = Options(
        select=("RL206", "RL207"),
        declared=lambda path: Declared(environment=path.partition("/")[0] if "/" in path else ""),
    )
    report = lint_sources(sources.values(), Files(sources), options)
    assert [(one.rule, one.path) for one in report.findings] == [("RL206", "r.conf")]


SECRET_CASES = [case for case in cases() if case.rule in ("RL206", "RL207") and case.example.is_bad]


@pytest.mark.parametrize("case", SECRET_CASES, ids=lambda case: case.id)
def test_what_is_blamed_is_masked(case: Case) -> None:
    """What these rules take for a password the readers take for a secret, so that no report shows it."""
    report, _ = run(case, (case.rule,))
    for finding in report.findings:
        masked = report.secrets.get(finding.path, ())
        place = finding.span
        if place.text != ">":
            assert any(one.start <= place.start + 1 and place.end - 1 <= one.end for one in masked), place.text
        secret = place.text.strip(">#\"'")
        # Names stand in backquotes, and may be the password too.
        assert len(secret) < 6 or secret not in re.sub(r"`[^`]*`", "", finding.message)


@given(st.text(st.characters(codec="utf-8", exclude_characters='"\\\n\r\0'), max_size=40))
def test_no_text_fails_or_is_shown(password: str) -> None:
    instance: Instance = configured(f'requirepass "{password}"\nuser app on ">{password}"\n')
    for hit in [*weak(instance), *in_clear(instance)]:
        assert len(password) < 6 or password not in str(hit.values | {"setting": "", "owner": ""})


def test_long_texts_take_no_time() -> None:
    for text in ("a" * 1_000_000, "A_" * 500_000 + "A", "1" * 1_000_000, "your" * 250_000, "a!" * 500_000):
        assert not list(weak(configured(f"requirepass {text}\n")))
