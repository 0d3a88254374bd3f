"""A name makes a candidate, and the content decides."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from redislint.discover.kinds import kind_of, kind_of_text
from redislint.discover.names import hint, is_telling
from tests.discover.trees import CORPUS
from tests.parts import borrow
from tests.timing import SLOW

CONF = "bind 127.0.0.1\nport 6379\nsave 900 1\n"
SENTINEL = "port 26379\nsentinel monitor mymaster 10.0.0.1 6379 2\n"
BITNAMI = "auth:\n  enabled: false\nmaster:\n  count: 1\n"

NAMES = [
    ("redis.conf", "conf"),
    ("etc/valkey-7000.conf", "conf"),
    ("roles/redis/templates/redis.conf.j2", "conf"),
    ("redis/master.conf", "conf"),
    ("docker/redis/conf/node.conf.tmpl", "conf"),
    ("Redis.CONF", "conf"),
    ("nginx/default.conf", None),
    ("templates/redis.service.j2", None),
    ("users.acl", "acl"),
    ("acl/users.acl.erb", "acl"),
    ("deploy/values-prod.yaml", "yaml"),
    ("main.tf", "terraform"),
    ("deploy/cache.service", "systemd"),
    ("redis-server.service.d/limits.conf", "systemd"),
    ("etc/sysctl.d/99-redis.conf", "sysctl"),
    ("files/redis-sysctl.conf", "sysctl"),
    ("sysctl.conf", "sysctl"),
    ("app.service.d/notes.txt", None),
    ("infra/cache.tofu", "terraform"),
    ("infra/cache.tf.json", "terraform"),
    ("infra/Cache.TOFU.json", "terraform"),
    ("terraform.tfvars.json", None),
    ("package.json", None),
    ("redis.py", None),
    ("redis", None),
    ("redis.conf.d", None),
]


@pytest.mark.parametrize(("path", "sign"), NAMES)
def test_what_a_name_is_a_sign_of(path: str, sign: str | None) -> None:
    assert hint(path) == sign


CONTENTS = [
    # Terraform and OpenTofu
    ("main.tofu", 'resource "aws_elasticache_cluster" "a" {}\n', "terraform"),
    ("main.tf.json", '{"resource": {"aws_elasticache_cluster": {"a": {}}}}\n', "terraform"),
    ("main.tf.json", '{"resource": {"aws_instance": {"a": {}}}}\n', None),
    # redis.conf, whole or broken
    ("redis.conf", CONF, "redis-conf"),
    ("redis.conf", "aclfile /etc/redis/users.acl\n", "redis-conf"),
    ("redis.conf", "\ufeffPORT 6379\r\nBIND 127.0.0.1\r\n", "redis-conf"),
    ("redis.conf", "maxmemmory 100mb\n", "redis-conf"),
    ("redis.conf", "port 6379\nmaxmemory 1gb\nthis is what a slip looks like\n", "redis-conf"),
    ("bad.redis.conf", "prot 6379\nmaxmemory 1x\n", "redis-conf"),
    ("my-redis.conf.j2", "prot 6379\nmaxmemory 1x\n", "redis-conf"),
    ("redis-client.conf", "prot 6379\nmaxmemory 1x\n", None),
    ("redis.conf", 'port 6379\nrequirepass "open\nmaxmemory 1gb\nappendonly\n', "redis-conf"),
    ("redis.conf.j2", "{% if x %}\nport {{ port }}\n{% endif %}\nbind {{ bind }}\n", "redis-conf"),
    ("redis.conf", "", "redis-conf"),
    ("redis.conf", "# Redis: all as it comes\n", "redis-conf"),
    ("redis.conf", "\0" * 5000, "redis-conf"),
    ("redis.conf", "port 6379\nbind 127.0.0.1\n".encode("utf-16"), "redis-conf"),
    ("redis/cache.conf", "maxmemory 1gb\nmaxmemory-policy allkeys-lru\n", "redis-conf"),
    ("redis.conf", "user app on >secret ~* +@all\n", "redis-conf"),
    # other formats by that name
    ("config/redis.conf", "[redis]\nhost = localhost\nport = 6379\n", None),
    ("redis.conf", "host=localhost\nport=6379\ntimeout=5\n", None),
    ("redis.conf", "host 127.0.0.1\nport 6379\ndb 0\npassword x\n", None),
    ("redis.conf", "upstream redis {\n  server 127.0.0.1:6379;\n  keepalive 16;\n}\n", None),
    ("redis.conf", '{"port": 6379, "host": "localhost"}\n', None),
    ("redis.conf", "redis:\n  host: localhost\n  port: 6379\n", None),
    ("redis.conf", "[program:redis]\ncommand=redis-server /etc/redis.conf\n", None),
    ("redis.conf", "/var/log/redis/*.log {\n  weekly\n  rotate 4\n}\n", None),
    ("redis.conf", "# limits of the service\n", None),
    ("redis/nginx.conf", "user nginx;\ntimeout 5;\ninclude mime.types;\n", None),
    ("redis/mosquitto.conf", "port 1883\nlistener 9001\nallow_anonymous true\n", None),
    ("redis/other.conf", "port 6379\n", None),
    # what a machine's other files say
    ("cache.service", "[Service]\nExecStart=/usr/bin/redis-server /etc/redis.conf\n", "systemd"),
    ("cache.service", "[Service]\nExecStart=/bin/env \\\n  valkey-server\n", "systemd"),
    ("redis.service", "[Unit]\nDescription=redis-server\n[Service]\nExecStart=/opt/app --redis x\n", None),
    ("redis_exporter.service", "[Service]\nExecStart=/usr/bin/redis_exporter\n", None),
    ("redis.service.d/x.conf", "[Service]\nLimitNOFILE=1\n", "systemd"),
    ("redis/app.service.d/x.conf", "[Service]\nLimitNOFILE=1\n", None),
    ("sysctl.d/99-redis.conf", "vm.overcommit_memory=1\n", "sysctl"),
    ("sysctl.d/99.conf", "# for Redis\nvm/overcommit_memory = 1\n", "sysctl"),
    ("sysctl.d/99.conf", "vm.overcommit_memory=1\n", None),
    ("sysctl.d/99-redis.conf", "net.ipv4.tcp_syncookies=1\n", None),
    # Sentinel
    ("sentinel.conf", SENTINEL, "sentinel-conf"),
    ("redis/26379.conf", SENTINEL, "sentinel-conf"),
    ("sentinel.conf", "port 26379\ndir /tmp\n", "sentinel-conf"),
    ("sentinel.conf", "# sentinel monitor mymaster 10.0.0.1 6379 2\n", "sentinel-conf"),
    ("sentinel/redis-master.conf", CONF + "appendonly yes\n", "redis-conf"),
    ("redis.conf", CONF + "appendonly yes\nsentinel monitor mymaster 10.0.0.1 6379 2\n", "redis-conf"),
    ("sentinel.conf", "network=mainnet\ndb_driver=sqlite\nrpcport=19998\n", None),
    ("sentinel.conf", "# basic settings\n", None),
    # ACL files
    ("users.acl", "user default off\nuser app on >secret ~app:* +@read\n", "users-acl"),
    ("users.acl", "usr app on ~* +@all\n", "users-acl"),
    ("users.acl", "", "users-acl"),
    ("app.acl", "user app on nopass\n", "users-acl"),
    ("mosquitto.acl", "user alice\ntopic read sensors/#\ntopic write commands/#\n", None),
    ("haproxy.acl", "10.0.0.0/8\n192.168.0.0/16\n", None),
    ("empty.acl", "", None),
    # YAML
    ("docker-compose.yml", "services:\n  cache:\n    image: redis:7\n", "compose"),
    ("stack.yaml", "version: '3'\n\nservices: # all\n\n  db:\n    image: valkey/valkey:8.0\n", "compose"),
    ("docker-compose.yml", "cache:\n  image: redis:3\n", "compose"),
    ("docker-compose.yml", "services:\n  web:\n    image: nginx\n", None),
    (
        ".github/workflows/ci.yml",
        "on: push\njobs:\n  a:\n    services:\n      redis:\n        image: redis\n",
        "github-actions",
    ),
    (".gitlab-ci.yml", "services:\n  - redis:latest\n", None),
    ("config/services.yaml", "services:\n  App\\Cache:\n    arguments: ['%env(REDIS_URL)%', redis]\n", None),
    ("redis/values.yaml", BITNAMI, "helm-values"),
    ("bin/backup.sh", "redis-cli -h cache SAVE\n", "script"),
    ("bin/x.bash", "valkey-cli PING\n", "script"),
    ("bin/other.sh", "echo redis\n", None),
    ("backup", "redis-cli SAVE\n", None),
    ("x.yaml", "kind: Pod\nspec: {a: 'redis://u:p@cache.example.com:6379'}\n", "kubernetes"),
    ("x.yaml", "kind: Pod\nspec: {a: 'rediss://cache:6379?ssl_cert_reqs=none'}\n", "kubernetes"),
    ("x.yaml", "kind: Pod\nspec: {a: 'redis://cache.shop.svc.cluster.local'}\n", None),
    ("x.yaml", "kind: Pod\nspec: {a: 'redis://cache.shop:6379'}\n", None),
    ("x.yaml", "kind: Job\nspec: {command: [redis-cli, -h, x, PING]}\n", "kubernetes"),
    (".github/workflows/x.yml", "jobs: {a: {services: {c: {image: redis}}}}\n# image: redis\n", None),
    (".github/workflows/x.yml", "jobs:\n  a:\n    services:\n      c:\n        image: redis:7\n", "github-actions"),
    ("sub/.github/workflows/x.yaml", "jobs:\n  a:\n    container: valkey/valkey:8\n", "github-actions"),
    (".github/workflows/x.yml", "jobs:\n  a:\n    steps:\n      - run: redis-cli ping\n", None),
    (".github/redis.yml", "jobs:\n  a:\n    container: valkey/valkey:8\n", None),
    ("group_vars/all.yml", "redis_bind_interface: ::1\nredis_maxmemory: 1gb\n", "ansible"),
    ("group_vars/all.yml", "redis_host: ::1\nredis_port: 1\n", None),
    ("play.yml", "- hosts: all\n  roles:\n    - { role: x.redis, redis_maxmemory: 1gb }\n", None),
    ("roles/redis/tasks/main.yml", "- sysctl: {name: vm.swappiness, value: 1}\n", "ansible"),
    ("roles/app/tasks/main.yml", "- sysctl: {name: vm.swappiness, value: 1}\n", None),
    ("roles/app/tasks/main.yml", "- apt: name=redis\n- sysctl: {name: vm.swappiness, value: 1}\n", "ansible"),
    ("alerts.yml", "groups:\n- rules:\n  - alert: A\n    expr: redis_up == 0\n", "prometheus"),
    ("rules/redis.yaml", "groups:\n- rules:\n  - record: a\n    expr: redis_up\n", None),
    ("rules/web.yaml", "groups:\n- rules:\n  - alert: A\n    expr: up == 0\n", None),
    ("values.yaml", "groups:\n- rules:\n  - alert: A\n    expr: redis_up == 0\n", "helm-values"),
    ("a.yaml", "kind: PrometheusRule\nspec:\n groups:\n - rules:\n   - alert: A\n     expr: redis_up\n", "kubernetes"),
    ("a.yaml", "kind: PrometheusRule\nspec:\n groups:\n - rules:\n   - alert: A\n     expr: up # redis\n", None),
    ("values.yaml", "redis_bind_interface: ::1\n", "helm-values"),
    ("redis-values.yaml", BITNAMI, "helm-values"),
    ("charts/app/values.yaml", "redis:\n  enabled: true\n", "helm-values"),
    # A chart's own key `services`, and a remark about an image; and compose files that are named for their values.
    ("charts/app/values.yaml", "services:\n  name: app\nredis:\n  # image: redis-sentinel\n", "helm-values"),
    ("compose-values.yml", "services:\n  a:\n    image: redis\n", "compose"),
    ("values/prod.yaml", "image: x\nredis:\n  auth:\n    enabled: false\n", "helm-values"),
    ("env/prod.yaml", "web: {}\nredis:\n  architecture: standalone\n", "helm-values"),
    # A suite of helm-unittest
    ("charts/valkey/tests/tls_test.yaml", "suite: tls\nset:\n  auth:\n    password: x\ntests:\n  - it: starts\n", None),
    ("charts/app/values.yaml", "web:\n  replicas: 2\n", None),
    ("application.yaml", "spring:\n  redis:\n    host: localhost\n", None),
    ("charts/redis/Chart.yaml", "apiVersion: v2\nname: redis\n", None),
    ("k8s/redis.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: redis\n", None),
    # Terraform
    ("main.tf", 'resource "aws_elasticache_cluster" "a" {}\n', "terraform"),
    ("variables.tf", 'variable "token" {} # redislint: ignore[RL207] only a sample\n', "terraform"),
    ("main.tf", 'resource "aws_instance" "a" {}\n', None),
    ("main.tf", 'resource "aws_memorydb_cluster" "a" {}\n', "terraform"),
    ("acl.tf", 'resource "aws_memorydb_acl" "a" {}\n', "terraform"),
    ("main.tf", 'resource "helm_release" "a" {\n  chart = "Redis"\n}\n', "terraform"),
    ("main.tf", 'resource "helm_release" "a" {\n  chart = "nginx"\n}\n', None),
    ("main.tf", 'module "a" {\n  source = "./cache"\n}\n', "terraform"),
    ("main.tf", 'module "a" { source = "../cache" }\n', "terraform"),
    ("main.tf.json", '{"module": {"a": {"source": "./cache"}}}\n', "terraform"),
    ("main.tf.json", '{"module": {"a": {\n  "source": "cloudposse/elasticache-redis/aws"}}}\n', "terraform"),
    ("main.tf", 'module "a" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n', None),
    ("main.tf", 'resource "aws_s3_object" "a" {\n  source = "./module.zip"\n}\n', "terraform"),
    ("main.tf", 'resource "aws_s3_object" "a" {\n  source = "./a.zip"\n}\n', None),
    # Plans
    ("tfplan.json", '{"format_version": "1.2", "a": "aws_memorydb_cluster"}\n', "terraform"),
    ("tfplan.json", '\ufeff{"format_version":"1.2","a":["helm_release","redis"]}\n', "terraform"),
    ("tfplan.json", '{"format_version": "1.2", "a": ["helm_release", "nginx"]}\n', None),
    ("tfplan.json", '{"a": "aws_memorydb_cluster"}\n', None),
]


@pytest.mark.parametrize(("path", "text", "kind"), CONTENTS)
def test_what_a_file_is(path: str, text: str | bytes, kind: str | None) -> None:
    assert kind_of(path, text if isinstance(text, bytes) else text.encode()) == kind


def test_a_text_without_a_name() -> None:
    assert kind_of_text(CONF.encode()) == "redis-conf"
    assert kind_of_text(SENTINEL.encode()) == "sentinel-conf"
    assert kind_of_text(b"user app on nopass ~* +@all\n") == "users-acl"
    assert kind_of_text(b"services:\n  a:\n    image: redis\n") == "compose"
    assert kind_of_text(b'resource "aws_elasticache_cluster" "a" {\n}\n') == "terraform"
    assert kind_of_text(b'{"format_version": "1.2", "a": "aws_memorydb_cluster"}') == "terraform"
    assert kind_of_text(b'{"format_version": "1.2"}') is None
    assert kind_of_text(b"hello, world\n") is None
    assert kind_of_text(b"") is None


def test_a_name_that_tells() -> None:
    assert is_telling("a/redis.conf")
    assert is_telling("users.acl")
    assert is_telling("docker-compose.prod.yml")
    assert not is_telling("redis/other.conf")
    assert not is_telling("main.tf")


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("values.yaml", b"redis:\n"),
        ("values.yaml", b"services:\n\n"),
        ("compose.yaml", b"redis image: image:"),
        ("compose.yaml", b"redis\n" + b" " * 1000),
        ("redis.conf", b"port " + b"x" * 1000),
        ("redis.conf", b" \t"),
        ("users.acl", b"user "),
    ],
)
def test_no_text_is_slow(path: str, unit: bytes) -> None:
    data = unit * (2_000_000 // len(unit))
    start = time.process_time()
    kind_of(path, data)
    assert time.process_time() - start < 1 * SLOW


# Files that the corpus has under a wrong name, and what they are.
MISLABELLED = {
    # A Sentinel's: it has `sentinel deny-scripts-reconfig`, and no master to watch yet.
    "redis.conf/OT-CONTAINER-KIT__redis__sentinel.conf": "sentinel-conf",
    # HAProxy's.
    "redis.conf/bencetotht__k8s__docker_haproxy_cfg_tcp-port-balancing.cfg": None,
    "redis.conf.template/bencetotht__k8s__ansible_ha_postgres_roles_loadbalancer_templates_haproxy.j2": None,
    "redis.conf.template/bencetotht__k8s__ansible_prepare_rke2_roles_setup-loadbalancers_templates_haproxy.j2": None,
    # Helm's templates for four files at once.
    "sentinel.conf/DandyDeveloper__charts__charts_redis-ha_templates__configs.tpl": None,
    # A redis.conf of one line, an `aclfile` with an absolute path, which the compose file beside it mounts.
    "notredis.conf/dafengzhen__youdeyiwu-hosting__redis_redis.conf": "redis-conf",
    "notredis.conf/kapozade__dockerfiles__redis_redis.conf": "redis-conf",
}
EXPECTED = {
    "redis.conf": "redis-conf",
    "redis.conf.template": "redis-conf",
    "sentinel.conf": "sentinel-conf",
    "users.acl": "users-acl",
    "compose": "compose",
    "configmap": "kubernetes",
    "manifest": "kubernetes",
    "operator-cr": "kubernetes",
    "values.direct": "helm-values",
    "values.umbrella": "helm-values",
}


OBJECTS = ("argo", "flux", "yaml.unparsable")
# Rules of Prometheus, as a file of them or as objects of Kubernetes; a Chart.yaml that depends on a chart of Redis.
MAYBE = {"prom-rules": ("prometheus", "kubernetes"), "chart.yaml": ("helm-values",)}


def rows() -> Iterator[dict[str, Any]]:
    with (CORPUS / "index.jsonl").open(encoding="utf-8") as file:
        yield from map(json.loads, file)


@pytest.mark.parametrize("flat", [False, True], ids=["by its path", "by its name in the corpus"])
def test_real_files_are_recognised(flat: bool) -> None:
    borrow("the corpus", CORPUS.is_dir(), "real files of public repositories")
    wrong = []
    for row in rows():
        path = row["file"].partition("/")[2] if flat else row["path"]
        kind = MISLABELLED.get(row["file"], EXPECTED.get(row["kind"]))
        found = kind_of(path, (CORPUS / row["file"]).read_bytes())
        # Whatever has objects of Kubernetes is for its reader to look into, and so is a template of a helmfile.
        is_looked_into = found == "kubernetes" or (found == "helm-values" and path.endswith("helmfile.yaml.gotmpl"))
        is_maybe = found in MAYBE.get(row["kind"], ())
        if found != kind and not is_maybe and not (row["kind"] in OBJECTS and is_looked_into):
            wrong.append((row["file"], found))
    assert not wrong
