"""Memory, processors, connections."""

from __future__ import annotations

from tests.mutations import m

ROWS = (
    m("RL501", "cache/compose/docker-compose.yaml", "700mb", "«1gb»"),
    m("RL501", "store/helm/values.yaml", "maxmemory 4gb", "maxmemory «8gb»"),
    m("RL501", "shop/deploy/k8s/config.yaml", "160mb", "«256mb»"),
    m("RL502", "store/helm/values.yaml", "maxmemory 4gb", "maxmemory «7gb»"),
    m("RL502", "cache/terraform/main.tf", 'value = "25"', 'value = «"5"»'),
    m("RL502", "queue/compose/compose.yaml", "- 1gb", "- «1900mb»"),
    m(
        "RL504",
        "cache/compose/docker-compose.yaml",
        "    mem_limit: 1g\n",
        "",
        ("cache/compose/docker-compose.yaml", "  cache:\n", "  «cache»:\n"),
    ),
    m(
        "RL504",
        "shop/deploy/k8s/sessions.yaml",
        "            limits:\n              memory: 256Mi\n",
        "",
        ("shop/deploy/k8s/sessions.yaml", "- name: redis\n          image", "- name: «redis»\n          image"),
    ),
    m("RL505", "cache/plain/redis.conf", "pubsub 32mb 8mb 60", "«pubsub 0 0 0»"),
    m(
        "RL505",
        "store/helm/values.yaml",
        "replica 512mb 256mb 60",
        "replica 512mb 256mb 60\n    client-output-buffer-limit «pubsub 0 0 0»",
    ),
    m("RL506", "store/plain/redis-1/redis.conf", "replica 512mb 256mb 60", "«replica 128mb 64mb 60»", also="RL902"),
    m("RL506", "store/helm/values.yaml", "replica 512mb 256mb 60", "«replica 512mb 64mb 60»"),
    m("RL508", "queue/plain/redis.conf", "hash-max-listpack-entries 128", "hash-max-listpack-entries «100000»"),
    m("RL508", "cache/helm/values.yaml", "tcp-keepalive 300", "hash-max-listpack-value «64kb»"),
    m("RL511", "cache/plain/redis.conf", "io-threads 4", "io-threads «64»"),
    m("RL511", "cache/helm/values.yaml", "io-threads 2", "io-threads «8»"),
    m("RL516", "cache/plain/redis.conf", "tcp-keepalive 300", "tcp-keepalive «0»"),
    m("RL516", "cache/compose/docker-compose.yaml", '"300"', '"«0»"'),
    m("RL516", "cache/helm/values.yaml", "tcp-keepalive 300", "tcp-keepalive «0»"),
    m("RL518", "cache/plain/redis.service", "LimitNOFILE=65535", "LimitNOFILE=«4096»"),
    m("RL518", "cache/compose/docker-compose.yaml", "nofile: 65535", "nofile: «1024»"),
    m("RL521", "cache/plain/sysctl.d/60-redis.conf", "vm.overcommit_memory = 1", "vm.overcommit_memory = «0»"),
    m(
        "RL521",
        "cache/plain/redis.service",
        "ExecStart=",
        "ExecStartPre=/sbin/sysctl -w vm.overcommit_memory=«2»\nExecStart=",
    ),
    m("RL528", "queue/plain/redis.conf", "notify-keyspace-events Ex", "notify-keyspace-events «x»"),
    m("RL528", "queue/compose/compose.yaml", "      - Ex\n", "      - «x»\n"),
    m("RL528", "cache/terraform/main.tf", '"Kx"', '«"x"»'),
)
