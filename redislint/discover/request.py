"""What a user asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from redislint.discover.files import AS_THEY_ARE, LIMITS, Limits
from redislint.discover.take import KindAt
from redislint.options import Watch, unwatched
from redislint.typed import NamedTuple


class Request(NamedTuple):
    """Files, folders, and how to take them.

    paths          from the working directory `cwd`; `-` is standard input; none is `cwd` itself
    exclude        patterns as in a .gitignore at the root
    force_exclude  also files that are named are passed over where .gitignore or `exclude` say so
    kind           the kind of the files that are named; those met in folders are what they are
    kind_at        gives the kind that the configuration declares for a path, or ``
    joined         gives the declared instance that a file belongs to, `*` for the configuration, or ``
    stdin          what is on standard input, and the name that it goes by
    texts          what files have instead of what is on disk, by their real paths there
    watch          is told how many files have been looked at
    """

    cwd: str
    paths: Sequence[str] = ()
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    kind: str | None = None
    kind_at: KindAt | None = None
    joined: KindAt | None = None
    limits: Limits = LIMITS
    stdin: bytes = b""
    stdin_name: str = ""
    texts: Mapping[str, bytes] = AS_THEY_ARE
    watch: Watch = unwatched
