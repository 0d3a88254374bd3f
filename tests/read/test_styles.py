"""However YAML lets a file be written, the same is found, at the same words.

The examples of the rule pages are written anew in every style, with the place of each character kept.  What is marked
in them by hand was found there (tests/test_rules.py); every finding has to stand at the same characters of the same
scalars in the other styles.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from typing import Any, NamedTuple
from zlib import crc32

import pytest
import yaml

from redislint.finding import Finding
from redislint.model.instance import Instance
from redislint.page import Example, ExampleFile
from redislint.pipeline import Report, lint_sources
from redislint.read import exporter, prometheus, read
from redislint.source import BOM, Source, Span
from tests.pages import Case, Files, cases, is_read, kind_of, options_of, present, unmarked
from tests.read import styles
from tests.read.styles import Emitter, Layout, Logical, Way

KINDS = {"helm-values", "kubernetes", "compose"}
# A part of a word or line is told by the file's own text, where that is the text itself; else the whole is blamed.
WIDER = {"RL013", "RL016", "RL017", "RL022", "RL207", "RL216", "RL220"}
# What comes in by `<<` may be meant for others, and is no key that somebody gave to this chart.
NOT_MERGED = {"RL822"}

WAYS = {
    "plain": Way(styles.plain, styles.plain),
    "literal": Way(styles.literal, styles.plain),
    "literal, further in": Way(styles.indented, styles.plain),
    "folded": Way(styles.folded, styles.plain),
    "single quotes": Way(styles.single, styles.single),
    "double quotes": Way(styles.double, styles.double),
    "escapes": Way(styles.in_escapes, styles.in_escapes),
    "plain over several lines": Way(styles.several_lines, styles.plain),
    "brackets": Way(styles.plain, styles.plain, flow=True),
    "JSON": Way(styles.in_json, styles.in_json, flow=True, strict=True),
    "aliases": Way(styles.literal, styles.plain, hoisted="*"),
    "merge keys": Way(styles.plain, styles.plain, hoisted="<<"),
    "literal, CRLF": Way(styles.literal, styles.plain, rewrite=styles.with_crlf),
    "folded, CRLF": Way(styles.folded, styles.plain, rewrite=styles.with_crlf),
    "quotes, CRLF": Way(styles.in_escapes, styles.double, rewrite=styles.with_crlf),
    "a BOM": Way(styles.literal, styles.plain, rewrite=styles.behind(BOM)),
    "letters of several bytes": Way(styles.single, styles.plain, rewrite=styles.commented),
}
# So many of them for each example, others for each.
EACH = 1


class Tree(NamedTuple):
    """The YAML files of an example: their comments at the top, their documents, and where everything is."""

    heads: dict[str, str]
    documents: dict[str, list[Any]]
    layouts: dict[str, Layout]


def tree_of(case: Case) -> Tree | None:
    """None for an example that is written in other ways than most people write."""
    tree = Tree({}, {}, {})
    for file in present(case):
        if kind_of(file) in KINDS:
            text = unmarked(file.text)[0]
            read = styles.original(text)
            # What comments say is lost with them.
            if read is None or "redislint: ignore" in text:
                return None
            tree.heads[file.path] = "".join(f"{line}\n" for line in text.split("\n") if line.startswith("#"))
            tree.documents[file.path], tree.layouts[file.path] = read
    return tree if tree.documents and len(present(case)) == len(case.example.files) else None


def lint(case: Case, texts: dict[str, str], charts: dict[str, str]) -> Report:
    """Lint an example, some files with other texts, and others declared to be a chart's."""
    sources, launched = {}, set()
    for file in present(case):
        text = texts[file.path] if file.path in texts else unmarked(file.text)[0]
        sources[file.path] = Source(file.path, text, kind_of(file) or "")
        sources[file.path].chart = charts.get(file.path, "")
        if "fragment" not in file.words:
            launched.add(file.path)
    given = [source for source in sources.values() if is_read(source)]
    return lint_sources(given, Files(sources), options_of(case), launched=launched)


class Told(NamedTuple):
    """A finding: its rule, its file, and the characters that it begins and ends with.

    `is_verbatim`: the file has the characters between them as they are.
    """

    rule: str
    path: str
    start: Logical
    end: Logical
    is_verbatim: bool = True


def told(report: Report, layouts: dict[str, Layout]) -> list[Told]:
    """Every finding of a report, in order."""
    assert not report.errors
    return sorted(_told(one, layouts.get(one.path)) for one in report.findings)


def _told(one: Finding, layout: Layout | None) -> Told:
    start, end = one.span.start, one.span.end
    if layout is None:
        return Told(one.rule, one.path, Logical((), start), Logical((), end))
    if start == end == 0:
        return Told(one.rule, one.path, Logical((), 0), Logical((), 0))
    assert not layout.is_torn(start), (one.rule, one.span.text)
    assert not layout.is_torn(end), (one.rule, one.span.text)
    is_verbatim = one.rule not in WIDER or layout.said(start, end) == one.span.text
    return Told(one.rule, one.path, layout.start(start), layout.end(end), is_verbatim)


