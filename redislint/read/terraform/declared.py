"""Instances and documents from the resources of a file."""

from __future__ import annotations

from collections.abc import Mapping

from redislint import servers
from redislint.model.acl import User
from redislint.model.document import Document
from redislint.model.facts import Fact
from redislint.model.instance import Instance, Managed
from redislint.read.terraform import composed, parameters, passwords, services, tables
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.lookup import Resources
from redislint.read.terraform.module import Module
from redislint.read.terraform.parameters import GROUPS, Groups, Parameters
from redislint.read.terraform.resource import Resource
from redislint.read.terraform.services import Service
from redislint.servers import files
from redislint.servers.managed import withheld
from redislint.source import Source, Span
from redislint.typed import Final

# What a file names that has users or groups of them, or whose caches have.
_OF_USERS: Final = ("aws_elasticache_user", "aws_memorydb_user", "aws_memorydb_acl")
_ASKING: Final = ("user_group_id", "acl_name")
_GROUPS: Final = ("aws_elasticache_user_group", "aws_memorydb_acl")
_LANGUAGE: Final = "redis-conf"
_ENCRYPTION: Final = "transit-encryption"


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
        self._groups: dict[str, Groups] = {}
        self._asks = any(map(module.mentions, _ASKING))
        self._guarding: dict[str, frozenset[str]] = {}
        self._resources = Resources(self._of_type)
        if self.module.is_override:
            return
        for provider in files.PROVIDERS:
            if module.mentions(f"{provider}_"):
                self._services(provider)
        for type_ in GROUPS:
            for group in self._own(type_):
                self._parameter_group(type_, group)
        if any(module.mentions(word) for word in _OF_USERS):
            self._users()

    def _of_type(self, type_: str) -> Mapping[str, Resource]:
        """The resources of a type by label; of `data.` and a type, what the module looks up."""
        if type_ not in self._known:
            kind, _, of = type_.rpartition(".")
            found = self.module.resources(of, kind or "resource")
            self._known[type_] = {label: Resource(blocks, self.evaluator) for label, blocks in found.items()}
        return self._known[type_]

    def groups(self, type_: str) -> Groups:
        """The parameter groups of a type in the module."""
        if type_ not in self._groups:
            self._groups[type_] = Groups(self._resources(type_))
        return self._groups[type_]

    def _own(self, type_: str) -> list[Resource]:
        """The resources of a type that are ours to say, without those that are known to be none."""
        if not self.module.mentions(type_):
            return []
        found = [one for one in self._resources(type_).values() if self.module.owns(one.anchor.source)]
        return [made for one in found if not one.is_absent for made in one.each()]

    def _services(self, provider: str) -> None:
        """What the resources of a provider say, and its firewalls."""
        table = tables.table(provider)

        def majors() -> frozenset[int]:
            from redislint.read.terraform import versions

            return versions.majors(self.module.folder, provider, table.addresses, table.majors)

        for type_, choices in table.services.items():
            for resource in self._own(type_):
                service = services.read(choices, resource, type_, self._resources, majors)
                if service is not None:
                    self._service(type_, resource, service)
        for type_, shape in table.firewalls.items():
            for resource in self._own(type_):
                self._firewall(type_, shape, resource, table)

    def _firewall(self, type_: str, shape: tables.Firewall, resource: Resource, table: tables.Table) -> None:
        # Few files have any.
        from redislint.read.terraform import firewalls

        guards = resource.labels[1] in self._guards(type_, table)
        service = firewalls.read(shape, resource, type_, self._resources, guards)
        if service is not None:
            self._add(type_, resource, service)

    def _guards(self, type_: str, table: tables.Table) -> frozenset[str]:
        """The labels of the firewalls of a type that a Redis of the module names."""
        if type_ not in self._guarding:
            placed = [
                one
                for other, (service, *_) in table.services.items()
                for resource in (self._resources(other).values() if service.firewalls else ())
                for one in map(resource.placed, service.firewalls)
                if one is not None
            ]
            found = [composed.resources(one, type_, self.evaluator) for one in placed]
            self._guarding[type_] = frozenset(label for labels in found for label in labels)
        return self._guarding[type_]

    def _service(self, type_: str, resource: Resource, service: Service) -> None:
        password = passwords.setting(service.password, resource.evaluator)
        named = (*service.secrets, *([service.password[1]] if password is not None and service.password else ()))
        for found in named:
            self.secrets += composed.literals(found.placed, resource.evaluator) if found.placed is not None else ()
        self._document(service, resource.anchor.source)
        said = Parameters((*([password] if password is not None else ()), *service.settings), service.partial)
        if service.parameters:
            used = parameters.used(resource, service.parameters, lambda: self.groups(service.parameters))
            said = Parameters((*said.settings, *used.settings), said.partial or used.partial)
        service = service._replace(settings=said.settings, partial=said.partial)
        self._add(type_, resource, service, self._members(type_, resource))

    def _document(self, service: Service, source: Source) -> None:
        """The directives that a resource sets, as a text of them."""
        written = tuple([one for one in service.settings if one.written and servers.spans(one.name)])
        if written:
            self.documents.append(Document(source, _LANGUAGE, written, server=service.server))

    def _parameter_group(self, type_: str, group: Resource) -> None:
        if parameters.family(group) is None:
            return
        server = parameters.server(group)
        said = parameters.parameters(group)
        family = group.argument("family")
        facts: services.Facts = {"family": Fact(family.text, family.span)}
        defaults = {"family": group.defaults("family")}
        service = Service(server, facts, settings=said.settings, partial=said.partial, defaults=defaults)
        self._add(type_, group, service)
        # The service has parameters of its own, which no server knows.
        directives = tuple([setting for setting in said.settings if servers.spans(setting.name)])
        self.documents.append(Document(group.anchor.source, _LANGUAGE, directives, server=server))

    def _members(self, type_: str, resource: Resource) -> tuple[User, ...] | None:
        """The users of a cache, where it names a group of theirs."""
        if not self._asks or not any(map(self._resources, _GROUPS)):
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
                    self._add(type_, resource, Service(), one)
        for shape in groups.SHAPES:
            for resource in self._own(shape.group):
                members = groups.of_group(resource, shape, self._resources)
                self._add(shape.group, resource, Service(facts=members.facts), members.users)

    def _add(self, type_: str, resource: Resource, service: Service, users: tuple[User, ...] | None = None) -> None:
        # Never complete: the service sets what it likes (maxmemory, bind, save), and its defaults are its own.
        defaults = dict(service.defaults)
        if _ENCRYPTION in defaults:
            defaults[_ENCRYPTION] = {**defaults[_ENCRYPTION], **services.switches(resource)}
        instance = Instance(
            anchor=resource.anchor,
            kind="terraform",
            name=f"{self.address}.{type_}.{resource.labels[1]}".lstrip("."),
            settings=service.settings,
            partial=service.partial,
            server=service.server,
            users=users,
            group=self.module.group,
            replicas=service.replicas,
            managed=Managed(type_, service.facts, defaults, service.service, resource.notes),
        )
        self.instances.append(instance)
