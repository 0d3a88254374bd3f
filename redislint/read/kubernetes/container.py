"""One container of a pod: does it run Redis, and of which version?"""

from __future__ import annotations

from redislint.read.kubernetes import command
from redislint.read.kubernetes.around import Around
from redislint.read.kubernetes.objects import scalar
from redislint.read.kubernetes.pods import Pods
from redislint.read.yaml import Node
from redislint.servers import images
from redislint.source import Span


class Container:
    """A container's declaration, and what it comes to."""

    def __init__(self, node: Node, pods: Pods, around: Around) -> None:
        self.node = node
        self.pods = pods
        self.around = around
        self.reference = scalar(node, "image")
        self.image = images.find(self.reference) if self.reference else None
        self.is_replaced = images.split(self.reference)[0] in around.kustomization.images
        self.server = None if self.is_replaced or self.image is None else images.server(self.reference)
        self.words = command.words(node)
        self.line = command.started(node, self.words, self.image, self.server)

    @property
    def is_ours(self) -> bool:
        """Does the container run Redis, by its command or its image?  A command may also run redis-cli in the image."""
        if self.line is not None:
            return True
        is_task = self.pods.is_task
        return self.image is not None and (not self.words or command.may_start_server(self.words, task=is_task))

    @property
    def anchor(self) -> Span:
        """The container's name; its beginning where it has none."""
        name = self.node.get("name")
        if name is None or name.kind != "scalar":
            span = self.node.span
            return span.source.span(span.start, span.start)
        inner = name.inner("kubernetes")
        return inner.span(0, len(inner.text))
