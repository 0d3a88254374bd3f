"""Workflows of GitHub Actions: the images of the services that run beside a job, and of the job's own container.

They live as long as the job, and nobody but the job reaches them: what is read is the image, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redislint.model.document import Document, Reading
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import Instance
from redislint.read.yaml import Node, Yaml
from redislint.servers import images
from redislint.source import Source, Tree
from redislint.typed import Final, NamedTuple

# The one expression whose value may stand in the file: `${{ matrix.redis }}`, `${{ matrix.redis.version }}`.
_MATRIX: Final = r"\$\{\{[ \t]*+matrix\.([\w-]+(?:\.[\w-]+)?)[ \t]*+\}\}"
_DECIMAL: Final = r"-?[0-9]+\.[0-9]+"
_MOST: Final = 200


class _Image(NamedTuple):
    """An image's name, and the node whose text is to blame for it; the name is None where it is not known.

    `tried` are all that a matrix has, the newest of which this is.
    """

    name: str | None
    at: Node
    tried: tuple[str, ...] = ()


def read(source: Source, _tree: Tree) -> Reading:
    """The images of Redis in a workflow."""
    file = Yaml(source)
    instances: list[Instance] = []
    for document in file.documents[:1]:
        jobs = document.get("jobs")
        for key, job in jobs.items().values() if jobs is not None else ():
            instances += _of_job(key, job)
    # A document of no words of its own: the file was read.
    documents = (Document(source, "workflow"),) if instances else ()
    return Reading(source, documents, tuple(instances), file.problems, comments=file.comments())


def _of_job(key: Node, job: Node) -> Iterator[Instance]:
    services = job.get("services")
    declared = list(services.items().values()) if services is not None else []
    found = [(name, _node(service)) for name, service in declared[:_MOST]]
    own = job.get("container")
    if own is not None:
        found.append((key, _node(own)))
    for name, node in found:
        image = _image(node, job) if node is not None else None
        if image is not None:
            yield _instance(name, image)


def _node(container: Node) -> Node | None:
    """The image of a container, which may be all that is said of it."""
    node = container if container.kind == "scalar" else container.get("image")
    return node if node is not None and node.kind == "scalar" else None


def _image(node: Node, job: Node) -> _Image | None:
    """An image of Redis; None for any other."""
    found = re.search(_MATRIX, node.text)
    if found is None:
        known = _Image(node.text if node.is_known else None, node)
        return known if images.find(_name(node.text)) is not None else None
    before, after = node.text[: found.start()], node.text[found.end() :]
    rows = None if "${{" in before + after else _values(job, found[1])
    if not rows:
        return _Image(None, node) if images.find(_name(before)) is not None else None
    return _newest([(f"{before}{text}{after}", at) for text, at in rows], node)


def _name(text: str) -> str:
    """The name in a reference whose tag may be an expression."""
    return text.partition("${{")[0].rstrip(":@")


def _newest(rows: list[tuple[str, Node]], node: Node) -> _Image | None:
    """Of several values of a matrix the newest stands for all: older ones are tried on purpose, beside it."""
    ours = [(name, at) for name, at in rows if images.find(name) is not None]
    if len({name for name, _ in ours}) == 1:
        return _Image(*ours[0])
    if len(ours) < len(rows) or not ours:
        return _Image(None, node) if ours else None
    releases = [(images.release(name), name, at) for name, at in ours]
    known = [(one.engine, one.version, name, at) for one, name, at in releases if one is not None]
    if len(known) < len(ours) or len({engine for engine, _, _, _ in known}) > 1:
        return _Image(None, node)
    _, _, name, at = max(known, key=lambda one: one[1])
    return _Image(name, at, tuple(name for name, _ in ours))


def _values(job: Node, path: str) -> list[tuple[str, Node]] | None:
    """The literal values of a matrix at a path, each with its node; None where there may be others."""
    matrix = job.at("strategy.matrix")
    if matrix is None or matrix.kind != "mapping" or not matrix.is_known or matrix.get("exclude") is not None:
        return None
    name, _, inner = path.partition(".")
    found = [matrix.get(name)] if matrix.get(name) is not None else []
    if any(value is not None and _is_long(value) for value in found):
        return None
    nodes = [one for value in found if value is not None for one in _elements(value)]
    included = matrix.get("include")
    if included is not None and (included.kind != "sequence" or not included.is_known or _is_long(included)):
        return None
    for entry in included.elements() if included is not None else ():
        value = entry.get(name)
        nodes += [value] if value is not None else []
    values = [one.get(inner) if inner else one for one in nodes]
    if (
        not values
        or len(values) > _MOST
        or any(one is None or one.kind != "scalar" or not one.is_known for one in values)
    ):
        return None
    return [(_said(one), one) for one in values if one is not None]


def _is_long(value: Node) -> bool:
    """Are there more values than any matrix has?  They are looked at once for each service."""
    return len(value.yaml.value) > _MOST if value.kind == "sequence" else False


def _elements(value: Node) -> list[Node]:
    return value.elements() if value.kind == "sequence" else [value]


def _said(node: Node) -> str:
    """A value as an expression makes a text of it: `7.0` without quotes is the number 7."""
    is_number = not node.yaml.style and re.fullmatch(_DECIMAL, node.text) is not None
    return f"{float(node.text):g}" if is_number else node.text


def _instance(name: Node, image: _Image) -> Instance:
    place = image.at.inner("github-actions").span(0, len(image.at.text))
    return Instance(
        anchor=name.span,
        kind="github-actions",
        name=name.text,
        server=images.server(image.name) if image.name else None,
        users=None,
        image=Fact(image.name or UNKNOWN, place),
        tried=image.tried,
    )
