"""How severe a finding is where it stands: by its environment, by what its server is for, and by its file's place."""

from __future__ import annotations

import re

from redislint.finding import Hit, Severity
from redislint.model.change import present
from redislint.model.document import Document
from redislint.model.instance import Instance
from redislint.model.paths import is_rehearsal
from redislint.model.project import Project
from redislint.model.topology import Deployment
from redislint.options import Options
from redislint.rules import Rule, Subject
from redislint.typed import Final

_LOOPBACK: Final = re.compile(r"-?(127\.\d+\.\d+\.\d+|::1|localhost)$")
_EVICTING: Final = ("allkeys-lru", "allkeys-lfu", "allkeys-random", "allkeys-lrm")


def environment_of(subject: Subject, options: Options) -> str:
    """The environment that is declared for what a rule speaks of; empty for none."""
    subject = present(subject)
    if isinstance(subject, Instance):
        return subject.environment
    place = subject.source.root if isinstance(subject, Document | Project) else subject.anchor.source
    return options.declared(place.path).environment


def profile_of(subject: Subject) -> str:
    """What the instance is for: as declared; else `store` where it keeps an append-only file and evicts any key.

    What all servers of a group are for is what the group is for.
    """
    subject = present(subject)
    if isinstance(subject, Deployment):
        purposes = {profile_of(one) for one in subject.instances}
        return purposes.pop() if len(purposes) == 1 else ""
    if not isinstance(subject, Instance):
        return ""
    if subject.profile:
        return subject.profile
    appendonly, policy = subject.setting("appendonly"), subject.setting("maxmemory-policy")
    if appendonly.written and appendonly.is_one_of("yes") and policy.written and policy.is_one_of(*_EVICTING):
        return "store"
    return ""


def severity(rule: Rule, subject: Subject, hit: Hit, options: Options) -> Severity:
    """How bad a finding is, here: what the rule says, lowered by what is known of the place.

    A strict run lowers nothing: what may be a rehearsal is judged as if it were the real thing.
    """
    override = options.severity.get(rule.id) or options.severity.get(rule.name)
    if override is not None:
        return override
    level = hit.severity or rule.severity
    if rule.family == "validity" or options.strict:
        return level
    environment = environment_of(subject, options)
    if environment == "dev" or (rule.enabled == "prod" and not environment):
        level = level.lowered
    if rule.enabled.startswith("profile:") and not _is_declared(subject):
        level = level.lowered
    if is_rehearsal(hit.span.source.path):
        level = level.lowered
    if _is_stock(subject, hit, environment):
        level = Severity.INFO
    return level


def _is_declared(subject: Subject) -> bool:
    """Does somebody say what it is for?  A change is about two instances, and is judged as a rule has it."""
    if isinstance(subject, Deployment):
        return all(one.profile for one in subject.instances)
    return not isinstance(subject, Instance) or bool(subject.profile)


def _is_stock(subject: Subject, hit: Hit, environment: str) -> bool:
    """A finding about what is not written, in a file that only lets loopback in and of which nothing is declared."""
    if not isinstance(subject, Instance) or not subject.is_hosted or environment or subject.profile:
        return False
    bind = subject.setting("bind")
    return hit.span == subject.anchor and bool(bind.args) and all(_LOOPBACK.match(one) for one in bind.args or ())
