"""Functions of Terraform's language that are calculated: pure ones, which depend on nothing but their arguments.

A module holds those of one matter in its `FUNCTIONS`, and is imported when one of them is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from redislint.model.facts import UNKNOWN
from redislint.read.terraform.budget import is_known
from redislint.read.terraform.convert import converted
from redislint.read.terraform.functions.function import Function
from redislint.read.terraform.reals import Beyond
from redislint.read.terraform.types import Value
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final

_MODULES: Final = {
    "conversion": "nonsensitive sensitive tobool tolist tomap tonumber toset tostring",
    "texts": (
        "chomp endswith indent join lower replace regex regexall split startswith strcontains strrev substr title trim "
        "trimprefix trimspace trimsuffix upper"
    ),
    "formats": "format formatlist",
    "numeric": "abs ceil floor max min parseint pow signum sum",
    "sequences": "alltrue anytrue coalesce coalescelist concat contains element flatten index length one",
    "lists": "chunklist compact distinct matchkeys range reverse slice sort",
    "sets": "setintersection setproduct setsubtract setunion",
    "maps": "keys lookup merge transpose values zipmap",
    "encoding": (
        "base64decode base64encode base64sha256 base64sha512 jsondecode jsonencode md5 sha1 sha256 sha512 "
        "urlencode yamldecode yamlencode"
    ),
    "network": "cidrhost cidrnetmask cidrsubnet cidrsubnets",
    "paths": "basename dirname",
}
MODULE_OF: Final = {name: module for module, names in _MODULES.items() for name in names.split()}


def find(name: str) -> Function | None:
    """The function of this name; None for one that is not calculated here."""
    module = MODULE_OF.get(name)
    if module is None:
        return None
    found: Function = import_module(f"{__name__}.{module}").FUNCTIONS[name]
    return found


def apply(function: Function, arguments: Sequence[Value]) -> Value:
    """What a function makes of its arguments, which may be walked through.  Raises `Refused`."""
    least = len(function.params) - function.optional
    if len(arguments) < least or (function.rest is None and len(arguments) > len(function.params)):
        raise Refused
    given: list[Any] = []
    for index, argument in enumerate(arguments):
        type_ = function.params[index] if index < len(function.params) else function.rest
        assert type_ is not None
        if argument is None and not function.nulls:
            raise Refused
        given.append(converted(argument, type_))
    if not function.unknowns and not all(is_known(argument) for argument in given):
        return UNKNOWN
    try:
        return function.call(*given)
    except Beyond:
        return UNKNOWN
