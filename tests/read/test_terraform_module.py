"""What the files of a module mean to one another: variables, values, locals, overrides; and texts without measure."""

from __future__ import annotations

import time
from typing import Any

import pytest

from redislint.model.facts import UNKNOWN
from redislint.read.terraform import composed, hcl, resting, trace
from redislint.read.terraform.evaluate import Evaluator
from redislint.read.terraform.folder import MAX_FILES, MAX_PARSED, MAX_SEARCHED
from redislint.read.terraform.module import Module
from redislint.read.terraform.scope import Placed
from redislint.source import Source
from tests.read.reading import Files
from tests.timing import SLOW

TLS = 'variable "tls" {\n  type = bool\n  default = false\n}\n'


def evaluator(files: dict[str, str], path: str = "main.tf") -> Evaluator:
    """The evaluator of one of the files."""
    tree = Files()
    tree.texts = files
    source = Source(path, files[path], "terraform")
    return Evaluator(Module(source, hcl.parse(source.text).body, tree))


def placed(text: str) -> Placed:
    return Placed(hcl.expression(text, 0, len(text)), Source("x.tf", text, "terraform"))


def value(text: str, path: str = "main.tf", **files: str) -> Any:
    """The value of an expression in a module; `a__b_tf` is the file a/b.tf."""
    named = {
        name.replace("__", "/").replace("_tf", ".tf").replace("_auto", ".auto"): one for name, one in files.items()
    }
    return evaluator({path: "", **named}, path).value(placed(text))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, UNKNOWN),
        ({"main_tf": TLS}, False),
        ({"variables_tf": TLS}, False),
        ({"variables_tf": TLS.replace("false", '"true"')}, True),
        ({"variables_tf": TLS.replace("false", '"x"')}, UNKNOWN),
        ({"variables_tf": 'variable "tls" {}\n'}, UNKNOWN),
        ({"variables_tf": 'variable tls {\n  default = "x"\n}\n'}, "x"),
        ({"variables_tf": TLS, "terraform_tfvars": "tls = true\n"}, True),
        ({"variables_tf": TLS, "terraform_tfvars": "other = true\n"}, False),
        ({"variables_tf": TLS, "terraform_tfvars": "tls = \n"}, UNKNOWN),
        ({"variables_tf": TLS, "terraform_tfvars.json": '{"tls": true}'}, True),
        ({"variables_tf": TLS, "terraform_tfvars": "tls = false", "terraform_tfvars.json": '{"tls": true}'}, True),
        (
            {"variables_tf": TLS, "terraform_tfvars.json": '{"tls": true}', "a_auto_tfvars.json": '{"tls": false}'},
            False,
        ),
        ({"variables_tf": TLS, "terraform_tfvars.json": '{"tls": '}, UNKNOWN),
        ({"variables_tf": TLS, "terraform_tfvars.json": '{"//": "tls", "other": {"tls": 1}}'}, False),
        ({"variables_tf.json": '{"variable": {"tls": {"type": "bool", "default": "true"}}}'}, True),
        ({"variables_tf.json": '{"variable": [{"tls": [{"type": "bool", "default": "true"}]}]}'}, True),
        ({"variables_tf.json": '{"variable": {"tls": {"default": "${1}"}}}'}, 1),
        ({"variables_tf": TLS, "override_tf.json": '{"variable": {"tls": {"default": true}}}'}, True),
        ({"variables_tf": TLS, "variables.tofu": TLS.replace("false", "true")}, True),
        ({"variables_tf": TLS, "a_override.tofu": 'variable "tls" {\n  default = true\n}\n'}, True),
        ({"variables.tofu.json": '{"variable": {"tls": {"default": true}}}'}, True),
        ({"variables_tf": TLS, "terraform_tfvars": "tls = true", "a_auto_tfvars": "tls = false"}, False),
        ({"variables_tf": TLS, "a_auto_tfvars": "tls = false", "b_auto_tfvars": "tls = true"}, True),
        ({"variables_tf": TLS, "a_auto_tfvars": "tls = true", "b_auto_tfvars": "x = 1"}, True),
        ({"variables_tf": TLS, "a_auto_tfvars": "tls = true", "terraform_tfvars": "tls = null"}, True),
        ({"variables_tf": TLS, "prod_tfvars": "tls = true"}, UNKNOWN),
        ({"variables_tf": TLS, "prod_tfvars": "other = 1"}, False),
        ({"variables_tf": TLS, "prod_tfvars.json": '{"tls": true}'}, UNKNOWN),
        ({"variables_tf": TLS, "env__prod_tfvars": "x = 1\n  tls = true"}, UNKNOWN),
        ({"variables_tf": TLS, "elsewhere__prod_tfvars": "tls = true"}, False),
        ({"variables_tf": TLS, "override_tf": 'variable "tls" {\n  default = true\n}\n'}, True),
        ({"variables_tf": TLS, "a_override_tf": 'variable "tls" {\n  description = "x"\n}\n'}, False),
        ({"variables_tf": TLS, "broken_tf": "a = [\n"}, False),
        ({"variables_tf": TLS + "}"}, UNKNOWN),
    ],
)
def test_variables(files: dict[str, str], expected: Any) -> None:
    assert value("var.tls", **files) is expected or value("var.tls", **files) == expected


