"""The users of a running server against those that the files declare, by what each may do in the end."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.access.compare import Changed, Difference, common, differences
from redislint.access.default import NAME
from redislint.access.login import hashed, login
from redislint.access.people import People, Person, people
from redislint.access.reach import by_effect
from redislint.acl.words import digest
from redislint.checks.drifting import is_same
from redislint.checks.wording import listed
from redislint.finding import Hit, Severity
from redislint.model.instance import Instance
from redislint.model.snapshot import Drift
from redislint.source import Span
from redislint.typed import Final, NamedTuple

# Commands and patterns that are named; of more there is a number.
_MOST: Final = 4


class _Said(NamedTuple):
    """Something that differs, in words, and how bad it is."""

    severity: Severity
    text: str


def users(drift: Drift) -> Iterator[Hit]:
    """Each user who may do more or less on the server than the files say, or is there in one of them alone."""
    snapshot, running = drift.snapshot, drift.running
    if snapshot.users is None or snapshot.server is None or running.users is None:
        return
    live = Instance(
        snapshot.source.anchor,
        "users-acl",
        snapshot.node,
        role=running.role,
        complete=True,
        server=snapshot.server,
        users=snapshot.users,
    )
    declared, found = common(people(running), people(live))
    if not declared.has_acls:
        return
    # What is renamed away there, no answer tells: it is taken to be what is declared.
    found = found._replace(gone=declared.gone)
    for one in (*differences(declared, found), *_same(declared, found)):
        said = tuple(_said(drift, declared, one))
        if said:
            worst = min((each.severity for each in said), key=lambda severity: severity.rank)
            at = one.old.span if one.old is not None else _where(running)
            what = "; ".join(each.text for each in said)
            key = f"{snapshot.node}:{one.name}"
            yield Hit(at, key=key, severity=worst, user=one.name, node=snapshot.node or "the server", what=what)


def _same(declared: People, found: People) -> Iterator[Difference]:
    """The default user that no line makes, where only its password may differ: `requirepass` is in no rule."""
    old, new = declared.person(NAME), found.person(NAME)
    if old is not None and new is not None and old.why:
        one = Difference(NAME, old, new)
        if not any(each.name == NAME for each in differences(declared, found)):
            yield one


def _where(instance: Instance) -> Span:
    """The file that users are declared in."""
    first = next(iter(instance.users or ()), None)
    if first is not None and first.span.source.root is not instance.anchor.source.root:
        return first.span.source.root.anchor
    return instance.anchor


def _said(drift: Drift, declared: People, one: Difference) -> Iterator[_Said]:
    if one.old is None:
        yield from _only_there(drift, declared, one)
    elif one.new is None:
        if one.old.enabled is not None:
            yield _Said(Severity.WARNING, "is missing: only the files have it")
    elif one.is_known:
        yield from _in(one.old, one.new)
        yield from _rights(one)
        if not one.old.why or not _is_told(drift):
            yield from _open(one.old, one.new)
            yield from _passwords(drift, one, one.old, one.new)


def _only_there(drift: Drift, declared: People, one: Difference) -> Iterator[_Said]:
    """A user of the server alone, if it is known who else there would be."""
    instance = drift.instance
    whole = instance.complete or (instance.kind == "users-acl" and not instance.partial)
    if not whole or one.new is None or any(True for _ in declared.missing):
        return
    is_off = one.new.enabled is False
    count = len(one.gained)
    may = "" if is_off or not count else f", and may run {count} command{'s' if count > 1 else ''}"
    severity = Severity.WARNING if is_off else Severity.ERROR
    yield _Said(severity, f"is in no file{', but switched off' if is_off else may}")


def _in(old: Person, new: Person) -> Iterator[_Said]:
    """Who gets in that did not, and the other way round."""
    if new.enabled and old.enabled is False:
        yield _Said(Severity.ERROR, "is switched on, and off in the files")
    elif new.enabled is False and old.enabled:
        yield _Said(Severity.WARNING, "is switched off, and on in the files")


def _open(old: Person, new: Person) -> Iterator[_Said]:
    """Who needs no password and did, and the other way round."""
    if new.nopass and old.nopass is False and new.enabled is not False:
        yield _Said(Severity.ERROR, "lets anybody in without a password")
    elif new.nopass is False and old.nopass and old.enabled is not False:
        yield _Said(Severity.WARNING, "asks for a password, and for none in the files")


def _rights(one: Difference) -> Iterator[_Said]:
    if one.gained:
        yield _Said(Severity.ERROR, f"may also run {_commands(one.gained)}")
    if one.lost:
        yield _Said(Severity.WARNING, f"may not run {_commands(one.lost)}")
    old, new = (each.held if each is not None and each.enabled is not False else None for each in (one.old, one.new))
    if old is None or new is None or old.has_unknown_patterns:
        return
    had, has = (by_effect(held, list(held.rights)[-1]) for held in (old, new))
    more = [text for what, text in has.items() if what not in had]
    less = [text for what, text in had.items() if what not in has]
    if more:
        yield _Said(Severity.ERROR, f"has {listed(more, _MOST)}, which the files do not give")
    if less:
        yield _Said(Severity.WARNING, f"does not have {listed(less, _MOST)} of the files")


def _passwords(drift: Drift, one: Difference, old: Person, new: Person) -> Iterator[_Said]:
    """Passwords more or less; a template in the files may stand for any."""
    if old.passwords.get("unknown") or old.nopass or new.nopass or old.held is None or new.held is None:
        return
    more, less = one.passwords if not old.why else _of_default(drift, new)
    if more:
        yield _Said(Severity.WARNING, f"has {more} password{'s' if more > 1 else ''} that no file has")
    if less:
        yield _Said(Severity.WARNING, f"has not {less} password{'s' if less > 1 else ''} of the files")


def _is_told(drift: Drift) -> bool:
    """Is `requirepass` another there, which makes the default user's password?  Then it is told of `requirepass`."""
    live, declared = (drift.snapshot.config or {}).get("requirepass"), drift.instance.setting("requirepass").value
    return live is not None and declared is not None and not is_same("requirepass", declared, live, secret=True)


def _of_default(drift: Drift, new: Person) -> tuple[int, int]:
    """Passwords more and less than the declared `requirepass`."""
    setting = drift.instance.setting("requirepass")
    if not setting.args or new.held is None or (found := login(new.held.user)) is None:
        return 0, 0
    own = digest(" ".join(setting.args))
    hashes = {hashed(token) for token in found.passwords}
    return len(hashes - {own}), len({own} - hashes)


def _commands(changed: tuple[Changed, ...]) -> str:
    return listed([one.name for one in changed], _MOST)
