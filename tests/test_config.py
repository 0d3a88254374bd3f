"""The configuration file: where it is looked for, what it means, and what is said of a wrong one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from redislint import userdir
from redislint.api import configured
from redislint.config import Config, ConfigError, find, load
from redislint.config.declared import Declarations, Glob, excludes
from redislint.config.model import File, schema
from redislint.discover.request import Request
from redislint.finding import Severity
from redislint.options import Declared, Options
from redislint.read import READERS
from redislint.servers import parse
from tests.timing import SLOW

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "schema" / "config.schema.json"

WHOLE = """\
# All that there is
select: [security, RL4]
ignore: [RL105, unused-ignore]
severity:
  RL106: info
  exposed-without-auth: warning
per-path-ignores:
  "charts/**": [RL418]
  "*.tmpl.conf": [network]
exclude: [vendor/, "!vendor/redis/"]
server: redis@7.2
environment: prod
profile: cache
paths:
  envs/dev/:
    environment: dev
    server: valkey@8.0.1
    ignore: [RL1]
  envs/dev/queue.conf: {profile: queue, kind: redis-conf, complete: true}
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository to work in, with a cache folder of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    monkeypatch.chdir(repository)
    return repository


def loaded(text: str, name: str = ".redislint.yaml") -> Config:
    Path(name).write_text(text, encoding="utf-8")
    return load(name)


def problems(text: str, name: str = ".redislint.yaml") -> list[str]:
    with pytest.raises(ConfigError) as error:
        loaded(text, name)
    return list(error.value.problems)


def declared(config: Config, path: str) -> Declared:
    return Declarations(config, os.getcwd())(path)


def test_everything_it_may_say(place: Path) -> None:
    config = loaded(WHOLE)
    assert config.folder == str(place)
    assert config.select == ("security", "RL4")
    assert config.ignore == ("RL105", "unused-ignore")
    assert config.severity == {"RL106": Severity.INFO, "exposed-without-auth": Severity.WARNING}
    assert config.exclude == ("vendor/", "!vendor/redis/")
    redis, valkey = parse("redis@7.2"), parse("valkey@8.0.1")
    assert declared(config, "redis.conf") == Declared(redis, "prod", "cache")
    assert declared(config, "charts/a/b.conf") == Declared(redis, "prod", "cache", ignore=("RL418",))
    assert declared(config, "a/b.tmpl.conf") == Declared(redis, "prod", "cache", ignore=("network",))
    assert declared(config, "envs/dev/a.conf") == Declared(valkey, "dev", "cache", ignore=("RL1",))
    assert declared(config, "envs/dev/queue.conf") == Declared(valkey, "dev", "queue", "redis-conf", ("RL1",), True)
    assert declared(config, "a/envs/dev/b.conf") == Declared(redis, "prod", "cache")


def test_toml_says_the_same() -> None:
    text = """
[project]
name = "shop"

[tool.redislint]
select = ["security", "RL4"]
ignore = ["RL105", "unused-ignore"]
exclude = ["vendor/", "!vendor/redis/"]
server = "redis@7.2"
environment = "prod"
profile = "cache"

[tool.redislint.severity]
RL106 = "info"
exposed-without-auth = "warning"

[tool.redislint.per-path-ignores]
"charts/**" = ["RL418"]
"*.tmpl.conf" = ["network"]

[tool.redislint.paths]
"envs/dev/" = { environment = "dev", server = "valkey@8.0.1", ignore = ["RL1"] }
"envs/dev/queue.conf" = { profile = "queue", kind = "redis-conf", complete = true }

[tool.other]
select = 1
"""
    assert loaded(text, "pyproject.toml") == loaded(WHOLE)


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}\n", "---\nselect:\n"])
def test_nothing_is_a_configuration_too(text: str) -> None:
    config = loaded(text)
    assert declared(config, "a") == Declared()
    assert (config.select, config.ignore, config.exclude, config.severity) == ((), (), (), {})


def test_a_run_has_what_it_says() -> None:
    config = loaded(WHOLE)
    request, options = configured(Request(cwd=os.getcwd()), Options(), config)
    assert request.exclude == ("vendor/", "!vendor/redis/")
    assert request.kind_at is not None
    assert request.kind_at("envs/dev/queue.conf") == "redis-conf"
    assert (options.select, options.ignore) == (("security", "RL4"), ("RL105", "unused-ignore"))
    assert options.declared("envs/dev/a.conf").environment == "dev"


