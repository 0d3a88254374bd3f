"""What a kustomization comes to: its bases with its patches, each setting at the place that says it."""

from __future__ import annotations

from typing import Any

import pytest

from redislint.link import link
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.read import read
from redislint.source import Source
from tests.read.reading import Files

BASE = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: cache}
spec:
  replicas: 1
  serviceName: cache
  selector: {matchLabels: {app: cache}}
  template:
    metadata: {labels: {app: cache}}
    spec:
      containers:
      - name: redis
        image: redis:7.2
        args: [--maxmemory, 100mb]
        envFrom: [{configMapRef: {name: env}}]
        resources: {limits: {memory: 1Gi}}
      - name: exporter
        image: oliver006/redis_exporter:v1
"""


def tree(overlay: str, **more: str) -> Files:
    files = {"base/kustomization.yaml": "resources: [cache.yaml]\n", "base/cache.yaml": BASE}
    return Files(**files, **{"prod/kustomization.yaml": f"resources: [../base]\n{overlay}"}, **more)


def instances(files: Files, path: str = "prod/kustomization.yaml") -> tuple[Instance, ...]:
    return read(Source(path, files.texts[path], "kubernetes"), files).instances


def applied(overlay: str, path: str = "prod/kustomization.yaml", **more: str) -> Instance:
    (found,) = instances(tree(overlay, **more), path)
    return found


def place(value: Any) -> tuple[str, str]:
    return value.span.source.path, value.span.text


def test_an_overlay_is_its_base() -> None:
    found = applied("")
    assert found.setting("maxmemory").value == "100mb"
    assert found.anchor.source.path == "base/cache.yaml"
    assert found.declared == "prod/kustomization.yaml"
    assert found.complete


def test_a_strategic_merge_goes_by_the_names_of_containers() -> None:
    patch = """\
patches:
- patch: |-
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: cache}
    spec:
      template:
        spec:
          containers:
          - name: redis
            args: [--maxmemory, 2gb]
            resources: {limits: {memory: 4Gi}}
