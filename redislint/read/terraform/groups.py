"""Groups of users: who may log in to a cache, as far as the text of the module settles it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redislint.model.acl import User
from redislint.model.facts import Fact
from redislint.read.terraform import trace
from redislint.read.terraform.lookup import Resources
from redislint.read.terraform.nodes import Name, Traversal, Tuple
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.scope import Placed
from redislint.read.terraform.services import Facts
from redislint.read.terraform.users import Declaration
from redislint.typed import Final, NamedTuple

# The most users that a group has.
_MOST: Final = 200


class Shape(NamedTuple):
    """How a service's users and groups are written.

    user, name     the type of the users' resource, and the argument by which a group names one
    group, id      the type of the group's resource, and the argument by which a cache names it
    members        the group's list of users
    association    a resource that adds one user to a group, with arguments of those names; empty if there is none
    asks           by type of cache the argument that names its group
    """

    user: str
    name: str
    group: str
    id: str
    members: str
    association: str
    asks: Mapping[str, str]


SHAPES: Final = (
    Shape(
        user="aws_elasticache_user",
        name="user_id",
        group="aws_elasticache_user_group",
        id="user_group_id",
        members="user_ids",
        association="aws_elasticache_user_group_association",
        asks={
            "aws_elasticache_replication_group": "user_group_ids",
            "aws_elasticache_serverless_cache": "user_group_id",
        },
    ),
    Shape(
        user="aws_memorydb_user",
        name="user_name",
        group="aws_memorydb_acl",
        id="name",
        members="user_names",
        association="",
        asks={"aws_memorydb_cluster": "acl_name"},
    ),
)
GROUPS: Final = tuple(shape.group for shape in SHAPES)


class Members(NamedTuple):
    """The users of a group, None where they are not all known; and what else its list says."""

    users: tuple[User, ...] | None
    facts: Facts


def of_group(group: Resource, shape: Shape, resources: Resources) -> Members:
    """The users of a group, in its order, and those that associations add."""
    found: list[User] = []
    known = True
    facts: Facts = {}
    for item in _items(group, shape, resources):
        label = _label(item, group, shape.user, shape.name, resources) if item is not None else None
        user = Declaration(resources(shape.user)[label]).user if label is not None else None
        if user is not None:
            found.append(user)
            continue
        known = False
        if item is not None and shape.association and _is_built_in(item, group, shape, resources):
            facts["default-user"] = Fact("open", item.span)
    return Members(tuple(found) if known else None, facts)


def _is_built_in(item: Placed, group: Resource, shape: Shape, resources: Resources) -> bool:
    """Is this ElastiCache's own default user: on, without a password, with all rights, and not to be changed?

    A group for Valkey takes nobody who needs no password (ElastiCache User Guide, "Clusters.RBAC").
    """
    engine = group.argument("engine").text
    is_redis = isinstance(engine, str) and engine.lower() == "redis"
    node = trace.origin(item, group.evaluator).node
    value = group.evaluator.value(item)
    if isinstance(node, Traversal) and isinstance(node.base, Name) and node.base.name == "data":
        kind, label = node.steps[:2] if len(node.steps) > 1 else ("", "")
        looked_up = resources(f"data.{shape.user}").get(str(label)) if kind == shape.user else None
        value = looked_up.argument(shape.name).value if looked_up is not None else value
    return is_redis and value == "default"


def of_cache(cache: Resource, type_: str, resources: Resources) -> tuple[User, ...] | None:
    """The users of a cache: those of the group that it names; None where they are not known."""
    for shape in SHAPES:
        placed = cache.placed(shape.asks[type_]) if type_ in shape.asks else None
        items = [*_listed(placed, cache)] if placed is not None else []
        if len(items) == 1 and items[0] is not None:
            label = _label(items[0], cache, shape.group, shape.id, resources)
            if label is not None:
                return of_group(resources(shape.group)[label], shape, resources).users
    return None


def _items(group: Resource, shape: Shape, resources: Resources) -> Iterator[Placed | None]:
    placed = group.placed(shape.members)
    yield from _listed(placed, group) if placed is not None else ()
    for one in resources(shape.association).values() if shape.association else ():
        to, user = one.placed(shape.id), one.placed(shape.name)
        if to is None or user is None:
            continue
        label = _label(to, one, shape.group, shape.id, resources)
        if label == group.labels[1]:
            yield user
        elif label is None:
            yield None


def _listed(placed: Placed, resource: Resource) -> Iterator[Placed | None]:
    """The elements of a list, or the one thing that is no list; None for what is not known."""
    origin = trace.origin(placed, resource.evaluator)
    if isinstance(origin.node, Tuple):
        yield from (Placed(item, origin.source) for item in origin.node.items[:_MOST])
    elif isinstance(resource.evaluator.value(placed), list):
        yield None
    else:
        yield placed


def _label(item: Placed, resource: Resource, type_: str, name: str, resources: Resources) -> str | None:
    """The label of the resource that an expression names, by its attribute or by the text of its name."""
    label = trace.resource(item, type_, resource.evaluator)
    if label is None:
        text = resource.evaluator.value(item)
        same = [key for key, one in resources(type_).items() if one.argument(name).value == text]
        label = same[0] if isinstance(text, str) and len(same) == 1 else None
    return label if label in resources(type_) else None