def test_the_command_line_wins() -> None:
    config = loaded(WHOLE)
    request = Request(cwd=os.getcwd())
    more = configured(request, Options(ignore=("RL2",)), config)[1]
    assert (more.select, more.ignore) == (("security", "RL4"), ("RL105", "unused-ignore", "RL2"))
    other = configured(request, Options(select=("RL105",)), config)[1]
    assert (other.select, other.ignore) == (("RL105",), ())


# Where it is looked for.


def test_the_nearest_upward_counts(place: Path) -> None:
    deep = place / "a" / "b"
    deep.mkdir(parents=True)
    assert find(str(deep)) is None
    (place / ".redislint.yaml").touch()
    assert find(str(deep)) == str(place / ".redislint.yaml")
    (place / "a" / "pyproject.toml").write_text("[project]\n")
    assert find(str(deep)) == str(place / ".redislint.yaml")
    (place / "a" / "pyproject.toml").write_text("[tool.redislint]\n")
    assert find(str(deep)) == str(place / "a" / "pyproject.toml")
    (place / "a" / ".redislint.yml").touch()
    assert find(str(deep)) == str(place / "a" / ".redislint.yml")


def test_nothing_above_the_repository_counts(place: Path) -> None:
    (place.parent / ".redislint.yaml").touch()
    assert find(str(place)) is None
    outside = place.parent / "outside"
    outside.mkdir()
    assert find(str(outside)) is None
    (outside / ".redislint.yaml").touch()
    assert find(str(outside)) == str(outside / ".redislint.yaml")
    (outside / "inner").mkdir()
    assert find(str(outside / "inner")) is None


# What is wrong with a wrong one.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("selct:\n", "1: selct: there is no such key; did you mean select?"),
        ("selct: [RL1]\n", "1: selct: there is no such key; did you mean select?"),
        ("a: 1\n", "1: a: there is no such key"),
        ("ignore: ['']\n", "1: ignore[0]: this is empty"),
        ("# x\n\nignore: RL101\n", "3: ignore: a list is expected here"),
        ("ignore:\n  - RL101\n  - [RL102]\n", "3: ignore[1]: a text is expected here"),
        ("ignore:\n  - RL101\n  -\n", "3: ignore[1]: a text is expected here"),
        ("ignore:\n- exposed-withot-auth\n", "2: ignore[0]: no rule is meant by `exposed-withot-auth`; did you"),
        ("select: [RL9999]\n", "1: select[0]: no rule is meant by `RL9999`"),
        ("per-path-ignores:\n  a: [secruity]\n", "2: per-path-ignores.a[0]: no rule is meant by `secruity`; did you"),
        ("severity:\n  RL101: eror\n", "2: severity.RL101: `eror` is none of error, warning, info; did you mean e"),
        ("severity:\n  RL1: error\n", "2: severity.RL1: no rule has the id or name `RL1`"),
        ("severity: [RL101]\n", "1: severity: a mapping is expected here"),
        ("server: 7.2\n", "1: server: a server is written redis@7.2 or valkey@8.0, not `7.2`"),
        ("rpo: 5x\n", "1: rpo: a time is written 30s, 5m, 1h or 1d, not `5x`"),
        ("x: &a redis@9.9\n".replace("x: &a", "server:"), "1: server: redis@9.9 is no version that is known here"),
        ("environment: Production\n", "1: environment: `Production` is none of dev, stage, prod"),
        ("profile: ''\n", "1: profile: `` is none of cache, store, queue, session"),
        ("paths:\n  a/**:\n    enviroment: dev\n", "3: paths.a/**.enviroment: there is no such key; did you"),
        ("paths:\n  a:\n    kind: redis-config\n", "3: paths.a.kind: `redis-config` is none of redis-conf, "),
        ("paths:\n  a:\n    complete: perhaps\n", "3: paths.a.complete: `true` or `false` is expected here"),
        ("paths:\n  a:\n    ignore: [x]\n", "3: paths.a.ignore[0]: no rule is meant by `x`"),
        ("paths: [a]\n", "1: paths: a mapping is expected here"),
        ("rules: [nowhere]\n", "1: rules[0]: nowhere: no such file or directory"),
        ("- RL101\n", "1: a mapping is expected here, with keys such as `ignore`"),
        ("RL101\n", "1: a mapping is expected here, with keys such as `ignore`"),
        ("ignore: [RL101\n", "2: this is no valid YAML: "),
        ("ignore: [RL101]\nignore: []\n", "1: the key `ignore` is given again on line 2, and that one counts"),
        ("--- {}\n--- {}\n", "2: a second document begins here, and only one can be read"),
        ("a: &a [*a]\n", "1: there is more here than any configuration has"),
        ("{{ x }}: [\n", ": this is no valid YAML: "),
        ("ignore: !!python/object/apply:os.system [ls]\n", "1: ignore[0]: no rule is meant by `ls`"),
    ],
)  # fmt: skip
def test_an_error_names_file_line_and_key(text: str, expected: str) -> None:
    [problem] = problems(text)
    assert problem.startswith(".redislint.yaml:")
    assert expected in problem


