"""Types asked for: `tolist`, `tostring` and the like."""

from __future__ import annotations

from redislint.read.terraform.convert import converted
from redislint.read.terraform.functions.function import Function
from redislint.read.terraform.types import ANY, BOOL, NUMBER, STRING, Type, Value
from redislint.typed import Final


def _to(type_: Type) -> Function:
    def call(value: Value) -> Value:
        return converted(value, type_)

    return Function(call, (ANY,), nulls=True, unknowns=True)


def _itself(value: Value) -> Value:
    return value


FUNCTIONS: Final = {
    "nonsensitive": Function(_itself, (ANY,), nulls=True, unknowns=True),
    "sensitive": Function(_itself, (ANY,), nulls=True, unknowns=True),
    "tobool": _to(BOOL),
    "tolist": _to(Type("list", ANY)),
    "tomap": _to(Type("map", ANY)),
    "tonumber": _to(NUMBER),
    "toset": _to(Type("set", ANY)),
    "tostring": _to(STRING),
}
