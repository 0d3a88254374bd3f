"""Manifests: which containers run Redis, and what the objects say of each other."""

from __future__ import annotations

import base64
import time

import pytest

from redislint.discover.kinds import kind_of
from redislint.link import link
from redislint.model.document import Reading
from redislint.model.facts import UNKNOWN
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.read.kubernetes.quantities import quantity
from redislint.source import Source
from tests.read.reading import Files, reading
from tests.timing import SLOW


def manifest(text: str, **files: str) -> Reading:
    return reading(text, "kubernetes", "redis.yaml", Files(**files))


def indented(text: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}\n" for line in text.strip("\n").split("\n"))


def deployment(container: str, pod: str = "", kind: str = "Deployment", spec: str = "") -> str:
    """A workload whose one container has these keys beside its name."""
    return (
        f"apiVersion: apps/v1\nkind: {kind}\nmetadata:\n  name: redis\nspec:\n"
        + (indented(spec, 2) if spec else "")
        + "  selector:\n    matchLabels: {app: redis, tier: data}\n"
        + "  template:\n    metadata:\n      labels: {app: redis, tier: data}\n    spec:\n"
        + (indented(pod, 6) if pod else "")
        + "      containers:\n        - name: server\n"
        + indented(container, 10)
    )


def config(
    name: str = "conf", kind: str = "ConfigMap", section: str = "data", namespace: str = "", **texts: str
) -> str:
    body = "".join(f"  {key.replace('__', '.')}: |\n{indented(text, 4)}" for key, text in texts.items())
    space = f"  namespace: {namespace}\n" if namespace else ""
    return f"---\napiVersion: v1\nkind: {kind}\nmetadata:\n  name: {name}\n{space}{section}:\n{body}"


def service(kind: str, extra: str = "", selector: str = "{app: redis}", port: str = "port: 6379") -> str:
    return (
        f"---\napiVersion: v1\nkind: Service\nmetadata:\n  name: redis\nspec:\n  type: {kind}\n"
        f"  selector: {selector}\n{indented(extra, 2) if extra else ''}  ports:\n    - {port}\n"
    )


def server(text: str, **files: str) -> Instance:
    (instance,) = manifest(text, **files).instances
    return instance


MOUNTED = """image: redis:7.2
command: [redis-server, /etc/redis/redis.conf]
volumeMounts:
- {name: c, mountPath: /etc/redis}"""
VOLUME = "volumes:\n- name: c\n  configMap: {name: conf}"


@pytest.mark.parametrize(
    ("container", "ours"),
    [
        ("image: redis:7.2", True),
        ("image: docker.io/library/redis", True),
        ("image: valkey/valkey:8.0", True),
        ("image: registry.example.com/team/app:1\ncommand: [redis-server, --port, '6379']", True),
        ("image: redis:7.2\nargs: [--appendonly, 'yes']", True),
        ("image: redis:7.2\ncommand: [sh, -c, 'cp /a /b; exec redis-server /b']", True),
        ("image: redis:7.2\ncommand: [sh, -c, /scripts/start.sh]", True),
        ("image: redis:7.2\ncommand: [redis-cli, -h, redis, ping]", False),
        ("image: redis:7.2\ncommand: [sh, -c, 'redis-cli -h redis ping']", False),
        ("image: redis:7.2\ncommand: [sh, -c, 'while true; do redis-cli ping; sleep 1; done']", False),
        ("image: redis:7.2\ncommand: [sleep, infinity]", False),
        ("image: redis:7.2\ncommand: [sh, /scripts/start.sh]", True),
        ("image: redis:7.2\ncommand: [/scripts/start.sh]", True),
        ("image: redis:7.2\ncommand: [sh, -c, 'apk add bash; while true; do /backup.sh; sleep 60; done']", False),
        ("image: oliver006/redis_exporter:v1.55.0", False),
        ("image: registry.k8s.io/redis:v1", True),
        ("image: redis/redisinsight:latest", False),
        ("image: example/app\nenv: [{name: REDIS_URL, value: 'redis://redis:6379'}]", False),
    ],
)
def test_which_containers_are_ours(container: str, ours: bool) -> None:
    assert bool(manifest(deployment(container)).instances) == ours


@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"])
def test_kinds_with_a_template(kind: str) -> None:
    instance = server(deployment("image: redis:7.2", kind=kind))
    assert (instance.name, instance.anchor.text, instance.complete) == ("redis", "server", True)
    assert instance.workload is not None
    assert instance.workload.kind == kind


