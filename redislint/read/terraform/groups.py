"""Groups of users: who may log in to a cache, as far as the text of the module settles it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redislint.model.acl import User
from redislint.model.facts import UNKNOWN, Fact
from redislint.read.terraform import trace
from redislint.read.terraform.listed import Item, Kind, listed, made, named
from redislint.read.terraform.lookup import Resources
from redislint.read.terraform.nodes import Name, Traversal
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.services import Facts
from redislint.read.terraform.users import Declaration
from redislint.typed import Final, NamedTuple


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
        user = Declaration(item.resource).user if item is not None and item.resource is not None else None
        if user is not None:
            found.append(user)
            continue
        known = False
        if item is not None and shape.association and _is_built_in(item, group, shape, resources):
            facts["default-user"] = Fact("open", item.placed.span)
    return Members(tuple(found) if known else None, facts)


def _is_built_in(item: Item, group: Resource, shape: Shape, resources: Resources) -> bool:
    """Is this ElastiCache's own default user: on, without a password, with all rights, and not to be changed?

    A group for Valkey takes nobody who needs no password (ElastiCache User Guide, "Clusters.RBAC").
    """
    engine = group.argument("engine").text
    is_redis = isinstance(engine, str) and engine.lower() == "redis"
    node = trace.origin(item.placed, item.evaluator).node
    value = item.evaluator.value(item.placed)
    if isinstance(node, Traversal) and isinstance(node.base, Name) and node.base.name == "data":
        kind, label = node.steps[:2] if len(node.steps) > 1 else ("", "")
        looked_up = resources(f"data.{shape.user}").get(str(label)) if kind == shape.user else None
        value = looked_up.argument(shape.name).value if looked_up is not None else value
    return is_redis and value == "default"


def of_cache(cache: Resource, type_: str, resources: Resources) -> tuple[User, ...] | None:
    """The users of a cache: those of the group that it names; None where they are not known."""
    for shape in SHAPES:
        placed = cache.placed(shape.asks[type_]) if type_ in shape.asks else None
        kind = Kind(shape.group, shape.id, resources)
        items = [*listed(placed, cache.evaluator, kind)] if placed is not None else []
        if len(items) == 1 and items[0] is not None and items[0].resource is not None:
            return of_group(items[0].resource, shape, resources).users
    return None


def _items(group: Resource, shape: Shape, resources: Resources) -> Iterator[Item | None]:
    placed, users = group.placed(shape.members), Kind(shape.user, shape.name, resources)
    yield from listed(placed, group.evaluator, users) if placed is not None else ()
    for association in resources(shape.association).values() if shape.association else ():
        found = made(association)
        yield from [None] if found is None else ()
        for one in found.values() if found is not None else ():
            to, user = one.placed(shape.id), one.placed(shape.name)
            if to is not None and user is not None:
                other = named(to, one.evaluator, Kind(shape.group, shape.id, resources))
                is_ours = _is_same(other, group, shape) if other is not None else None
                yield from listed(user, one.evaluator, users) if is_ours else ()
                yield from [None] if is_ours is None else ()


def _is_same(other: Resource, group: Resource, shape: Shape) -> bool | None:
    """Are these one group?  None where that is not known."""
    if other.labels != group.labels or other.evaluator is group.evaluator:
        return other.labels == group.labels
    names = (other.argument(shape.id).text, group.argument(shape.id).text)
    return None if UNKNOWN in names else names[0] == names[1]
