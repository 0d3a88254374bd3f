"""The password of a managed service, at the place where it is written."""

from __future__ import annotations

from redislint.model.facts import Setting
from redislint.read.terraform import trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.lookup import Found
from redislint.read.terraform.nodes import Literal, Quoted


def setting(password: tuple[str, Found] | None, evaluator: Evaluator) -> Setting | None:
    """The directive that an argument, by its path, stands for; None where it is not there or empty."""
    path, found = password or ("", None)
    if found is None or found.placed is None or found.argument.value == "":
        return None
    name = path.rpartition(".")[2]
    value_span = found.argument.span
    span = found.line or value_span
    text = found.argument.text
    if not isinstance(text, str):
        return Setting("requirepass", None, span, value_span, name)
    origin = trace.origin(found.placed, evaluator)
    if isinstance(origin.node, (Literal, Quoted)) and origin.node is not found.placed.node:
        span = value_span = origin.span
    return Setting("requirepass", (text,), span, value_span, name)
