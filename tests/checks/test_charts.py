"""Rules about Helm values: how grave they are, and which of them speak together."""

from __future__ import annotations

import redislint


def found(text: str, named: str = "bitnami/redis@20.1.0") -> dict[str, str]:
    """Each rule that speaks, with its severity."""
    source = f"# redislint: chart={named}\n{text}"
    return {one.rule: str(one.severity) for one in redislint.lint_text(source, kind="helm-values")}


def test_a_stray_key_is_a_warning_and_a_probable_one_a_note() -> None:
    assert found("wrong: 1\n")["RL822"] == "warning"
    text = """\
# redis
architecture: replication
auth: {enabled: true}
master: {persistence: {enabled: true}, config: {maxmemory: 1gb}}
replica: {replicaCount: 2, config: {maxmemory: 1gb}}
"""
    probable = {one.rule: str(one.severity) for one in redislint.lint_text(text, kind="helm-values")}
    assert probable["RL822"] == "info"


def test_what_a_chart_refuses_is_an_error_and_what_it_leaves_out_a_warning() -> None:
    assert found("architecture: standalone\nsentinel: {enabled: true}\n")["RL824"] == "error"
    assert found("sentinel: {enabled: true}\nmaster: {count: 2}\n")["RL824"] == "warning"


def test_one_word_on_a_limit_that_nobody_set() -> None:
    assert {"RL418", "RL814"} & set(found("architecture: standalone\n")) == {"RL418"}
    bounded = "commonConfiguration: |-\n  appendonly yes\n  save ''\n  maxmemory {}\n"
    assert {"RL418", "RL501", "RL814"} & set(found(bounded.format("100mb"))) == {"RL814"}
    assert {"RL418", "RL501", "RL814"} & set(found(bounded.format("1gb"))) == {"RL501"}
    assert "RL814" not in found(
        f"{bounded.format('100mb')}master: {{resourcesPreset: nano}}\nreplica: {{resources: {{a: 1}}}}\n"
    )


def test_autoscaled_sentinels() -> None:
    text = "sentinel: {{enabled: {}}}\nreplica: {{autoscaling: {{enabled: true}}}}\n"
    assert "RL815" in found(text.format("true"))
    assert "RL815" not in found(text.format("false"))
    valkey = "sentinel: {enabled: true}\nreplica: {autoscaling: {hpa: {enabled: true, minReplicas: 2}}}\n"
    assert "RL815" in found(valkey, "bitnami/valkey@3.0.0")
    assert "RL815" not in found("sentinel: {enabled: true}\nreplica: {autoscaling: {enabled: true, minReplicas: 3}}\n")
