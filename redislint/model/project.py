"""What a project's configuration declares: its instances, what is attested of them, and who answers for what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from redislint.model.instance import Instance
from redislint.source import Source, Span
from redislint.typed import NamedTuple


class Said(NamedTuple):
    """A value as it is declared, with its place."""

    value: str
    span: Span


class KeySpace(NamedTuple):
    """Keys that have something in common: the pattern of their names, and what is declared of them.

    `said` has by key of the configuration: `owner`, `type`, `ttl`, `max-size`, `multi-key`.
    """

    pattern: Said
    said: Mapping[str, Said] = MappingProxyType({})


class Declaration(NamedTuple):
    """One declared instance in one environment.

    `span` is its name, where it is declared; `said` has by key of the configuration (`profile`, `server`, `target`,
    `transport`, `rpo`, `rto`, `owner`, `replicas`, `sentinels`, ...) what is declared of it, by itself or for all;
    `external`: some of it is declared elsewhere; `is_one_of_several`: it has environments, of which this is one;
    `members` are the servers and Sentinels in the tree that it is.
    """

    name: str
    environment: str
    span: Span
    files: tuple[str, ...] = ()
    said: Mapping[str, Said] = MappingProxyType({})
    key_spaces: tuple[KeySpace, ...] = ()
    external: bool = False
    is_one_of_several: bool = False
    members: tuple[Instance, ...] = ()

    @property
    def ident(self) -> str:
        """What its members name it by: `sessions`, or `sessions/prod` where it is there in several environments."""
        return f"{self.name}/{self.environment}" if self.is_one_of_several else self.name

    def value(self, key: str) -> str:
        """What is declared under a key; empty for nothing."""
        said = self.said.get(key)
        return said.value if said is not None else ""


class Attestation(NamedTuple):
    """What is declared of a bullet of the checklist: evidence that somebody looked, or that it does not apply.

    `said` has by key of the configuration: `evidence`, `owner`, `reviewed`, `expires`, `sha256`, `not-applicable`.
    """

    bullet: str
    span: Span
    said: Mapping[str, Said] = MappingProxyType({})

    def value(self, key: str) -> str:
        """What is declared under a key; empty for nothing."""
        said = self.said.get(key)
        return said.value if said is not None else ""


class Evidence(NamedTuple):
    """A file that an attestation names, as it is in the tree: its length in characters, and its SHA-256 in hex.

    The sum is empty where no attestation says what it should be.
    """

    length: int
    sha256: str


def _nobody(_path: str) -> tuple[str, ...]:
    return ()


class Project(NamedTuple):
    """A configuration file as a whole, with everything that it speaks of.

    required    bullets of the checklist that have to be answered
    may_differ  directives that may differ between environments
    evidence    the files that attestations name, by what they call them; those that are not there are missing
    owners      all whom a CODEOWNERS file names; None where there is no such file
    owner_of    those whom it names for a path
    folder      the configuration's folder, relative to the root: "" or `deploy/`
    instances   all servers and Sentinels of the run
    whole       whether the run looks at everything below the configuration's folder, so that what is absent is so
    today       the day to judge by, such as 2026-11-23; empty for none
    """

    source: Source
    declarations: tuple[Declaration, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    required: tuple[Said, ...] = ()
    may_differ: tuple[Said, ...] = ()
    evidence: Mapping[str, Evidence] = MappingProxyType({})
    owners: frozenset[str] | None = None
    owner_of: Callable[[str], tuple[str, ...]] = _nobody
    folder: str = ""
    instances: tuple[Instance, ...] = ()
    whole: bool = False
    today: str = ""

    @property
    def kind(self) -> str:
        """The kind of the file."""
        return self.source.kind

    @property
    def name(self) -> str:
        """The name of what is declared: the file's path."""
        return self.source.path

    @property
    def anchor(self) -> Span:
        """The place of what is nowhere declared: the file's start."""
        return self.source.anchor

    def environments(self) -> Mapping[str, tuple[Declaration, ...]]:
        """The declared instances, by name, each in all of its environments."""
        found: dict[str, tuple[Declaration, ...]] = {}
        for one in self.declarations:
            found[one.name] = (*found.get(one.name, ()), one)
        return found


def with_members(project: Project, instances: Iterable[Instance]) -> Project:
    """The project with the instances of a run, each under the declaration that it belongs to."""
    known = tuple(instances)
    return project._replace(
        instances=known,
        declarations=tuple(
            one._replace(members=tuple(it for it in known if it.member == one.ident)) for one in project.declarations
        ),
    )
