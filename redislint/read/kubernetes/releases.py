"""Objects that install a chart with values: Application and ApplicationSet of Argo CD, HelmRelease of Flux.

Sources: argo-cd.readthedocs.io/en/stable/user-guide/helm (parameters count more than `valuesObject`, which replaces
`values`, which counts more than `valueFiles`); fluxcd.io/flux/components/helm/helmreleases (`values` count more than
`valuesFrom`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from redislint.model.document import Reading
from redislint.read.helm.nearby import Dependency, chart_from
from redislint.read.helm.versions import ANY, constraint
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import Object, objects, scalar
from redislint.read.uncollected import Uncollected
from redislint.read.yaml import Node, Yaml
from redislint.source import Source
from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from redislint.read.helm.given import Given

# The groups of Flux: now, and of its first version.
_FLUX: Final = "helm.toolkit.fluxcd.io/"
_FLUX_1: Final = ("helm.fluxcd.io/", "flux.weave.works/")
_MOST: Final = 200


def released(source: Source, around: Around) -> Reading:
    """What the charts that a document installs become, as the values in it have them."""
    if not any(one.kind in ("Application", "ApplicationSet", "HelmRelease") for one in around.own):
        return Reading(source)
    # Few documents need it.
    from redislint.read.helm import given

    # What is said about values is said in the words of values.
    file = Yaml(Source(source.path, source.text, "helm-values"))
    with Uncollected():
        return given.read(file.source, (one for each in objects(file) for one in _given(each, around)), around.tree)


def _given(one: Object, around: Around) -> Iterator[Given]:
    if one.kind in ("Application", "ApplicationSet") and one.api.startswith("argoproj.io/"):
        spec = one.node.at("spec.template.spec" if one.kind == "ApplicationSet" else "spec")
        listed = spec.get("sources") if spec is not None else None
        single = spec.get("source") if spec is not None else None
        sources = listed.elements()[:_MOST] if listed is not None else []
        is_patched = one.node.at("spec.templatePatch") is not None
        for each in sources or ([single] if single is not None else []):
            yield from _argo(one, each, is_patched=is_patched)
    elif one.kind == "HelmRelease" and one.api.startswith((_FLUX, *_FLUX_1)):
        yield from _flux(one, around)


def _argo(one: Object, source: Node, *, is_patched: bool) -> Iterator[Given]:
    """The values of one source of an Application."""
    from redislint.read.helm.given import Given

    helm = source.get("helm")
    found = _argo_values(helm) if helm is not None else None
    if helm is None or found is None:
        return
    over = _parameters(helm)
    if over is None or is_patched:
        return
    key, values = found
    title = scalar(source, "chart")
    folder = "" if title else posixpath.normpath(scalar(source, "path") or ".")
    yield Given(
        values=values,
        place=key.span,
        name=scalar(helm, "releaseName") or one.name or title,
        title=title or posixpath.basename(folder),
        chart=_chart(title, scalar(source, "repoURL"), scalar(source, "targetRevision")),
        folder="" if folder.startswith((".", "/")) else folder,
        reason="application",
        open=helm.get("valueFiles") is not None,
        over=over,
    )


def _argo_values(helm: Node) -> tuple[Node, Node] | None:
    """The key and the values that count; None where there are none."""
    for name in ("valuesObject", "values"):
        key, value = helm.key(name), helm.get(name)
        if key is not None and value is not None and value.kind != "null":
            is_usable = value.kind == ("mapping" if name == "valuesObject" else "scalar")
            return (key, value) if is_usable else None
    return None


def _parameters(helm: Node) -> tuple[str, ...] | None:
    """The paths that parameters set; None where one of them is not known."""
    found: list[str] = []
    for listed in (helm.get("parameters"), helm.get("fileParameters")):
        if listed is not None and not listed.is_known:
            return None
        for one in listed.elements() if listed is not None else ():
            # An element is the list's; and of a key with a full stop in it, what is above it is taken.
            name = scalar(one, "name")
            above = name.partition("\\")[0]
            found.append((above.rpartition(".")[0] if above != name else name).partition("[")[0])
            if not found[-1] or len(found) > _MOST:
                return None
    return tuple(found)


def _flux(one: Object, around: Around) -> Iterator[Given]:
    """The values of a HelmRelease."""
    from redislint.read.helm.given import Given

    spec = one.node.get("spec")
    key, values = (spec.key("values"), spec.get("values")) if spec is not None else (None, None)
    if spec is None or key is None or values is None or values.kind != "mapping":
        return
    if one.api.startswith(_FLUX_1):
        title, repository, version = (scalar(spec, f"chart.{name}") for name in ("name", "repository", "version"))
    else:
        title, repository, version = _source(one, spec, around)
    others = ("valuesFrom", "valueFileSecrets", "chart.spec.valuesFile", "chart.spec.valuesFiles")
    yield Given(
        values=values,
        place=key.span,
        name=scalar(spec, "releaseName") or one.name or title,
        title=title,
        chart=_chart(title, repository, version),
        folder="",
        reason="release",
        open=any(spec.at(path) is not None for path in others),
        over=(),
    )


def _source(one: Object, spec: Node, around: Around) -> tuple[str, str, str]:
    """The name of a HelmRelease's chart, the address of its repository or what that is called, and its version."""
    reference = spec.get("chartRef")
    at = "chartRef" if reference is not None else "chart.spec.sourceRef"
    kind, name = scalar(spec, f"{at}.kind"), scalar(spec, f"{at}.name")
    space = scalar(spec, f"{at}.namespace") or one.namespace
    found = around.named(kind, name, space) if kind in ("HelmRepository", "OCIRepository") and name else None
    address = scalar(found.node, "spec.url") if found is not None else name
    title = scalar(spec, "chart.spec.chart")
    if reference is None:
        # A chart out of a Git repository or a bucket may be anybody's.
        return title, address if kind == "HelmRepository" else "", scalar(spec, "chart.spec.version")
    if kind != "OCIRepository" or found is None:
        return "", "", ""
    version = scalar(found.node, "spec.ref.semver") or scalar(found.node, "spec.ref.tag")
    return posixpath.basename(address), address, version


def _chart(title: str, repository: str, version: str) -> Dependency:
    """Which chart of which versions is meant; where it lies in a folder, or nobody knows where, the keys tell."""
    chart = chart_from(title, repository) if title and repository else None
    return Dependency("", chart, constraint(version) if version else ANY)