def test_a_pod_a_cron_job_and_a_list() -> None:
    pod = "{apiVersion: v1, kind: Pod, metadata: {name: one}, spec: {containers: [{name: redis, image: 'redis:7.2'}]}}"
    job = (
        "{apiVersion: batch/v1, kind: CronJob, metadata: {name: two}, spec: {jobTemplate: {spec: {template: {spec: "
        "{restartPolicy: Never, containers: [{name: redis, image: 'redis:7.2', command: [redis-server]}]}}}}}}"
    )
    found = manifest(f"apiVersion: v1\nkind: List\nitems:\n- {pod}\n- {job}\n").instances
    facts = [(one.name, None if one.restarts is None else one.restarts.value) for one in found]
    assert facts == [("one", True), ("two", False)]


def test_json() -> None:
    text = (
        '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "cache"}, "spec": {"containers": '
        '[{"name": "redis", "image": "redis:7.2", "args": ["--maxmemory", "1gb"]}]}}'
    )
    instance = server(text)
    assert [(one.spelling, one.value, one.span.text) for one in instance.settings] == [
        ("--maxmemory", "1gb", '--maxmemory", "1gb')
    ]


def test_what_prepares_a_pod_is_no_server_but_what_runs_beside_it_is() -> None:
    prepared = (
        "initContainers:\n- {name: first, image: redis:7.2}\n- {name: side, image: redis:7.2, restartPolicy: Always}"
    )
    found = manifest(deployment("image: example/app", prepared)).instances
    assert [one.anchor.text for one in found] == ["side"]


def test_two_servers_in_a_pod_have_names_of_their_own() -> None:
    text = deployment("image: redis:7.2") + "        - {name: other, image: 'valkey/valkey:8.1'}\n"
    assert [one.name for one in manifest(text).instances] == ["redis/server", "redis/other"]


def test_a_mounted_text_is_the_configuration() -> None:
    text = deployment(MOUNTED, VOLUME) + config(redis__conf="maxmemory 100mb\nsave 60 1")
    found = manifest(text)
    (instance,) = found.instances
    assert instance.complete
    assert [(one.name, one.value, one.span.text) for one in instance.settings] == [
        ("maxmemory", "100mb", "maxmemory 100mb"),
        ("save", "60 1", "save 60 1"),
    ]
    assert [(one.language, str(one.server)) for one in found.documents if one.language == "redis-conf"] == [
        ("redis-conf", "redis 7.2")
    ]


def test_a_text_that_a_script_copies_is_the_configuration() -> None:
    script = "cp /etc/redis/redis.conf /tmp/r.conf && exec redis-server /tmp/r.conf --hz 20"
    container = MOUNTED.replace("[redis-server, /etc/redis/redis.conf]", f"[sh, -c, '{script}']")
    found = server(deployment(container, VOLUME) + config(redis__conf="maxmemory 100mb"))
    assert [(one.name, one.value) for one in found.settings] == [("maxmemory", "100mb"), ("hz", "20")]
    other = container.replace(" && exec", " && sed -i s/1/2/ /tmp/r.conf && exec")
    assert not server(deployment(other, VOLUME) + config(redis__conf="maxmemory 100mb")).setting("maxmemory").written


def test_options_come_behind_the_file() -> None:
    container = MOUNTED.replace("redis.conf]", "redis.conf, --maxmemory, 2gb]")
    text = deployment(container, VOLUME) + config(redis__conf="maxmemory 100mb")
    assert server(text).setting("maxmemory").value == "2gb"


@pytest.mark.parametrize(
    ("mounts", "volume"),
    [
        ("- {name: c, mountPath: /etc/redis/redis.conf, subPath: redis.conf}", VOLUME),
        (
            "- {name: c, mountPath: /etc/redis}",
            "volumes:\n- name: c\n  configMap: {name: conf, items: [{key: redis.conf, path: redis.conf}]}",
        ),
        (
            "- {name: c, mountPath: /etc/redis}",
            "volumes:\n- name: c\n  projected: {sources: [{configMap: {name: conf}}]}",
        ),
    ],
)
def test_ways_to_mount(mounts: str, volume: str) -> None:
    container = f"image: redis:7.2\ncommand: [redis-server, /etc/redis/redis.conf]\nvolumeMounts:\n{mounts}"
    assert (
        server(deployment(container, volume) + config(redis__conf="maxmemory 1gb")).setting("maxmemory").value == "1gb"
    )


