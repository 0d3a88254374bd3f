"""Values and where they come from, in words; secrets are masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redislint.finding import Finding
from redislint.merged.origins import Origin, Say, Value
from redislint.model.instance import Instance
from redislint.report.words import cells, visible
from redislint.report.wrap import Line
from redislint.typed import Final

MASK: Final = "****"
_UNKNOWN: Final = "?"
_LONGEST: Final = 60


def named(instance: Instance) -> str:
    """`compose.yaml, cache`: the file, and what the server is called in it."""
    path = instance.anchor.source.path
    return visible(path if instance.name in ("", path) else f"{path}, {instance.name}")


def head(instance: Instance) -> str:
    """`compose.yaml, cache: redis 7.2 (by its image)`."""
    said = f" ({instance.origin.said})" if instance.origin is not None else ""
    return f"{named(instance)}: {instance.server}{said}"


def refusal(finding: Finding) -> str:
    """`redis.conf:3: RL001 ...`."""
    return visible(f"{finding.path}:{finding.line}: {finding.rule} {finding.message}")


def table(instance: Instance, values: Iterable[Value]) -> Iterator[Line]:
    """A line for each value: its name, itself, and where it comes from."""
    rows = [(one.name, shown(one), place(one.origin, instance)) for one in values]
    wide = max((len(name) for name, _, _ in rows), default=0)
    most = min(max((cells(text) for _, text, _ in rows), default=0), _LONGEST)
    for name, text, where in rows:
        yield [
            ("  ", ""),
            (name.ljust(wide), "message"),
            (f"  {text}{' ' * max(most - cells(text), 0)}  ", ""),
            (where, "gutter"),
        ]


def why(instance: Instance, value: Value) -> Iterator[Line]:
    """Every line that had a say in a value, in the server's order, and whether it is in force."""
    yield [(f"  {value.name}", "message"), (f" is {shown(value) or 'empty'}", "")]
    rows = [(place(one, instance), _words(one, value)) for one in value.says]
    wide = max(cells(where) for where, _ in rows)
    for say, (where, words) in zip(value.says, rows, strict=True):
        effect, style = ("in force", "good") if say.counts else ("replaced", "gutter")
        yield [
            (f"    {where}{' ' * (wide - cells(where))}  ", "gutter"),
            (effect.ljust(8), style),
            (f"  {words}".rstrip(), ""),
        ]


def shown(value: Value) -> str:
    """The value as it may be shown."""
    return masked(value.text, value)


def masked(text: str | None, value: Value) -> str:
    """A text about a value, as it may be shown."""
    if text is None:
        return _UNKNOWN
    return MASK if value.secret and text else visible(text)


def _words(say: Say, value: Value) -> str:
    text = masked(say.text, value) if say.origin is not Origin.ELSEWHERE else "may say more: its file is not here"
    return f"{visible(say.spelling)} {text}" if say.span is not None else text


def place(say: Say, instance: Instance) -> str:
    """Where something stands, in words."""
    if say.origin is Origin.DEFAULT:
        return f"default of {instance.server}" if say.text is not None else "not known"
    if say.origin is Origin.SERVER:
        return f"the server: {say.why}"
    assert say.span is not None
    where = visible(f"{say.span.source.path}:{say.span.position[0]}")
    return f"{where}, {_KINDS[say.origin]}" if say.origin in _KINDS else where


_KINDS: Final = {
    Origin.INCLUDE: "included",
    Origin.ARGUMENT: "command line",
    Origin.ENVIRONMENT: "environment",
    Origin.IMAGE: "default of the image or chart",
}
