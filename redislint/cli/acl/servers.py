"""Which servers a user asked about, and their users."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence

from redislint import api
from redislint.access.people import People, people
from redislint.cli.settings import configuration, here
from redislint.discover.find import find
from redislint.discover.request import Request
from redislint.finding import Finding
from redislint.link import link
from redislint.model.instance import Instance
from redislint.options import Options
from redislint.outcome.chosen import meant, refusals
from redislint.outcome.tell import refusal
from redislint.pipeline import lint_readings, read_source
from redislint.redact import shortened
from redislint.typed import Final, NamedTuple

STDIN: Final = "-"


class Asked(NamedTuple):
    """The servers with their users, why each does not start if it does not, and what could not be done."""

    everybody: tuple[People, ...]
    refused: tuple[tuple[str, ...], ...]
    errors: tuple[str, ...]


def options(asked: Namespace) -> Options:
    """The options of the run; of the rules only those that say whether a server starts."""
    return Options(server=asked.server, select=("validity",))


def ask(asked: Namespace, paths: Sequence[str], lines: Sequence[str] = ()) -> Asked:
    """The servers that the files at these paths declare, with their users; on these lines of servers, if any."""
    stdin = sys.stdin.buffer.read() if STDIN in paths and sys.stdin is not None else b""
    request = Request(paths=paths, cwd=here(), kind=asked.kind, stdin=stdin)
    chosen = options(asked)
    config = None if asked.no_config else configuration(request.cwd, asked.config)
    if config is not None:
        request, chosen = api.configured(request, chosen, config)
    found = find(request, read_source)
    launched = set(found.launched)
    if paths and not any(os.path.isdir(path) for path in paths):
        # A file that is named is one that a server is started with, unless another includes it.
        launched.update(one.source.path for one in found.readings if one.source.path in found.scope)
    instances = list(meant(link(found.readings, chosen, launched).instances, found.scope))
    errors = [f"{path}: {found.unread[path]}" for path in sorted(found.named) if path in found.unread]
    whole = [people(one, lines) for one in instances]
    kept = [one for one in whole if one.persons or _says_of_users(one)] or whole
    if not kept and not errors:
        errors.append(
            f"no server is declared in {', '.join(paths) or 'this folder'}; if it is a redis.conf or an ACL"
            " file, say so: --kind redis-conf, --kind users-acl"
        )
    findings = lint_readings(found.readings, chosen, launched=launched).findings
    texts = tuple(tuple(_why(one.instance, findings)) for one in kept)
    return Asked(tuple(kept), texts, tuple(errors))


def _says_of_users(one: People) -> bool:
    """Does an instance, of whose users none is known, say that it has some?"""
    return one.instance.setting("aclfile").written or one.instance.users is None


def _why(instance: Instance, findings: Sequence[Finding]) -> Iterator[str]:
    """What keeps a server from starting: the first that it would find, and how many more there are."""
    found = refusals(instance, findings)
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        yield shortened(refusal(found[0]), 300) + more
