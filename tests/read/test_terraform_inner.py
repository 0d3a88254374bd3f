"""Charts, manifests and containers in Terraform's resources: each word of them at its place in the file."""

from __future__ import annotations

import time

import pytest

from redislint.model.document import Reading
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.pipeline import lint_sources
from redislint.read import read
from redislint.source import Source
from tests.read.reading import Files
from tests.timing import SLOW

BITNAMI = 'repository = "https://charts.bitnami.com/bitnami"\n  chart = "redis"\n  version = "20.1.0"'


def readings(text: str, **files: str) -> Reading:
    """What a file reads; of further files `a__b_yaml` is a/b.yaml."""
    tree = Files()
    tree.texts = {
        "main.tf": text,
        **{name.replace("__", "/").replace("_yaml", ".yaml").replace("_tf", ".tf"): one for name, one in files.items()},
    }
    return read(Source("main.tf", text, "terraform"), tree)


def chart(body: str, head: str = BITNAMI, **files: str) -> Reading:
    return readings(f'resource "helm_release" "cache" {{\n  {head}\n{body}\n}}\n', **files)


def said(reading: Reading, name: str) -> set[tuple[str | None, str, str]]:
    """What instances have a directive set to, with the file and the text that say so."""
    found = (one.setting(name) for one in reading.instances if name in one.directives)
    return {(one.value, one.value_span.source.path, one.value_span.text) for one in found}


def strays(reading: Reading) -> set[tuple[str, str]]:
    """The keys that the chart does not have, as they are written, each with its file."""
    problems = (problem for document in reading.documents for problem in document.problems)
    return {(one.span.source.path, one.span.text) for one in problems if one.kind == "unknown-value"}


CONFIGURATION = "commonConfiguration: |-\n  maxmemory 1gb\n"


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ('["commonConfiguration: |-\\n  maxmemory 1gb\\n"]', "1gb"),
        (f"[<<EOT\n{CONFIGURATION}EOT\n]", "1gb"),
        (f"[\n<<-EOT\n    {CONFIGURATION.replace(chr(10) + ' ', chr(10) + '     ')}    EOT\n]", "1gb"),
        ('[yamlencode({ commonConfiguration = "maxmemory 1gb" })]', "1gb"),
        ('[yamlencode({ "commonConfiguration" : <<EOT\nmaxmemory 1gb\nEOT\n})]', "1gb"),
        ("[yamlencode(local.values)]", "1gb"),
        ("local.list", "1gb"),
    ],
)
def test_values_that_are_written_out(values: str, written: str) -> None:
    local = 'locals {\n  values = { commonConfiguration = "maxmemory 1gb" }\n  list = [yamlencode(local.values)]\n}\n'
    reading = readings(f'{local}resource "helm_release" "cache" {{\n  {BITNAMI}\n  values = {values}\n}}\n')
    assert said(reading, "maxmemory") == {("1gb", "main.tf", written)}
    assert {one.kind for one in reading.instances} == {"helm-values"}
    assert not reading.problems


def test_values_of_files() -> None:
    call = 'values = [file("${path.module}/values/cache.yaml"), templatefile("values/more.yaml", { x = 1 })]'
    more = "master:\n  nonsense: ${x}\n"
    reading = chart(call, values__cache_yaml=CONFIGURATION, values__more_yaml=more)
    assert said(reading, "maxmemory") == {("1gb", "values/cache.yaml", "1gb")}
    assert strays(reading) == {("values/more.yaml", "nonsense")}
    named = {(one.role, one.path) for instance in reading.instances for one in instance.references}
    assert {("values", "values/cache.yaml"), ("values", "values/more.yaml")} <= named


@pytest.mark.parametrize(
    "values",
    [
        '[file("gone.yaml")]',
        '[file("../outside.yaml")]',
        '[file("/etc/values.yaml")]',
        "[var.values]",
        "var.values",
        "[templatefile(local.x, {})]",
        "[for one in [1] : one]",
        '["${file(local.x)}"]',
        '["auth: ["]',
        '["- 1"]',
        "null",
        "[]",
        '[""]',
        "1",
    ],
)
def test_values_that_are_not_known(values: str) -> None:
    assert not strays(chart(f'values = {values}\nset {{\n  name = "x"\n  value = 1\n}}\n')) - {("main.tf", '"x"')}
    assert not chart(f"values = {values}").problems


def test_a_directive_in_a_template_may_bring_anything() -> None:
    reading = chart('values = [templatefile("t.yaml", {})]', t_yaml="nonsense: 1\n%{ if true }\nauth: {}\n%{ endif }\n")
    assert not strays(reading)


SETS = (
    'set {\n  name = "auth.enabled"\n  value = "false"\n}\nset {\n  name = "nonsense"\n  value = var.x\n}\n',
    'set = [{ name = "auth.enabled", value = "false" }, { name = "nonsense", value = var.x }]\n',
    'set = [{ "name" : "auth.enabled", "value" : false }]\nset_list = [{ name = "nonsense", value = ["a"] }]\n',
    'set {\n  name = "auth.enabled"\n  value = false\n}\nset_sensitive {\n  name = "nonsense"\n  value = "x"\n}\n',
    'set = [{ name = "auth.enabled", value = "false" }]\nset_wo = [{ name = "nonsense", value = "x" }]\n',
)


