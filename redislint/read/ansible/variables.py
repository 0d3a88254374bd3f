"""What the variables of a role come to: settings, in the variables' own words."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.model.document import Document
from redislint.model.facts import UNKNOWN, Fact, Setting
from redislint.model.instance import SENTINEL, Instance
from redislint.model.workload import Workload
from redislint.read import conf
from redislint.read.ansible.roles import WITTMAN, Role
from redislint.read.ansible.tasks import place
from redislint.read.words import few_lines
from redislint.read.yaml import Node
from redislint.source import Span
from redislint.typed import Final, NamedTuple

_MOST: Final = 500
_LONGEST: Final = 10_000
_PASSWORDS: Final = ("requirepass", "masterauth")
# An entry of `redis_sentinel_monitors`, with the word of each option.
_OPTIONS: Final = {
    "down_after_milliseconds": "down-after-milliseconds",
    "parallel_syncs": "parallel-syncs",
    "failover_timeout": "failover-timeout",
}


class Lowered(NamedTuple):
    """What the variables in one mapping come to; `secrets` are the places of literal passwords."""

    documents: list[Document]
    instances: list[Instance]
    secrets: list[Span]


def lower(items: dict[str, tuple[Node, Node]], roles: tuple[Role, ...], *, is_named: bool) -> Lowered:
    """The instances that a role makes of variables; of several roles, what all of them make of these.

    Where nobody names the role (`is_named`), it may be another one that makes `yes` of a truth value.
    """
    found = Lowered([], [], [])
    source = next(iter(items.values()))[0].file.source
    settings = _settings(items, roles[0])
    for role in roles[1:]:
        others = {(one.name, one.args, one.value_span) for one in _settings(items, role)}
        settings = [one for one in settings if (one.name, one.args, one.value_span) in others]
    if not is_named:
        settings = [one._replace(args=None) if _is_truth(one) else one for one in settings]
    if settings:
        found.documents.append(Document(source, "variables", tuple(settings)))
    texts = [items[name][1] for role in roles for name in sorted(role.texts) if len(roles) == 1 and name in items]
    for node in texts:
        if node.kind == "scalar" and node.text:
            said = conf.text(node.inner("redis-conf"), "redis-conf")
            found.documents.append(said.document)
            found.secrets.extend(said.secrets)
            settings += said.document.settings
    anchor = next(key for name, (key, _) in items.items() if any(role.has(name) for role in roles)).span
    if settings:
        own = roles[0].word if len(roles) == 1 else ""
        workload = _workload(items, anchor) if roles == (WITTMAN,) else None
        found.instances.append(_instance(anchor, own, settings)._replace(workload=workload))
    if roles == (WITTMAN,):
        _sentinels(items, found)
    found.secrets.extend(one.value_span for one in settings if one.name in _PASSWORDS and one.args not in (None, ("",)))
    return found


def _instance(anchor: Span, name: str, settings: list[Setting]) -> Instance:
    """What is not among the variables may be set for other hosts, or by the role: nothing absent is known."""
    return Instance(anchor=anchor, kind="ansible", name=name or "redis", settings=tuple(settings), users=None)


def _workload(items: dict[str, tuple[Node, Node]], anchor: Span) -> Workload | None:
    """The limit of the unit that the role writes, whose server runs as a user of its own."""
    pair = items.get("redis_nofile_limit")
    if pair is None:
        return None
    value = pair[1].value
    limit = value if isinstance(value, int) and not isinstance(value, bool) else UNKNOWN
    # Its user is `redis`, unless another one is named.
    user = items["redis_user"][1] if "redis_user" in items else None
    is_root = user.text == "root" if user is not None and user.is_known else UNKNOWN
    root = Fact(False, anchor, written=False) if user is None else Fact(is_root, user.span)
    return Workload("unit", anchor, root=root, nofile=Fact(limit, pair[1].span))


def _settings(items: dict[str, tuple[Node, Node]], role: Role) -> list[Setting]:
    found: list[Setting] = []
    for name, (key, value) in list(items.items())[:_MOST]:
        if name in role.values:
            directive, *between = role.values[name]
            found += _value(name, directive, tuple(between), key, value, switched=name in role.switched)
            if name == "redis_password":
                found += _value(name, "masterauth", (), key, value, switched=True)
        elif name in role.lists:
            found += _list(name, role.lists[name][0], key, value, role)
    if role is not WITTMAN and any(one.name == "maxmemory" and not _is_set(one) for one in found):
        # The role writes the policy only beside a limit.
        found = [one for one in found if not one.name.startswith("maxmemory-")]
    return [one for one in found if one.spelling not in role.switched or _is_set(one)]


def _is_truth(setting: Setting) -> bool:
    return setting.args in (("True",), ("False",))


def _is_set(setting: Setting) -> bool:
    """Does a role that leaves out what is false write this?"""
    return setting.args not in (("",), (), ("0",), ("False",))


def _value(
    name: str, directive: str, between: tuple[str, ...], key: Node, value: Node, *, switched: bool
) -> Iterator[Setting]:
    if value.kind == "null" and switched:
        return
    args = _words(value)
    whole = None if args is None else (*between, *args)
    yield Setting(directive, whole, key.span.to(value.span), place(value), name)


def _list(name: str, directive: str, key: Node, value: Node, role: Role) -> Iterator[Setting]:
    if value.kind != "sequence" or not value.is_known:
        yield Setting(directive, None, key.span.to(value.span), place(value), name)
        return
    elements = value.elements()[:_MOST]
    if not elements and directive == "save" and role is not WITTMAN:
        yield Setting(directive, ("",), key.span.to(value.span), place(value), name)
    for one in elements:
        args = _words(one)
        if args is not None and name == "redis_disabled_commands":
            args = (*args, "")
        yield Setting(directive, args, place(one), place(one), name)


def _words(value: Node) -> tuple[str, ...] | None:
    """The words that Jinja writes for a value: those of a truth value are `True` and `False`."""
    said = value.value if value.kind == "scalar" else UNKNOWN
    if said is UNKNOWN or said is None:
        return None
    text = str(said)
    if len(text) > _LONGEST or "\n" in text.strip():
        return None
    lines = few_lines(f"x {text.strip()}")
    if len(lines) != 1 or lines[0].broken:
        return None
    return tuple(word for word, _, _ in lines[0].words[1:]) or ("",)


def _sentinels(items: dict[str, tuple[Node, Node]], found: Lowered) -> None:
    """The Sentinel that watches the masters of a list."""
    pair = items.get("redis_sentinel_monitors")
    if pair is None or pair[1].kind != "sequence":
        return
    settings = [one for entry in pair[1].elements()[:_MOST] for one in _monitored(entry)]
    if settings:
        found.documents.append(Document(pair[0].file.source, "variables", tuple(settings)))
        name = f"{WITTMAN.word} sentinel"
        found.instances.append(_instance(pair[0].span, name, settings)._replace(role=SENTINEL))
    found.secrets.extend(
        one.value_span for one in settings if one.args is not None and one.args[0] == "auth-pass" and len(one.args) > 2
    )


def _monitored(entry: Node) -> Iterator[Setting]:
    """The lines of one master; the role's own names for its options."""
    name = entry.get("name")
    if name is None or not name.is_known or name.kind != "scalar":
        return
    for key, option in (("auth_pass", "auth-pass"), ("password", "auth-pass"), *_OPTIONS.items()):
        value = entry.get(key)
        if value is None or value.value in (False, "", None):
            continue
        args = _words(value)
        whole = None if args is None or len(args) != 1 else (option, name.text, *args)
        yield Setting("sentinel", whole, place(value), place(value), f"redis_sentinel_monitors.{key}")
