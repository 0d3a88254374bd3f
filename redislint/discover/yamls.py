"""YAML files that may declare a Redis, told by their bytes: nothing is parsed here."""

from __future__ import annotations

import re
from itertools import islice

from redislint.discover import names
from redislint.typed import Final

_WORDS: Final = (b"redis", b"valkey", b"keydb")

# Patterns are compiled where a file needs them.
# A top-level mapping `services:`, and something in it that starts a server.
_SERVICES: Final = (
    rb"(?m:^[\"']?services[\"']?[ \t]*+:[ \t]*+(?:[&#][^\n]*+)?\r?\n(?:[ \t]*+(?:#[^\n]*+)?\r?\n)*+[ \t]++[\w.\"']"
    rb"|^services:[ \t]*+\{)"
)
_STARTS: Final = (
    rb"(?:image|command|entrypoint)[\"']?[ \t]*+:[^\n]{0,300}?(?:redis|valkey|keydb)"
    rb"|(?:redis|valkey|keydb)-(?:server|sentinel|cli)"
)
_INCLUDE: Final = rb"(?m:^[\"']?include[\"']?[ \t]*+:)"
# The first version of the format has the services at the top.
_TOP_IMAGE: Final = rb"(?m:^[\w.-]++:[ \t]*+\r?\n(?:[ \t]++(?!image:)[^\n]*+\n)*+[ \t]++image:)"