@pytest.mark.parametrize("sets", SETS)
def test_what_is_set_counts_more(sets: str) -> None:
    reading = chart(f"values = [yamlencode({{ auth = {{ enabled = true }} }})]\n{sets}")
    assert strays(reading) == {("main.tf", '"nonsense"')}
    (place,) = {one.setting("requirepass").span for one in reading.instances}
    assert place.text.startswith('"auth.enabled"')


@pytest.mark.parametrize(
    "sets",
    [
        'dynamic "set" {\n  for_each = var.x\n  content {\n    name = set.key\n    value = set.value\n  }\n}\n',
        "set = var.x\n",
        "set = [var.x]\n",
        "set = [for k, v in var.x : { name = k, value = v }]\n",
    ],
)
def test_what_is_set_may_be_anything(sets: str) -> None:
    reading = chart(f"values = [yamlencode({{ auth = {{ enabled = false }}, nonsense = 1 }})]\n{sets}")
    assert not any("requirepass" in one.directives for one in reading.instances)


def test_what_is_set_as_sensitive_is_a_secret() -> None:
    reading = chart('set_sensitive = [{ name = "auth.password", value = "correct-horse" }]')
    assert "correct-horse" in [span.text for span in reading.secrets]


@pytest.mark.parametrize(
    ("head", "is_known"),
    [
        ('repository = "oci://registry-1.docker.io/bitnamicharts"\n  chart = "redis"', True),
        ('chart = "oci://registry-1.docker.io/bitnamicharts/redis"', True),
        ('repository = "https://example.com"\n  chart = "redis"', False),
        ('repository = var.x\n  chart = "redis"', False),
        ("chart = var.x", False),
        (f"count = 0\n  {BITNAMI}", False),
    ],
)
def test_which_chart_it_is(head: str, is_known: bool) -> None:
    reading = chart("values = [yamlencode({ nonsense = 1, auth = { enabled = false } })]", head)
    assert bool(strays(reading)) is is_known


def test_a_chart_of_the_tree() -> None:
    files = {
        "chart__Chart_yaml": "apiVersion: v2\nname: shop\ndependencies:\n- name: redis\n  version: 20.1.0\n"
        "  repository: https://charts.bitnami.com/bitnami\n"
    }
    reading = chart("values = [yamlencode({ redis = { nonsense = 1 } })]", 'chart = "${path.module}/chart"', **files)
    assert strays(reading) == {("main.tf", "nonsense")}


def test_a_module_that_is_given_values() -> None:
    module = f'variable "values" {{}}\nresource "helm_release" "cache" {{\n  {BITNAMI}\n  values = [var.values]\n}}\n'
    reading = readings(
        'module "cache" {\n  source = "./m"\n  values = <<EOT\nnonsense: 1\nauth:\n  enabled: false\nEOT\n}\n',
        m__main_tf=module,
    )
    assert strays(reading) == {("main.tf", "nonsense")}


OBJECTS = """\
resource "kubernetes_config_map_v1" "redis" {
  metadata {
    name = "redis"
  }
  data = {
    "redis.conf" = <<-EOT
      maxmemory 1gb
      nonsense 1
    EOT
  }
}
resource "kubernetes_stateful_set" "redis" {
  metadata {
    name = "cache"
  }
  spec {
    replicas     = 1
    service_name = "cache"
    selector {
      match_labels = { app = "cache" }
    }
    template {
      metadata {
        labels = { app = "cache" }
      }
      spec {
        container {
          name  = "redis"
          image = "redis:${var.version}"
          args  = ["/etc/redis/redis.conf", "--appendonly", "yes"]
          volume_mount {
            name       = "config"
            mount_path = "/etc/redis"
          }
          resources {
            limits = { memory = "512Mi" }
          }
        }
        volume {
          name = "config"
          config_map {
            name = kubernetes_config_map_v1.redis.metadata[0].name
          }
        }
      }
    }
  }
}
variable "version" {
  default = "7.2.4"
}
"""


def only(reading: Reading) -> Instance:
    (found,) = reading.instances
    return found


def test_objects_of_kubernetes() -> None:
    reading = readings(OBJECTS)
    instance = only(reading)
    assert (instance.kind, instance.name) == ("kubernetes", "cache")
    for name, value in (("maxmemory", "1gb"), ("appendonly", "yes")):
        setting = instance.setting(name)
        assert (setting.value, setting.value_span.text.strip('"')) == (value, value)
    assert instance.memory_limit is not None
    assert (instance.memory_limit.value, instance.memory_limit.span.text) == (512 * 1024**2, "512Mi")
    assert str(instance.server) == "redis 7.2.4"
    report = lint_sources([Source("main.tf", OBJECTS, "terraform")], Files(), Options(select=("RL001",)))
    assert [(one.rule, one.span.text, one.span.position) for one in report.findings] == [("RL001", "nonsense", (8, 7))]


