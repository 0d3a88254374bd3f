"""The documentation site: its pages say what redislint says, and a part of it is built."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from docs.site import build, check, code, commandline, configuration, directivepages, fences, links, pythonapi, written
from docs.site.kinds import FAMILIES, KINDS
from docs.site.links import SITE, Linker
from redislint import page, rules
from redislint.cli import VERBS
from redislint.config.read import read as read_configuration
from tests.parts import need

ROOT = Path(__file__).parent.parent
RULES = rules.load()
COMMAND = re.compile(r"^\$ (?:[A-Z]\w*=\S+ )?redislint *(.*?)(?: +#.*| [|<>].*)?$", re.MULTILINE)


def linker() -> Linker:
    names = {"RL101": "/rules/RL101.md", "bind": "/directives/bind.md", "port": "/directives/port.md"}
    files = {"docs/acl.md": "/acl.md", "README.md#python": "/reference/python.md"}
    return Linker(names, files.get)


def test_ids_and_directives_become_links() -> None:
    text = "# RL101 stays\n\nRL101, RL102, `bind` and `bind`, `bind 1`, [RL101](acl.md), `RL101`, <https://a/RL101>.\n"
    assert linker().linked(text, folder="docs") == (
        "# RL101 stays\n\n[RL101](/rules/RL101.md), RL102, [`bind`](/directives/bind.md) and `bind`, `bind 1`,"
        " [RL101](/acl.md), `RL101`, <https://a/RL101>.\n"
    )


def test_a_page_does_not_link_to_itself() -> None:
    assert (
        linker().linked("`port` and `bind`", here="/directives/port.md") == "`port` and [`bind`](/directives/bind.md)"
    )


@pytest.mark.parametrize(
    ("written_as", "leads_to"),
    [
        ("acl.md", "/acl.md"),
        ("../README.md#python", "/reference/python.md"),
        ("../README.md#more", f"{links.SOURCE}README.md#more"),
        ("../schema/x.json", f"{links.SOURCE}schema/x.json"),
        ("https://redis.io/", "https://redis.io/"),
        ("#here", "#here"),
    ],
)
def test_where_links_lead(written_as: str, leads_to: str) -> None:
    assert linker().target(written_as, "docs") == leads_to


def test_sections_of_the_readme() -> None:
    text = "# Title\n\nfirst\n\n## A `b`, c\n\none\n\n```sh\n# no heading\n```\n\n### Below\n\n## Next\n\ntwo\n"
    assert links.section(text, "title") == "first"
    assert links.section(text, "a-b-c") == "one\n\n```sh\n# no heading\n```\n\n### Below"
    assert links.section(text, "next") == "two"
    with pytest.raises(LookupError):
        links.section(text, "no-heading")


def test_marked_text_is_marked_through_tokens() -> None:
    assert code.html("«bind 0.0.0.0»\n# <x>\n", "conf") == (
        '<mark><span class="k">bind</span> 0.0.0.0</mark>\n<span class="c1"># &lt;x&gt;</span>\n'
    )
    assert code.html('a: "«b»"\n', "yaml").count("<mark>") == 1


@pytest.mark.parametrize(
    "language", ["conf", "yaml", "hcl", "terraform", "dockerfile", "ini", "sh", "text", "markdown"]
)
def test_no_character_of_code_is_lost(language: str) -> None:
    text = 'FROM x\n\n  a = "b" {{ .c }} ${d} # e\n- f: |\n    g «h\n  i» & <j>\n[k]\n'
    inside = re.sub(r"<[^>]+>", "", code.html(text, language))
    assert inside == text.replace("«", "").replace("»", "").replace("&", "&amp;").replace("<j>", "&lt;j&gt;")


def test_the_words_of_a_fence_are_told() -> None:
    html = fences.rendered("```conf redis.conf server=redis@7.2 fragment\nport 1\n```\n")
    assert "redis.conf</span>" in html
    assert re.findall(r'class="said">([^<]*)<', html) == ["redis 7.2", "part of a file"]


def test_all_kinds_and_families_have_words() -> None:
    assert {*KINDS} == {*page.KINDS}
    assert {*FAMILIES} == {rule.family for rule in RULES}


def test_a_rule_has_its_findings_below_its_examples() -> None:
    rule = rules.find(RULES, "RL101")
    assert rule is not None
    pages = dict(build.pages([rule], []))
    text = pages["rules/RL101.md"]
    assert text.startswith("---\norphan: true\n---\n\n# RL101: Other machines reach")
    bad, _, good = text.partition("\n## Good\n")
    assert bad.count('<ul class="findings">') == len([one for one in page.examples(rule.body) if one.is_bad])
    assert "findings" not in good
    assert "«" not in text
    assert '<span class="place">redis.conf:1:1</span>' in bad


def test_a_directive_has_its_versions() -> None:
    html = directivepages.versions(["redis@7.2", "valkey@7.2"])
    assert "<li>7.2</li><li><s>7.4</s></li>" in html
    names = {topic.name for topic in directivepages.topics()}
    assert {"maxmemory", "replicaof", "sentinel monitor"} <= names
    assert "slaveof" not in names
    assert directivepages.spellings()["slaveof"] == "/directives/replicaof.md"


def test_every_verb_and_every_key_is_in_the_reference() -> None:
    text = commandline.page()
    assert all(f"## redislint {verb}" in text for verb in VERBS)
    keys = yaml.safe_load((ROOT / "schema" / "config.schema.json").read_text(encoding="utf-8"))["properties"]
    reference = configuration.page(ROOT / "schema" / "config.schema.json", "")
    assert all(f"| `{key}` |" in reference for key in keys)


def test_a_table_of_a_docstring_becomes_a_list() -> None:
    text = "What.\n\nname    its name, such as\n        `a`\nfiles   all files\n\nMore."
    assert pythonapi.documented(text) == "What.\n\n- `name`: its name, such as `a`\n- `files`: all files\n\nMore."
    assert "redislint.lint_text(text: str | bytes, *, kind: str," in pythonapi.page("")


def texts() -> list[tuple[str, str]]:
    return [(name, (build.DOCS / f"{name}.md").read_text(encoding="utf-8")) for name in written.names(build.DOCS)]


def test_every_page_is_in_the_navigation() -> None:
    pages = [page for part in written.parts(build.DOCS).values() for page in part]
    assert len(pages) == len({*pages})
    assert {*pages} >= {*written.names(build.DOCS)} - {"index"}


@pytest.mark.parametrize(("name", "text"), texts())
def test_what_pages_say_is_true(name: str, text: str) -> None:
    """Files that they link to are there, commands have the options that they are given, configurations are read."""
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (build.DOCS / target).exists(), target
    for words in (found.split() for found in COMMAND.findall(text)):
        verb = tuple(words[: 2 if words[:1] == ["init"] else 1]) if words and words[0] in VERBS else ("check",)
        known = re.findall(r"(?<![\w-])--?[a-z][\w-]*", commandline.printed(verb))
        used = [word.partition("=")[0] for word in words if word.startswith("-") and word.strip("-")]
        assert [word for word in used if word not in known] == [], (name, words)
    for example in re.findall(r"^```yaml\n(# \.redislint\.yaml\n.*?)^```$", text, re.MULTILINE | re.DOTALL):
        # The folders of rules that it names are the reader's own.
        read_configuration(f"{name}.yaml", re.sub(r"^rules:.*$", "", example, flags=re.MULTILINE).encode())


def test_the_patch_of_the_guide_is_the_real_one(tmp_path: Path) -> None:
    files = [
        part for part in fences.parts((build.DOCS / "fix.md").read_text(encoding="utf-8")) if not isinstance(part, str)
    ]
    (tmp_path / "redis.conf").write_text(next(one.text for one in files if one.file), encoding="utf-8")
    command = [sys.executable, "-m", "redislint", "--no-config", "--diff", "--unsafe"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, next(one.text for one in files if one.language == "diff"))


def test_the_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_text('<h1 id="x">A</h1><a href="../#y">1</a><a href="../b/">2</a>')
    (tmp_path / "index.html").write_text(
        f'<p id="z"><a href="a/#x">1</a><a href="{SITE}a/">2</a><a href="https://example.com/">3</a></p>'
        f'<script src="https://cdn.example.com/x.js"></script><!-- {build.ROOT} -->'
    )
    (tmp_path / "site.css").write_text("@import 'https://fonts.example.com/y.css'; a { background: url(data:x) }")
    assert sorted(check.faults(tmp_path)) == [
        f"{SITE}: a path of this machine: {build.ROOT}",
        f"{SITE}: it loads https://cdn.example.com/x.js",
        f"{SITE}a/: ../#y: the page has no #y",
        f"{SITE}a/: ../b/: there is no such page",
        "site.css: it loads https://fonts.example.com/y.css",
    ]


def test_read_the_docs_takes_its_configuration() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.readthedocs", ".readthedocs.yaml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_part_of_the_site_is_built(tmp_path: Path) -> None:
    """All pages written by hand, the reference, and some rules and directives: Sphinx has nothing to say of them."""
    need("sphinx", all(find_spec(name) for name in ("sphinx", "myst_parser", "furo")), "`make docs` installs it")
    some = [rule for rule in RULES if rule.id in ("RL101", "RL313", "RL822", "RL901")]
    topics = [one for one in directivepages.topics() if one.name in ("bind", "maxmemory-policy", "sentinel monitor")]
    source, site = tmp_path / "source", tmp_path / "site"
    build.write(source, some, topics)
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "dirhtml", "-c", str(build.DOCS)]
    done = subprocess.run([*command, str(source), str(site)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(check.faults(site)) == []
    html = (site / "rules" / "RL101" / "index.html").read_text(encoding="utf-8")
    assert '<mark><span class="k">bind</span> 0.0.0.0</mark>' in html
    assert 'href="../../directives/bind/"' in html
    assert (site / "config.schema.json").read_text() == (ROOT / "schema" / "config.schema.json").read_text()