_MANIFEST: Final = rb"(?m:^(?:\{\s*+)?[\"']?(?:apiVersion|kind)[\"']?[ \t]*+:)"
# What runs a server, in a manifest: an image, a command, or an operator.
_RUNS: Final = (
    rb"(?:image|\"image\")[\"']?[ \t]*+:[^\n]{0,300}?(?:redis|valkey|keydb)"
    rb"|(?:redis|valkey|keydb)-(?:server|sentinel|cli)"
    rb"|opstreelabs\.in/|databases\.spotahome\.com/|hyperspike\.io/|app\.redislabs\.com/"
)
# A URL to connect to that leads out of a cluster, or whose options turn off a check: others are in many manifests.
_CONNECTS: Final = (
    rb"(?:redis|valkey)s?://(?:[^\s@/\"']{0,200}@)?"
    rb"(?:(?![\w.-]{0,250}\.svc\b)[\w-]{1,63}\.[\w-]{1,63}\.\w|[^\s\"']{1,300}(?i:cert_?reqs|skip_?verify|verifypeer|#insecure))"
)
# A line of redis.conf, sentinel.conf or an ACL file, in a block scalar or a quoted one.
_HOLDS: Final = (
    rb"(?m:(?:^[ \t]+|\\n|[\"'])(?:maxmemory|appendonly|appendfsync|requirepass|masterauth|sentinel|protected-mode"
    rb"|replicaof|slaveof|user|save|bind|port|tls-port|include|aclfile|dir|timeout|databases|cluster-enabled"
    rb"|loadmodule)[ \t]++[^\s:])"
)
_TEXTS: Final = rb"(?m:^[ \t-]*+[\"']?kind[\"']?[ \t]*+:[ \t]*+[\"']?(?:ConfigMap|Secret)\b)"
# Others that bear on a server, where one of their names says so.
_BEARS: Final = (
    rb"(?m:^[ \t-]*+[\"']?kind[\"']?[ \t]*+:[ \t]*+[\"']?"
    rb"(?:Secret|Service|NetworkPolicy|PodDisruptionBudget|HorizontalPodAutoscaler)\b)"
)
_NAMED: Final = rb"(?m:^[ \t]++[\"']?name[\"']?[ \t]*+:[ \t]*+[\"']?[\w.-]{0,200}?(?:redis|valkey|keydb))"
# What installs a chart, with values that stand in it, or that it names.
_RELEASES: Final = (
    rb"(?m:^[ \t-]*+[\"']?kind[\"']?[ \t]*+:[ \t]*+[\"']?"
    rb"(?:Application|ApplicationSet|HelmChart|HelmRelease|HelmChartInflationGenerator)\b)"
)
_VALUES: Final = (
    rb"(?m:^[ \t-]*+[\"']?(?:values|valuesContent|valuesObject|valuesInline|valuesFrom|values?Files?"
    rb"|additionalValuesFiles|parameters|fileParameters|set|setString)[\"']?[ \t]*+:)"
)
# A chart of Redis by its name: what floats is said of one that is given no values, too.
_CHART: Final = rb"(?m:^[ \t-]*+[\"']?chart(?:Name)?[\"']?[ \t]*+:[ \t]*+[\"']?[^\s\"'#]{0,200}?(?:redis|valkey))"
_INFLATES: Final = rb"(?m:^(?:helmCharts|helmChartInflationGenerator)[ \t]*+:)"
# What lists the dependencies of a chart: Helm minds how it is spelt.
_DEPENDING: Final = ("Chart.yaml", "requirements.yaml")
_DEPENDENCIES: Final = rb"(?m:^[\"']?dependencies[\"']?[ \t]*+:)"
_HELMFILE: Final = rb"(?m:^releases[ \t]*+:)"
_HELMFILE_NAME: Final = r"(?:^|[._-])helmfile(?:[._-]|$)"
_KUSTOMIZATIONS: Final = ("kustomization.yaml", "kustomization.yml")
# A chart has an `apiVersion`, too, and no kind.
_OBJECT: Final = rb"(?m:^[ \t-]*+[{\"']?[ \t]*+[\"']?kind[\"']?[ \t]*+:)|[\"']kind[\"'][ \t]*+:"
# Where GitHub looks for workflows, and an image of ours in one.
_WORKFLOWS: Final = "/.github/workflows/"
_IMAGE: Final = (
    rb"(?m:^[ \t-]*+[\"']?(?:image|container)[\"']?[ \t]*+:[ \t]*+[^\n]{0,300}?(?:redis|valkey|keydb|matrix\.))"
)
# Variables of Ansible's roles for Redis that no client's settings have, and the kernel's settings in a task.
_ROLE: Final = (
    rb"(?m:^[ \t{-]*+[\"']?redis_(?:bind|bind_interface|requirepass|maxmemory|maxmemory_policy|maxmemory_samples|save"
    rb"|appendonly|appendfsync|disabled_commands|rename_commands|extra_config|config_additional|protected_mode"
    rb"|maxclients|tcp_backlog|nofile_limit|slaveof|sentinel_monitors|rdbcompression|loglevel|databases|dbfilename"
    rb"|db_filename|dbdir)[\"']?[ \t]*+:)"
)
_TASK: Final = rb"(?m:^[ \t-]*+[\"']?(?:ansible\.(?:posix|builtin)\.)?sysctl[\"']?[ \t]*+:)"
_KERNEL: Final = (b"vm.overcommit_memory", b"vm.swappiness", b"net.core.somaxconn")
_TAKES_IN: Final = rb"(?m:^[\"']?(?:resources|bases|components)[\"']?[ \t]*+:)"
# Rules of Prometheus with an alert on a metric of Redis; an object of its operator holds the same.
_GROUPS: Final = rb"(?m:^[\"']?groups[\"']?[ \t]*+:)"
_ALERT: Final = rb"(?m:^[ \t-]++[\"']?alert[\"']?[ \t]*+:)"
_METRIC: Final = b"redis_"
_RULES: Final = rb"(?m:^[ \t-]*+[\"']?kind[\"']?[ \t]*+:[ \t]*+[\"']?PrometheusRule\b)"
_COMPOSE_NAME: Final = r"(?:^|[._-])compose[^/]*$"
_VALUES_NAME: Final = r"(?:^|[._-])values?(?:[._-]|$)"
_BLOCK: Final = rb"(?m:^[ \t]*+[\"']?(?:redis|valkey)[\w-]*+[\"']?[ \t]*+:[ \t]*+(?:[&#][^\r\n]*+)?\r?$)"
_KEY: Final = (
    rb"(?m:^[ \t]++(?:architecture|auth|master|replica|slave|cluster|sentinel|usePassword|commonConfiguration"
    rb"|persistence|existingSecret|networkPolicy)[ \t]*+:)"
)
# A suite of helm-unittest sets values of a chart, and is none of its files.
_SUITE: Final = rb"(?m:^[ \t]*+-[ \t]++[\"']?it[\"']?[ \t]*+:)"
# How far below its key a block is looked into, and how many blocks.
_WITHIN: Final = 4_000
_BLOCKS: Final = 100


def yaml_kind(path: str, data: bytes) -> str | None:
    """`compose`, `helm-values`, `kubernetes`, `github-actions`, `ansible`, `prometheus`, or None for any other YAML."""
    name = names.base(path)
    if name in _KUSTOMIZATIONS:
        return "kubernetes" if re.search(_TAKES_IN, data) or re.search(_INFLATES, data) else None
    is_mentioned = any(word in data for word in _WORDS)
    if _WORKFLOWS in f"/{path}":
        return "github-actions" if is_mentioned and re.search(_IMAGE, data) else None
    if is_mentioned and re.search(_GROUPS, data) and _has_alerts(data) and not re.search(_VALUES_NAME, name):
        return "prometheus"
    return _yaml_kind(path, name, data, is_mentioned)