def test_a_key_under_another_name() -> None:
    volume = "volumes:\n- name: c\n  configMap: {name: conf, items: [{key: master.conf, path: redis.conf}]}"
    text = deployment(MOUNTED, volume) + config(master__conf="maxmemory 1gb", redis__conf="maxmemory 2gb")
    found = manifest(text).instances
    assert found[0].setting("maxmemory").value == "1gb"


@pytest.mark.parametrize(
    "text",
    [
        deployment(MOUNTED, VOLUME),
        deployment(MOUNTED, VOLUME) + config(name="other", redis__conf="maxmemory 1gb"),
        deployment(MOUNTED, VOLUME) + config(other__conf="maxmemory 1gb"),
        deployment(MOUNTED, VOLUME) + config(redis__conf="maxmemory 1gb") + config(redis__conf="maxmemory 1gb"),
        deployment(MOUNTED, "volumes:\n- name: c\n  emptyDir: {}") + config(redis__conf="maxmemory 1gb"),
    ],
)
def test_a_configuration_that_is_not_here_is_not_known(text: str) -> None:
    found = [one for one in manifest(text).instances if one.workload is not None]
    assert [one.setting("maxmemory").value for one in found] == [None]


def test_namespaces_keep_texts_apart() -> None:
    text = deployment(MOUNTED, VOLUME).replace("name: redis\nspec", "name: redis\n  namespace: shop\nspec", 1)
    other = text + config(redis__conf="maxmemory 1gb", namespace="blog")
    own = other + config(redis__conf="maxmemory 2gb", namespace="shop")
    assert [one.setting("maxmemory").value for one in manifest(other).instances if one.workload] == [None]
    assert [one.setting("maxmemory").value for one in manifest(own).instances if one.workload] == ["2gb"]


def test_a_text_in_a_file_beside_it() -> None:
    conf = config(redis__conf="maxmemory 1gb")
    instance = server(deployment(MOUNTED, VOLUME), **{"conf.yaml": conf, "notes.yaml": conf.replace("conf", "notes")})
    setting = instance.setting("maxmemory")
    assert (setting.value, setting.span.source.path, setting.span.text) == ("1gb", "conf.yaml", "maxmemory 1gb")
    assert ("text", "conf.yaml") in [(one.role, one.path) for one in instance.references]


def test_a_file_to_copy_from_is_not_applied() -> None:
    conf = config(redis__conf="maxmemory 1gb")
    instance = server(deployment(MOUNTED, VOLUME), **{"conf.example.yaml": conf})
    assert instance.setting("maxmemory").value is None


def test_of_two_texts_of_one_name_beside_it_neither_is_known() -> None:
    conf = config(redis__conf="maxmemory 1gb")
    instance = server(deployment(MOUNTED, VOLUME), **{"a.yaml": conf, "b.yaml": conf})
    assert instance.setting("maxmemory").value is None


def test_includes_and_acl_files_of_the_same_volume() -> None:
    text = deployment(MOUNTED, VOLUME) + config(
        redis__conf="include /etc/redis/more.conf\naclfile /etc/redis/users.acl\nmaxmemory 1gb",
        more__conf="maxmemory 2gb\nappendonly yes",
        users__acl="user default off\nuser app on >secret-of-the-app ~* +@all",
    )
    found = manifest(text)
    (instance,) = found.instances
    assert [one.name for one in instance.settings] == ["maxmemory", "appendonly", "aclfile", "maxmemory"]
    assert [user.name for user in instance.users or ()] == ["default", "app"]
    assert ">secret-of-the-app" in [span.text for span in found.secrets]


def test_an_include_that_goes_round() -> None:
    body = "include /etc/redis/redis.conf\nmaxmemory 1gb\n" * 2
    found = manifest(deployment(MOUNTED, VOLUME) + config(redis__conf=body))
    (instance,) = link([found], Options()).instances
    assert not instance.complete
    assert len(instance.settings) < 1_000