def test_every_error_is_named_in_order() -> None:
    text = "paths:\n  a: {server: x}\nignor: []\nselect: x\n"
    assert [problem.split(":")[1] for problem in problems(text)] == ["2", "3", "4"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[tool.redislint]\n\nignor = []\n", "3: ignor: there is no such key; did you mean ignore?"),
        ('[tool.redislint]\nignore = [\n  "x",\n]\n', "2: ignore[0]: no rule is meant by `x`"),
        ('[tool.redislint.paths."a.b/**"]\nx = 1\n', "2: paths.a.b/**.x: there is no such key"),
        ('[tool.redislint]\npaths.a.server = "x"\n', "2: paths.a.server: a server is written"),
        ('[tool]\n[tool.redislint]\nserver = 7.2\n', "3: server: a server is written redis@7.2 or valkey@8.0, not"),
        ("[tool.redislint]\nignore = [\n", "this is no valid TOML: "),
        ("[tool.redislint]\nx = " + "[" * 10_000, "this is no valid TOML: "),
    ],
)  # fmt: skip
def test_an_error_in_toml_does_too(text: str, expected: str) -> None:
    [problem] = problems(text, "pyproject.toml")
    assert problem.startswith("pyproject.toml")
    assert expected in problem


def test_a_file_that_is_none(place: Path) -> None:
    with pytest.raises(ConfigError, match=r"^nowhere\.yaml: there is no such file$"):
        load("nowhere.yaml")
    Path("folder.yaml").mkdir()
    with pytest.raises(ConfigError, match="folder"):
        load("folder.yaml")
    Path("latin.yaml").write_bytes(b"# a\n# \xe4\n")
    with pytest.raises(ConfigError, match=r"^latin\.yaml:2: this is not UTF-8$"):
        load("latin.yaml")
    Path("big.yaml").write_bytes(b"#" * 1_100_000)
    with pytest.raises(ConfigError, match="larger than 1 MB"):
        load("big.yaml")


def test_a_link_may_not_lead_out_of_the_repository(place: Path) -> None:
    secret = place.parent / "secret"
    secret.write_text("password: hunter2\n")
    Path(".redislint.yaml").symlink_to(secret)
    with pytest.raises(ConfigError, match="leads out of the repository") as error:
        load(".redislint.yaml")
    assert "password" not in str(error.value)
    Path("inside.yaml").write_text("ignore: [RL101]\n")
    Path("link.yaml").symlink_to("inside.yaml")
    assert load("link.yaml").ignore == ("RL101",)


NINE = [f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
BOMB = "\n".join(["a: &a [x,x,x,x,x,x,x,x,x]", *NINE])


@pytest.mark.parametrize(
    "text",
    [BOMB, "a: " + "[" * 100_000, "a:\n" + " " * 500_000 + "b", "ignore: [" + "RL101," * 100_000 + "]", "? " * 50_000],
    ids=["aliases", "brackets", "indentation", "words", "keys"],
)
def test_no_file_takes_long(text: str) -> None:
    start = time.process_time()
    problems(text)
    assert time.process_time() - start < 3 * SLOW


# Patterns.


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("redis.conf", "redis.conf", True),
        ("redis.conf", "a/b/redis.conf", True),
        ("/redis.conf", "a/redis.conf", False),
        ("a/redis.conf", "a/redis.conf", True),
        ("a/redis.conf", "b/a/redis.conf", False),
        ("*.conf", "a/b.conf", True),
        ("a/*.conf", "a/b/c.conf", False),
        ("a/**", "a/b/c.conf", True),
        ("**/c.conf", "a/b/c.conf", True),
        ("a", "a/b/c.conf", True),
        ("b/", "a/b/c.conf", True),
        ("c.conf/", "a/b/c.conf", False),
        ("envs/*/redis.conf", "envs/dev/redis.conf", True),
        ("", "a", False),
    ],
)
def test_a_pattern_matches_as_in_gitignore(pattern: str, path: str, expected: bool) -> None:
    assert Glob(pattern).matches(path) is expected


