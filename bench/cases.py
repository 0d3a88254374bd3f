"""The files that are linted, made anew for each run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DIRECTIVES = """\
bind 127.0.0.1 -::1
protected-mode yes
port 6379
tcp-backlog 511
timeout 0
tcp-keepalive 300
daemonize no
loglevel notice
databases 16
save 3600 1 300 100 60 10000
stop-writes-on-bgsave-error yes
rdbcompression yes
rdbchecksum yes
dbfilename dump.rdb
dir ./
replica-serve-stale-data yes
replica-read-only yes
repl-diskless-sync yes
repl-diskless-sync-delay 5
repl-disable-tcp-nodelay no
replica-priority 100
acllog-max-len 128
lazyfree-lazy-eviction no
lazyfree-lazy-expire no
lazyfree-lazy-server-del no
replica-lazy-flush no
oom-score-adj no
oom-score-adj-values 0 200 800
disable-thp yes
appendonly no
appendfilename "appendonly.aof"
appendfsync everysec
no-appendfsync-on-rewrite no
auto-aof-rewrite-percentage 100
auto-aof-rewrite-min-size 64mb
aof-load-truncated yes
aof-use-rdb-preamble yes
slowlog-log-slower-than 10000
slowlog-max-len 128
notify-keyspace-events ""
""".splitlines()

SMALL = "bind 127.0.0.1\nport 6379\ndir /data\nappendonly yes\nmaxmemory 100mb\nmaxmemory-policy noeviction\n"

VALUES = """\
redis:
  architecture: replication
  auth:
    enabled: true
    existingSecret: shop-redis
  commonConfiguration: |-
    appendonly yes
    save ""
    maxmemory 700mb
    maxmemory-policy noeviction
  master:
    persistence:
      size: 20Gi
    resources:
      limits:
        memory: 1Gi
  replica:
    replicaCount: 2
    resources:
      limits:
        memory: 1Gi
  sentinel:
    enabled: true
    quorum: 2
  metrics:
    enabled: true
"""

# Of other services, in the file of an umbrella chart or in trees of many charts: Redis is named where clients find it.
SERVICE = """\
{name}:
  enabled: true
  image:
    repository: registry.example.com/shop/{name}
    tag: 1.{number}.0
  # how many pods there are
  replicaCount: 3
  resources:
    limits: {{cpu: 500m, memory: 512Mi}}
    requests: {{cpu: 100m, memory: 128Mi}}
  env:
    - name: CACHE_HOST
      value: shop-cache
    - {{name: LOG_LEVEL, value: info}}
"""

MANIFEST = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  labels: {{app: {name}}}
spec:
  replicas: 3
  selector:
    matchLabels: {{app: {name}}}
  template:
    metadata:
      labels: {{app: {name}}}
    spec:
      containers:
        - name: server
          image: {image}
          resources:
            limits: {{cpu: 500m, memory: 512Mi}}
          env:
            - name: LOG_LEVEL
              value: info
"""

CHART = """\
apiVersion: v2
name: shop
version: 1.4.0
dependencies:
  - name: redis
    version: 18.4.0
    repository: oci://registry-1.docker.io/bitnamicharts
"""

TERRAFORM = "".join(
    f"""\
resource "aws_elasticache_replication_group" "cache_{number}" {{
  replication_group_id       = "cache-{number}"
  description                = "Cache number {number}"
  engine                     = "redis"
  engine_version             = "7.1"
  node_type                  = "cache.t4g.small"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  user_group_ids             = ["cache-{number}"]
  tags                       = {{ Name = "cache-{number}", Owner = "shop" }}
}}

"""
    for number in range(4)
)

CONFIG = "ignore: [RL106]\nserver: redis@7.2\n"


@dataclass(frozen=True)
class Case:
    """What is measured: a name, the command behind `redislint`, and the folder to run in; `peer` is yamllint's."""

    name: str
    words: tuple[str, ...]
    folder: Path
    aim: str
    peer: tuple[str, ...] = ()


def _stock() -> str:
    """As long and as full of comments as the file that Redis ships (106 KB, 74 directives)."""
    lines: list[str] = []
    for number in range(74):
        lines += [
            f"# Line {line} of what is said of directive {number}, in words that nobody reads." for line in range(20)
        ]
        lines += [
            "",
            DIRECTIVES[number % len(DIRECTIVES)] if number < 40 else f"client-output-buffer-limit normal {number} 0 0",
        ]
    return "\n".join(lines) + "\n"


def values(kilobytes: int) -> str:
    """The values of an umbrella chart, Redis among many services."""
    each = len(SERVICE.format(name="service-100", number=100))
    services = range((kilobytes * 1024 - len(VALUES)) // each)
    return VALUES + "".join(SERVICE.format(name=f"service-{number}", number=number) for number in services)


def manifests(count: int, of_redis: int) -> dict[str, str]:
    """So many YAML files by path, a few of which run Redis: manifests and values in turns."""
    files = {}
    for number in range(count):
        is_redis = number % (count // of_redis) == 0
        name = f"{'redis' if is_redis else 'service'}-{number}"
        image = "redis:7.2.4" if is_redis else f"registry.example.com/shop/{name}:1.0.{number}"
        is_values = number % 2 == 1
        text = SERVICE.format(name=name, number=number) if is_values else MANIFEST.format(name=name, image=image)
        files[f"{number // 50}/{name}/{'values' if is_values else 'deployment'}.yaml"] = text
    return files


def make(root: Path) -> list[Case]:
    """Write the files, and say what to run over them."""
    files = {
        "conf/redis.conf": "\n".join(DIRECTIVES) + "\n",
        "stock/redis.conf": _stock(),
        "helm/values.yaml": VALUES,
        "helm/Chart.yaml": CHART,
        "terraform/main.tf": TERRAFORM,
        "configured/redis.conf": "\n".join(DIRECTIVES) + "\n",
        "configured/.redislint.yaml": CONFIG,
    }
    files |= {"large/values.yaml": values(200), "large/Chart.yaml": CHART}
    files |= {f"platform/{path}": text for path, text in manifests(2_000, 20).items()}
    for count in (1_000, 10_000):
        files |= {f"many{count}/{number // 100}/{number}/redis.conf": SMALL for number in range(count)}
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    check = ("check", "--no-config", "--quiet")
    one = ("redis.conf",)

    def many(count: int) -> tuple[str, ...]:
        return tuple(f"{number // 100}/{number}/redis.conf" for number in range(count))

    return [
        Case("`--version`", ("--version",), root, "2", ("--version",)),
        Case("a redis.conf of 40 directives", (*check, *one), root / "conf", "9", one),
        Case("a redis.conf of 106 KB", (*check, *one), root / "stock", "", one),
        Case("a Helm values file", (*check, "values.yaml"), root / "helm", "11", ("values.yaml",)),
        Case("a Helm values file of 200 KB", (*check, "values.yaml"), root / "large", "150 more", ("values.yaml",)),
        Case("a Terraform file of 2 KB", (*check, "main.tf"), root / "terraform", "11"),
        Case(
            "a redis.conf and a .redislint.yaml",
            ("check", "--quiet", *one),
            root / "configured",
            "20",
        ),
        Case("2,000 YAML files, 20 of Redis", check, root / "platform", "1,000", (".",)),
        Case("1,000 redis.conf files", check, root / "many1000", "", many(1_000)),
        Case("10,000 redis.conf files", check, root / "many10000", "yamllint's CPU", many(10_000)),
    ]
