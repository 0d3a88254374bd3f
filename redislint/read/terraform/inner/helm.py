"""Charts that `helm_release` installs: its values, and what it sets over them, handed on as a release.

The values of the list count in their order, the last of them most; what is set counts more than those.  Until 2.x
`set` and the like are blocks, since 3.0 lists of objects.  Source: hashicorp/terraform-provider-helm (docs/resources).
"""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.document import Reading
from redislint.read.helm.pins import Pin
from redislint.read.kubernetes.around import Around
from redislint.read.node import Node
from redislint.read.releases import given
from redislint.read.releases.release import Layer, Release, chart_of, file, folder_of, unknown
from redislint.read.releases.sets import Set, mapped
from redislint.read.terraform import composed, operators, trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.inner import by_file
from redislint.read.terraform.inner.paths import path_of
from redislint.read.terraform.inner.writing import Writer, write
from redislint.read.terraform.module import Module
from redislint.read.terraform.nodes import Call, Conditional, Literal, Object, Quoted, Tuple
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.told import HIDDEN, told
from redislint.read.yaml import Yaml
from redislint.source import Source, Span, Tree
from redislint.typed import Final

_TYPE: Final = "helm_release"
_VALUES: Final = "helm-values"
# Of one release: values, and what is set.
_MOST: Final = 200
_LONGEST: Final = 300_000
# What is set one by one, the last of them most; of lists and of what is never kept, only the name is known.
_SETS: Final = ("set", "set_list", "set_sensitive")
_UNKNOWN_SETS: Final = ("set_wo",)


def read(module: Module, evaluator: Evaluator, tree: Tree) -> Iterator[Reading]:
    """What the charts become that a module installs."""
    for source, resources in by_file((_TYPE,), module, evaluator).items():
        charts = [Chart(resource, module.folder.path, tree) for _, resource in resources]
        outer = Source(source.path, source.text, _VALUES)
        releases = [release for chart in charts if (release := chart.release()) is not None]
        reading = given.read(outer, releases, Around(outer, (), tree))
        secrets = [span for chart in charts for span in chart.secrets]
        yield reading._replace(secrets=(*reading.secrets, *secrets))