def test_a_password_from_a_secret() -> None:
    container = (
        "image: redis:7.2\nargs: [--requirepass, $(PASSWORD)]\nenv:\n- name: PASSWORD\n"
        "  valueFrom: {secretKeyRef: {name: keys, key: password}}"
    )
    alone = server(deployment(container)).setting("requirepass")
    assert (alone.value, alone.written) == (None, True)
    plain = deployment(container) + "---\nkind: Secret\nmetadata: {name: keys}\nstringData: {password: hunter2}\n"
    setting = server(plain).setting("requirepass")
    assert (setting.value, setting.value_span.text, setting.spelling) == ("hunter2", "hunter2", "PASSWORD")
    coded = base64.b64encode(b"hunter2").decode()
    found = manifest(
        deployment(container) + f"---\nkind: Secret\nmetadata: {{name: keys}}\ndata: {{password: {coded}}}\n"
    )
    setting = found.instances[0].setting("requirepass")
    assert (setting.value, setting.value_span.text) == ("hunter2", coded)
    assert coded in [span.text for span in found.secrets]


@pytest.mark.parametrize("word", ["$(PASSWORD)", "sh"])
def test_a_password_in_the_environment(word: str) -> None:
    start = "args: [--requirepass, $(PASSWORD)]"
    if word == "sh":
        start = 'command: [sh, -c, "exec redis-server --requirepass \\"$PASSWORD\\""]'
    found = manifest(deployment(f"image: redis:7.2\n{start}\nenv:\n- name: PASSWORD\n  value: hunter2"))
    setting = found.instances[0].setting("requirepass")
    assert (setting.value, setting.value_span.text) == ("hunter2", "hunter2")
    assert "hunter2" in [span.text for span in found.secrets]


def test_a_configuration_in_base64() -> None:
    coded = base64.b64encode(b"requirepass hunter2\nmaxmemory 1gb\n").decode()
    volume = "volumes:\n- name: c\n  secret: {secretName: conf}"
    text = deployment(MOUNTED, volume) + f"---\nkind: Secret\nmetadata: {{name: conf}}\ndata:\n  redis.conf: {coded}\n"
    found = manifest(text)
    setting = found.instances[0].setting("requirepass")
    assert (setting.value, setting.value_span.text) == ("hunter2", coded)
    assert [span.text for span in found.secrets] == [coded]


def test_the_environment_of_bitnami() -> None:
    variables = "env:\n- {name: ALLOW_EMPTY_PASSWORD, value: 'yes'}\n- {name: REDIS_AOF_ENABLED, value: 'no'}"
    instance = server(deployment(f"image: bitnami/redis:7.2\n{variables}"))
    assert {one.name: one.value for one in instance.settings} == {
        "appendonly": "no",
        "requirepass": "",
        "protected-mode": "no",
    }
    instance = server(deployment(f"image: bitnami/redis:7.2\nenvFrom: [{{secretRef: {{name: away}}}}]\n{variables}"))
    assert not instance.complete
    assert [one.name for one in instance.settings] == ["appendonly"]


@pytest.mark.parametrize(
    ("text", "ports"),
    [
        ("", []),
        (service("ClusterIP"), []),
        (service("LoadBalancer"), [(6379, 6379, "LoadBalancer")]),
        (service("NodePort", port="{port: 6379, nodePort: 30379}"), [(6379, 30379, "NodePort")]),
        (service("NodePort", port="{port: 80, targetPort: 6380}"), [(6380, None, "NodePort")]),
        (service("LoadBalancer", port="{port: 80, targetPort: redis}"), [(6381, 80, "LoadBalancer")]),
        (service("ClusterIP", "externalIPs: [203.0.113.7]"), [(6379, 6379, "203.0.113.7")]),
        (service("LoadBalancer", "loadBalancerSourceRanges: [10.0.0.0/8]"), []),
        (service("LoadBalancer", "loadBalancerSourceRanges: [0.0.0.0/0]"), [(6379, 6379, "LoadBalancer")]),
        (service("LoadBalancer", selector="{app: other}"), []),
        (service("LoadBalancer", selector="{}"), []),
        (service("LoadBalancer", port="{port: 53, protocol: UDP}"), []),
    ],
)
def test_what_services_publish(text: str, ports: list[tuple[int, int | None, str]]) -> None:
    instance = server(deployment("image: redis:7.2\nports: [{name: redis, containerPort: 6381}]") + text)
    assert [(one.container, one.outside, one.span.text) for one in instance.ports or ()] == ports


