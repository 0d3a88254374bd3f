"""users.acl: its own, stricter lexis, and what a server refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.read.acl import NOT_A_USER, SPACE_IN_NAME, UNMATCHED
from redislint.source import BOM
from tests.read.reading import reading, rows

TEXT = st.text(st.sampled_from("user on>()~*{}$\t\r\n\0\"'é\udc80"), max_size=60)


def tokens(line: str) -> tuple[str, list[str]]:
    (user,) = reading(line, "users-acl").documents[0].users
    return user.name, [token.text for token in user.tokens]


@pytest.mark.parametrize(
    ("line", "name", "rules"),
    [
        ("user alice on >pw ~*", "alice", ["on", ">pw", "~*"]),
        ("\t user alice on\r\n", "alice", ["on"]),
        ("user alice  on", "alice", ["on"]),
        ("user  alice on", "", ["alice", "on"]),
        ("user alice on \t~* \t\r", "alice", ["on", "~*"]),
        ("user alice on\t~*", "alice", ["on\t~*"]),
        ("user alice", "alice", []),
        ("user alice\t", "alice", []),
        ('user "alice" ">pw"', '"alice"', ['">pw"']),
        ("user a (+get ~x) (%R~y)", "a", ["(+get ~x)", "(%R~y)"]),
        ("user a (  )", "a", ["( )"]),
        ("user a (+get)(+set) (a b)c d)", "a", ["(+get)(+set)", "(a b)c d)"]),
        ("user a >{{ .Values.pw }} on", "a", [">{{ .Values.pw }}", "on"]),
    ],
)
def test_words(line: str, name: str, rules: list[str]) -> None:
    assert tokens(line) == (name, rules)


@pytest.mark.parametrize(
    ("line", "blamed", "kind", "detail"),
    [
        ("# a comment", "# a comment", "acl-comment", NOT_A_USER),
        ("User alice on", "User alice on", "acl-line", NOT_A_USER),
        ("user", "user", "acl-line", NOT_A_USER),
        ("user\talice on", "user\talice on", "acl-line", NOT_A_USER),
        ("user a\tb on", "a\tb", "acl-syntax", SPACE_IN_NAME),
        ("user a on (+get", "(+get", "acl-syntax", UNMATCHED),
        ("user a (+get ~x)x", "(+get ~x)x", "acl-syntax", UNMATCHED),
    ],
)
def test_what_a_server_refuses(line: str, blamed: str, kind: str, detail: str) -> None:
    (problem,) = reading(f"user x on\n{line}\nuser y on\n", "users-acl").documents[0].problems
    assert (problem.kind, problem.detail) == (kind, detail)
    assert problem.span.position[0] == 2
    assert problem.span.text in (blamed, blamed.split(" ", maxsplit=1)[0])


def test_one_bad_line_hides_no_other() -> None:
    document = reading("#\nuser a on\n\nfoo\nuser b on", "users-acl").documents[0]
    assert [user.name for user in document.users] == ["a", "b"]
    assert [problem.span.position[0] for problem in document.problems] == [1, 4]


def test_places() -> None:
    found = reading("\ufeffuser a on\n  user bob >pw  (~x +y)", "users-acl")
    bob = found.documents[0].users[1]
    assert (bob.span.text, bob.span.position) == ("user bob >pw  (~x +y)", (2, 3))
    assert (bob.name_span.text, bob.name_span.position) == ("bob", (2, 8))
    assert [token.span.text for token in bob.tokens] == [">pw", "(~x +y)"]
    assert [span.text for span in found.secrets] == [">pw"]


def test_templates_are_unknown() -> None:
    found = reading("user a >${PW} >$REDIS_PASSWORD ~x\n{{ more }}\n", "users-acl")
    (user,) = found.documents[0].users
    assert [token.known for token in user.tokens] == [False, False, True]
    assert found.secrets == ()
    assert found.instances[0].users is None
    assert reading("user ${NAME} on", "users-acl").instances[0].users is None


def test_passwords_in_refused_lines_are_secrets_too() -> None:
    assert [span.text for span in reading("#user a >pw", "users-acl").secrets] == ["#user", ">pw"]


def test_an_instance_with_users_alone() -> None:
    (instance,) = reading("user a on", "users-acl", "users.acl").instances
    assert (instance.kind, instance.name, instance.complete) == ("users-acl", "users.acl", False)
    assert instance.users is not None


@given(TEXT)
def test_any_text_can_be_read(text: str) -> None:
    end = 0
    for user in reading(text, "users-acl").documents[0].users:
        assert end <= user.span.start <= user.name_span.start <= user.name_span.end <= user.span.end
        end = user.name_span.end
        for token in user.tokens:
            assert end <= token.span.start <= token.span.end <= user.span.end
            end = token.span.end
    assert end <= len(text)


def test_what_redis_takes_has_no_problem() -> None:
    for row in rows("oracle-cases.jsonl"):
        verdict = row["verdicts"].get("redis-7.0.15")
        if row["kind"] != "acl" or verdict is None or "files" in row or row["text"].startswith(BOM):
            continue
        problems = reading(row["text"], "users-acl").documents[0].problems
        message = verdict.get("message", "")
        if verdict["ok"]:
            assert problems == (), row
        elif "should start with user keyword" in message:
            assert problems[0].detail == NOT_A_USER, row
        elif "Unmatched parenthesis" in message:
            assert UNMATCHED in [problem.detail for problem in problems], row
        elif "contains invalid characters" in message or "contains spaces" in message:
            assert problems[0].detail == SPACE_IN_NAME, row


def test_a_password_with_blanks_is_one_secret() -> None:
    found = reading("user a on >my secret word +get ~x\nuser b off >p on\n", "users-acl")
    assert [span.text for span in found.secrets] == [">my", "secret", "word", ">p"]
