"""URLs that applications are given: their parts, places and passwords."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.model.client import Connection
from redislint.read import urls
from redislint.source import Source


def found(text: str, before: str = "URL=") -> urls.Found:
    source = Source("x.env", before + text, "compose")
    return urls.connections([("URL", source.span(len(before), len(before) + len(text)), text)])


def test_parts_and_their_places() -> None:
    (one,) = found("rediss://app:s3cret@cache.example.com:6380/0?ssl_cert_reqs=none&x=1").connections
    assert (one.scheme, one.host, one.options) == ("rediss", "cache.example.com", "?ssl_cert_reqs=none&x=1")
    assert [place.text for place in (one.scheme_at, one.host_at, one.options_at)] == [one.scheme, one.host, one.options]
    assert one.is_encrypted


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("redis://10.0.0.1", "10.0.0.1"),
        ("redis://[2001:db8::1]:6379/0", "[2001:db8::1]"),
        ("valkey://:pw@a.b.c:1/", "a.b.c"),
        ("redis://default@a.b.c", "a.b.c"),
    ],
)
def test_hosts(text: str, host: str) -> None:
    assert [one.host for one in found(text).connections] == [host]


@pytest.mark.parametrize(
    "text",
    [
        "redis://cache:6379/0",
        "redis://${HOST}.example.com",
        "redis://$(HOST):6379",
        "redis://{{ .Values.host }}.a.b",
        "see redis://a.b.c",
        "redis://a.b.c,redis://d.e.f",
        "http://a.b.c",
        "redis://",
        "redis://" + "a" * 3_000 + ".b.c",
    ],
)
def test_what_says_nothing_that_is_known(text: str) -> None:
    assert found(text).connections == ()


def test_passwords() -> None:
    assert [one.text for one in found("redis://:hunter2@a.b.c").secrets] == ["hunter2"]
    # Also of a URL that says nothing else.
    assert [one.text for one in found("redis://u:hunter2@cache").secrets] == ["hunter2"]
    assert found("redis://u@cache").secrets == ()


def test_a_value_that_is_written_in_another_way_is_one_place() -> None:
    source = Source("x.yaml", "cmVkaXM6Ly9hLmIuYw==", "kubernetes")
    (one,) = urls.connections([("URL", source.span(0, 20), "redis://a.b.c")]).connections
    assert {one.scheme_at.text, one.host_at.text, one.options_at.text} == {source.text}


@given(text=st.text(st.sampled_from("redis:/@?#.[]ab$% "), max_size=40).map("redis://".__add__))
def test_any_text_gives_parts_that_stand_in_it(text: str) -> None:
    def parts(one: Connection) -> bool:
        return one.scheme_at.text == one.scheme and one.host_at.text == one.host

    assert all(parts(one) for one in found(text).connections)