def test_a_service_in_a_file_beside_it() -> None:
    instance = server(deployment("image: redis:7.2"), **{"service.yaml": service("LoadBalancer")})
    assert [one.span.source.path for one in instance.ports or ()] == ["service.yaml"]
    assert [(one.role, one.path) for one in instance.references] == [("mount", "service.yaml")]


def test_ports_of_the_node() -> None:
    instance = server(deployment("image: redis:7.2\nports: [{containerPort: 6379, hostPort: 7000, hostIP: 127.0.0.1}]"))
    assert [(one.host, one.container, one.outside) for one in instance.ports or ()] == [("127.0.0.1", 6379, 7000)]
    instance = server(deployment("image: redis:7.2", "hostNetwork: true"))
    assert [(one.container, one.span.text) for one in instance.ports or ()] == [(6379, "true"), (26379, "true")]


@pytest.mark.parametrize(
    ("policy", "shut"),
    [
        ("podSelector: {matchLabels: {app: redis}}\ningress: [{from: [{podSelector: {}}]}]", True),
        ("podSelector: {}\npolicyTypes: [Ingress]", True),
        ("podSelector: {matchLabels: {app: redis}}\ningress: [{}]", False),
        ("podSelector: {matchLabels: {app: redis}}\ningress: [{ports: [{port: 6379}]}]", False),
        ("podSelector: {matchLabels: {app: redis}}\ningress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]", False),
        ("podSelector: {matchLabels: {app: other}}\ningress: [{from: [{podSelector: {}}]}]", False),
        ("podSelector: {}\npolicyTypes: [Egress]", False),
        ("podSelector: {matchExpressions: [{key: app, operator: Exists}]}\ningress: []", None),
    ],
)
def test_policies(policy: str, shut: bool | None) -> None:
    text = f"---\nkind: NetworkPolicy\nmetadata: {{name: redis}}\nspec:\n{indented(policy, 2)}"
    ports = server(deployment("image: redis:7.2") + service("LoadBalancer") + text).ports
    assert (None if ports is None else not ports) == shut


def test_policies_add_to_each_other_and_hold_for_no_network_of_a_node() -> None:
    shut = "---\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n"
    wide = "---\nkind: NetworkPolicy\nmetadata: {name: b}\nspec: {podSelector: {}, ingress: [{}]}\n"
    pod = deployment("image: redis:7.2") + service("LoadBalancer")
    assert server(pod + shut).ports == ()
    assert server(pod + shut + wide).ports
    assert server(deployment("image: redis:7.2", "hostNetwork: true") + shut).ports


def test_how_many_there_are() -> None:
    def count(text: str) -> object:
        fact = server(text).replicas
        return None if fact is None else fact.value

    assert count(deployment("image: redis:7.2")) == 1
    assert count(deployment("image: redis:7.2", spec="replicas: 3")) == 3
    assert count(deployment("image: redis:7.2", kind="DaemonSet")) is UNKNOWN
    target = "{scaleTargetRef: {kind: Deployment, name: redis}}"
    scaler = f"---\nkind: HorizontalPodAutoscaler\nmetadata: {{name: x}}\nspec: {target}\n"
    assert count(deployment("image: redis:7.2", spec="replicas: 3") + scaler) is UNKNOWN


@pytest.mark.parametrize(
    ("mounts", "pod", "lasts"),
    [
        ("", "", False),
        (
            "volumeMounts: [{name: d, mountPath: /data}]",
            "volumes: [{name: d, persistentVolumeClaim: {}}]",
            True,
        ),
        ("volumeMounts: [{name: d, mountPath: /data}]", "volumes: [{name: d, hostPath: {path: /srv}}]", True),
        ("volumeMounts: [{name: d, mountPath: /data}]", "volumes: [{name: d, emptyDir: {}}]", False),
        ("volumeMounts: [{name: d, mountPath: /data}]", "", UNKNOWN),
        (
            "volumeMounts: [{name: d, mountPath: /var/x}]",
            "volumes: [{name: d, persistentVolumeClaim: {}}]",
            UNKNOWN,
        ),
    ],
)
def test_what_outlasts_the_pod(mounts: str, pod: str, lasts: object) -> None:
    fact = server(deployment(f"image: redis:7.2\n{mounts}", pod)).storage
    assert fact is not None
    assert fact.value is lasts


