"""Losing knowledge may silence a rule, never make one speak (the property of all present and future rules)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redislint import rules
from redislint.facing import faced
from redislint.finding import Hit
from redislint.link import Whole, compared, link
from redislint.model.change import Change
from redislint.model.facts import UNKNOWN, Fact
from redislint.model.instance import Instance
from redislint.model.project import with_members
from redislint.model.workload import Workload
from redislint.read import read
from redislint.rules import Subject, Subjects
from redislint.servers.directives import data as directives
from redislint.servers.directives import lines_of
from redislint.source import Source
from tests.pages import Case, Files, before, cases, is_read, kind_of, options_of, present, unmarked

CASES = cases()
RULES = tuple(rule for rule in rules.load() if rule.about != "unknown")
# Where the version is not known, what all servers with support find is said: that such a one is meant is no loss.
ENDED = lines_of(directives()["ended"])
FACTS = ("image", "memory_limit", "restarts", "replicas", "storage")


def whole_of(case: Case) -> Whole:
    sources = {}
    for file in present(case):
        text, _ = unmarked(file.text)
        sources[file.path] = Source(file.path, text, kind_of(file) or "")
    readings = [read(source, Files(sources)) for source in sources.values() if is_read(source)]
    options = options_of(case)
    earlier = link(before(case), options, set(sources))
    whole = compared(link(readings, options, set(sources)), earlier)
    return whole if options.snapshot is None else faced(whole, options.snapshot, "", None)


def spoken(whole: Whole) -> set[tuple[str, str, int, int]]:
    pairs: tuple[Subject, ...] = (*whole.changes, *whole.drifts)
    subjects = Subjects((*whole.documents, *whole.instances, *whole.deployments, *pairs, *whole.projects))
    return {
        (rule.id, hit.span.source.path, hit.span.start, hit.span.end)
        for rule in RULES
        for _, hit in rule.hits(subjects)
        if isinstance(hit, Hit)
    }


def forget(instance: Instance, data: st.DataObject) -> Instance:
    """The instance, knowing less: some settings and facts unknown, not complete, users perhaps not known."""
    lost = data.draw(st.sets(st.integers(0, max(len(instance.settings) - 1, 0))))
    known = tuple(
        setting._replace(args=None) if index in lost else setting for index, setting in enumerate(instance.settings)
    )
    facts: dict[str, Any] = {}
    for name in FACTS:
        fact = getattr(instance, name)
        if isinstance(fact, Fact) and data.draw(st.booleans()):
            facts[name] = fact._replace(value=UNKNOWN)
    if data.draw(st.booleans()):
        facts["users"] = None
    if data.draw(st.booleans()):
        facts["ports"] = None
    if (instance.server is None or instance.server.key not in ENDED) and data.draw(st.booleans()):
        facts["server"] = None
    if instance.workload is not None and data.draw(st.booleans()):
        nothing = data.draw(st.booleans())
        facts["workload"] = None if nothing else Workload(instance.workload.kind, instance.workload.anchor)
    if instance.managed is not None and data.draw(st.booleans()):
        unknown = {name: fact._replace(value=UNKNOWN) for name, fact in instance.managed.facts.items()}
        facts["managed"] = instance.managed._replace(facts=unknown)
    complete = instance.complete and data.draw(st.booleans())
    return instance._replace(settings=known, complete=complete, **facts)


def forgetful(whole: Whole, data: st.DataObject) -> Whole:
    """Everything, knowing less; groups hold the same members as before."""
    less = {id(instance): forget(instance, data) for instance in whole.instances}
    documents = tuple(
        document._replace(
            settings=tuple(
                setting._replace(args=None) if data.draw(st.booleans()) else setting for setting in document.settings
            ),
            users=tuple(
                user._replace(
                    tokens=tuple(
                        token._replace(known=False) if data.draw(st.booleans()) else token for token in user.tokens
                    ),
                )
                for user in document.users
            ),
        )
        for document in whole.documents
    )
    deployments = tuple(
        group._replace(
            instances=tuple(less[id(one)] for one in group.instances),
            sentinels=tuple(less[id(one)] for one in group.sentinels),
            complete=group.complete and data.draw(st.booleans()),
        )
        for group in whole.deployments
    )
    changes = tuple(Change(forget(one.before, data), less[id(one.after)]) for one in whole.changes)
    projects = tuple(with_members(one, less.values()) for one in whole.projects)
    drifts = tuple(one._replace(instance=forget(one.instance, data)) for one in whole.drifts)
    return Whole(documents, tuple(less.values()), deployments, changes, projects, drifts)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_knowing_less_never_finds_more(case: Case) -> None:
    whole = whole_of(case)
    found = spoken(whole)

    # A test of its own per case: Hypothesis wraps the settings of a parametrised one once more for each case, and a
    # thousand cases are more wrappings than Python follows.
    @settings(max_examples=2, database=None, suppress_health_check=[HealthCheck.data_too_large])
    @given(data=st.data())
    def less(data: st.DataObject) -> None:
        assert spoken(forgetful(whole, data)) <= found

    less()
