"""Charts and modules of which another version may be installed tomorrow, though no file changes."""

from __future__ import annotations

from collections.abc import Iterator

from redislint.finding import Hit, Severity
from redislint.model.document import Document
from redislint.typed import Final

# How bad it is: whatever is newest may come, what is newest in a range of one major version, or either only when a
# lock file is written anew.
_FLOATS: Final = {"unpinned": None, "unpinned-range": Severity.INFO, "unpinned-locked": Severity.INFO}


def floating(document: Document) -> Iterator[Hit]:
    """A chart or a module of Redis without one exact version."""
    for problem in document.problems:
        if problem.kind in _FLOATS:
            yield Hit(problem.span, key=problem.detail, severity=_FLOATS[problem.kind], what=problem.detail)
