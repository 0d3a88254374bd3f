"""What is kept, and what is evicted."""

from __future__ import annotations

from tests.mutations import m

AOF = "appendonly yes\nappendfsync everysec"
ARGV = '      - --appendonly\n      - "yes"\n'

ROWS = (
    m("RL401", "queue/plain/redis.conf", AOF + "\nsave 3600 1 300 100", 'appendonly no\nsave «""»', also="RL416"),
    m("RL401", "store/helm/values.yaml", "appendonly yes\n    appendfsync everysec\n    save 3600 1", 'appendonly no\n    save «""»', also="RL402 RL416"),
    m("RL402", "store/compose/master/redis.conf", AOF + "\nsave 3600 1 300 100", 'appendonly no\nsave «""»', ("store/compose/master/redis.conf", "include /run/secrets/redis.conf", "masterauth {{ password }}"), also="RL401 RL416"),
    m("RL402", "session/helm/values.yaml", "    appendonly yes\n    appendfsync everysec\n    save \"\"", '    appendonly no\n    save «""»', also="RL416"),
    m("RL403", "store/plain/redis-1/redis.conf", "appendfsync everysec", "appendfsync «no»", also="RL416"),
    m("RL403", "queue/compose/compose.yaml", "      - everysec", '      - "«no»"', also="RL416"),
    m("RL403", "store/helm/values.yaml", "appendfsync everysec", "appendfsync «no»", also="RL416"),
    m("RL403", "shop/deploy/k8s/config.yaml", "appendfsync everysec", "appendfsync «no»"),
    m("RL406", "store/plain/redis-1/redis.conf", "stop-writes-on-bgsave-error yes", "stop-writes-on-bgsave-error «no»"),
    m("RL406", "store/helm/values.yaml", "save 3600 1", "save 3600 1\n    stop-writes-on-bgsave-error «no»"),
    m("RL410", "store/plain/redis-1/redis.conf", "rdbchecksum yes", "rdbchecksum «no»"),
    m("RL410", "queue/helm/values.yaml", "save 3600 1", "save 3600 1\n    rdbchecksum «no»"),
    m("RL410", "cluster/compose/conf/redis.conf", "dir /data", "dir /data\nrdbchecksum «no»"),
    m("RL413", "store/plain/redis-1/redis.conf", "dir /var/lib/redis", "dir «./»"),
    m("RL413", "queue/plain/redis.conf", "dir /var/lib/redis", "dir «/dev/shm»"),
    m("RL414", "cluster/compose/docker-compose.yaml", "- node-3:/data", "- «node-3:/var/lib/redis»"),
    m("RL414", "store/compose/docker-compose.yaml", "      - master-data:/data\n", "", ("store/compose/docker-compose.yaml", "  master:\n", "  «master»:\n")),
    m("RL414", "store/helm/values.yaml", "    persistence:\n      size: 32Gi", "    persistence:\n      enabled: «false»"),
    m("RL418", "queue/plain/redis.conf", "maxmemory 3gb", "maxmemory «0»"),
    m("RL418", "cache/compose/docker-compose.yaml", "      - --maxmemory\n      - 700mb\n      - --maxmemory-policy\n      - allkeys-lfu\n", "", ("cache/compose/docker-compose.yaml", "  cache:\n", "  «cache»:\n")),
    m("RL418", "store/helm/values.yaml", "maxmemory 4gb\n", "maxmemory «0»\n"),
    m("RL419", "cache/plain/redis.conf", "maxmemory-policy allkeys-lfu", "maxmemory-policy «noeviction»"),
    m("RL419", "cache/compose/docker-compose.yaml", "allkeys-lfu", "«noeviction»"),
    m("RL419", "cache/helm/values.yaml", "allkeys-lfu", "«noeviction»"),
    m("RL419", "cache/terraform/main.tf", '"allkeys-lfu"', '«"noeviction"»'),
    m("RL420", "store/plain/redis-1/redis.conf", "noeviction", "«allkeys-lru»"),
    m("RL420", "queue/compose/compose.yaml", "noeviction", "«volatile-lru»"),
    m("RL420", "queue/helm/values.yaml", "noeviction", "«allkeys-lru»"),
    m("RL420", "queue/terraform/main.tf", '"noeviction"', '«"allkeys-lru"»'),
    m("RL421", "cache/plain/redis.conf", "allkeys-lfu", "«volatile-lfu»"),
    m("RL421", "cache/helm/values.yaml", "allkeys-lfu", "«volatile-lru»"),
    m("RL421", "cache/terraform/main.tf", '"allkeys-lfu"', '«"volatile-lru"»'),
    m("RL423", "cache/plain/redis.conf", "maxmemory 8gb\n", "", ("cache/plain/redis.conf", "allkeys-lfu", "«allkeys-lfu»")),
    m("RL423", "cache/helm/values.yaml", "    maxmemory 3000mb\n", "", ("cache/helm/values.yaml", "allkeys-lfu", "«allkeys-lfu»")),
    m("RL427", "store/plain/redis-2/redis.conf", "maxmemory 8gb", "maxmemory «4gb»"),
    m("RL427", "store/compose/replica/redis.conf", "maxmemory 1gb", "maxmemory «512mb»", ("store/compose/replica/redis.conf", "include /run/secrets/redis.conf", "masterauth {{ password }}")),
    m("RL427", "session/helm/values.yaml", "  replica:\n", "  replica:\n    configuration: |-\n      maxmemory «256mb»\n"),
    m("RL412", "queue/plain/redis.conf", "appendonly yes", "appendonly «yes»", before=("queue/plain/redis.conf", "appendonly yes", "appendonly no")),
    m("RL412", "store/helm/values.yaml", "appendonly yes", "appendonly «yes»", before=("store/helm/values.yaml", "appendonly yes", "appendonly no")),
)