def is_same(found: Told, expected: Told) -> bool:
    """Does a finding stand at the same words, or at what holds them where nothing better can be told?"""
    if found[:2] != expected[:2]:
        return False
    start, end, first, last = found.start, found.end, expected.start, expected.end
    if (start, end) == (first, last):
        return True
    if found.rule in WIDER and not found.is_verbatim and start.path == first.path and end.path == last.path:
        return start.at <= first.at and end.at >= last.at
    # A value that stands elsewhere is blamed there, without its key.
    return end == last and first.path[-1:] == ("key",) and start.path[: len(first.path)] == (*first.path[:-1], "value")


def ways_for(case: Case) -> list[str]:
    names = list(WAYS)
    first = crc32(case.id.encode())
    return [names[(first + step * 5) % len(names)] for step in range(EACH)]


ARGO = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: cache
spec:
  source:
    repoURL: registry-1.docker.io/bitnamicharts
    chart: redis
    targetRevision: 20.1.0
    helm:
      valuesObject:
        auth:
          enabled: false
        commonConfiguration: |
          maxmemory 1gb
          bogus yes
        master:
          persistance:
            size: 1Gi
          service:
            type: LoadBalancer
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: queue
spec:
  source:
    repoURL: registry-1.docker.io/bitnamicharts
    chart: redis
    targetRevision: 20.1.0
    helm:
      values: |
        auth:
          password: "of-all-the-words"
        commonConfiguration: |-
          appendonly yes
          appendfsync sometimes
        replica: {replicaCount: 2, persistance: {size: 1Gi}}
"""
FLUX = """\
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: cache
spec:
  chart:
    spec:
      chart: redis
      version: 20.1.0
      sourceRef:
        kind: HelmRepository
        name: bitnami
  values:
    sentinel:
      enabled: true
      quorum: 5
    master:
      resources:
        limits:
          memory: 1Gi
    commonConfiguration: |
      # both
      maxmemory 5gb
      maxmemory-policy none-at-all
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata:
  name: bitnami
spec:
  url: https://charts.bitnami.com/bitnami
