"""What lets others in to pods: services, load balancers that stay inside, and policies with their ports."""

from __future__ import annotations

import pytest

from redislint.read.balancer import is_inside
from tests.read.test_kubernetes import config, deployment, server, service

POD = deployment("image: redis:7.2\nports: [{name: redis, containerPort: 6379}, {name: metrics, containerPort: 9121}]")


@pytest.mark.parametrize(
    ("annotations", "address", "group", "inside"),
    [
        ([], "", "", False),
        ([("service.beta.kubernetes.io/aws-load-balancer-internal", "true")], "", "", True),
        ([("service.beta.kubernetes.io/aws-load-balancer-internal", "false")], "", "", False),
        ([("service.beta.kubernetes.io/aws-load-balancer-scheme", "internet-facing")], "", "", False),
        ([("service.beta.kubernetes.io/aws-load-balancer-scheme", "internal")], "", "", True),
        ([("networking.gke.io/load-balancer-type", "Internal")], "", "", True),
        ([("service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", "intranet")], "", "", True),
        ([("metallb.universe.tf/loadBalancerIPs", "192.168.1.7")], "", "", True),
        ([("metallb.universe.tf/address-pool", "public")], "", "", False),
        ([], "10.1.2.3", "", True),
        ([], "172.16.0.1", "", True),
        ([], "172.32.0.1", "", False),
        ([], "100.64.0.9", "", True),
        ([], "203.0.113.7", "", False),
        ([], "fd00::7", "", True),
        ([], "", "tailscale", True),
        ([], "", "service.k8s.aws/nlb", False),
    ],
)
def test_load_balancers_that_stay_inside(
    annotations: list[tuple[str, str]], address: str, group: str, inside: bool
) -> None:
    assert is_inside(annotations, address, group) is inside


@pytest.mark.parametrize(
    ("text", "ports"),
    [
        (service("LoadBalancer"), [("", "LoadBalancer")]),
        (service("NodePort"), [("", "NodePort")]),
        (service("LoadBalancer", "loadBalancerIP: 10.0.0.8"), [("", "internal")]),
        (service("NodePort", "loadBalancerIP: 10.0.0.8"), [("", "NodePort")]),
        (service("ClusterIP", "externalIPs: [203.0.113.7]"), [("", "externalIPs")]),
        (service("ClusterIP"), []),
    ],
)
def test_what_publishes_a_port(text: str, ports: list[tuple[str, str]]) -> None:
    assert [(port.host, port.by) for port in server(POD + text).ports or ()] == ports


def policy(rule: str, name: str = "p", selector: str = "{matchLabels: {app: redis}}") -> str:
    rules = f"ingress: [{rule}]" if rule else "policyTypes: [Ingress]"
    return f"---\nkind: NetworkPolicy\nmetadata: {{name: {name}}}\nspec: {{podSelector: {selector}, {rules}}}\n"


@pytest.mark.parametrize(
    ("policies", "said"),
    [
        ("", None),
        (policy(""), "closed"),
        (policy("{from: [{podSelector: {}}]}"), "closed"),
        (policy("{}"), "open"),
        (policy("{ports: [{port: 6379}]}"), "open"),
        (policy("{ports: [{port: redis}]}"), "open"),
        (policy("{ports: [{port: 9121}]}"), "open"),
        (policy("{ports: [{port: 80}]}"), "closed"),
        (policy("{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}"), "open"),
        (policy("") + policy("{}", "q"), "open"),
        (policy("{}", selector="{matchLabels: {app: shop}}"), None),
        (policy("{}", selector="{matchExpressions: [{key: app, operator: Exists}]}"), None),
        (policy("{}", selector="{}"), "open"),
    ],
)
def test_what_policies_make_of_a_pod(policies: str, said: str | None) -> None:
    workload = server(POD + policies).workload
    assert workload is not None
    found = workload.policy
    assert (None if found is None else found.value) == said


def test_a_rule_about_another_containers_port_shuts_nobody_out_and_lets_nobody_in() -> None:
    alone = deployment("image: redis:7.2\nports: [{containerPort: 6379}]")
    both = policy("{from: [{podSelector: {}}]}, {ports: [{port: 9121}]}")
    assert server(alone + service("NodePort") + both).ports == ()
    assert [one.by for one in server(alone + service("NodePort") + policy("{ports: [{port: 6379}]}")).ports or ()]


def test_a_text_that_arguments_include() -> None:
    pod = "volumes: [{name: conf, configMap: {name: conf}}]"
    container = (
        "image: redis:7.2\nvolumeMounts: [{name: conf, mountPath: /etc/redis}]\n"
        "args: [--include, /etc/redis/more.conf, --port, '7000', --aclfile, users.acl, --dir, /etc/redis]"
    )
    texts = {"more__conf": "port 1\nappendonly yes\n", "users__acl": "user default off\nuser app on >x ~* +get\n"}
    found = server(deployment(container, pod) + config(**texts))
    assert [(one.name, one.value) for one in found.settings if one.name in ("port", "appendonly")] == [
        ("port", "1"),
        ("appendonly", "yes"),
        ("port", "7000"),
    ]
    assert found.complete
    assert [user.name for user in found.users or ()] == ["default", "app"]
