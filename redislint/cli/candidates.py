"""What may come next on a command line: for completion, from the very parsers that will read it."""

from __future__ import annotations

import os
import re
from argparse import Action
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module

from redislint.cli import VERBS, UsageError
from redislint.cli.parser import OneOf, Parser
from redislint.rules import Rule
from redislint.typed import Final, NamedTuple

# Where the parser of a verb is, if not in the verb's own module.
_PARSERS: Final = {
    "acl": "redislint.cli.acl.arguments",
    "check": "redislint.cli.groups",
    "init": "redislint.cli.init_acl",
}
_ENVIRONMENTS: Final = ("dev", "stage", "prod")
# Of what may stand for itself among the words of a verb; of all others, these are paths.
_NO_WORDS: Final = ("data", "rules")
_LONGEST: Final = 72

Row = tuple[str, str]  # a word, and what it is


class Next(NamedTuple):
    """What may come next; `paths`: `files` or `dirs` where paths may, which the shell knows best, else `words`."""

    rows: tuple[Row, ...] = ()
    paths: str = "words"


def following(words: Sequence[str]) -> Next:
    """What the last of these words, behind `redislint`, may become; it may be empty."""
    *before, word = words or [""]
    verb = before[0] if before and before[0] in VERBS else ""
    parser = _parser(verb or "check")
    if "--" in before:
        return Next(paths="files")
    name, sign, value = word.partition("=")
    if sign and name.startswith("--"):
        action = _action(parser, name)
        found = _values(action, value) if action is not None else Next()
        return Next(tuple((f"{name}={one}", about) for one, about in (*found.rows, *_listed(found.paths, value))))
    action = _action(parser, before[-1]) if before else None
    if action is not None and action.nargs != 0:
        return _values(action, word)
    if word.startswith("-"):
        return Next(tuple(_begun(_options(parser, before), word)))
    found = _words(verb, before, word)
    return found if before else Next((*_begun(_verbs(), word), *found.rows), found.paths)


def _parser(verb: str) -> Parser:
    parser: Parser = import_module(_PARSERS.get(verb, VERBS[verb])).parser()
    return parser


def _verbs() -> Iterator[Row]:
    """The verbs, as the help tells of them."""
    from redislint.cli.groups import EXAMPLES

    said = dict(re.findall(r"^  ([a-z-]+)\b.*?  +(\S.*)$", EXAMPLES, re.MULTILINE))
    yield from ((verb, said.get(verb, "")) for verb in VERBS)


def _action(parser: Parser, option: str) -> Action | None:
    return next((one for one in parser.actions if option in one.option_strings), None)


def _options(parser: Parser, before: Sequence[str]) -> Iterator[Row]:
    """The options that are not there yet, or may be there again."""
    given = {word.partition("=")[0] for word in before}
    for action in parser.actions:
        if isinstance(action.default, list) or given.isdisjoint(action.option_strings):
            yield from ((option, _short(action.help or "")) for option in action.option_strings)


def _values(action: Action, word: str) -> Next:
    """The values of an option: one of its words, or what its placeholder stands for."""
    if isinstance(action.type, OneOf):
        return Next(tuple(_begun(((one, "") for one in action.type.words), word)))
    name = action.metavar if isinstance(action.metavar, str) else ""
    if name in ("FILE", "PATH"):
        return Next(paths="files")
    if name == "DIR":
        return Next(paths="dirs")
    if name == "FORMAT:FILE":
        return Next(tuple(_report(word)))
    make = _BY_PLACEHOLDER.get(name)
    return Next(tuple(make(word))) if make is not None else Next()


def _words(verb: str, before: Sequence[str], word: str) -> Next:
    """What may stand among the words of a verb that are no options."""
    if verb in _NO_WORDS:
        return Next()
    if verb == "compare":
        return Next(tuple(_begun(((one, "") for one in _ENVIRONMENTS if one not in before), word)))
    if verb == "completion":
        from redislint.cli.shells import SCRIPTS

        return Next(tuple(_begun(((one, "") for one in SCRIPTS), word)))
    if verb == "init":
        from redislint.cli.init import KINDS

        return Next(tuple(_begun(((one, "") for one in KINDS if len(before) == 1), word)))
    if verb == "explain":
        return Next(tuple(_topics(word)))
    return Next(paths="files")


def _topics(word: str) -> Iterator[Row]:
    """Rules by id and name, and directives."""
    from redislint.cli import directive

    for rule in _rules():
        yield from _begun(((rule.id, rule.title), (rule.name, rule.title)), word)
    yield from _begun(((name, "directive") for name in directive.known()), word)


def _rules() -> tuple[Rule, ...]:
    """All rules; where the configuration is no good, the built-in ones."""
    from redislint import rules
    from redislint.cli.settings import configuration, here

    try:
        config = configuration(here())
        return rules.load(config.rules if config else ())
    except (UsageError, ValueError, OSError):
        return rules.load()


def _chosen(word: str) -> Iterator[Row]:
    """What may stand in `--select`: ids and names with their titles, families and tags."""
    known = _rules()
    titles = {name: rule.title for rule in known for name in (rule.id, rule.name)}
    from redislint.rules import words

    yield from _comma(((one, titles.get(one, "family or tag")) for one in words(known)), word)


def _servers(word: str) -> Iterator[Row]:
    from redislint.servers import LINES

    yield from _begun(((line, "") for line in LINES), word)


def _roles(word: str) -> Iterator[Row]:
    from redislint.access.jobs import ROLES

    yield from _comma(((role, "") for role in ROLES), word)


def _report(word: str) -> Iterator[Row]:
    """A format, and behind its colon a file."""
    from redislint.report import FORMATS

    name, sign, path = word.partition(":")
    if sign and name in FORMATS:
        yield from ((f"{name}:{file}", "") for file, _ in _listed("files", path))
    elif not sign:
        yield from _begun(((f"{one}:", "") for one in FORMATS), word)


_BY_PLACEHOLDER: Final[dict[str, Callable[[str], Iterable[Row]]]] = {
    "WORDS": _chosen,
    "VERSION": _servers,
    "ROLES": _roles,
}


def _listed(paths: str, word: str) -> Iterator[Row]:
    """The paths that begin with a word, where the shell cannot tell them from what stands before."""
    if paths == "words":
        return
    folder, name = os.path.split(word)
    try:
        entries = sorted(os.scandir(folder or "."), key=lambda one: one.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(name) and (name or not entry.name.startswith(".")):
            path = os.path.join(folder, entry.name)
            if entry.is_dir():
                yield f"{path}/", ""
            elif paths == "files":
                yield path, ""


def _begun(rows: Iterable[Row], word: str) -> Iterator[Row]:
    """Those that begin with a word, in any case of its letters if it is an id."""
    yield from ((one, _short(about)) for one, about in rows if one.startswith((word, word.upper())))


def _comma(rows: Iterable[Row], word: str) -> Iterator[Row]:
    """The same for the last part of a list with commas."""
    head, comma, last = word.rpartition(",")
    taken = head.split(",")
    left = ((one, about) for one, about in rows if one not in taken)
    yield from ((f"{head}{comma}{one}", about) for one, about in _begun(left, last))


def _short(text: str) -> str:
    """What something is, on one short line."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
