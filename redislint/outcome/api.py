"""`redislint.effective`: what a configuration comes to on a server of some version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from redislint.finding import Finding
from redislint.link import link
from redislint.merged.merge import merged
from redislint.options import Options
from redislint.pipeline import lint_readings, read_source
from redislint.servers import Server, parse
from redislint.stops import in_order
from redislint.typed import Final

# The family of all that a server refuses.
_VALIDITY: Final = ("validity",)
_KIND: Final = "redis-conf"
# What a server finds when it has all its values: a socket that somebody gives it is all that it lacks.
_HAS_VALUES: Final = frozenset({"no-listener"})


class Refused(Exception):
    """The server refuses to start with a configuration; `finding` says where and why, without any secret."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.path}:{finding.line}:{finding.column}: {finding.rule} {finding.message}")
        self.finding = finding


def effective(
    text: str | bytes,
    *,
    server: str | Server,
    files: Mapping[str, str | bytes] | None = None,
    args: Sequence[str] = (),
) -> dict[str, str]:
    """The values that CONFIG GET shows, in its words, on a server that is started with a redis.conf of this text.

    server  its version, such as `redis@7.2` or `valkey@8.0`
    files   all further files below the working directory, by their relative paths
    args    the words of the server's command line behind the file's name

    Every name that CONFIG GET knows in that version is there, defaults included, but for those whose value rests on
    a file that is not in `files` (an include by an absolute path).  `@` is the working directory that the server is
    started in.  Passwords are there as they are.  Raises `Refused` where the server does not start (unless all that it
    lacks is something to listen on: then these are the values that it ends with), and ValueError for a server that is
    not known and for a path in `files` that is not relative.
    """
    from redislint.discover import texts

    asked = parse(server) if isinstance(server, str) else server
    options = Options(server=asked, select=_VALIDITY)
    words = (args,) if isinstance(args, str) else tuple(args)
    path = texts.TEXT
    readings = texts.readings(path, text, _KIND, files or {}, words, asked, read_source)
    findings = in_order(lint_readings(readings, options, launched=frozenset({path})).findings, readings, options, path)
    refused = next((one for one in findings if one.refused and one.name not in _HAS_VALUES), None)
    if refused is not None:
        raise Refused(refused)
    instance = next(one for one in link(readings, options, frozenset({path})).instances if one.name == path)
    return {name: value.text for name, value in merged(instance).items() if value.text is not None}