@pytest.mark.parametrize(
    "text",
    [
        'resource "kubectl_manifest" "x" {\n  yaml_body = <<EOT\nOBJECT\nEOT\n}\n',
        'resource "kubernetes_manifest" "x" {\n  manifest = OBJECT\n}\n',
        'resource "kubernetes_manifest" "x" {\n  manifest = local.x\n}\nlocals {\n  x = OBJECT\n}\n',
    ],
)
def test_manifests(text: str) -> None:
    is_yaml = "yaml_body" in text
    written = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: cache}\nspec:\n  containers:\n  - name: redis\n"
        "    image: redis:7.2.4\n    args: [--maxmemory, 1gb]\n"
        if is_yaml
        else '{ apiVersion = "v1", kind = "Pod", metadata = { name = "cache" }, spec = { containers = [{ name = "redis"'
        ', image = "redis:7.2.4", args = ["--maxmemory", "1gb"] }] } }'
    )
    setting = only(readings(text.replace("OBJECT", written))).setting("maxmemory")
    assert (setting.value, setting.value_span.text) == ("1gb", "1gb")


NAMED = '  metadata {\n    name = "cache"'
VOLUME = "        volume {"
DYNAMIC = '        dynamic "volume" {\n          for_each = var.x\n          content {}\n        }\n'


@pytest.mark.parametrize(("old", "new"), [(VOLUME, DYNAMIC + VOLUME), (NAMED, f"  count = 0\n{NAMED}")])
def test_objects_that_are_not_known_whole(old: str, new: str) -> None:
    """A block that may be there or not could be anything: nothing is said of the object."""
    assert "stateful" in OBJECTS
    assert not any(one.name == "cache" for one in readings(OBJECTS.replace(old, new, 1)).instances)


DOCKER = """\
resource "docker_image" "redis" {
  name = "redis:7.2.4"
}
resource "docker_container" "redis" {
  name    = "cache"
  image   = docker_image.redis.image_id
  command = ["redis-server", "--maxmemory", "1gb"]
  memory  = 512
  ports {
    internal = 6379
    external = 6380
  }
}
"""
TASK = """\
resource "aws_ecs_task_definition" "redis" {
  family                = "redis"
  container_definitions = jsonencode([{
    name        = "cache"
    image       = "redis:7.2.4"
    memory      = 512
    command     = ["redis-server", "--maxmemory", "1gb"]
    environment = [{ name = "X", value = "y" }]
    secrets     = [{ name = "REDIS_PASSWORD", valueFrom = "arn" }]
  }])
}
"""


@pytest.mark.parametrize("text", [DOCKER, TASK])
def test_containers(text: str) -> None:
    instance = only(readings(text))
    setting = instance.setting("maxmemory")
    assert (instance.kind, setting.value, setting.value_span.text) == ("compose", "1gb", "1gb")
    assert str(instance.server) == "redis 7.2.4"
    assert instance.memory_limit is not None
    assert (instance.memory_limit.value, instance.memory_limit.span.text) == (512 * 1024**2, "512")


def test_an_image_stands_where_another_resource_names_it() -> None:
    image = only(readings(DOCKER)).image
    assert image is not None
    assert (image.span.source.text[image.span.start : image.span.end], image.span.start) == (
        '"redis:7.2.4"',
        DOCKER.index('"redis:7.2.4"'),
    )


def test_published_ports() -> None:
    ports = only(readings(DOCKER)).ports
    assert ports is not None
    assert [(one.container, one.outside, one.host) for one in ports] == [(6379, 6380, "")]
    assert only(readings(DOCKER.replace("ports {", 'dynamic "ports" {\n    for_each = var.x\n'))).ports is None
    assert not only(readings(TASK)).ports


@pytest.mark.parametrize(
    "text",
    [
        'resource "aws_ecs_task_definition" "redis" {\n  container_definitions = file("redis.json")\n}\n',
        'resource "aws_ecs_task_definition" "redis" {\n  container_definitions = jsonencode(var.redis)\n}\n',
        'resource "docker_container" "redis" {\n  image = var.redis\n}\n',
        'resource "kubernetes_manifest" "redis" {\n  manifest = var.redis\n}\n',
        'resource "kubectl_manifest" "redis" {\n  yaml_body = file("redis.yaml")\n}\n',
        'resource "kubernetes_secret" "redis" {}\n',
        'data "kubernetes_secret" "redis" {}\n',
    ],
)
def test_what_is_elsewhere(text: str) -> None:
    reading = readings(text)
    assert not reading.instances
    assert not reading.problems


@pytest.mark.parametrize("length", [3_000, 30_000])
def test_texts_without_measure(length: int) -> None:
    lines = "".join(f"  k{index}: {{a: 1}}\n" for index in range(length))
    started = time.process_time()
    chart(f"values = [<<EOT\nauth:\n{lines}EOT\n]")
    chart(f"values = [yamlencode({{\n{lines.replace(':', ' =').replace('{a = 1}', '{ a = 1 }')}}})]")
    assert time.process_time() - started < 6 * SLOW
