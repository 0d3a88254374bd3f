"""redislint from Python: `lint` for files, `lint_text` for a text at hand; and `run`, which the command line calls."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence

from redislint.finding import Finding
from redislint.options import Options
from redislint.pipeline import NEVER, Earlier, Report, Unread, lint_readings, read_source
from redislint.read import READERS
from redislint.rules import load
from redislint.rules import words as rule_words
from redislint.servers import Server, parse
from redislint.stops import in_order
from redislint.suggest import did_you_mean
from redislint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from redislint.config import Config
    from redislint.discover.find import Found
    from redislint.discover.linked import Read
    from redislint.discover.request import Request
    from redislint.model.document import Reading
    from redislint.news import Key
    from redislint.source import Source, Tree

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def lint(
    paths: Paths = (),
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    server: str | Server | None = None,
    kind: str | None = None,
    config: str | os.PathLike[str] | bool = True,
    force_exclude: bool = False,
    today: str = "",
    since: str = "",
    only_new: bool = False,
    baseline: str | os.PathLike[str] | bool = True,
    strict: bool = False,
) -> Report:
    """Lint files and folders, the working directory if none is named, as `redislint` on the command line does.

    `select`, `ignore`, `server` (`redis@7.2`) and `kind` are the options of the command line; `config` is a
    configuration file, True for the nearest one upward, False for none; `today` is the day to judge support by, such as
    `2026-11-23`, the present one if it is empty; `since` is a git revision to compare with, for rules about changes;
    with `only_new`, what the revision had as well is left out.  `strict` lowers no finding for where it stands.
    `baseline` is a file of accepted findings, True for the one beside the configuration, False for none.  Paths in the
    report are relative to the root of the git repository around the working directory, else to that directory.  Raises
    ValueError for a server, day, kind or revision that is not known and a word that means no rule, and
    `redislint.config.ConfigError` for a configuration or a baseline that cannot be used.
    """
    from redislint.discover.request import Request

    if only_new and not since:
        raise ValueError("`only_new` needs `since`, a revision to compare with")

    options = Options(
        select=_words(select),
        ignore=_words(ignore),
        server=_server(server),
        kind=_kind(kind),
        today=day(today),
        since=since,
        only_new=only_new,
        strict=strict,
    )
    cwd = os.getcwd()
    request = Request(paths=_paths(paths), cwd=cwd, kind=options.kind, force_exclude=force_exclude)
    found = _config(config, cwd)
    _check_words((*options.select, *options.ignore), found.rules if found is not None else ())
    named = "" if isinstance(baseline, bool) else os.fspath(baseline)
    return run(request, options._replace(accepted=accepted(baseline, cwd, found), baseline=named), found)


def run(request: Request, options: Options, config: Config | None = None, *, count: bool = False) -> Report:
    """Lint what is asked for; what the options leave open is as the configuration has it.

    `count` asks how much each rule has looked at.

    Raises `redislint.discover.git.NoRevision`, a ValueError, where there is no such revision to compare with.
    """
    from redislint.discover.find import find

    options = options._replace(today=options.today or present_day())
    if config is not None:
        request, options = configured(request, options, config)
    read = _reader(options, config)
    found = find(request, read)
    own: tuple[Reading, ...] = ()
    if options.project is not None:
        from redislint.config.declared import commented
        from redislint.config.evidence import looked_up
        from redislint.discover.search import root_of

        project = looked_up(options.project, root_of(request.cwd))._replace(
            today=options.today, whole=found.scope.is_whole
        )
        options = options._replace(project=project)
        own = (commented(project),)
    launched = found.launched
    if options.snapshot is not None:
        from redislint.model.document import Reading

        # A server runs: whatever is compared with it is what it was started with.
        launched |= {one.source.path for one in found.readings if one.source.path in found.scope}
        own = (*own, Reading(options.snapshot.source))
    unread = [Unread(path, reason, path in found.named) for path, reason in sorted(found.unread.items())]
    report = lint_readings(
        (*found.readings, *own),
        options,
        unread=unread,
        keep=found.scope,
        launched=launched,
        before=_earlier(request, options, found, read, own),
        count=count,
    )
    return report._replace(notes=(*found.notes, *_expired(config, options), *_stale(report, options)))


def _expired(config: Config | None, options: Options) -> tuple[str, ...]:
    """What the configuration ignores no more, a sentence each."""
    if config is None or not config.expiring:
        return ()
    from redislint.config.declared import expired

    return tuple(expired(config, options.today))


def _earlier(request: Request, options: Options, found: Found, read: Read, own: tuple[Reading, ...]) -> Earlier:
    if not options.since:
        return NEVER
    from redislint.earlier import earlier

    return earlier(request, options, found, read, own)


def _stale(report: Report, options: Options) -> tuple[str, ...]:
    """What is accepted and not there any more, a sentence."""
    if not options.accepted:
        return ()
    from redislint.baseline import said, stale

    return said(stale(options.accepted, report), options.baseline)


def _reader(options: Options, config: Config | None) -> Read:
    """What reads a file: with the chart that is declared for it, and the values that variables are given, if any."""
    has_charts = config is not None and any(place.chart for _, place in config.places)
    if not has_charts and not options.variables:
        return read_source

    def read(source: Source, tree: Tree) -> Reading:
        source.chart = options.declared(source.path).chart
        source.variables = options.variables
        return read_source(source, tree)

    return read


def day(text: str) -> str:
    """A day such as `2026-11-23`, or an empty text; raises ValueError for anything else."""
    if not text:
        return ""
    from redislint.commented import is_day

    if not is_day(text):
        raise ValueError(f"a day is written 2026-11-23, not {text!r}")
    return text


def present_day() -> str:
    """The day that the clock shows."""
    return time.strftime("%Y-%m-%d")


def configured(request: Request, options: Options, config: Config) -> tuple[Request, Options]:
    """A request and its options with what a configuration adds; a `select` of the options replaces its rules whole."""
    from redislint.config.declared import Declarations, excludes, in_force, placed
    from redislint.discover.search import root_of

    root = root_of(request.cwd)
    config = in_force(config, options.today or present_day())
    declared = Declarations(config, root)
    has_kinds = any(place.kind for _, place in config.places)
    project = placed(config, root)
    request = request._replace(
        exclude=(*excludes(config, root), *request.exclude),
        kind_at=(lambda path: declared(path).kind) if has_kinds else None,
        joined=declared.joined if project is not None else None,
    )
    return request, options._replace(
        select=options.select or config.select,
        ignore=options.ignore if options.select else (*config.ignore, *options.ignore),
        severity={**config.severity, **options.severity},
        declared=declared,
        rule_folders=(*config.rules, *options.rule_folders),
        project=project,
        inline=options.inline or config.inline,
    )


def lint_text(
    text: str | bytes,
    *,
    kind: str,
    server: str | Server | None = None,
    files: Mapping[str, str | bytes] | None = None,
    args: Sequence[str] = (),
    name: str | None = None,
) -> list[Finding]:
    """Lint a text that is at hand; nothing else is read: no configuration, no environment, no disk.

    kind    any of the kinds of `--kind`: redis-conf, sentinel-conf, users-acl, helm-values, compose, systemd, ...
    server  its version, such as `redis@7.2` or `valkey@8.0`
    files   all further files below the working directory, by their relative paths
    args    the words of the server's command line behind the file's name
    name    the path that findings in the text have, `<text>` if None

    The text is all that there is: what it leaves out has its default.  The findings are in the order of the text; of
    those that a known server refuses to start with, the first is where it stops.  Raises ValueError for a server or
    kind that is not known, for `args` where the kind is no configuration of a server, and for a path in `files` that
    is not relative.
    """
    from redislint.discover import texts

    options = Options(server=_server(server), kind=_kind(kind or ""))
    path = texts.TEXT if name is None else name
    readings = texts.readings(path, text, kind, files or {}, _words(args), options.server, read_source)
    report = lint_readings(readings, options, launched=frozenset({path}))
    return in_order(report.findings, readings, options, path)


def _paths(paths: Paths) -> tuple[str, ...]:
    if isinstance(paths, str | os.PathLike):
        return (os.fspath(paths),)
    return tuple(os.fspath(path) for path in paths)


def _words(words: Sequence[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _check_words(words: Sequence[str], folders: Sequence[str]) -> None:
    """Raises ValueError for a word that means no rule: a misspelt one would silently find nothing."""
    known = load(folders) if words else ()
    for word in words:
        if not any(rule.is_named(word) for rule in known):
            raise ValueError(f"no rule is meant by {word!r}{did_you_mean(word, rule_words(known))}")


def _server(server: str | Server | None) -> Server | None:
    return parse(server) if isinstance(server, str) else server


def _kind(kind: str | None) -> str | None:
    if kind is not None and kind not in READERS:
        raise ValueError(f"{kind!r} is no kind of file that redislint reads; there are {', '.join(READERS)}")
    return kind


def _config(config: str | os.PathLike[str] | bool, cwd: str) -> Config | None:
    if config is False:
        return None
    from redislint import config as configurations

    path = configurations.find(cwd) if config is True else os.fspath(config)
    return configurations.load(path) if path is not None else None


def accepted(baseline: str | os.PathLike[str] | bool, cwd: str, config: Config | None) -> Mapping[Key, int]:
    """What a file of accepted findings has: the one that is named, or for True the one that is there, if any.

    Raises `redislint.config.ConfigError`.
    """
    if baseline is False:
        return {}
    from redislint import config as configurations

    named = "" if baseline is True else os.fspath(baseline)
    path = configurations.baseline(cwd, config, named)
    is_said = named or (config is not None and config.baseline)
    if not is_said and not os.path.lexists(path):
        return {}
    from redislint.baseline import load as load_baseline

    return load_baseline(path)
