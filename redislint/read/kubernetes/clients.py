"""What the containers of manifests tell redis-cli to do, and the scripts in their ConfigMaps."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.client import HERE, OWN, Call
from redislint.model.document import Document
from redislint.read.kubernetes import command
from redislint.read.kubernetes.objects import Object, contents
from redislint.read.kubernetes.pods import pods
from redislint.read.node import Node
from redislint.read.scripts.calls import Found, calls, of_words
from redislint.source import Source, Span
from redislint.typed import Final

_MOST: Final = 1_000
_HOOKS: Final = ("lifecycle.postStart.exec", "lifecycle.preStop.exec")
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


def _own(call: Call) -> Call:
    """In a pod, what is on the same machine is the pod itself."""
    return call._replace(where=OWN) if call.where == HERE else call
