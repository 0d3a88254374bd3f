"""Images that are not Bitnami's own: from one version on its charts refuse to render with them.

Source: `common.errors.insecureImages` in bitnami/common, and what templates/NOTES.txt of each chart gives to it.  It
asks whether a registry or repository is contained in the text that lists the chart's images, so that `redis` passes
where `library/redis` does not; and it asks of all images, also of those that nothing uses.
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.document import Problem
from redislint.model.facts import Unknown
from redislint.read.helm.told import REFUSED, Told
from redislint.typed import Final

_SWITCH: Final = "global.security.allowInsecureImages"
_REGISTRY: Final = "global.imageRegistry"
_HUB: Final = "docker.io"
# From common 2.31.4 on, which redis 22.0.2 brings, copies in bitnamilegacy are let through.
_LENIENT: Final = (22, 0, 2)
_LEGACY: Final = f"{_HUB}/bitnamilegacy/"

_OF_SERVERS: Final = ("image", "sentinel.image", "metrics.image", "volumePermissions.image", "kubectl.image")
_OF_CLUSTERS: Final = ("image", "volumePermissions.image", "metrics.image", "sysctlImage")
# The images that a chart is made with (`annotations.images` in Chart.yaml), and the keys of those that it asks about.
_IMAGES: Final = {
    "bitnami-redis": ("kubectl os-shell redis redis-exporter redis-sentinel", (*_OF_SERVERS, "sysctl.image")),
    "bitnami-valkey": ("kubectl os-shell redis-exporter valkey valkey-sentinel", _OF_SERVERS),
    "bitnami-redis-cluster": ("os-shell redis-cluster redis-exporter", _OF_CLUSTERS),
    "bitnami-valkey-cluster": ("os-shell redis-exporter valkey-cluster", _OF_CLUSTERS),
}


def foreign_image(values: Told) -> Iterator[Problem]:
    """The first image that the chart refuses, unless it is told to take any."""
    switch, low = values.chart.span(_SWITCH), values.block.versions.low
    if switch is None or low < switch.low or not values.is_false(_SWITCH):
        return
    names, keys = _IMAGES[values.chart.name]
    own = "".join(f"{_HUB}/bitnami/{name}:\n" for name in names.split(" "))
    high = values.block.versions.high
    is_strict = values.chart.name == "bitnami-redis" and high is not None and high <= _LENIENT
    copies = [] if is_strict else [_LEGACY]
    for key in keys:
        span = values.place(f"{key}.repository", f"{key}.registry", _REGISTRY)
        if span is not None and _is_foreign(values, key, own, copies):
            said = f"{values.block.said} refuses to render with an image that is not Bitnami's own"
            yield Problem(REFUSED, span, f"{said}, without `{_SWITCH}: true`")
            return


def _is_foreign(values: Told, key: str, own: str, copies: list[str]) -> bool:
    """Is an image none of the chart's own?  False where that is not known."""
    chosen = f"{key}.registry" if values.is_false(_REGISTRY) else _REGISTRY
    registry, repository = values.fact(chosen).value, values.fact(f"{key}.repository").value
    if isinstance(registry, Unknown) or isinstance(repository, Unknown):
        return False
    # Charts from Bitnami's own registry have its other name in their list.
    host = _HUB if registry in (None, "registry-1.docker.io") else str(registry)
    # Without a repository, or with one that is contained in the list, all depends on the registry.
    name = "" if repository is None else str(repository)
    image = f"{host}/{name}"
    return not (image in own or (host in own and name in own) or any(image.startswith(one) for one in copies))
