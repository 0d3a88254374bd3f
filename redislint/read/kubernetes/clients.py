"""What containers have to do with a Redis: calls of redis-cli, also in ConfigMaps' scripts, and URLs to connect to."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.client import HERE, OWN, Call
from redislint.model.document import Document
from redislint.read import urls
from redislint.read.environment import Variable
from redislint.read.kubernetes import command
from redislint.read.kubernetes.objects import Object, contents, scalar
from redislint.read.kubernetes.pods import pods
from redislint.read.node import Node
from redislint.read.scripts.calls import Found, calls, of_words
from redislint.source import Source, Span
from redislint.typed import Final

_MOST: Final = 1_000
_HOOKS: Final = ("lifecycle.postStart.exec", "lifecycle.preStop.exec")
# Where the texts stand of objects that variables are made of; those of a Secret's `data` are in base64.
_SECTIONS: Final = {"ConfigMap": ("data",), "Secret": ("stringData",)}
_SCRIPTS: Final = (".sh", ".bash")


def called(source: Source, own: tuple[Object, ...]) -> tuple[tuple[Document, ...], tuple[Span, ...]]:
    """The calls in the commands, hooks and scripts of a file's objects, and the places of passwords in them."""
    if "-cli" not in source.text:
        return (), ()
    found = [one for each in own for one in _of_object(each)]
    known = tuple(_own(call) for one in found for call in one.calls)
    secrets = tuple(span for one in found for span in one.secrets)
    return ((Document(source, "script", calls=known),) if known else ()), secrets


def _of_object(found: Object) -> Iterator[Found]:
    run = pods(found)
    for container in _containers(run.spec) if run is not None else ():
        yield of_words(command.words(container))
        for path in _HOOKS:
            hook = container.at(path)
            yield of_words(command.words(hook)) if hook is not None else Found()
    for name, text in (contents(found) if found.kind == "ConfigMap" else {}).items():
        if name.endswith(_SCRIPTS) and text.node is not None:
            yield calls(text.node.text, text.node.inner("script").span)


def _containers(spec: Node) -> Iterator[Node]:
    for key in ("containers", "initContainers"):
        declared = spec.get(key)
        yield from (one for one in declared.elements()[:_MOST] if one.kind == "mapping") if declared is not None else ()


def connected(source: Source, own: tuple[Object, ...]) -> urls.Found:
    """The URLs among the variables of a file's containers, and among the texts that variables are made of."""
    if "://" not in source.text:
        return urls.Found()
    return urls.connections(variable for one in own for variable in _variables(one))


def _variables(found: Object) -> Iterator[Variable]:
    run = pods(found)
    for container in _containers(run.spec) if run is not None else ():
        declared = container.get("env")
        for one in declared.elements()[:_MOST] if declared is not None else ():
            value = one.get("value")
            if value is not None and value.kind == "scalar":
                place = value.inner("client").span(0, len(value.text))
                yield scalar(one, "name"), place, value.text if value.is_known else None
    for section in _SECTIONS.get(found.kind, ()):
        node = found.node.get(section)
        yield from urls.scalars(node.items().values()) if node is not None else ()


def _own(call: Call) -> Call:
    """In a pod, what is on the same machine is the pod itself."""
    return call._replace(where=OWN) if call.where == HERE else call
