"""What Prometheus alerts on of Redis, and what it says nothing of.

Names of metrics are those of redis_exporter, and those of its Sentinel part begin with `redis_sentinel_`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.finding import Hit
from redislint.model.document import Document
from redislint.typed import Final

# What every server has to be watched for: what is missing, in words, and what an expression has in it that sees it.
_DOWN: Final = (
    r"redis_up\b|redis_exporter_last_scrape|redis_uptime_in_seconds|absent\(\s{0,9}redis_|\bup\b(?!\s{0,9}\{)"
    r"|\bup\{[^}]{0,300}(?:redis|cache|exporter)"
)
_MEMORY: Final = r"redis_memory_|redis_mem_|redis_evicted_keys|redis_config_maxmemory|container_memory_[^)]{0,300}redis"
_ALWAYS: Final = (
    ("that a server is down", _DOWN),
    ("that memory runs full", _MEMORY),
    ("that clients are turned away", r"redis_rejected_connections|redis_connected_clients|redis_config_maxclients"),
    ("that it cannot save", r"redis_rdb_|redis_aof_|redis_last_(?:bgsave|save)"),
)
# Where it is seen that there are replicas or Sentinels.
_FOLLOWED: Final = (
    "that a replica has lost its master",
    r"redis_master_|redis_connected_slave|redis_slave|redis_replica|redis_instance_info|redis_sentinel_|repl_offset",
)
_HAS_REPLICAS: Final = r"(?i)slave|replica|sentinel"


def gaps(document: Document) -> Iterator[Hit]:
    """Alerts on Redis that leave out what stops a service."""
    if document.language != "alerts" or any(one.args is None for one in document.settings):
        return
    expressions = [one.args[0] for one in document.settings if one.args]
    about = [one for one in document.settings if one.name == "alert"]
    text = "\n".join(expressions)
    wanted = (*_ALWAYS, _FOLLOWED) if re.search(_HAS_REPLICAS, text) else _ALWAYS
    missing = [what for what, pattern in wanted if re.search(pattern, text) is None]
    if missing and about:
        yield Hit(about[0].value_span, key="alerts", missing=_listed(missing))


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])}, or {words[-1]}"