class Chart:
    """One `helm_release`; `secrets` are the places of what it sets as sensitive."""

    def __init__(self, resource: Resource, folder: str, tree: Tree) -> None:
        self.resource = resource
        self.secrets: list[Span] = []
        self._folder = folder
        self._tree = tree

    def release(self) -> Release | None:
        """The chart with its values; None where nothing is known of those, nor of the version that is asked for."""
        layers = (*self._values(), *self._sets())
        title, address, folder = self._named()
        chart = chart_of(title, address, self._text("version"))
        pin = self._pin(address, is_known=bool(chart.chart))
        if pin is None and all(layer.values is None for layer in layers):
            return None
        return Release(
            name=self._text("name") or self.resource.labels[1],
            title=title,
            chart=chart,
            folder=folder,
            reason="terraform",
            place=_here(self.resource.anchor),
            layers=layers,
            pin=pin,
        )

    def _pin(self, address: str, *, is_known: bool) -> Pin | None:
        """The version that is asked for; None where it is not known, or the chart may lie somewhere else."""
        repository, version = self.resource.argument("repository"), self.resource.argument("version")
        is_remote = is_known or address.startswith("oci://") or (not repository.is_absent and not self._local())
        # Null may be the default of a variable that somebody sets.
        is_open = version.is_absent and self.resource.defaults("version")
        text = "" if version.is_absent else version.text
        if not is_remote or is_open or not isinstance(text, str):
            return None
        return Pin(text.strip(), _here(version.span if text else self.resource.argument("chart").span))

    def _named(self) -> tuple[str, str, str]:
        """The name of its chart, the address of its repository, empty for none, and its folder in the tree, if any."""
        chart, repository = self._text("chart"), self._text("repository")
        folder = "" if repository else self._local()
        prefix, _, title = (folder or chart.removeprefix("oci://")).rpartition("/")
        address = repository or (chart if chart.startswith("oci://") else f"@{prefix}" if prefix else "")
        return title, "" if folder or chart.startswith(("/", ".")) else address, folder

    def _text(self, name: str) -> str:
        text = self.resource.argument(name).text
        return text if isinstance(text, str) else ""

    def _local(self) -> str:
        """The folder of the tree in which the chart lies; empty for one from a repository."""
        placed = self.resource.placed("chart")
        path = path_of(placed, self.resource.evaluator, self._folder) if placed is not None else None
        return folder_of(path, self._tree) if path is not None else ""

    def _values(self) -> Iterator[Layer]:
        placed = self.resource.placed("values")
        if placed is None or self.resource.argument("values").is_absent:
            return
        listed = trace.origin(placed, self.resource.evaluator)
        if not isinstance(listed.node, Tuple):
            yield unknown(_here(placed.span))
            return
        for item in listed.node.items[:_MOST]:
            yield from self._layer(Placed(item, listed.source))

    def _layer(self, placed: Placed) -> Iterator[Layer]:
        """One text of values: written out, made of an object, or that of a file."""
        evaluator = self.resource.evaluator
        origin = trace.origin(placed, evaluator)
        node, place = origin.node, _here(placed.span)
        if isinstance(node, Call) and node.function == "yamlencode" and len(node.arguments) == 1:
            writer = Writer(origin.span)
            write(writer, Placed(node.arguments[0], origin.source), evaluator)
            yield Layer(_mapping(writer.source(_VALUES)), place)
        elif isinstance(node, Call) and node.function in ("file", "templatefile") and node.arguments:
            yield from self._file(Placed(node.arguments[0], origin.source), place, node.function)
        elif isinstance(node, Literal | Quoted):
            if evaluator.value(origin) is not None and evaluator.value(origin) != "":
                writer = Writer(origin.span)
                writer.put_text(told(origin, evaluator, _LONGEST), origin.span)
                yield Layer(_mapping(writer.source(_VALUES)), place)
        elif not isinstance(node, Conditional) or evaluator.value(origin) != "":
            yield unknown(place)

    def _file(self, placed: Placed, place: Span, function: str) -> Iterator[Layer]:
        path = path_of(placed, self.resource.evaluator, self._folder)
        source = self._tree.read(path) if path is not None else None
        # What a directive of a template makes of it is not known.
        is_open = source is None or (function == "templatefile" and "%{" in source.text)
        yield from [unknown(place)] if is_open else file(path, place, self._tree)

    def _sets(self) -> Iterator[Layer]:
        """What is set one by one, as blocks or as lists of objects."""
        writer = Writer(self.resource.anchor)
        texts: list[bool] = []
        writer.put("[")
        for name in (*_SETS, *_UNKNOWN_SETS):
            for one in self._set(name):
                if one is None or len(texts) >= _MOST:
                    yield unknown(_here(self.resource.anchor))
                    return
                writer.put(", " if texts else "")
                self._write(writer, one, name)
                texts.append(self._is_text(one))
        writer.put("]")
        if texts:
            sets = list(_named(writer.source(_VALUES), texts))
            place = _here(self.resource.anchor)
            yield Layer(mapped(sets, sets[0].name), place) if sets else unknown(place)

    def _set(self, name: str) -> Iterator[dict[str, Placed] | None]:
        """The arguments of each; None for what is not known."""
        for block in self.resource.inner(name):
            yield {key: placed for key in block.names if (placed := block.placed(key)) is not None}
        if self.resource.makes(name):
            yield None
        placed = self.resource.placed(name)
        if placed is None or self.resource.argument(name).is_absent:
            return
        listed = trace.origin(placed, self.resource.evaluator)
        for item in listed.node.items if isinstance(listed.node, Tuple) else [None]:
            one = trace.origin(Placed(item, listed.source), self.resource.evaluator) if item is not None else None
            if one is None or not isinstance(one.node, Object):
                yield None
            else:
                yield {trace.key(key) or "": Placed(value, one.source) for key, value in one.node.pairs}

    def _write(self, writer: Writer, one: dict[str, Placed], kind: str) -> None:
        evaluator = self.resource.evaluator
        writer.put("{")
        for key in ("name", "value"):
            placed = one.get(key)
            is_known = placed is not None and (key == "name" or kind in ("set", "set_sensitive"))
            writer.put((", " if key == "value" else "") + f'"{key}": ')
            if is_known and placed is not None:
                write(writer, placed, evaluator)
            else:
                writer.put(f'"{HIDDEN}"')
            if kind == "set_sensitive" and key == "value" and placed is not None:
                self.secrets += composed.literals(placed, evaluator)
        writer.put("}")

    def _is_text(self, one: dict[str, Placed]) -> bool:
        """Is the value a text whatever it looks like?"""
        placed = one.get("type")
        return placed is not None and operators.text(self.resource.evaluator.value(placed)) in ("string", "literal")


def _here(span: Span) -> Span:
    """A place as one of a file of values: what is said about them is said in the words of those."""
    return Span(Source(span.source.path, span.source.text, _VALUES), span.start, span.end)


def _mapping(source: Source) -> Node | None:
    """The mapping that a text is; None where it cannot be read as one."""
    found = Yaml(source)
    first = next(iter(found.documents[:1]), None)
    return first if first is not None and first.kind == "mapping" and not found.problems else None


def _named(source: Source, texts: list[bool]) -> Iterator[Set]:
    for listed in Yaml(source).documents[:1]:
        for one, is_text in zip(listed.elements(), texts, strict=False):
            name, value = one.get("name"), one.get("value")
            if name is not None:
                yield Set(name, value if value is not None and value.kind == "scalar" else None, text=is_text)
