"""What `redislint explain maxmemory-policy` shows: a directive or an option of Sentinel's, and the rules about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from redislint.rules import Rule
from redislint.servers import LINES, Server, canonical, describe, names, spans
from redislint.servers.describe import Trait
from redislint.servers.directives import Directive, data
from redislint.servers.ranges import describe as ranged
from redislint.servers.sentinel import options
from redislint.typed import Any, NamedTuple


class Topic(NamedTuple):
    """A directive by our name for it, or one of Sentinel's options as `sentinel monitor`; `lines` know it."""

    name: str
    option: str
    lines: frozenset[str]

    def traits(self, server: Server | None) -> tuple[Trait, ...]:
        """Its facts."""
        if self.option:
            return describe.option_traits(self.option, server)
        return describe.traits(self.name, server)


def find(word: str) -> Topic | None:
    """The directive that a word names, else the option of Sentinel's; `sentinel monitor` is one for certain."""
    first, _, rest = word.lower().partition(" ")
    option = options().get(rest.strip() if first == "sentinel" and rest else first)
    if first in names(None) and not rest:
        name = canonical(first)
        return Topic(name, "", frozenset().union(*(one.lines for one in spans(name))))
    return Topic(f"sentinel {option.name}", option.name, options()[option.name].lines) if option else None


def known() -> Iterable[str]:
    """All names, to find what somebody may have meant."""
    return (*names(None), *options())


def elsewhere(word: str) -> str:
    """What is known of a word that no supported server takes for a directive, as the end of a sentence; or nothing."""
    name = word.lower()
    for product, theirs in data()["other_products"].items():
        if name in theirs:
            return f"it is a directive of {product}"
    withdrawn: str = data()["withdrawn"].get(name, "")
    is_of_module = "." in name or name.startswith(tuple(data()["modules"]["prefixes"]))
    return withdrawn or ("it may be one of a module, of which nothing is known here" if is_of_module else "")


def page(topic: Topic, rules: Sequence[Rule], server: Server | None) -> str:
    """In Markdown; `rules` are those about it."""
    asked = topic.lines if server is None else frozenset((server.key,))
    lines = [f"# {topic.name}{f' in {server}' if server else ''}", "", describe.sentence(topic.name), ""]
    if not asked <= topic.lines:
        lines += [f"{server} does not know it.", ""]
    for trait in topic.traits(server):
        lines += _listed(trait, asked)
    lines.append(f"- Versions: {_versions(topic)}")
    if rules:
        lines += ["", "## Rules", "", *(f"- {rule.id} {rule.name}: {rule.title}" for rule in rules)]
    return "\n".join(lines) + "\n"


def _versions(topic: Topic) -> str:
    if topic.lines == frozenset(LINES):
        return "every supported server"
    return "; ".join(describe.life(one) for one in describe.lives(topic.lines))


def _listed(trait: Trait, lines: frozenset[str]) -> list[str]:
    """An item of a list, and one below it for each variant where there are several."""
    first, *others = trait.variants
    if not others:
        return [f"- {trait.title}: {first.words}{'' if first.lines == lines else f' ({ranged(first.lines)})'}"]
    return [f"- {trait.title}:", *(f"  - {one.words} ({ranged(one.lines)})" for one in trait.variants)]


def row(topic: Topic, rules: Sequence[Rule], server: Server | None) -> dict[str, Any]:
    """For programs; `in` are lines of servers as the data name them, in their order."""
    return {
        "kind": "sentinel-option" if topic.option else "directive",
        "name": topic.name,
        "server": server.key if server else None,
        "description": describe.sentence(topic.name),
        "in": _ordered(topic.lines),
        "since": {one.engine: one.since or None for one in describe.lives(topic.lines)},
        "until": {one.engine: one.until or None for one in describe.lives(topic.lines)},
        "facts": {
            trait.title.lower(): [{"is": one.words, "in": _ordered(one.lines)} for one in trait.variants]
            for trait in topic.traits(server)
        },
        "versions": [_version(one) for one in spans(topic.name) if server is None or server.key in one.lines],
        "rules": [{"id": rule.id, "name": rule.name, "title": rule.title} for rule in rules],
    }


def _version(one: Directive) -> dict[str, Any]:
    """What holds in some lines, as the data have it: `arguments` are the fewest, the most (null: any), a multiple."""
    return {
        "in": _ordered(one.lines),
        "names": [*one.names],
        "type": one.type,
        "arguments": [one.least, one.most, one.multiple],
        "values": one.facts.get("values"),
        "min": one.facts.get("min"),
        "max": one.facts.get("max"),
        "default": one.default,
    }


def _ordered(lines: frozenset[str]) -> list[str]:
    return [line for line in LINES if line in lines]
