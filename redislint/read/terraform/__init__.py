"""Terraform: the managed Redis and Valkey that a file declares.

A provider's module holds what its resources say; what is here is the same for all of them.
"""

from __future__ import annotations

from redislint.model.document import Problem, Reading
from redislint.read.terraform.telling import tells
from redislint.source import Source, Span, Tree

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than a file to read
if TYPE_CHECKING:
    from redislint.read.terraform.hcl import File

# Who repeats more attributes than this has another problem.
_MAX_REPEATED = 100


def read(source: Source, tree: Tree) -> Reading:
    """The instances of a file; `tree` gives the other files of its module.  A file that names none is not parsed."""
    if not tells(source.text.encode("utf-8", "surrogatepass")):
        return Reading(source)
    from redislint.read.terraform import check, reading, secrets
    from redislint.read.terraform.declared import Declared
    from redislint.read.terraform.wrong import Wrong

    try:
        file = reading.parsed(source)
        check.templates(file.body, source)
    except Wrong as wrong:
        place = source.span(wrong.offset, wrong.offset)
        problem = Problem("unreadable", place, wrong.detail)
        return Reading(source, problems=(problem,), secrets=tuple(secrets.of_line(source, wrong.offset)))
    declared = Declared(source, file.body, tree)
    return Reading(
        source,
        documents=tuple(declared.documents),
        instances=tuple(declared.instances),
        problems=tuple(_repeated(file, source)),
        secrets=(*secrets.of_body(file.body, source), *declared.secrets),
        comments=_comments(file, source),
    )


def _repeated(file: File, source: Source) -> list[Problem]:
    """The attributes that are written a second time in their block."""
    found = []
    stack = [file.body]
    while stack:
        body = stack.pop()
        stack += [block.body for block in body.blocks]
        for attribute in body.repeated:
            place = source.span(attribute.start, attribute.start + len(attribute.name))
            detail = f"`{attribute.name}` is already set in this block, and Terraform refuses the file"
            found.append(Problem("duplicate-key", place, detail))
    return sorted(found, key=lambda problem: problem.span.start)[:_MAX_REPEATED]


def _comments(file: File, source: Source) -> tuple[Span, ...]:
    """The comments of a file that speaks to redislint, else none: nothing else is asked of them."""
    if "redislint" not in source.text:
        return ()
    return tuple([source.span(start, end) for start, end in file.comments])
