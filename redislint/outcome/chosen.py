"""Which of the servers that were found a user asked about, and what keeps each of them from starting."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from redislint.finding import Finding
from redislint.join import is_file
from redislint.model.instance import SENTINEL, Instance


def chosen(instances: Iterable[Instance], scope: Container[str]) -> Iterator[Instance]:
    """The servers that are declared in a file of the scope, or made from one; a Sentinel has no such values."""
    for instance in concerned(instances, scope):
        if instance.role != SENTINEL and instance.managed is None:
            yield instance


def concerned(instances: Iterable[Instance], scope: Container[str]) -> Iterator[Instance]:
    """Whatever is declared in a file of the scope, or made from one."""
    return (instance for instance in instances if any(path in scope for path in _files(instance)))


def _files(instance: Instance) -> Iterator[str]:
    """The file that declares an instance, then those that are read for it."""
    yield instance.anchor.source.path
    for reference in instance.references:
        if reference.role != "mount" and reference.path is not None:
            yield reference.path


def refusals(instance: Instance, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that keep this very server from starting, those in the file that it is started with first."""
    whole = list(_files(instance))
    if not is_file(instance):
        # Other servers may stand in the same file.
        whole.remove(instance.anchor.source.path)
    found = [one for one in findings if one.refused and (one.path in whole or _concerns(instance, one))]
    return tuple(sorted(found, key=lambda one: (one.path not in whole[:1], one.path, one.span.start)))


def _concerns(instance: Instance, finding: Finding) -> bool:
    """Is a finding about a line of the instance?"""
    spans = (setting.span for setting in instance.settings)
    return any(span.source is finding.span.source and span.start <= finding.span.start <= span.end for span in spans)