def test_no_pattern_takes_long() -> None:
    start = time.process_time()
    assert not Glob("*a*a*a*a*a*a*a*a*b").matches("a" * 250)
    assert not Glob("**/a/**/a/**/a/**/a/**/b").matches("a/" * 1000)
    assert time.process_time() - start < 1 * SLOW


def test_patterns_are_seen_from_the_folder_of_the_file(place: Path) -> None:
    (place / "infra").mkdir()
    config = loaded(
        "paths: {redis.conf: {environment: dev}, /a/: {profile: cache}}\nexclude: [x/, /y, 'z/*.conf', '!k']\n",
        "infra/.redislint.yaml",
    )
    assert declared(config, "infra/redis.conf").environment == "dev"
    assert declared(config, "infra/a/b.conf").profile == "cache"
    assert declared(config, "redis.conf").environment == ""
    assert declared(config, "a/b.conf").profile == ""
    assert excludes(config, str(place)) == ("/infra/**/x/", "/infra/y", "/infra/z/*.conf", "!/infra/**/k")


def test_a_file_from_elsewhere_counts_as_one_in_the_root(place: Path) -> None:
    config = loaded("paths: {/a/: {profile: cache}}\nexclude: [/y]\n", "../shared.yaml")
    assert declared(config, "a/b.conf").profile == "cache"
    assert excludes(config, str(place)) == ("/y",)


def test_the_last_pattern_that_says_it_counts() -> None:
    config = loaded(
        "environment: stage\npaths:\n  '*': {environment: prod, server: redis@7.0}\n"
        "  a/: {environment: dev}\n  '*.conf': {server: redis@7.4}\n"
    )
    found = declared(config, "a/b.conf")
    assert (found.environment, str(found.server)) == ("dev", "redis 7.4")
    assert declared(config, "b.yaml").environment == "prod"


def test_who_built_a_server_is_declared_for_all_or_for_a_path() -> None:
    config = loaded("build: distro\npaths:\n  a/: {build: upstream}\n")
    assert [declared(config, path).build for path in ("a/b.conf", "b.conf")] == ["upstream", "distro"]
    assert loaded("paths: {a/: {}}\n").default.build == ""


# Rule pages of one's own.

PAGE = """---
id: RL990
severity: warning
confidence: high
kinds: [redis-conf]
tags: [ours]
checklist: ["2.1"]
check: settings.forbid
given: {setting: port, values: ["6379"]}
message: "`{setting} {value}` is not ours"
fix: take another
---
# Not our port

We have others.

## Fix

Take another.
"""


def test_pages_of_ones_own_are_rules(place: Path) -> None:
    (place / "lint").mkdir()
    (place / "lint" / "RL990-not-our-port.md").write_text(PAGE)
    config = loaded("rules: [lint]\nselect: [not-our-port]\nseverity: {RL990: error}\n")
    assert config.rules == (str(place / "lint"),)
    assert config.select == ("not-our-port",)


def test_a_page_that_is_none_is_named(place: Path) -> None:
    page = place / "lint" / "RL990-not-our-port.md"
    page.parent.mkdir()
    page.write_text(PAGE.replace("severity: warning", "severity: bad"))
    [problem] = problems("rules: [lint]\n")
    assert problem.startswith(".redislint.yaml:1: rules[0]: lint: RL990-not-our-port.md: ")
    assert "severity: Input should be 'error', 'warning' or 'info'" in problem
    page.write_bytes(b"---\n\xff")
    assert problems("rules: [lint]\n") == [
        ".redislint.yaml:1: rules[0]: lint: RL990-not-our-port.md: this is not UTF-8"
    ]
    page.write_text(PAGE.replace("{value}", "{value.__class__.__mro__}"))
    assert "`{value.__class__.__mro__}` is no name of a value" in problems("rules: [lint]\n")[0]
    given = "".join(f"\n  {name}: &{name} [{', '.join([f'*{inner}'] * 9)}]" for inner, name in pairwise("abcdefgh"))
    page.write_text(PAGE.replace("given: {", f"given:\n  a: &a [x, x]{given}\nabout: {{"))
    assert "metadata takes no aliases" in problems("rules: [lint]\n")[0]
    page.write_text(PAGE.replace('["6379"]', "[" * 5000 + "]" * 5000))
    assert "lint: RL990-not-our-port.md: this nests too deeply" in problems("rules: [lint]\n")[0]
    page.unlink()
    page.symlink_to("/dev/zero")
    assert "this is a link, and is not followed" in problems("rules: [lint]\n")[0]


