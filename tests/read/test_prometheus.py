"""Rules of Prometheus: which are read, at which places, and what the files of one folder have together."""

from __future__ import annotations

import pytest

from redislint.checks.alerting import gaps
from redislint.model.document import Document
from redislint.read import prometheus, read
from redislint.source import Source
from tests.pages import Files

DOWN = "redis_up == 0"
MEMORY = "redis_memory_used_bytes > 1e9"
CLIENTS = "redis_connected_clients > 900"
SAVING = "redis_aof_last_write_status == 0"


def rules(*expressions: str) -> str:
    """The text of a file of rules with an alert on each expression."""
    return "groups:\n- name: g\n  rules:\n" + "".join(f"  - alert: A\n    expr: {one}\n" for one in expressions)


def documents(path: str, **texts: str) -> tuple[Document, ...]:
    """What is read of one file of a folder `rules`; the others are beside it."""
    sources = {f"rules/{name}.yml": Source(f"rules/{name}.yml", text, "prometheus") for name, text in texts.items()}
    return read(sources[f"rules/{path}.yml"], Files(sources)).documents


def missing(*expressions: str) -> list[object]:
    (document,) = documents("a", a=rules(*expressions))
    return [hit.values["missing"] for hit in gaps(document)]


def test_an_expression_stands_at_its_text() -> None:
    first = "  - {alert: A, expr: 'redis_up == 0'}\n"
    text = f"groups:\n- rules:\n{first}  - alert: B\n    expr: |\n      redis_x\n        > 1\n"
    (document,) = documents("a", a=text)
    assert document.language == prometheus.LANGUAGE
    assert [one.args for one in document.settings] == [("redis_up == 0",), ("redis_x\n  > 1\n",)]
    assert [one.value_span.text for one in document.settings] == ["redis_up == 0", "redis_x\n        > 1"]


@pytest.mark.parametrize(
    "text",
    [
        rules("up == 0"),
        rules("redis_queue_depth > 0", "shop_redis_up == 0", "shop:redis_up == 0"),
        "groups:\n- rules:\n  - record: redis_x\n    expr: redis_up\n",
        "groups: redis_up\n",
        "groups: [redis_up, {rules: {alert: redis_up}}, {rules: [redis_up, {alert: A, expr: [redis_up]}]}]\n",
        "- groups\n- {alert: redis_up}\n",
        "groups: [\n",
        "",
    ],
)
def test_a_file_that_never_alerts_on_redis_says_nothing(text: str) -> None:
    assert documents("a", a=text) == ()


def test_the_first_file_of_a_folder_speaks_for_all() -> None:
    other = "groups: [{rules: [{alert: A}]}]"
    texts = {"a": rules("up{job='x'} == 0"), "b": rules(DOWN, MEMORY), "c": rules(CLIENTS), "d": other}
    (first,), (second,) = documents("b", **texts), documents("c", **texts)
    assert [one.args for one in first.settings] == [(DOWN,), (MEMORY,), (CLIENTS,)]
    assert second.settings == ()
    assert [hit.values["missing"] for hit in gaps(first)] == ["that it cannot save"]
    assert list(gaps(second)) == []


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ((DOWN, MEMORY, CLIENTS, SAVING), []),
        (("up{job=~'redis.*'} == 0", MEMORY, CLIENTS, SAVING), []),
        (("up == 0", MEMORY, CLIENTS, SAVING), []),
        (("up{job='web'} == 0", MEMORY, CLIENTS, SAVING), ["that a server is down"]),
        ((DOWN, "rate(redis_evicted_keys_total[5m]) > 0", CLIENTS, SAVING), []),
        ((DOWN, MEMORY, SAVING), ["that clients are turned away"]),
        ((DOWN,), ["that memory runs full, that clients are turned away, or that it cannot save"]),
        ((DOWN, MEMORY, CLIENTS, SAVING, "redis_x{role='replica'} > 0"), ["that a replica has lost its master"]),
        ((DOWN, MEMORY, CLIENTS, SAVING, "redis_connected_slaves < 1"), []),
        ((DOWN, "{{ .Values.alert }}"), []),
    ],
)
def test_what_no_expression_looks_at_is_missing(expressions: tuple[str, ...], expected: list[str]) -> None:
    assert missing(*(f'"{one}"' for one in expressions)) == expected


def test_an_object_of_the_operator_is_such_a_file() -> None:
    text = "apiVersion: v1\nkind: PrometheusRule\nspec:\n" + "".join(f"  {one}\n" for one in rules(DOWN).splitlines())
    source = Source("redis.yaml", text, "kubernetes")
    (document,) = read(source, Files({"redis.yaml": source})).documents
    assert [one.args for one in document.settings] == [(DOWN,)]
