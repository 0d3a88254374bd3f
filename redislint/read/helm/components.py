"""Where bitnami's charts say what a component's container is like, and where its pods run."""

from __future__ import annotations

from redislint.read.helm.layout import Layout
from redislint.read.helm.placing import Placing
from redislint.read.helm.pods import Keys
from redislint.read.helm.values import Values


def keys(values: Values, layout: Layout, component: str) -> Keys:
    """Where the values say what a component's container is like."""
    own = f"{component}."
    shared = "" if layout.aof else own
    return Keys(
        resources=f"{own}resources",
        preset=f"{own}resourcesPreset",
        probes=own,
        security=f"{shared}containerSecurityContext",
        grace=f"{own}terminationGracePeriodSeconds",
        update=f"{own}updateStrategy.type",
        kind="" if layout.aof else f"{own}kind",
        medium=f"{shared}persistence.medium",
        path=_folder(values, f"{shared}persistence.path"),
        storage=f"{shared}persistence.storageClass",
        variables=f"{own}extraEnvVars",
        elsewhere=(f"{own}extraEnvVarsCM", f"{own}extraEnvVarsSecret"),
    )


def _folder(values: Values, path: str) -> str:
    found = values.fact(path).value
    return found if isinstance(found, str) and found else "/data"


def placing(values: Values, layout: Layout, component: str) -> Placing:
    """Where the values say where a component's pods run; Sentinels stand in those of the replicas."""
    shared = layout.replica if component == "sentinel" else component
    # Up to 19.4 there is one budget for the whole of bitnami's redis.
    own = values.chart.span(f"{shared}.pdb.create")
    budget = f"{shared}.pdb" if own is not None and values.block.versions.low >= own.low else "pdb"
    autoscaler = layout.autoscaled.removesuffix(".enabled") if shared == layout.replica else ""
    is_made = layout.aof and values.is_true("cluster.init") is not False
    return Placing(
        preset=f"{shared}.podAntiAffinityPreset",
        instead=(f"{shared}.affinity", f"{shared}.topologySpreadConstraints"),
        budget=budget,
        switch=f"{budget}.create",
        scaled=f"{autoscaler}.enabled" if autoscaler else "",
        fewest=f"{autoscaler}.minReplicas",
        followers="cluster.replicas" if is_made else "",
    )