CALL = 'module "cache" {\n  source = "./a"\n  tls    = true\n}\n'


@pytest.mark.parametrize(
    ("path", "files", "expected"),
    [
        ("a/main.tf", {"main.tf": CALL}, UNKNOWN),
        ("a/main.tf", {"main.tf": CALL.replace("tls ", "other ")}, False),
        ("a/main.tf", {"main.tf": CALL.replace("./a", "./a/")}, UNKNOWN),
        ("a/main.tf", {"main.tf": CALL.replace("./a", "./b")}, False),
        ("a/main.tf", {"main.tf": CALL.replace("./a", "a")}, False),
        ("a/main.tf", {"main.tf": CALL.replace('"./a"', "local.a")}, False),
        ("a/main.tf", {"main.tf": CALL.replace("module", "resource")}, False),
        ("a/main.tf", {"main.tf": CALL + "}"}, False),
        ("b/a/main.tf", {"main.tf": CALL.replace("./a", "./b/a")}, UNKNOWN),
        ("b/a/main.tf", {"b/main.tf": CALL}, UNKNOWN),
        ("b/a/main.tf", {"main.tf": CALL}, False),
        ("a/main.tf", {"a/main.tf": CALL.replace("./a", "../a")}, False),
        ("main.tf", {"other.tf": CALL.replace("./a", "./")}, False),
        ("/r/a/main.tf", {"/r/main.tf": CALL}, UNKNOWN),
    ],
)
def test_variables_that_a_caller_sets(path: str, files: dict[str, str], expected: Any) -> None:
    variables = {path.replace("main.tf", "variables.tf"): TLS}
    assert evaluator({path: "", **files, **variables}, path).value(placed("var.tls")) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("var.a", ["a"]),
        ("var.b", []),
        ("var.set", []),
        ("var.missing", []),
        ("!var.a", ["a"]),
        ("(var.a || var.c)", ["a", "c"]),
        ("var.b ? var.a : null", ["a"]),
        ("[upper(var.a), { (var.c) = 1 }]", ["a", "c"]),
        ('"x-${var.a}"', ["a"]),
        ("aws_x.y[var.a].id", ["a"]),
        ("local.both", ["c", "a"]),
        ("local.named.c", ["c"]),
        ("local.named", ["a", "c"]),
        ("local.loop", []),
        ("[for x in [1] : var.a]", ["a"]),
        ('"%{ if var.a }%{ for x in var.c }y%{ endfor }%{ endif }"', ["a", "c"]),
        ("true", []),
    ],
)
def test_the_defaults_that_a_value_rests_on(text: str, expected: list[str]) -> None:
    module = 'variable "a" {\n  default = "x"\n}\nvariable "b" {}\nvariable "c" {\n  default = null\n}\n'
    module += 'variable "set" {\n  default = 1\n}\nlocals {\n  both = [var.c, var.a]\n  loop = local.loop\n'
    module += "  named = { a = var.a, c = var.c }\n}\n"
    within = evaluator({"main.tf": module, "terraform.tfvars": "set = 2\n"})
    found = list(resting.defaults(placed(text), within))
    assert [name for name, _ in found] == expected
    assert [header.text for _, header in found] == [f'variable "{name}"' for name in expected]


