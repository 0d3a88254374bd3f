"""Which of the servers that were found a user asked about, and which findings are about each of them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from redislint.finding import Finding
from redislint.join import is_file
from redislint.model.instance import SENTINEL, Instance


def chosen(instances: Iterable[Instance], scope: Container[str]) -> Iterator[Instance]:
    """The servers that are declared in a file of the scope, or made from one; a Sentinel has no such values."""
    for instance in meant(instances, scope):
        if instance.role != SENTINEL and instance.managed is None:
            yield instance


def meant(instances: Iterable[Instance], scope: Container[str]) -> Iterator[Instance]:
    """All that are declared in a file of the scope, or made from one: Sentinels and managed services, too."""
    found = (instance for instance in instances if any(path in scope for path in files_of(instance)))
    return (instance for instance in found if not _is_bare(instance))


def _is_bare(instance: Instance) -> bool:
    """Is this no configuration of a server, but the image of a job's service, or what a machine is like?"""
    return instance.kind in ("github-actions", "sysctl") or (instance.kind == "ansible" and not instance.settings)


def files_of(instance: Instance) -> Iterator[str]:
    """The file that declares an instance, then those that are read for it."""
    yield instance.anchor.source.path
    for reference in instance.references:
        if reference.role != "mount" and reference.path is not None:
            yield reference.path


def refusals(instance: Instance, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that keep this very server from starting, those in the file that it is started with first."""
    return concerning(instance, (one for one in findings if one.refused))


def concerning(instance: Instance, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings about this very server, those in the file that it is started with first."""
    whole = list(files_of(instance))
    if not is_file(instance):
        # Other servers may stand in the same file.
        whole.remove(instance.anchor.source.path)
    found = [one for one in findings if one.path in whole or _concerns(instance, one)]
    return tuple(sorted(found, key=lambda one: (one.path not in whole[:1], one.path, one.span.start)))


def _concerns(instance: Instance, finding: Finding) -> bool:
    """Is a finding about a line of the instance?"""
    spans = (setting.span for setting in instance.settings)
    return any(span.source is finding.span.source and span.start <= finding.span.start <= span.end for span in spans)