"""


def own(title: str, text: str, rules: set[str]) -> tuple[Case, Tree]:
    """A case beside those of the pages, in which some rules speak."""
    case = Case(title, Example(True, title, (ExampleFile("cache.yaml", text, ()),)))
    assert rules <= {one.rule for one in lint(case, {}, {}).findings}
    tree = tree_of(case)
    assert tree is not None
    return case, tree


CASES = [(case, tree) for case in cases() if (tree := tree_of(case)) is not None]
# Of examples in which the rule has nothing to say every third one.
FOUND = [(case, tree) for case, tree in CASES if case.example.is_bad or crc32(case.id.encode()) % 3 == 0]
OWN = [
    own("Argo CD", ARGO, {"RL001", "RL005", "RL101", "RL207", "RL822"}),
    own("Flux", FLUX, {"RL005", "RL501", "RL611", "RL824"}),
]


@pytest.mark.parametrize(("case", "tree"), [*FOUND, *OWN], ids=[case.id for case, _ in (*FOUND, *OWN)])
def test_the_same_is_found_in_every_style(case: Case, tree: Tree) -> None:
    expected = told(lint(case, {}, {}), tree.layouts)
    for name in ways_for(case):
        way = WAYS[name]
        heads = {path: "" if way.strict else head for path, head in tree.heads.items()}
        layouts = {path: Emitter(way).layout(tree.documents[path], heads[path]) for path in tree.documents}
        # JSON has no comments to say it in.
        said = {path: re.search(r"chart=(\S+)", head) for path, head in tree.heads.items() if way.strict}
        charts = {path: match[1] for path, match in said.items() if match is not None}
        found = told(lint(case, {path: one.text for path, one in layouts.items()}, charts), layouts)
        but = NOT_MERGED if way.hoisted == "<<" else set()
        found, asked = ([one for one in some if one[0] not in but] for some in (found, expected))
        assert len(found) == len(asked), (name, found, asked)
        assert all(map(is_same, found, asked)), (name, found, asked)


@pytest.mark.parametrize(("case", "tree"), [*CASES, *OWN], ids=[case.id for case, _ in (*CASES, *OWN)])
def test_every_directive_stands_at_its_words(case: Case, tree: Tree) -> None:
    """A directive's place says its name and words, and a server's is its name, before any rule looks at them."""
    way = WAYS[ways_for(case)[0]]
    anew = {
        path: Emitter(way).layout(one, "" if way.strict else tree.heads[path]) for path, one in tree.documents.items()
    }
    for layouts in (tree.layouts, anew):
        texts = {file.path: unmarked(file.text)[0] for file in present(case)} | {
            p: one.text for p, one in layouts.items()
        }
        files = Files({file.path: Source(file.path, texts[file.path], kind_of(file) or "") for file in present(case)})
        for path, layout in layouts.items():
            found = read(files.sources[path], files)
            for language, one in [(text.language, one) for text in found.documents for one in text.settings]:
                if one.args is not None and one.span.source.path == path and "$" not in one.span.text:
                    # `redis.config.` in front is the keys around it, in a chart that has directives for keys.
                    name = one.spelling.lstrip("-").rpartition(".config.")[2]
                    apart = _apart if language == "argv" else _as_they_are
                    if language == prometheus.LANGUAGE:
                        # Not words, but a text of several.
                        continue
                    # An exporter's option is `--name=value`, or a variable.
                    if language != exporter.LANGUAGE:
                        assert apart(_words(layout, one.span)) == [name, *apart(one.args)]
                    assert apart(_words(layout, one.value_span)) == apart(one.args)
            for anchor, instance in ((one.anchor, one) for one in found.instances if one.anchor.source.path == path):
                # A text by itself has its beginning, and a file too.
                assert layout.start(anchor.start).at == 0
                if anchor.end > anchor.start:
                    said = layout.said(anchor.start, anchor.end)
                    assert said in _names(instance) or (instance.name, said) in _containers(tree.documents[path])


def _apart(words: Iterable[str]) -> list[str]:
    """Words of a command line; one may be several to the server: `--save "60 1000"`, a selector."""
    return [one for word in words for one in word.split()]


def _as_they_are(words: Iterable[str]) -> list[str]:
    return [*filter(None, words)]


def _names(instance: Instance) -> tuple[str, ...]:
    """What the place of an instance may say: its own name, of which an operator makes several, its group, a key."""
    return instance.name, instance.name.partition("/")[0], instance.group, "values", "valuesObject"


def _containers(documents: Iterable[Any]) -> set[tuple[str, str]]:
    """The names of all objects, each with that of a container of its pods: where both are said, that is the place."""
    loaded = [yaml.SafeLoader("").construct_document(one) for one in documents]
    objects = [one for one in loaded if isinstance(one, dict) and isinstance(one.get("spec"), dict)]
    return {
        (one["metadata"]["name"], container["name"])
        for one in objects
        for container in one["spec"].get("template", one).get("spec", {}).get("containers", ())
    }


def _words(layout: Layout, span: Span) -> list[str]:
    """The words at a place, as a shell has them, without hyphens in front and without empty ones."""
    words = shlex.split(layout.said(span.start, span.end)) if span.end > span.start else []
    return [word.lstrip("-") if word.startswith("--") else word for word in words if word]


DOCKERFILES = [
    (case, file) for case in cases() for file in present(case) if kind_of(file) == "dockerfile" and "«" in file.text
]


@pytest.mark.parametrize(("case", "file"), DOCKERFILES, ids=[case.id for case, _ in DOCKERFILES])
@pytest.mark.parametrize("crlf", [False, True], ids=["LF", "CRLF"])
def test_every_directive_of_a_dockerfile_stands_at_its_words(case: Case, file: ExampleFile, crlf: bool) -> None:
    text = unmarked(file.text)[0].replace("\n", "\r\n" if crlf else "\n")
    files = Files({one.path: Source(one.path, unmarked(one.text)[0], kind_of(one) or "") for one in present(case)})
    found = read(Source(file.path, text, "dockerfile"), files)
    assert found.instances
    for one in (one for document in found.documents for one in document.settings if one.args is not None):
        if one.span.source.path == file.path and "$" not in one.span.text:
            # In brackets or not, and over several lines or not.
            words = re.findall(r'[^\s",\[\]\\]+', one.span.text)
            assert [words[0].lstrip("-"), *words[1:]] == [one.spelling.lstrip("-"), *filter(None, one.args or ())]
    for instance in found.instances:
        assert instance.anchor.text in ("", *text.split())


def test_nearly_every_example_is_written_anew() -> None:
    every = [case for case in cases() if case.kinds & KINDS]
    assert len(CASES) > 0.9 * len(every)
    assert {name for case, _ in CASES for name in ways_for(case)} == set(WAYS)


@pytest.mark.parametrize("name", WAYS)
def test_a_text_that_was_written_anew_says_the_same(name: str) -> None:
    """The emitter against PyYAML: every scalar has its value, and each character is where it is said to be."""
    for case, tree in CASES[:: len(WAYS)]:
        for path, documents in tree.documents.items():
            layout = Emitter(WAYS[name]).layout(documents, "" if WAYS[name].strict else tree.heads[path])
            text = layout.text.removeprefix(BOM)
            again = styles.loaded(text)
            assert [_without_anchors(one) for one in again] == styles.loaded(unmarked(_text(case, path))[0])
            for scalar in layout.scalars:
                plain = [at for at in scalar.offsets if layout.text[at].isalnum()]
                assert all(layout.text[at] == scalar.value[scalar.offsets.index(at)] for at in plain)


def _text(case: Case, path: str) -> str:
    return next(file.text for file in present(case) if file.path == path)


def _without_anchors(document: Any) -> Any:
    if not isinstance(document, dict):
        return document
    return {key: value for key, value in document.items() if not re.fullmatch(r"x-\d+", str(key))}