def test_files_of_other_folders_are_others() -> None:
    files = {"a/main.tf": "", "a/b/variables.tf": TLS, "variables.tf": TLS}
    assert evaluator(files, "a/main.tf").value(placed("var.tls")) is UNKNOWN
    assert evaluator(files | {"a/v.tf": TLS}, "a/main.tf").value(placed("var.tls")) is False


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"main_tf": "locals {\n  a = 1\n}\n"}, 1),
        ({"other_tf": "locals {\n  a = local.b\n}\nlocals {\n  b = 2\n}\n"}, 2),
        ({"other_tf": "locals {\n  a = var.tls\n}\n", "variables_tf": TLS}, False),
        ({"other_tf": "locals {\n  a = 1\n}\n", "z_override_tf": "locals {\n  a = 2\n}\n"}, 2),
        ({"other_tf": "locals {\n  a = local.a\n}\n"}, UNKNOWN),
        ({"other_tf": "locals {\n  a = local.b\n  b = local.a\n}\n"}, UNKNOWN),
        ({"other_tf": "resource x y {\n  a = 1 # locals\n}\n"}, UNKNOWN),
    ],
)
def test_locals(files: dict[str, str], expected: Any) -> None:
    found = value("local.a", **files)
    assert found is expected or found == expected


def test_the_text_given_is_what_counts() -> None:
    """Standard input may differ from the file in the tree."""
    tree = Files()
    tree.texts = {"main.tf": TLS.replace("false", "true")}
    source = Source("main.tf", TLS, "terraform")
    module = Module(source, hcl.parse(TLS).body, tree)
    assert Evaluator(module).value(placed("var.tls")) is False


@pytest.mark.parametrize(
    ("text", "path", "written"),
    [
        ('"x"', "x.tf", '"x"'),
        ('("x")', "x.tf", '"x"'),
        ("var.a", "main.tf", '"in a"'),
        ("local.b", "main.tf", '"in a"'),
        ('"${local.b}"', "main.tf", '"in a"'),
        ("sensitive(var.a)", "main.tf", '"in a"'),
        ('true ? var.a : "y"', "main.tf", '"in a"'),
        ("local.c.d", "main.tf", '"in c"'),
        ('var.missing ? "x" : "y"', "x.tf", 'var.missing ? "x" : "y"'),
        ('upper("x")', "x.tf", 'upper("x")'),
        ("var.missing", "x.tf", "var.missing"),
        ("local.loop", "main.tf", "local.loop"),
    ],
)
def test_where_a_value_comes_from(text: str, path: str, written: str) -> None:
    module = 'variable "a" {\n  default = "in a"\n}\n'
    module += 'locals {\n  b = var.a\n  c = { d = "in c" }\n  loop = local.loop\n}\n'
    found = trace.origin(placed(text), evaluator({"main.tf": module}))
    assert (found.source.path, found.span.text) == (path, written)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"x"', ["x"]),
        ('""', []),
        ("var.a", ["in a"]),
        ('"p-${var.a}"', ["p-${var.a}", "in a"]),
        ('"${var.a}"', ["in a"]),
        ('join("-", ["x", var.a])', ["-", "x", "in a"]),
        ("<<EOT\n  x\nEOT\n", ["x"]),
        ("var.missing", []),
    ],
)
def test_the_texts_that_a_value_is_made_of(text: str, expected: list[str]) -> None:
    within = evaluator({"main.tf": 'variable "a" {\n  default = "in a"\n}\n'})
    assert [span.text for span in composed.literals(placed(text), within)] == expected


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("a.x.name", "x"),
        ("a.x.id", "x"),
        ("a.x[0].name", "x"),
        ('join("", a.x[*].name)', "x"),
        ('join("", a.x.*.name)', "x"),
        ("one(a.x[*].id)", "x"),
        ("try(a.x[0].name, null)", "x"),
        ('"${a.x.name}"', "x"),
        ("local.group", "y"),
        ("true ? a.x.name : var.b", "x"),
        ("a.x.family", None),
        ('"${a.x.name}-b"', None),
        ("upper(a.x.name)", None),
        ("b.x.name", None),
        ("var.missing ? a.x.name : null", None),
    ],
)
def test_resources_that_are_referred_to(text: str, label: str | None) -> None:
    within = evaluator({"main.tf": "locals {\n  group = element(concat(a.y.*.id, []), 0)\n}\n"})
    assert composed.resource(placed(text), "a", within) == label


