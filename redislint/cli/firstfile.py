"""The text of a first `.redislint.yaml`: what files tell is written, what only people know is a comment to fill in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from redislint.cli.found import Group
from redislint.model.checklist import sections
from redislint.report.words import visible
from redislint.typed import Final

_PROFILES: Final = ("cache", "store", "queue", "session")
# What YAML takes for no text.
_WORDS: Final = frozenset("y n yes no on off true false null".split())
# Names of members that a comment lists.
_LISTED: Final = 8
# Where the comments behind suggestions begin, within the entry.
_COLUMN: Final = 34
_HEAD: Final = """\
# What redislint cannot read from files: which instances there are, what they are for, and who answers for them.
# Take the `#` away from each line that is to hold, and mend what is behind it.
#
# Each instance may say:
#   files          the files that declare it: patterns as in .gitignore, seen from here; a redis.conf or sentinel.conf
#                  among them is all that its server starts with, so that what it leaves out has its default
#   profile        what it is for: `cache` can be computed again, `store` exists nowhere else, `queue` holds jobs and
#                  streams, `session` logins and carts; rules about eviction and persistence go by it
#   environment    dev, stage or prod: rules about production are off in the first two, and findings in dev milder
#   server         its version, where files do not say it, or say another one: redis@7.2, valkey@8.0
#   target         the version that it is to be upgraded to
#   owner          who answers for it: a team, a person, a channel
#   rpo, rto       how much may be lost when a machine fails, and how long it may be gone, as time: 0s, 5m, 1h
#   transport      what protects its connections: native-tls, mesh, sidecar, private-link or plaintext-accepted
#   admin-users    ACL users who are meant to administer, as names or patterns
#   replicas, sentinels   how many it has, so that rules may count them
#   external       true: some of it is declared elsewhere, so that nothing is counted
#   key-spaces     what its keys are called, and whose they are: users' patterns and eviction are held against them
#   environments   dev, stage and prod, each with its own `files` and whatever differs there
# What one file declares is one instance here: what is said of it holds for all services and servers in the file.
# What is said at the left edge holds for all instances.

# owner: "@team"
# environment: prod
# transport: native-tls
"""
_NOTHING: Final = """\
instances: {}
#   sessions:
#     files: [/redis.conf]
#     profile: session
"""
_TAIL: Final = """\
# Directives that may differ between the environments of an instance, as names or patterns:
# may-differ: [maxmemory]

# What answers a bullet of the delivery checklist that no file can show: evidence is a file in this repository, or a
# URL; the `reviewed` day is when somebody last looked.
# `redislint checklist` shows all bullets, and which of them are open. Those under `required` have to be answered.
# required: ["2.2"]
# checklist:
"""


def text(groups: Sequence[Group], prefix: str, day: str) -> str:
    """The file for these instances; `prefix` is its own folder, as paths begin with it, `day` such as 2026-11-23."""
    entries = [_entry(one, prefix) for one in groups]
    body = "\n".join(["instances:\n" + entries[0], *entries[1:]]) if entries else _NOTHING
    return "\n".join([_HEAD, body, _TAIL.rstrip("\n")]) + "\n" + "".join(_bullets(day))


def fits(path: str) -> bool:
    """Can a configuration name this path?"""
    return path.isprintable() and len(path) < 900


def _entry(group: Group, prefix: str) -> str:
    lines = [f"  {_key(group.name)}:", f"    # {_members(group)}", "    files:"]
    lines += [f"      - {_pattern(path.removeprefix(prefix))}" for path in group.files]
    lines += [f"      # also {visible(path.removeprefix(prefix))}, which is named above" for path in group.also]
    return "\n".join([*lines, *_purpose(group), *_rest(group), *_keys(group.patterns())]) + "\n"


def _key(name: str) -> str:
    """A name as a key: in quotes where YAML might take it for something else."""
    is_plain = name[0].isalpha() and name.lower() not in _WORDS and not name.endswith(".")
    return name if is_plain else json.dumps(name)


def _members(group: Group) -> str:
    found = []
    for word, members in (("server", group.servers), ("Sentinel", group.sentinels)):
        names = [visible(one.name) for one in members]
        if names:
            more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
            found.append(f"{word}{'s' if len(names) > 1 else ''} {', '.join(names[:_LISTED])}{more}")
    return "; ".join(found)


def _pattern(path: str) -> str:
    """A path as a pattern that matches it alone, in YAML's double quotes."""
    escaped = "".join(f"\\{sign}" if sign in "*?[\\!# " else sign for sign in path)
    return json.dumps(f"/{escaped}")


def _purpose(group: Group) -> Iterator[str]:
    """The choice of a profile, with what speaks for each."""
    if not group.servers:
        return
    best = group.profile()
    yield _line("profile", best or _PROFILES[0], "" if best else f"or {', '.join(_PROFILES[1:])}")
    yield from (f"    #   {' or '.join(profiles)}: {said}" for said, profiles in group.purposes().items())


def _rest(group: Group) -> Iterator[str]:
    guess, versions = group.environment(), group.versions()
    yield _line("environment", guess or "prod", "the path suggests it" if guess else "or dev, stage")
    if versions:
        others = f", and {', '.join(versions[1:])}" if versions[1:] else ""
        yield _line("server", versions[0], f"as files say{others}: said here it counts more than they do")
    else:
        yield _line("server", "redis@7.2", "no file says which version reads it")
    yield _line("owner", '"@team"')
    if group.servers:
        yield _line("rpo", "5m")
        yield _line("rto", "15m")
    if len(group.members) > 1 and not any(one.group for one in group.members):
        yield _line("replicas", str(max(0, len(group.servers) - 1)), "so many are here, if one of them is the master")
        yield _line("sentinels", str(len(group.sentinels)), "so many are here")


def _keys(patterns: Iterable[str]) -> Iterator[str]:
    found = list(patterns)
    if found:
        yield "    # key-spaces:                  # what users may use by their patterns"
        yield from (f"    #   - pattern: {json.dumps(pattern)}" for pattern in found)


def _line(key: str, value: str, why: str = "") -> str:
    line = f"    # {key}: {value}"
    return f"{line.ljust(_COLUMN)} # {why}" if why else line


def _bullets(day: str) -> Iterator[str]:
    """A stub for each bullet that somebody can attest to."""
    for bullet in (one for section in sections() for one in section.bullets if one.attest):
        yield f"#   # {bullet.text}\n#   # evidence: {bullet.attest}\n"
        yield f'#   "{bullet.id}": {{evidence: docs/{bullet.id}.md, owner: "@team", reviewed: {day}}}\n'
