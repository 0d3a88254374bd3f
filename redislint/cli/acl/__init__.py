"""`redislint acl`: who may run what, and which rule says so."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from redislint import __version__
from redislint.cli import DONE, FAILED
from redislint.cli.acl.arguments import parse
from redislint.cli.acl.blocks import View
from redislint.cli.acl.servers import Asked, ask
from redislint.cli.look import look
from redislint.cli.streams import say, show
from redislint.report.words import clean


def run(argv: list[str]) -> int:
    """Show the answer; the exit status."""
    split = parse(argv)
    if split is None:
        return DONE
    asked, paths = split
    if asked.suggest is not None:
        from redislint.cli import suggest

        return suggest.run(asked)
    if asked.diff is not None:
        from redislint.cli.acl.diff import view

        answer, errors = view(asked, paths)
    else:
        found = ask(asked, paths, asked.versions or ())
        answer, errors = _view(asked, found), found.errors
    _show(answer, asked, errors)
    for error in errors:
        say("error", error)
    return FAILED if errors else answer.status


def _view(asked: Namespace, found: Asked) -> View:
    """The answer that is asked for, from the module that gives it."""
    if not found.everybody:
        return View([], {"servers": []})
    if asked.user is not None:
        from redislint.cli.acl import user

        return user.view(found.everybody, found.refused, asked.user)
    if asked.who is not None:
        from redislint.cli.acl import who

        return who.view(found.everybody, found.refused, asked.who)
    if asked.can is not None:
        from redislint.cli.acl import can

        return can.view(found.everybody, asked.can)
    if asked.versions is not None:
        from redislint.cli.acl import versions

        return versions.view(found.everybody)
    from redislint.cli.acl import matrix

    return matrix.view(found.everybody, found.refused)


def _show(answer: View, asked: Namespace, errors: Sequence[str]) -> None:
    if asked.format == "json":
        import json

        whole = {"schema": 1, "version": __version__, **answer.data, "errors": [clean(error) for error in errors]}
        show(json.dumps(whole, indent=2) + "\n")
        return
    if asked.format == "markdown":
        from redislint.cli.acl import markdown

        show(markdown.render(answer.blocks))
        return
    from redislint.cli.acl import text

    show(text.render(answer.blocks, look(no_color=asked.no_color)))