# Kept for the next run.


def test_a_right_one_is_not_read_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = loaded(WHOLE)
    monkeypatch.setitem(sys.modules, "redislint.config.read", None)
    assert load(".redislint.yaml") == first
    with pytest.raises(ImportError):
        loaded(WHOLE + "\n")


def test_what_was_kept_is_not_trusted(place: Path) -> None:
    first = loaded(WHOLE)
    [kept] = [name for name in os.listdir(userdir.path() or "") if name.startswith("config-")]
    whole = userdir.read(kept)
    assert whole is not None
    for data in (
        b"",
        b"{",
        b"[]",
        b"null",
        whole[: len(whole) // 2],
        whole.replace(b"redis@7.2", b"redis@9.9"),
        whole.replace(b"places", b"other"),
    ):
        userdir.write(kept, data)
        assert load(".redislint.yaml") == first


def test_one_with_rules_of_its_own_is_read_every_time(place: Path) -> None:
    (place / "lint").mkdir()
    page = place / "lint" / "RL990-not-our-port.md"
    page.write_text(PAGE)
    loaded("rules: [lint]\nselect: [RL990]\n")
    page.unlink()
    with pytest.raises(ConfigError, match="no rule is meant by `RL990`"):
        load(".redislint.yaml")


# The JSON Schema.


def test_what_may_be_lost_is_declared_for_paths(place: Path) -> None:
    (place / ".redislint.yaml").write_text("rpo: 1h\npaths:\n  orders.conf: {rpo: 0s}\n")
    for _ in range(2):  # read, and then kept
        declared = Declarations(load(str(place / ".redislint.yaml")), str(place))
        assert [declared(name).rpo for name in ("orders.conf", "cache.conf")] == ["0s", "1h"]


def test_schema_is_the_models() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == schema(), "run: make schema"
    printed = subprocess.run([sys.executable, "-m", "redislint.config"], capture_output=True, check=True, cwd=ROOT)
    assert printed.stdout.decode() == SCHEMA.read_text(encoding="utf-8")


def test_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())
    command = [sys.executable, "-m", "check_jsonschema", "--check-metaschema", str(SCHEMA)]
    subprocess.run(command, check=True, capture_output=True)


def test_kinds_are_those_of_the_readers() -> None:
    assert schema()["$defs"]["Place"]["properties"]["kind"]["enum"] == [*READERS]


def test_every_key_has_a_description() -> None:
    made = schema()
    for keys in (made["properties"], made["$defs"]["Place"]["properties"]):
        assert [name for name, value in keys.items() if not value.get("description")] == []


def test_schema_agrees_with_us(place: Path) -> None:
    import yaml

    validator = Draft202012Validator(schema())
    assert list(validator.iter_errors(yaml.safe_load(WHOLE))) == []
    for wrong in (
        "selct: []",
        "ignore: RL101",
        "server: '7.2'",
        "environment: x",
        "paths: {a: {x: 1}}",
        "severity: {RL1: x}",
    ):
        assert list(validator.iter_errors(yaml.safe_load(wrong))), wrong
        problems(wrong)


LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.sampled_from(["RL101", "dev", "error"])
)
NAMES = st.one_of(st.text(max_size=10), st.sampled_from([*schema()["properties"], "environment", "kind"]))
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=8,
)


@given(st.dictionaries(NAMES, ANYTHING, max_size=4))
def test_anything_is_a_configuration_or_an_error(data: dict[str, Any]) -> None:
    """JSON is YAML: whatever stands there, it is read, or every fault has its file and line."""
    from redislint.config.read import read

    config: Config | None = None
    faults: tuple[str, ...] = ()
    try:
        config = read("/nowhere/.redislint.yaml", json.dumps(data).encode())
    except ConfigError as error:
        faults = error.problems
    assert all(problem.startswith("/nowhere/.redislint.yaml:") for problem in faults)
    if config is not None:
        assert set(data) <= {field.alias or name for name, field in File.model_fields.items()}
        Declarations(config, "/nowhere")("a/b")
