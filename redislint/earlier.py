"""The files of a run at the git revision that it is compared with."""

from __future__ import annotations

from redislint.discover.find import Found
from redislint.discover.git import Revision
from redislint.discover.ignore import Ignore
from redislint.discover.linked import Read
from redislint.discover.request import Request
from redislint.discover.search import root_of
from redislint.discover.take import Taker
from redislint.model.document import Reading
from redislint.options import Options
from redislint.pipeline import Earlier, Unread, missed


def earlier(request: Request, options: Options, found: Found, read: Read, own: tuple[Reading, ...]) -> Earlier:
    """The files as they were: those that are read now; where only new findings are wanted, all of the tree.

    `own` is the reading of the configuration, if it is one.  Raises `redislint.discover.git.NoRevision`.
    """
    root = root_of(request.cwd)
    revision, taker = Revision(root, options.since), Taker(request.limits, request.kind_at)
    if not options.only_new:
        from redislint.discover.since import earlier as read_then

        return Earlier(read_then(revision, found.readings, read, taker))
    from redislint.discover.then import Finder, then

    kinds = {one.source.path: one.source.kind for one in found.readings if one.source.kind == request.kind}
    configured = own[0].source.path if own else ""
    before = then(revision, Finder(read, taker, Ignore(root, request.exclude), kinds), found.unread, configured)
    lost = (missed(Unread(path, found.unread[path])) for path in sorted(before.unread))
    return Earlier(
        (*before.readings, *own, *lost),
        only_new=True,
        renamed=revision.renamed(),
        configured=(configured, frozenset((before.configuration or "").split("\n"))),
    )