def _yaml_kind(path: str, name: str, data: bytes, is_mentioned: bool) -> str | None:
    head = name.rpartition(".")[0]
    # A chart's values may have a key `services`, too.
    is_values = re.search(_VALUES_NAME, head) is not None and re.search(_COMPOSE_NAME, head) is None
    if not is_values and (_is_compose(head, data) if is_mentioned else _includes(head, data)):
        return "compose"
    if name in ("chart.yaml", "chart.yml", "requirements.yaml"):
        depends = is_mentioned and path.endswith(_DEPENDING) and re.search(_DEPENDENCIES, data)
        return "helm-values" if depends else None
    is_installer = is_mentioned and installs(path, data)
    if re.search(_MANIFEST, data):
        return "kubernetes" if is_installer or (is_mentioned and _is_manifest(data)) else None
    is_about = names.is_about_redis(path)
    if not is_values and not is_installer and _is_ansible(data, is_mentioned, is_about):
        return "ansible"
    if is_installer and not (is_values or _is_in_values(path)):
        return "helm-values"
    return "helm-values" if _is_values(path, data, is_mentioned, is_about, is_values) else None


def _is_values(path: str, data: bytes, is_mentioned: bool, is_about: bool, is_named: bool) -> bool:
    """Are these a chart's values, by the file's name, or by a block in it?"""
    if is_named or _is_in_values(path):
        return is_mentioned or is_about
    if not is_mentioned or re.search(_SUITE, data):
        return False
    return _has_block(data) or (names.is_telling(path) and re.search(_KEY, data) is not None)


def _is_ansible(data: bytes, is_mentioned: bool, is_about: bool) -> bool:
    """Does a file set variables of a role for Redis, or the kernel's settings where Redis is spoken of?"""
    if is_mentioned and re.search(_ROLE, data):
        return True
    is_kernels = b"sysctl" in data and (is_mentioned or is_about) and any(name in data for name in _KERNEL)
    return is_kernels and re.search(_TASK, data) is not None


def installs(path: str, data: bytes) -> bool:
    """Does a file install charts: an Application, a HelmRelease, a kustomization, a helmfile?"""
    name = names.base(path)
    if name in _KUSTOMIZATIONS:
        return re.search(_INFLATES, data) is not None
    if re.search(_HELMFILE, data):
        is_named = re.search(_HELMFILE_NAME, names.stem(name).rpartition(".")[0]) is not None
        return (is_named or path.rpartition("/")[0].endswith("helmfile.d")) and _gives(data)
    return re.search(_RELEASES, data) is not None and _gives(data)


def _gives(data: bytes) -> bool:
    """Does it give values, or is there a chart of Redis to say something of?"""
    return re.search(_VALUES, data) is not None or re.search(_CHART, data) is not None


def _is_manifest(data: bytes) -> bool:
    """Does a manifest run a server or connect to one, or may it hold what one reads, or who reaches it?"""
    return re.search(_OBJECT, data) is not None and (
        re.search(_RUNS, data) is not None
        or re.search(_CONNECTS, data) is not None
        or (re.search(_TEXTS, data) is not None and re.search(_HOLDS, data) is not None)
        or (re.search(_BEARS, data) is not None and re.search(_NAMED, data) is not None)
        or (re.search(_RULES, data) is not None and _has_alerts(data))
    )


def _has_alerts(data: bytes) -> bool:
    """Is there an alert, and a metric of Redis?"""
    return _METRIC in data and re.search(_ALERT, data) is not None


def _is_compose(head: str, data: bytes) -> bool:
    if _includes(head, data):
        return True
    if re.search(_SERVICES, data):
        return bool(re.search(_COMPOSE_NAME, head)) or re.search(_STARTS, data) is not None
    return bool(re.search(_COMPOSE_NAME, head)) and re.search(_TOP_IMAGE, data) is not None


def _includes(head: str, data: bytes) -> bool:
    """Is it a compose file by its name that takes in others?"""
    return b"include" in data and bool(re.search(_COMPOSE_NAME, head)) and re.search(_INCLUDE, data) is not None


def _is_in_values(path: str) -> bool:
    """Does the file lie in a folder `values`?"""
    return path.rpartition("/")[0].rpartition("/")[2].lower() == "values"


def _has_block(data: bytes) -> bool:
    """Is there a block for a chart of Redis, by a key that such a chart has?"""
    return any(
        re.compile(_KEY).search(data, match.end(), match.end() + _WITHIN)
        for match in islice(re.finditer(_BLOCK, data), _BLOCKS)
    )