"""
    found = applied(patch)
    setting = found.setting("maxmemory")
    assert (setting.value, setting.value_span.source.path, setting.value_span.text) == (
        "2gb",
        "prod/kustomization.yaml",
        "2gb",
    )
    assert found.memory_limit is not None
    assert found.memory_limit.value == 4 << 30
    assert found.image is not None
    assert place(found.image) == ("base/cache.yaml", "redis:7.2")
    # In a file, under the older key.
    text = patch.partition("|-\n")[2].replace("\n    ", "\n").removeprefix("    ")
    other = applied("patchesStrategicMerge: [big.yaml]\n", **{"prod/big.yaml": text})
    assert other.setting("maxmemory").value_span.source.path == "prod/big.yaml"


def test_null_takes_away_and_directives_do_too() -> None:
    pods = "spec: {template: {spec: {containers: [%s]}}}"
    head = "patches:\n- patch: '{kind: StatefulSet, metadata: {name: cache}, " + pods + "}'\n"
    assert applied(head % "{name: redis, args: null}").setting("maxmemory").value == "0"
    assert applied(head % "{name: redis, resources: {limits: null}}").memory_limit is None
    assert instances(tree(head % "{name: redis, $patch: delete}")) == ()


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("{op: replace, path: /spec/template/spec/containers/0/args/1, value: 3gb}", "3gb"),
        ("{op: add, path: /spec/template/spec/containers/0/args/1, value: 3gb}", "3gb 100mb"),
        ("{op: remove, path: /spec/template/spec/containers/0/args}", "0"),
        ("{op: test, path: /spec/replicas, value: 1}", "100mb"),
        # What is not there cannot be replaced: kustomize refuses this, and nothing is known.
        ("{op: replace, path: /spec/template/spec/containers/7/args/1, value: 3gb}", None),
        ("{op: move, from: /spec, path: /other}", None),
    ],
)
def test_operations(operation: str, expected: str | None) -> None:
    overlay = f"patches:\n- target: {{kind: StatefulSet, name: cache}}\n  patch: |-\n    - {operation}\n"
    found = instances(tree(overlay))
    assert [one.setting("maxmemory").value for one in found] == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("target", "is_changed"),
    [
        ("{kind: StatefulSet}", True),
        ("{kind: Deployment}", False),
        ("{name: cache}", True),
        ("{name: cach}", False),
        ("{name: ca.*}", True),
        ("{name: other}", False),
        ("{group: apps, version: v1}", True),
        ("{group: '', kind: StatefulSet}", True),
        ("{namespace: other, kind: StatefulSet}", False),
        ("{group: batch}", False),
    ],
)
def test_targets(target: str, is_changed: bool) -> None:
    operation = "[{op: replace, path: /spec/template/spec/containers/0/args/1, value: 3gb}]"
    found = applied(f"patches:\n- target: {target}\n  patch: '{operation}'\n")
    assert found.setting("maxmemory").value == ("3gb" if is_changed else "100mb")


@pytest.mark.parametrize(
    "overlay",
    [
        "patches:\n- target: {labelSelector: a=b}\n  patch: '[{op: remove, path: /spec/replicas}]'\n",
        "patches:\n- path: nowhere.yaml\n",
        "replacements:\n- path: more.yaml\n",
        "transformers: [more.yaml]\n",
        "patches:\n- target: {name: 'c(a|o)che'}\n  patch: '[{op: remove, path: /spec/replicas}]'\n",
    ],
)
def test_what_is_not_followed_is_not_known(overlay: str) -> None:
    assert instances(tree(overlay)) == ()


def test_images_and_replicas_at_the_place_that_sets_them() -> None:
    found = applied("images:\n- {name: redis, newTag: '8.0'}\nreplicas:\n- {name: cache, count: 5}\n")
    assert found.image is not None
    assert found.image.value == "redis:8.0"
    assert place(found.image) == ("prod/kustomization.yaml", "8.0")
    assert found.server is not None
    assert found.server.line == "8.0"
    assert found.replicas is not None
    assert (found.replicas.value, *place(found.replicas)) == (5, "prod/kustomization.yaml", "5")
    other = applied("images:\n- {name: redis, newName: registry.example.com/valkey/valkey}\n")
    assert other.image is not None
    assert other.image.value == "registry.example.com/valkey/valkey:7.2"
    pinned = applied(f"images:\n- name: redis\n  digest: sha256:{'a' * 64}\n")
    assert pinned.image is not None
    assert pinned.image.value == f"redis@sha256:{'a' * 64}"


def test_generators_and_what_they_merge_with() -> None:
    base = "resources: [cache.yaml]\nconfigMapGenerator:\n- name: env\n  literals: [REDIS_PASSWORD=one, TZ=UTC]\n"
    more = {"base/kustomization.yaml": base}
    files = tree("configMapGenerator:\n- name: env\n  behavior: merge\n  literals: ['REDIS_PASSWORD=\"two\"']\n")
    files.texts |= more
    (found,) = instances(files)
    assert found.workload is not None
    said = dict(found.workload.environment or ())
    assert {name: fact.value for name, fact in said.items()} == {"REDIS_PASSWORD": "two", "TZ": "UTC"}
    assert place(said["REDIS_PASSWORD"]) == ("prod/kustomization.yaml", "two")
    assert place(said["TZ"]) == ("base/kustomization.yaml", "UTC")
    files.texts["prod/kustomization.yaml"] = (
        "resources: [../base]\nconfigMapGenerator:\n- {name: env, behavior: replace, envs: [my.env]}\n"
    )
    files.texts["prod/my.env"] = "TZ=Europe/Berlin\n"
    (found,) = instances(files)
    assert found.workload is not None
    said = dict(found.workload.environment or ())
    assert {name: fact.value for name, fact in said.items()} == {"TZ": "Europe/Berlin"}
    assert place(said["TZ"]) == ("prod/my.env", "Europe/Berlin")


def test_a_component_and_a_chain_of_bases() -> None:
    component = "kind: Component\nreplicas: [{name: cache, count: 3}]\n"
    found = applied("components: [../ha]\n", **{"ha/kustomization.yaml": component})
    assert found.replicas is not None
    assert found.replicas.value == 3
    top = {"top/kustomization.yaml": "bases: [../prod]\nnamespace: shop\nnamePrefix: a-\n"}
    found = applied("replicas: [{name: cache, count: 2}]\n", "top/kustomization.yaml", **top)
    assert found.replicas is not None
    assert found.replicas.value == 2


def test_what_is_far_away_may_be_more() -> None:
    files = Files(**{"kustomization.yaml": "resources: [cache.yaml, github.com/example/more]\n", "cache.yaml": BASE})
    (found,) = instances(files, "kustomization.yaml")
    assert found.group == ""
    assert [one.role for one in found.references if one.path == "cache.yaml"] == ["mount"]


def test_a_circle_ends() -> None:
    files = Files(
        **{"a/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [../a, redis.yaml]\n"}
    )
    assert instances(files, "a/kustomization.yaml") == ()


def linked(files: Files) -> tuple[Instance, ...]:
    readings = [
        read(Source(path, text, "kubernetes"), files) for path, text in files.texts.items() if path.endswith(".yaml")
    ]
    return link(readings, Options()).instances


def test_a_base_is_judged_by_its_overlays() -> None:
    files = tree("images: [{name: redis, newTag: '8.0'}]\n")
    assert [one.declared for one in linked(files)] == ["prod/kustomization.yaml"]
    files.texts["dev/kustomization.yaml"] = "resources: [../base]\n"
    assert sorted(one.declared for one in linked(files)) == ["dev/kustomization.yaml", "prod/kustomization.yaml"]
    # What is not known of the overlay is told of the base.
    files = tree("transformers: [more.yaml]\n")
    found = linked(files)
    assert [one.declared for one in found] == ["base/kustomization.yaml"]


def test_aliases_that_multiply_end() -> None:
    lines = [
        "a0: &a0 {x: {y: z}}",
        *(f"a{n}: &a{n} {{p: *a{n - 1}, q: *a{n - 1}, r: *a{n - 1}}}" for n in range(1, 30)),
    ]
    many = "\n".join(f"  {line}" for line in lines)
    patch = f"kind: StatefulSet\nmetadata: {{name: cache}}\nother:\n{many}\n"
    files = tree("patches:\n- path: much.yaml\n", **{"prod/much.yaml": patch})
    files.texts["base/cache.yaml"] += f"other:\n{many}\n"
    assert instances(files) == ()
