"""Terraform: the managed Redis and Valkey that a file declares.

A provider's module holds what its resources say; what is here is the same for all of them.
"""

from __future__ import annotations

import posixpath

from redislint.model.document import Document, Problem, Reading
from redislint.read.terraform.telling import INNER, TERRAGRUNT, calls_published, is_plan, is_telling, may_lead
from redislint.source import Source, Span, Tree

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than a file to read
if TYPE_CHECKING:
    from collections.abc import Iterator

    from redislint.read.terraform.declared import Declared
    from redislint.read.terraform.following import Followed
    from redislint.read.terraform.hcl import File

# Who repeats more attributes than this has another problem.
_MAX_REPEATED = 100


def read(source: Source, tree: Tree) -> Reading:
    """The instances of a file, and of the modules that it calls; `tree` gives the other files.

    A file that leads to none is not parsed.  Of a module that others call it is they who say what becomes of it.
    """
    if is_plan(source.text):
        return _planned(source, tree)
    if not _concerns(source, tree):
        return Reading(source)
    from redislint.read.terraform import check, reading, secrets
    from redislint.read.terraform.wrong import Wrong

    try:
        file = reading.parsed(source)
        check.templates(file.body, source)
    except Wrong as wrong:
        place = source.span(wrong.offset, wrong.offset)
        problem = Problem("unreadable", place, wrong.detail)
        return Reading(source, problems=(problem,), secrets=tuple(secrets.of_line(source, wrong.offset)))
    found = Reading(
        source,
        problems=tuple(_repeated(file, source)),
        secrets=tuple(secrets.of_body(file.body, source)),
        comments=_comments(file, source),
    )
    return found if source.released else _with_all(found, file, tree)


def _planned(source: Source, tree: Tree) -> Reading:
    """What a plan, or a state, has of ours; one that names nothing of it is not parsed."""
    if not is_telling(source.text):
        return Reading(source)
    from redislint.read.terraform import plan, planned
    from redislint.read.terraform.wrong import Wrong

    try:
        found = plan.declared(source, tree)
    except Wrong as wrong:
        problem = Problem("unreadable", source.span(wrong.offset, wrong.offset), wrong.detail)
        return Reading(source, problems=(problem,))
    return _whole(Reading(source, secrets=tuple(planned.secrets(source))), found, None, tree)


def _concerns(source: Source, tree: Tree) -> bool:
    """Does a file declare anything of ours, or call a module that does?"""
    if is_telling(source.text) or calls_published(source.text):
        return True
    if posixpath.basename(source.path) == TERRAGRUNT:
        from redislint.read.terraform.terragrunt import may_concern

        return may_concern(source, tree)
    if not may_lead(source.text):
        return False
    from redislint.read.terraform.following import leads

    return leads(source.text, posixpath.dirname(source.path), tree)


def _with_all(reading: Reading, file: File, tree: Tree) -> Reading:
    """A reading with what the file declares, and the modules that it calls."""
    from redislint.read.terraform.declared import Declared
    from redislint.read.terraform.evaluate import Evaluator
    from redislint.read.terraform.module import Module

    if posixpath.basename(reading.source.path) == TERRAGRUNT:
        from redislint.read.terraform.terragrunt import followed as of_inputs

        return _whole(reading, [], of_inputs(reading.source, file.body, tree), tree)
    module = Module(reading.source, file.body, tree)
    evaluator = Evaluator(module)
    followed: Followed | None = None
    if "module" in reading.source.text and not module.is_override:
        from redislint.read.terraform.following import Followed

        followed = Followed(tree)
        followed.follow(module, evaluator)
    return _whole(reading, [Declared(module, evaluator)], followed, tree)


def _whole(reading: Reading, found: list[Declared], followed: Followed | None, tree: Tree) -> Reading:
    """A reading with what modules declare: the file's own, and those that are called."""
    from redislint.read.terraform.declared import Declared

    called = followed.called if followed is not None else []
    found = [*found, *(Declared(module, inner, module.call.address) for module, inner in called)]
    inside = [one for declared in found for one in _inside(declared, tree)]
    floating = followed.floating if followed is not None else {}
    floats = [floating[one.address] for one in found if one.instances and one.address in floating]
    inside += [Reading(reading.source, (Document(one.span.source, "terraform", problems=(one,)),)) for one in floats]
    own = [Reading(reading.source, (*one.documents,), (*one.instances,), secrets=(*one.secrets,)) for one in found]
    whole = [reading, *own, *inside]
    return reading._replace(
        documents=tuple([document for one in whole for document in one.documents]),
        instances=tuple([instance for one in whole for instance in one.instances]),
        problems=tuple([problem for one in whole for problem in one.problems]),
        secrets=tuple([span for one in whole for span in one.secrets]),
        comments=tuple(dict.fromkeys([span for one in whole for span in one.comments])),
        references=tuple(followed.references) if followed is not None else (),
        unchecked=tuple(followed.unchecked) if followed is not None else (),
    )


def _inside(declared: Declared, tree: Tree) -> Iterator[Reading]:
    """What the resources of a module hold."""
    module = declared.module
    if any(map(module.mentions, INNER)) and not module.is_override:
        from redislint.read.terraform.inner import readings

        yield from readings(module, declared.evaluator, tree)


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