def test_a_claim_of_a_set() -> None:
    text = deployment("image: redis:7.2\nvolumeMounts: [{name: d, mountPath: /data}]", kind="StatefulSet")
    fact = server(f"{text}  volumeClaimTemplates: [{{metadata: {{name: d}}}}]\n").storage
    assert fact is not None
    assert fact.value is True


def test_the_workload() -> None:
    container = """
image: redis:7.2
command: [redis-server, --save, ""]
env: [{name: A, value: b}]
resources: {limits: {cpu: 500m, memory: 256Mi}, requests: {memory: 128Mi}}
securityContext: {runAsUser: 0, privileged: true, readOnlyRootFilesystem: true}
volumeMounts: [{name: d, mountPath: /data, readOnly: true}]
livenessProbe:
  exec: {command: [redis-cli, ping]}
  periodSeconds: 5
"""
    instance = server(
        deployment(container, "terminationGracePeriodSeconds: 60\nvolumes: [{name: d, emptyDir: {medium: Memory}}]")
    )
    work = instance.workload
    assert work is not None
    assert instance.memory_limit is not None
    assert (instance.memory_limit.value, instance.memory_limit.span.text) == (256 << 20, "256Mi")
    assert work.command == ("redis-server", "--save", "")
    assert [(name, fact.value) for name, fact in work.environment or ()] == [("A", "b")]
    assert [(one.path, one.source, one.read_only) for one in work.volumes or ()] == [("/data", "memory", True)]
    (probe,) = work.probes or ()
    assert (probe.kind, probe.words, probe.period, probe.delay, probe.failures) == (
        "liveness",
        ("redis-cli", "ping"),
        5.0,
        0.0,
        3,
    )
    facts = (work.cpu_limit, work.memory_request, work.privileged, work.root, work.read_only_root, work.host_network)
    assert [None if fact is None else fact.value for fact in facts] == [0.5, 128 << 20, True, True, True, False]
    assert work.grace is not None
    assert work.update is not None
    assert (work.grace.value, work.update.value) == (60.0, "RollingUpdate")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("256Mi", 256 << 20),
        ("1Gi", 1 << 30),
        ("1.5", 1.5),
        ("250m", 0.25),
        ("2k", 2000),
        ("1e3", 1000),
        ("12", 12),
        ("1mb", None),
        ("lots", None),
        ("", None),
    ],
)
def test_quantities(text: str, value: float | None) -> None:
    assert quantity(text) == value


KUSTOMIZATION = "configMapGenerator:\n- name: conf\n  files: [redis.conf]\n"


def test_a_text_that_a_kustomization_makes() -> None:
    instance = server(
        deployment(MOUNTED, VOLUME), **{"kustomization.yaml": KUSTOMIZATION, "redis.conf": "maxmemory 1gb\n"}
    )
    assert ("config", "redis.conf") in [(one.role, one.path) for one in instance.references]
    assert instance.mounts == (("/etc/redis/redis.conf", "redis.conf"),)


@pytest.mark.parametrize(
    "said",
    [
        "patches:\n- target: {kind: Deployment, name: redis}\n  path: more.yaml\n",
        "patches:\n- path: more.yaml\n",
        "patchesStrategicMerge:\n- more.yaml\n",
        "patches:\n- patch: |\n    kind: Deployment\n    metadata:\n      name: redis\n",
    ],
)
def test_what_is_patched_is_not_known(said: str) -> None:
    text = deployment("image: redis:7.2\nresources: {limits: {memory: 1Gi}}")
    instance = server(text, **{"kustomization.yaml": said})
    assert not instance.complete
    assert instance.memory_limit is not None
    assert instance.memory_limit.value is UNKNOWN
    other = said.replace("name: redis", "name: other")
    if other != said:
        assert server(text, **{"kustomization.yaml": other}).complete


def test_an_image_that_a_kustomization_replaces() -> None:
    instance = server(
        deployment("image: redis:7.2"), **{"kustomization.yaml": "images: [{name: redis, newTag: '8'}]\n"}
    )
    assert instance.image is not None
    assert instance.image.value is UNKNOWN
    assert instance.server is None


def test_a_part_of_an_object_is_not_whole() -> None:
    text = deployment("image: redis:7.2").replace("  selector:\n    matchLabels: {app: redis, tier: data}\n", "")
    assert not server(text).complete


