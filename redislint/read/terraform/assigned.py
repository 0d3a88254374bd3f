"""What a user says of variables: values on the command line, in files of values, and in the environment."""

from __future__ import annotations

from functools import lru_cache

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import hcl, reading
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.nodes import Known, Node
from redislint.read.terraform.scope import Placed, Variable
from redislint.read.terraform.types import Value
from redislint.read.terraform.wrong import Wrong
from redislint.source import Source, Span
from redislint.typed import Final

# What stands before the name of a variable, or of a file, in pairs of a name and a text.
ENVIRONMENT: Final = "TF_VAR_"
FILE: Final = "file:"
# Types of variables whose values are texts as they stand; those of any other are expressions.
_PLAIN: Final = ("", "string", "number", "bool")

Pairs = tuple[tuple[str, str], ...]


class _Nothing:
    """A scope in which no name means anything."""

    def variable(self, _name: str) -> Variable:
        """Nothing is known of it."""
        return Variable(None)

    def local(self, _name: str) -> None:
        """There is none."""
        return

    @property
    def folder_path(self) -> str:
        """None is meant."""
        return ""

    def file(self, _path: str) -> None:
        """There is none."""
        return


def chooses(variables: Pairs) -> bool:
    """Does the user name files of values?  Then there are no others but those that every run reads."""
    return any(name.startswith(FILE) for name, _ in variables)


def of_environment(name: str, type_: str, variables: Pairs, at: Span) -> Placed | None:
    """The value that the environment gives a variable; None where it gives none.  `at` is where it is declared."""
    texts = [text for key, text in variables if key == ENVIRONMENT + name]
    return _said(texts[-1], type_, at) if texts else None


def of_user(name: str, type_: str, variables: Pairs, at: Span) -> Placed | None:
    """The value that the command line gives a variable, by itself or by a file; None where it gives none."""
    value = None
    for key, text in variables:
        if key == name:
            value = _said(text, type_, at)
        elif key.startswith(FILE):
            value = _of_file(name, key.removeprefix(FILE), text) or value
    return value


def _said(text: str, type_: str, at: Span) -> Placed:
    """A value as it is written on a command line: it has the place where the variable is declared."""
    value: Value = text
    if "".join(type_.split()) not in _PLAIN:
        try:
            placed = Placed(hcl.expression(text, 0, len(text)), Source("", text, "terraform"))
            value = Evaluator(_Nothing()).value(placed)
        except Wrong:
            value = UNKNOWN
    return Placed(Known(at.start, at.end, value), at.source)


def _of_file(name: str, path: str, text: str) -> Placed | None:
    source, values = _values(path, text)
    if values is None:
        # What cannot be read may set it.
        return Placed(Known(0, 0, UNKNOWN), source) if name in text else None
    return Placed(values[name], source) if name in values else None


@lru_cache(maxsize=16)
def _values(path: str, text: str) -> tuple[Source, dict[str, Node] | None]:
    source = Source(path, text, "terraform")
    try:
        attributes = reading.parsed(source).body.attributes
    except Wrong:
        return source, None
    return source, {name: one.value for name, one in attributes.items()}
