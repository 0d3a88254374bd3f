"""Workflows: the images of services and jobs, at the place that says them; what a matrix leaves open is unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance
from redislint.read import read
from redislint.source import Source
from tests.pages import Files

HEAD = "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n"


def instances(text: str) -> tuple[Instance, ...]:
    return read(Source(".github/workflows/x.yml", text, "github-actions"), Files({})).instances


def images(text: str) -> list[tuple[object, str]]:
    return [(one.image.value, one.image.span.text) for one in instances(text) if one.image is not None]


def service(image: str, matrix: str = "") -> str:
    strategy = f"    strategy:\n      matrix:\n{matrix}" if matrix else ""
    return f"{HEAD}{strategy}    services:\n      cache:\n        image: {image}\n        ports: [6379:6379]\n"


def test_a_service_is_its_image_and_nothing_else() -> None:
    (found,) = instances(service("redis:7.4"))
    assert (found.kind, found.name, found.anchor.text) == ("github-actions", "cache", "cache")
    assert str(found.server) == "redis 7.4"
    assert found.image is not None
    assert found.image.span.text == "redis:7.4"
    assert (found.settings, found.complete, found.ports, found.users, found.workload) == ((), False, None, None, None)


@pytest.mark.parametrize("image", ["postgres:16", "redis/redisinsight:2", "oliver006/redis_exporter", "''", "[redis]"])
def test_others_are_no_servers(image: str) -> None:
    assert instances(service(image)) == ()


@pytest.mark.parametrize("container", ["redis:6.2", "{image: 'redis:6.2'}"])
def test_the_container_of_a_job(container: str) -> None:
    assert images(f"{HEAD}    container: {container}\n") == [("redis:6.2", "redis:6.2")]


def test_one_value_of_a_matrix_is_known_at_its_place() -> None:
    text = service("redis:${{ matrix.redis }}-alpine", '        redis: ["7.4"]\n')
    assert images(text) == [("redis:7.4-alpine", "7.4")]


def test_a_number_loses_its_zeros_as_in_an_expression() -> None:
    assert images(service("redis:${{ matrix.redis }}", "        redis: [7.0]\n")) == [("redis:7", "7.0")]


def test_of_several_values_the_newest_stands_for_all() -> None:
    text = service("${{matrix.image}}", "        image: ['redis:6.2', 'redis:7.4', 'redis:7.2']\n")
    assert images(text) == [("redis:7.4", "redis:7.4")]


def test_values_are_also_those_of_include_and_of_mappings() -> None:
    matrix = "        cache: [{image: 'redis:6.2'}]\n        include:\n          - cache: {image: 'redis:7.2'}\n"
    assert images(service("${{ matrix.cache.image }}", matrix)) == [("redis:7.2", "redis:7.2")]


@pytest.mark.parametrize(
    "matrix",
    [
        "        redis: [latest, '7.2']\n",
        "        redis: ${{ fromJSON(needs.x.outputs.y) }}\n",
        "        redis: ['${{ vars.A }}']\n",
        "        redis: ['6.2']\n        exclude: [{redis: '6.2'}]\n",
        "        redis: ['6.2']\n        include: ${{ fromJSON(x) }}\n",
        "        other: ['6.2']\n",
    ],
)
def test_what_may_be_otherwise_is_not_known(matrix: str) -> None:
    assert [value for value, _ in images(service("redis:${{ matrix.redis }}", matrix))] == [UNKNOWN]


@pytest.mark.parametrize(
    "image", ["redis:${{ env.REDIS }}", "redis:${{ matrix.a || '7' }}", "redis:${{ matrix.a }}${{ matrix.b }}"]
)
def test_other_expressions_are_not_known(image: str) -> None:
    text = service(image, "        a: ['7']\n        b: ['.2']\n")
    assert [value for value, _ in images(text)] == [UNKNOWN]


@given(st.text(alphabet="redis:image{}[]$ \n-matrix.services&*jobs'\"", max_size=200))
def test_no_text_fails(text: str) -> None:
    read(Source("x.yml", f"jobs:\n  a:\n    services:\n{text}", "github-actions"), Files({}))
