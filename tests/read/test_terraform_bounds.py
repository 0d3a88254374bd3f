"""What is calculated has bounds: hostile text comes to nothing, soon, and in little memory."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import functions, reading, reals
from redislint.read.terraform.budget import MAX_ITEMS
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.module import Module
from redislint.read.terraform.scope import Placed
from redislint.source import Source
from tests.read.reading import Files
from tests.timing import SLOW


def value(module: str, expression: str) -> object:
    """The value of an expression, and of all locals before it, in one evaluator."""
    source = Source("main.tf", f"{module}locals {{\n  asked = {expression}\n}}\n", "terraform")
    within = Module(source, reading.parsed(source).body, Files())
    evaluator = Evaluator(within)
    found: object = None
    for name in [*within._locals]:
        placed = within.local(name)
        assert placed is not None
        found = evaluator.value(Placed(placed.node, placed.source))
    return found


def local(*values: str) -> str:
    return "locals {\n" + "".join(f"  x{index} = {one}\n" for index, one in enumerate(values)) + "}\n"


TEN = "[" + ", ".join(["local.x{0}"] * 10) + "]"
BIG = '"' + "a" * 60_000 + '"'
HOSTILE = {
    "shared": (local("[1]", *(TEN.format(index) for index in range(20))), "jsonencode(local.x20)"),
    "compared": (local("[1]", *(TEN.format(index) for index in range(20))), "local.x20 == local.x19"),
    "chosen": (local("[1]", *(TEN.format(index) for index in range(20))), "true ? local.x20 : []"),
    "flattened": (local("[1]", *(TEN.format(index) for index in range(20))), "flatten(local.x20)"),
    "set": (local("[1]", *(TEN.format(index) for index in range(20))), "toset([local.x20])"),
    "deep": (local("1", *(f"[local.x{index}]" for index in range(3000))), "jsonencode(local.x3000)"),
    "doubled": (local('"ab"', *(f'"${{local.x{index}}}${{local.x{index}}}"' for index in range(60))), "local.x60"),
    "kept": (local(BIG), '[for x in range(1000) : [for y in range(1000) : "${local.x0}${x}"]]'),
    "loops": ("", "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a]]]"),
    "directives": ("", '"' + "%{ for a in range(1000) }" * 3 + "%{ endfor }" * 3 + '"'),
    "product": ("", "setproduct(range(1000), range(1000), range(1000))"),
    "format": ("", 'format("%9999s%9999s%9999s%9999s%9999s%9999s%9999s%9999s", 1, 2, 3, 4, 5, 6, 7, 8)'),
    "padded": ("", 'formatlist("%9999s", range(1000))'),
    "joined": (local(BIG), "join(local.x0, range(1000))"),
    "replaced": (local(BIG), 'replace(local.x0, "a", local.x0)'),
    "indented": ("", 'indent(1000000, "a\\nb\\nc")'),
    "power": ("", "pow(9, 999999999)"),
    "digits": ("", "1e500 * 1e500 * 1e500"),
    "small": ("", "1e-500 / 1e500 / 1e500"),
    "exponent": ("", "1e999999999"),
    "regex": (local('"' + "a" * 5_000 + '"'), 'regex(".*.*.*.*b", local.x0)'),
    "nested": (local('"' + "a" * 40 + '"'), 'regex("(a+)+b", local.x0)'),
    "yaml": ("", 'yamldecode("a: &a [x, x]\\nb: &b [*a, *a, *a, *a]\\nc: &c [*b, *b, *b]\\nd: [*c, *c]\\n")'),
    "brackets": (local('"' + "[" * 60_000 + '"'), "yamldecode(local.x0)"),
    "json": (local('"' + "[" * 60_000 + '"'), "jsondecode(local.x0)"),
    "spread": ("", "max([for x in range(1000) : range(1000)]...)"),
    "signs": ("", "-" * 2000 + "1"),
    "itself": (local("local.x1", "local.x0"), "local.x0"),
    "templates": ("", '"' + "%{ if true }" * 900 + "a" + "%{ endif }" * 900 + '"'),
    "strings": ("", '"${' * 300 + "1" + '}"' * 300),
    "chunks": ("", "chunklist(range(1000), 1)[*][*][*][*]"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_comes_to_an_end(name: str) -> None:
    start = time.process_time()
    value(*HOSTILE[name])
    assert time.process_time() - start < 2 * SLOW


def test_what_is_too_large_is_unknown() -> None:
    for name in ("shared", "deep", "doubled", "kept", "loops", "product", "padded", "joined", "replaced", "nested"):
        assert value(*HOSTILE[name]) is UNKNOWN, name
    assert value("", f"[for x in range(1000) : x][{MAX_ITEMS}]") is UNKNOWN


def test_one_expression_does_not_starve_the_others_of_sense() -> None:
    many = local(*(f'"{"a" * 100}-{index}"' for index in range(300)))
    assert value(many, "length(local.x299)") == 104


@pytest.mark.parametrize("name", functions.MODULE_OF)
def test_every_function_is_where_it_is_looked_for(name: str) -> None:
    found = functions.find(name)
    assert found is not None
    assert 0 <= found.optional <= len(found.params)


def test_no_function_is_hidden() -> None:
    for module in set(functions.MODULE_OF.values()):
        __import__(f"redislint.read.terraform.functions.{module}")
        table = getattr(functions, module).FUNCTIONS
        assert sorted(table) == sorted(name for name, where in functions.MODULE_OF.items() if where == module)


NUMBERS = st.builds(
    lambda digits, point, power: f"{digits}.{point}e{power}",
    st.integers(-(10**30), 10**30),
    st.integers(0, 10**20),
    st.integers(-40, 40),
)


def fraction(number: reals.Number) -> Fraction:
    return Fraction(*reals.ratio(number))


@given(left=NUMBERS, right=NUMBERS)
def test_numbers_are_as_near_as_their_bits_allow(left: str, right: str) -> None:
    one, other = reals.parsed(left), reals.parsed(right)
    assert one is not None
    assert other is not None
    for number, exact in (
        (one, Fraction(left)),
        (reals.add(one, other), fraction(one) + fraction(other)),
        (reals.multiply(one, other), fraction(one) * fraction(other)),
        (reals.divide(one, other), fraction(one) / fraction(other)) if other != 0 else (one, Fraction(left)),
    ):
        assert abs(fraction(number) - exact) <= abs(exact) / 2**reals.BITS
        assert reals.parsed(reals.text(number)) == number
    assert (reals.compare(one, other) > 0) == (fraction(one) > fraction(other))
