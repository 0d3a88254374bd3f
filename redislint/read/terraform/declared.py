"""Instances and documents from the resources of a file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from redislint import servers
from redislint.model.acl import User
from redislint.model.document import Document
from redislint.model.facts import Setting
from redislint.model.instance import Instance, Managed
from redislint.read.terraform import aws, parameters, trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.module import Module
from redislint.read.terraform.nodes import Literal, Quoted
from redislint.read.terraform.parameters import PARAMETER_GROUP, Groups, Parameters
from redislint.read.terraform.resource import Resource
from redislint.servers.managed import withheld
from redislint.source import Span
from redislint.typed import Final

# What a file names that has users or groups of them, or whose caches have.
_OF_USERS: Final = ("aws_elasticache_user", "aws_memorydb_user", "aws_memorydb_acl")
_ASKING: Final = ("user_group_id", "acl_name")
_LANGUAGE: Final = "redis-conf"


class Declared:
    """What a file, or a module that is called, declares.

    `address` is how the module is named from the root, empty for the root itself; `secrets` are those that its
    resources are given, wherever they are written.
    """

    def __init__(self, module: Module, evaluator: Evaluator, address: str = "") -> None:
        self.module = module
        self.evaluator = evaluator
        self.address = address
        self.instances: list[Instance] = []
        self.documents: list[Document] = []
        self.secrets: list[Span] = []
        self._known: dict[str, Mapping[str, Resource]] = {}
        if self.module.is_override:
            return
        for type_ in aws.RESOURCES:
            for resource in self._own(type_):
                self._service(type_, resource)
        for group in self._own(PARAMETER_GROUP):
            self._parameter_group(group)
        if any(module.mentions(word) for word in _OF_USERS):
            self._users()

    def _resources(self, type_: str) -> Mapping[str, Resource]:
        """The resources of a type by label; of `data.` and a type, what the module looks up."""
        if type_ not in self._known:
            kind, _, of = type_.rpartition(".")
            found = self.module.resources(of, kind or "resource")
            self._known[type_] = {label: Resource(blocks, self.evaluator) for label, blocks in found.items()}
        return self._known[type_]

    @cached_property
    def groups(self) -> Groups:
        """The parameter groups of the module."""
        return Groups(self._resources(PARAMETER_GROUP))

    def _own(self, type_: str) -> list[Resource]:
        """The resources of a type that are ours to say, without those that are known to be none."""
        if not self.module.mentions(type_):
            return []
        found = [one for one in self._resources(type_).values() if self.module.owns(one.anchor.source)]
        return [made for one in found if not one.is_absent for made in one.each()]

    def _service(self, type_: str, resource: Resource) -> None:
        service = aws.RESOURCES[type_](resource)
        if service is None:
            return
        used = parameters.used(resource, lambda: self.groups)
        password = self._password(resource, service.asks)
        said = Parameters((*password, *used.settings), used.partial)
        self._add(type_, resource, said, service, self._members(type_, resource))

    def _parameter_group(self, group: Resource) -> None:
        if parameters.family(group) is None:
            return
        server = parameters.server(group)
        said = parameters.parameters(group)
        self._add(PARAMETER_GROUP, group, said, aws.Service(server, {}, None))
        # The service has parameters of its own, which no server knows.
        directives = tuple([setting for setting in said.settings if servers.spans(setting.name)])
        self.documents.append(Document(group.anchor.source, _LANGUAGE, directives, server=server))

    def _members(self, type_: str, resource: Resource) -> tuple[User, ...] | None:
        """The users of a cache, where it names a group of theirs."""
        if not any(map(self.module.mentions, _ASKING)):
            return None
        from redislint.read.terraform import groups

        return groups.of_cache(resource, type_, self._resources)

    def _users(self) -> None:
        # Few files have any.
        from redislint.read.terraform import groups, users

        for type_, of in users.USERS.items():
            for resource in self._own(type_):
                found = users.Declaration(resource)
                self.secrets += found.secrets
                if found.user is not None:
                    one = (found.user,)
                    where = resource.anchor.source
                    self.documents.append(Document(where, "users-acl", users=one, withheld=withheld(of)))
                    self._add(type_, resource, Parameters(), aws.Service(None, {}, None), one)
        for shape in groups.SHAPES:
            for resource in self._own(shape.group):
                members = groups.of_group(resource, shape, self._resources)
                service = aws.Service(None, members.facts, None)
                self._add(shape.group, resource, Parameters(), service, members.users)

    def _add(
        self,
        type_: str,
        resource: Resource,
        said: Parameters,
        service: aws.Service,
        users: tuple[User, ...] | None = None,
    ) -> None:
        # Never complete: the service sets what it likes (maxmemory, bind, save), and its defaults are its own.
        defaults = {fact: resource.defaults(*names) for fact, names in service.rests_on.items()}
        instance = Instance(
            anchor=resource.anchor,
            kind="terraform",
            name=f"{self.address}.{type_}.{resource.labels[1]}".lstrip("."),
            settings=said.settings,
            partial=said.partial,
            server=service.server,
            users=users,
            group=self.module.group,
            replicas=service.replicas,
            managed=Managed(type_, service.facts, defaults, resource.notes),
        )
        self.instances.append(instance)

    def _password(self, resource: Resource, name: str) -> tuple[Setting, ...]:
        """The password that an argument sets, at the place where it is written."""
        argument, placed = resource.argument(name), resource.placed(name)
        if placed is None or argument.is_absent or argument.value == "":
            return ()
        self.secrets += trace.literals(placed, resource.evaluator)
        span, value_span = resource.line(name), argument.span
        text = argument.text
        if not isinstance(text, str):
            return (Setting("requirepass", None, span, value_span, name),)
        origin = trace.origin(placed, resource.evaluator)
        if isinstance(origin.node, (Literal, Quoted)) and origin.node is not placed.node:
            span = value_span = origin.span
        return (Setting("requirepass", (text,), span, value_span, name),)
