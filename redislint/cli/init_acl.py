"""`redislint init acl`: a users.acl whose users may do no more than their job."""

from __future__ import annotations

from collections.abc import Sequence

from redislint.access.jobs import ROLES, USUAL
from redislint.access.least import Made, default_user, fault, user
from redislint.cli import DONE, UsageError
from redislint.cli.lines import line
from redislint.cli.parser import Parser, one_of, server
from redislint.cli.streams import say, show
from redislint.cli.suggest import HASHES
from redislint.typed import Final

_ABOUT: Final = (
    "Print users who may do no more than their job, for one version of the server. The hashes of their passwords are"
    " yours to fill in: as it is printed, nobody can log in."
)
_END: Final = """\
examples:
  redislint init acl --server redis@7.2 > users.acl
  redislint init acl --server valkey@8.1 --role app-rw,admin --prefix shop:
  redislint init acl --server redis@7.2 --cluster --format redis-conf

exit status:
  0  printed
  2  something could not be done
"""
_NO_ADMIN: Final = "no user may change the server: `--role admin` adds one"
_DEFAULT: Final = "the user default is off: clients, replicas and Sentinels have to say their name and password"
_LOAD: Final = "a server reads the file by `aclfile`, and then must have no `user` lines in its redis.conf"


def run(argv: list[str]) -> int:
    """Print the users; the exit status."""
    split = parser().split(argv)
    if split is None:
        return DONE
    found, words = split
    if words:
        raise UsageError(f"`redislint init acl` takes no {words[0]}; what it prints may go to a file: > users.acl")
    if found.prefix is not None and (not found.prefix or fault(found.prefix) or set(found.prefix) & set("*?[]\\")):
        raise UsageError(
            "--prefix: it is what names of keys begin with, such as app: (no pattern, no blanks or quotes)"
        )
    version = line(found.server)
    roles = tuple(dict.fromkeys(role for part in found.role for role in part)) or USUAL
    made = [user(role, version, prefix=found.prefix or "", in_cluster=found.cluster) for role in roles]
    users = [default_user(version), *made]
    if found.format == "redis-conf":
        show(_commented(users))
    else:
        show("".join(f"{one.line}\n" for one in users))
    _tell(users, found.format)
    return DONE


def parser() -> Parser:
    """The parser of the verb's options."""
    made = Parser("redislint init acl [OPTION ...]", _ABOUT, _END)
    group = made.add_argument_group("users")
    group.add_argument(
        "--role",
        type=_roles,
        action="append",
        default=[],
        metavar="ROLES",
        help=f"these, separated by commas: {', '.join(ROLES)} (if not said: {', '.join(USUAL)})",
    )
    group.add_argument(
        "--prefix", metavar="TEXT", help="what names of keys and channels begin with (app: and queue: if not said)"
    )
    group.add_argument("--cluster", action="store_true", help="with what clients and nodes of a Redis Cluster need")
    group.add_argument(
        "--format",
        type=one_of(("users-acl", "redis-conf")),
        default="users-acl",
        metavar="FORMAT",
        help="users-acl, or redis-conf: `user` lines with comments",
    )
    settings = made.add_argument_group("settings")
    settings.add_argument("--server", type=server, metavar="VERSION", help="the server's version, such as redis@7.2")
    made.general()
    return made


def _roles(text: str) -> list[str]:
    known = one_of(ROLES)
    return [known(word) for word in (part.strip() for part in text.split(",")) if word]


def _commented(users: Sequence[Made]) -> str:
    blocks = []
    for one in users:
        lines = [f"# {one.name}: {one.about}", *(f"# - {note}" for note in one.notes)] if one.about else []
        blocks.append("\n".join([*lines, one.line]) + "\n")
    return "\n".join(blocks)


def _tell(users: Sequence[Made], form: str) -> None:
    """What to know of the users; an ACL file has no comments to say it in."""
    say("note", HASHES)
    say("note", _DEFAULT)
    if form == "users-acl":
        say("note", _LOAD)
        for note, names in _gathered(users).items():
            say("note", f"{', '.join(names)}: {note}")
    if all(one.name != "admin" for one in users):
        say("warning", _NO_ADMIN)


def _gathered(users: Sequence[Made]) -> dict[str, list[str]]:
    """Each note, with the users that it is about."""
    found: dict[str, list[str]] = {}
    for one in users:
        for note in one.notes:
            found.setdefault(note, []).append(one.name)
    return found
