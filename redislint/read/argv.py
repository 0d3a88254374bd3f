"""Command lines of redis-server: a configuration file, and options that are directives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redislint import servers
from redislint.model.acl import User
from redislint.model.document import Problem
from redislint.model.facts import Setting
from redislint.read import acl, launch, secret, unknown
from redislint.read import words as conf_words
from redislint.read.shell import Word, commands, shell_words
from redislint.servers import Server
from redislint.servers.directives import having
from redislint.servers.split import split
from redislint.source import Source, Span

__all__ = ["CommandLine", "Word", "commands", "parse", "shell_words"]

# Where each word that begins with `--` is an option, also right after one (up to 7.0.0).
_EAGER = frozenset({"5.0", "6.0", "6.2"})
# Where `-` is a value like any other.
_NO_STDIN = frozenset({"redis@5.0", "redis@6.0"})


class CommandLine:
    """What starts a server.

    program   the word that names it; None where the image's entrypoint puts it in front
    config    the configuration file, None without one; its word may be unknown
    copied    the file that a script has copied there before; empty where it is none
    stdin     more configuration comes from standard input
    partial   some words are not known and may be further options
    """

    __slots__ = (
        *("config", "copied", "partial", "problems", "program", "secrets", "sentinel", "settings", "stdin", "users"),
        "users_known",
    )

    def __init__(self, program: Word | None, *, partial: bool = False) -> None:
        self.program = program
        self.sentinel = False
        self.config: Word | None = None
        self.copied = ""
        self.stdin = False
        self.partial = partial
        self.users_known = True
        self.settings: list[Setting] = []
        self.users: list[User] = []
        self.problems: list[Problem] = []
        self.secrets: list[Span] = []


def parse(words: Sequence[Word], *, implied: bool = True, server: Server | None = None) -> CommandLine | None:
    """The server that a command line starts; None if it starts none, or that is not known.

    `implied`: an entrypoint puts `redis-server` before a first word that is an option or a `.conf` file, as the
    official images' does.  `server` is the version, where it is known.  A script behind `sh -c` is looked into if
    just one of its commands starts a server.
    """
    scripted = launch.scripted(words)
    if scripted is not None:
        lines = [parse(command, implied=False, server=server) for command in scripted]
        found = [line for line in lines if line is not None]
        if len(found) == 1 and found[0].config is not None and found[0].config.known and ">" not in words[2].text:
            found[0].copied = launch.copied(scripted, found[0].config.text)
        return found[0] if len(found) == 1 else None
    start = launch.program(words, implied)
    if start is None:
        return None
    program = words[start] if start >= 0 else None
    line = CommandLine(program)
    rest = list(words[start + 1 :])
    line.sentinel = any(word.text == "--sentinel" for word in rest) or launch.is_sentinel(program)
    if rest and not rest[0].text.startswith("-"):
        line.config = rest.pop(0)
        line.partial = not line.config.single
    for option in options([_read_again(word, line, server) for word in rest], line, server):
        _add(option, line, server)
    return line


def _read_again(word: Word, line: CommandLine, server: Server | None) -> Word:
    """A word as the server has it: valkey 8.1 puts values between quotes without a look at those in them."""
    text = word.text
    if server is None or text.startswith("--") or not set(text) & {'"', "\\"}:
        return word
    if server.key not in having("loses-argument-escapes"):
        return word
    words = split(f'"{text}"')
    if len(words) == 1:
        return word._replace(text=words[0], within=None)
    line.problems.append(Problem("unbalanced-quotes", word.span, f"{server} does not escape it"))
    return word


def _is_eager(server: Server | None) -> bool:
    if server is None or server.engine != "redis":
        return False
    return server.line in _EAGER or server.patch == "7.0.0"


def options(words: Sequence[Word], line: CommandLine, server: Server | None) -> Iterator[list[Word]]:
    """The words of each line that the server makes of its arguments, the one with the name first.

    After an option the next word is a value, whatever it looks like; but `--save` and `--sentinel` may stand alone,
    and `--save` then is `save ""`.
    """
    eager = _is_eager(server)
    has_stdin = server is None or server.key not in _NO_STDIN
    current: list[Word] = []
    ready = True
    for index, word in enumerate(words):
        is_edge = index == len(words) - 1 or (index == 0 and line.config is None)
        if word.text == "-" and is_edge and has_stdin:
            line.stdin = True
        elif word.text.startswith("--") and (ready or eager):
            if current:
                yield current
            current = [word]
            alone = index == len(words) - 1 or words[index + 1].text.startswith("--")
            if word.text.lower() == "--save" and alone and not eager:
                current.append(Word("", Span(word.span.source, word.span.end, word.span.end)))
            ready = not _is_name(word) or (alone and word.text.lower() in ("--save", "--sentinel"))
        else:
            # What a shell makes of this may be options; right after an option it is taken for its value.
            line.partial = line.partial or (not word.single and (ready or not current))
            current.append(word)
            ready = True
    if current:
        yield current


def _is_name(word: Word) -> bool:
    """Is an option a name alone, and not a whole line such as `--port 6380`?"""
    found = conf_words.few_lines(word.text)
    return len(found) == 1 and len(found[0].words) == 1 and not found[0].broken


def _add(option: list[Word], line: CommandLine, server: Server | None) -> None:
    """One directive from its words."""
    head = option[0]
    known = all(word.known and not unknown.holds(word.text) for word in option)
    parts: list[conf_words.Word] = []
    if head.text.startswith("--"):
        joins = server is not None and server.key in having("text-after-quote")
        for one in conf_words.few_lines(head.text[2:]):
            if one.broken and joins and (joined := split(head.text[2:], joins=True)):
                parts = [(text, *_ends(head.span)) for text in joined]
                break
            if one.broken:
                _broken(head, one, known, line)
                known = False
            parts += [(text, *_ends(head.part(start + 2, end + 2))) for text, start, end in one.words]
        option = option[1:]
    parts += [(word.text, *_ends(word.span)) for word in option]
    if not parts or (parts[0][0].lower() == "sentinel" and len(parts) == 1):
        return
    if not head.known and unknown.is_control(parts[0][0]):
        line.partial = True
        return
    source = head.span.source
    spelling = secret.shown(parts[0][0])
    name = servers.canonical(spelling)
    if name == "user" and len(parts) > 1:
        _user(parts, source, line)
    line.secrets += [Span(source, *place) for place in secret.places(name, parts)]
    args = tuple([text for text, _, _ in parts[1:]]) if known else None
    place = head.span.to(option[-1].span) if option else head.span
    value = Span(source, parts[1][1], parts[-1][2]) if len(parts) > 1 else Span(source, place.end, place.end)
    line.settings.append(Setting(name, args, place, value, f"--{spelling}"))


def _user(parts: list[conf_words.Word], source: Source, line: CommandLine) -> None:
    user, problems = acl.user(parts, source)
    line.problems += problems
    line.secrets += secret.of_user(user)
    line.users_known = line.users_known and not unknown.holds(user.name)
    line.users.append(user)


def _broken(head: Word, words: conf_words.Line, known: bool, line: CommandLine) -> None:
    name = servers.canonical(words.words[0][0]) if words.words else ""
    if secret.is_possible(name, words.words):
        line.secrets.append(head.span)
    if known:
        line.problems.append(Problem("unbalanced-quotes", head.span, "the quotes in this word do not match"))


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end
