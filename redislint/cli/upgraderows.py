"""What a change of version comes to, for programs; secrets are masked."""

from __future__ import annotations

from redislint.finding import Finding
from redislint.outcome.tell import MASK
from redislint.report.words import clean
from redislint.servers.releases import written
from redislint.source import Span
from redislint.typed import Any
from redislint.upgrade import Difference, Known, Note, Upgrade, UserChange, Vulnerabilities


def row(one: Upgrade) -> dict[str, Any]:
    """One server."""
    instance = one.instance
    server, origin = instance.server, instance.origin
    return {
        "path": clean(instance.anchor.source.path),
        "name": clean(instance.name),
        "kind": instance.kind,
        "role": instance.role,
        "from": None if server is None else server.key,
        "from_release": server.patch or None if server is not None else None,
        "from_origin": origin.kind if origin is not None and server is not None else None,
        "breaks": one.breaks,
        "refused": [_finding(found) for found in one.refused],
        "already_refused": [_finding(found) for found in one.already],
        "no_longer_refused": [_finding(found) for found in one.solved],
        "warned": [_finding(found) for found in one.warned],
        "ignored": [_note(note) for note in one.ignored],
        "renamed": [_note(note) for note in one.renamed],
        "notes": [_note(note) for note in one.notes],
        "values": [_difference(found) for found in one.values],
        "defaults": [_difference(found) for found in one.defaults],
        "users": [_user(user) for user in one.users],
        "vulnerabilities": None if one.vulnerabilities is None else _vulnerabilities(one.vulnerabilities),
        "unsaid": list(one.unsaid),
    }


def _place(span: Span | None) -> dict[str, Any]:
    line, column = span.position if span is not None else (None, None)
    return {"path": None if span is None else clean(span.source.path), "line": line, "column": column}


def _finding(found: Finding) -> dict[str, Any]:
    return {"rule": found.rule, "message": clean(found.message), **_place(found.span)}


def _note(note: Note) -> dict[str, Any]:
    return {
        "message": clean(note.text),
        "directive": note.directive or None,
        "breaks": note.breaks,
        **_place(note.span),
    }


def _difference(found: Difference) -> dict[str, Any]:
    before, after = (MASK if found.secret and text else clean(text) for text in (found.before, found.after))
    return {
        "name": found.name,
        "before": before,
        "after": after,
        "why": found.why or None,
        "seldom": found.seldom,
        "secret": found.secret,
        **_place(found.span),
    }


def _user(user: UserChange) -> dict[str, Any]:
    return {
        "name": clean(user.name),
        "breaks": user.breaks,
        "gained": list(user.gained),
        "lost": list(user.lost),
        "new": list(user.new),
        "gone": list(user.gone),
        "channels": clean(user.channels) or None,
        **_place(user.span),
    }


def _vulnerabilities(found: Vulnerabilities) -> dict[str, Any]:
    return {
        "from": f"{found.present.engine}@{written(found.present.version)}",
        "to": f"{found.target.engine}@{written(found.target.version)}",
        "assumed_newest": [f"{line.engine}@{written(line.version)}" for line, _ in found.assumed],
        "closed": [_known(one) for one in found.closed],
        "opened": [_known(one) for one in found.opened],
        "both": found.both,
    }


def _known(one: Known) -> dict[str, Any]:
    found = one.advisory
    return {"id": found.id, "severity": found.severity, "title": found.title, "lessened": one.lessened}