def chain(first: str, further: str) -> str:
    """Sixty locals, each twice in the next one."""
    lines = [f"  a{index + 1} = {further.replace('X', f'local.a{index}')}\n" for index in range(60)]
    return f"locals {{\n  a0 = {first}\n{''.join(lines)}}}\n"


@pytest.mark.parametrize(
    ("first", "further"),
    [
        ('"xxxxxxxxxx"', '"${X}${X}"'),
        ("[1]", "concat(X, X)"),
        ("[1]", "[X, X]"),
        ("{ a = 1 }", "{ a = X, b = X }"),
        ("1", "f(X, X)"),
        ("[1]", "X == X ? X : X"),
        ('"x"', 'join("", [X, X])'),
    ],
)
def test_values_that_double(first: str, further: str) -> None:
    within = evaluator({"main.tf": chain(first, further)})
    started = time.process_time()
    within.value(placed("local.a60"))
    list(composed.literals(placed("local.a60"), within))
    composed.resource(placed("local.a60"), "a", within)
    assert time.process_time() - started < 2 * SLOW


@pytest.mark.parametrize(
    "text",
    [
        "(" * 900 + "1" + ")" * 900,
        "[" * 900 + "]" * 900,
        "f(" * 900 + ")" * 900,
        "true ? 1 : " * 5000 + "2",
        "!" * 50_000 + "true",
        '"${' * 400 + '"x"' + '}"' * 400,
        "{a=" * 900 + "1" + "}" * 900,
        "a" + "[0]" * 5000,
        "1" + " + 1" * 50_000,
    ],
    ids=lambda text: f"{text[:12]!r}",
)
def test_deep_expressions_are_no_fault(text: str) -> None:
    """What lies too deep is unknown, and nothing else happens."""
    within = evaluator({"main.tf": f"locals {{\n  a = {text}\n}}\n"})
    started = time.process_time()
    within.value(placed("local.a"))
    list(composed.literals(placed("local.a"), within))
    assert time.process_time() - started < 2 * SLOW


def test_a_long_chain_of_locals_is_unknown() -> None:
    lines = "".join(f"  a{index + 1} = local.a{index}\n" for index in range(2000))
    within = evaluator({"main.tf": f"locals {{\n  a0 = 1\n{lines}}}\n"})
    assert within.value(placed("local.a10")) == 1
    assert within.value(placed("local.a2000")) is UNKNOWN


def test_modules_without_measure() -> None:
    """Beyond the bounds files are not looked at, and what they would say is unknown."""
    many = {f"f{index:04}.tf": "" for index in range(MAX_FILES)}
    assert value("var.tls", **many, **{"a.tf": TLS}) is False
    assert value("var.tls", **many, **{"z.tf": TLS}) is UNKNOWN
    long = "# locals\n" * (MAX_PARSED // 9 + 1)
    assert value("local.a", **{"a.tf": "locals {\n  a = 1\n}\n", "z.tf": long}) == 1
    assert value("local.a", **{"a.tf": long, "z.tf": "locals {\n  a = 1\n}\n"}) is UNKNOWN
    huge = {f"f{index}.tf": "#" * (MAX_SEARCHED // 3) for index in range(4)}
    assert value("var.tls", **huge, **{"z.tf": TLS}) is UNKNOWN


def test_a_folder_is_read_once() -> None:
    class Counting(Files):
        reads = 0

        def read(self, path: str) -> Source | None:
            self.reads += 1
            return super().read(path)

    tree = Counting()
    tree.texts = {"variables.tf": TLS, **{f"f{index}.tf": "" for index in range(20)}}
    for index in range(20):
        source = Source(f"f{index}.tf", "", "terraform")
        assert Evaluator(Module(source, hcl.parse("").body, tree)).value(placed("var.tls")) is False
    assert tree.reads <= len(tree.texts)
