"""What is written twice, where only the last one counts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from redislint import writing
from redislint.checks.refusals import MOST
from redislint.checks.wording import quoted
from redislint.finding import Fix, Hit, Related, Severity
from redislint.model.document import Document
from redislint.model.facts import Setting
from redislint.servers.directives import spans
from redislint.servers.secrets import is_sensitive
from redislint.typed import Final

_SAME: Final = {"slave": "replica"}


def repeated(document: Document) -> Iterator[Hit]:
    """A directive, or a key of the format around it, that a later one takes the effect from."""
    for problem in document.problems[:MOST]:
        if problem.kind == "duplicate-key":
            yield Hit(problem.span, key="key", what=problem.detail)
    yield from _settings(document)


def _settings(document: Document) -> Iterator[Hit]:
    """The lines whose effect a later one takes, in order.  A template may leave out a line that is not known."""
    later: dict[tuple[str, str], Setting] = {}
    pairs: deque[tuple[Setting, Setting]] = deque(maxlen=MOST)
    for setting in reversed(document.settings):
        effects = _effects(setting)
        winners = [later[effect] for effect in effects if effect in later]
        if effects and len(winners) == len(effects) and setting.args is not None and winners[0].args is not None:
            pairs.appendleft((setting, winners[0]))
        later.update((effect, setting) for effect in effects if effect not in later)
    yield from (_lost(document, setting, winner) for setting, winner in pairs)


def _effects(setting: Setting) -> list[tuple[str, str]]:
    """What a setting sets: itself, or one thing for each class of clients; nothing where lines add up."""
    kinds = spans(setting.name)
    if not kinds:
        return []
    if kinds[0].repeat == "last":
        return [(setting.name, "")]
    if kinds[0].repeat != "last-per-class" or not setting.args:
        return []
    classes = [name.lower() for name in setting.args[::4]]
    return [(setting.name, _SAME.get(name, name)) for name in classes]


def _lost(document: Document, setting: Setting, winner: Setting) -> Hit:
    line = winner.span.position[0]
    value = "it" if is_sensitive(winner.name, winner.args) else quoted(" ".join(winner.args or ()))
    same = setting.args == winner.args
    what = f"`{setting.spelling}` is set again on line {line}, "
    what += "to the same value" if same else f"and the last one counts: {value}"
    return Hit(
        setting.span,
        key=setting.name,
        related=(Related(winner.span, "this one counts"),),
        fix=_deleted(document, setting),
        severity=Severity.INFO if same else None,
        what=what,
    )


def _deleted(document: Document, setting: Setting) -> Fix | None:
    """A fix that takes the line, or the option, out."""
    if document.language == "variables":
        return None
    title = "take this option out" if document.language == "argv" else "take this line out"
    return writing.without([setting.span], title, safe=False)