@pytest.mark.parametrize(
    "text",
    [
        "kind: Deployment\nmetadata:\n  name: redis\n{{- if .Values.x }}\nspec: {}\n{{- end }}\n",
        "kind: Deployment\nspec:\n  replicas: {{ .Values.redis }}\n  {{- toYaml . }}\n",
    ],
)
def test_a_template_is_passed_over(text: str) -> None:
    found = manifest(text)
    assert (found.instances, found.documents, found.problems) == ((), (), ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (deployment("image: redis:7.2"), "kubernetes"),
        (config(redis__conf="maxmemory 1gb"), "kubernetes"),
        (deployment("image: example/app\nenv: [{name: REDIS_URL, value: x}]").replace("redis", "app"), None),
        ("apiVersion: v1\nkind: Pod\nspec: {containers: [{image: nginx}]}\n", None),
        ("services:\n  a:\n    image: redis:7\n", "compose"),
    ],
)
def test_recognition(text: str, kind: str | None) -> None:
    assert kind_of("a/b.yaml", text.encode()) == kind


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("scalar", "place"),
    [
        ("|\n    # one\n    maxmemory 1gb", "maxmemory 1gb"),
        ("|-\n    # one\n    maxmemory 1gb", "maxmemory 1gb"),
        (">\n    # one\n\n    maxmemory 1gb", "maxmemory 1gb"),
        ('"# one\\nmaxmemory 1gb\\n"', "maxmemory 1gb"),
        ("&text |\n    maxmemory\t1gb\n    # two", "maxmemory\t1gb"),
    ],
)
def test_places_in_every_kind_of_scalar(scalar: str, place: str, ending: str) -> None:
    text = (
        deployment(MOUNTED, VOLUME) + f"---\nkind: ConfigMap\nmetadata: {{name: conf}}\ndata:\n  redis.conf: {scalar}\n"
    )
    setting = server(text.replace("\n", ending)).setting("maxmemory")
    assert (setting.value, setting.span.text) == ("1gb", place)


def test_places_through_anchors() -> None:
    text = deployment("image: &image redis:7.2\nresources: {limits: {memory: &size 256Mi}, requests: {memory: *size}}")
    instance = server(text)
    assert instance.image is not None
    assert instance.memory_limit is not None
    assert (instance.image.span.text, instance.memory_limit.span.text) == ("redis:7.2", "256Mi")


HOSTILE = [
    "kind: Pod\nmetadata: {name: redis}\nspec: " + "[" * 5_000,
    "kind: Pod\nmetadata: {name: redis}\nspec: " + "{a: " * 900 + "1" + "}" * 900,
    "kind: List\nitems: &a\n- kind: List\n  items: *a\n# redis\n",
    "kind: redis\na: &a [x]\n"
    + "".join(f"a{n}: &a{n} [*a{n - 1 if n else ''}, *a{n - 1 if n else ''}]\n" for n in range(40)),
    "kind: List\nitems:\n" + "- {kind: Pod, spec: {containers: [{image: redis}]}}\n" * 2_000,
    deployment("image: redis:7.2\nenv: &e\n- name: A\n  value: *e\n"),
    deployment(
        "image: redis:7.2\ncommand: {a: b}\nargs: redis-server\nvolumeMounts: {a: b}\nenv: 3\nports: [1]\nresources: []"
    ),
    "kind: Pod\nmetadata: redis\nspec: {containers: {a: b}, volumes: 1}\n",
    "kind: [redis]\n---\n- redis\n---\nredis\n",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_files(text: str) -> None:
    started = time.process_time()
    manifest(text, **{"kustomization.yaml": text, "other.yaml": text})
    assert time.process_time() - started < SLOW * 4


def test_a_tree_of_manifests_is_searched_by_bytes() -> None:
    app = deployment("image: example/app\nenv: [{name: REDIS_URL, value: 'redis://cache'}]").replace(
        "name: redis", "name: app"
    )
    data = (app * 4).encode()
    started = time.process_time()
    for number in range(2_000):
        assert kind_of(f"apps/{number}.yaml", data) is None
    assert time.process_time() - started < SLOW


def test_the_source_of_a_hidden_text_is_its_file() -> None:
    text = deployment(MOUNTED, VOLUME) + config(redis__conf="maxmemory 100mb\nsave 60 1")
    source = Source("redis.yaml", text, "kubernetes")
    for document in manifest(text).documents:
        assert document.source.root.path == source.path
        for setting in document.settings:
            assert text[setting.span.start : setting.span.end] == setting.span.text
