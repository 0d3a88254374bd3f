"""What comments and the configuration silence, and what is said of comments that silence nothing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint import rules
from redislint.finding import Finding, Severity
from redislint.ignores import ignores
from redislint.model.document import Problem, Reading
from redislint.options import Declared, Options
from redislint.pipeline import lint_sources
from redislint.read import read
from redislint.source import Source, Span
from redislint.suppress import Remaining, suppress
from tests.pages import Files, unmarked
from tests.timing import SLOW

RULES = rules.load()
UNUSED = "RL934"


def reading_of(text: str, path: str = "redis.conf", kind: str = "redis-conf") -> tuple[Reading, list[Span]]:
    plain, marks = unmarked(text)
    source = Source(path, plain, kind)
    reading = read(source, Files({path: source}))
    return reading, [Span(source, start, end) for start, end in marks]


def finding(rule: str, span: Span) -> Finding:
    page = next(one for one in RULES if one.id == rule)
    return Finding(rule=rule, name=page.name, severity=page.severity, confidence="high", message="...", span=span)


def run(
    text: str, *found: str, path: str = "redis.conf", kind: str = "redis-conf", options: Options | None = None
) -> Remaining:
    """Suppress findings of the rules `found` at the marks of a text, in their order; an anchor where marks run out."""
    reading, marks = reading_of(text, path, kind)
    spans = [*marks, *[reading.source.anchor] * (len(found) - len(marks))]
    findings = [finding(rule, span) for rule, span in zip(found, spans, strict=True)]
    return suppress(findings, [reading], RULES, options or Options())


def kept(remaining: Remaining) -> list[tuple[str, int]]:
    return [(one.rule, one.line) for one in remaining.findings if one.rule != UNUSED]


def silenced(remaining: Remaining) -> list[tuple[str, int]]:
    return [(one.rule, one.line) for one in remaining.silenced]


def said(remaining: Remaining) -> list[tuple[str, str, str]]:
    return [(one.span.text, str(one.severity), one.message) for one in remaining.findings if one.rule == UNUSED]


@pytest.mark.parametrize(
    "comment",
    [
        "# redislint: ignore[RL101] only the build uses it",
        "#redislint:ignore[RL101]",
        "## redislint: ignore [ RL418 , RL101 ]",
        "# redislint: ignore[exposed-without-auth]",
        "# redislint: ignore[rl101]",
        "   # redislint: ignore[RL101]",
        "# nosec # redislint: ignore[RL101]",
        "# redislint: ignore[RL101]\n# and more words\n# about it",
        "# the firewall sees to it\r\n# redislint: ignore[RL101]\r",
    ],
)
def test_a_comment_above_silences_the_line_below(comment: str) -> None:
    remaining = run(f"port 6379\n{comment}\n«bind 0.0.0.0»\n«bind 10.0.0.1»\n", "RL101", "RL101")
    line = comment.count("\n") + 3
    assert silenced(remaining) == [("RL101", line)]
    assert kept(remaining) == [("RL101", line + 1)]


@pytest.mark.parametrize(
    "text",
    [
        "# redislint: ignore[RL107]\n«bind 0.0.0.0»\n",  # another rule
        "«bind 0.0.0.0»\n# redislint: ignore[RL101]\n",  # below
        "# redislint: ignore[RL101]\nport 6379\n«bind 0.0.0.0»\n",  # another line
        "# redislint: ignore[RL101]\n\n«bind 0.0.0.0»\n",  # an empty line
        "«bind 0.0.0.0» # redislint: ignore[RL101]\n",  # redis.conf has no comments at the end of a line
        "# see `# redislint: ignore[RL101]`\n«bind 0.0.0.0»\n",  # about comments
        "# Redislint checks this\n«bind 0.0.0.0»\n",
    ],
)
def test_anything_else_silences_nothing(text: str) -> None:
    remaining = run(text, "RL101")
    assert [rule for rule, _ in kept(remaining)] == ["RL101"]
    assert remaining.silenced == ()


def test_what_is_about_the_whole_file_is_silenced_for_the_whole_file() -> None:
    remaining = run("# redislint: ignore[RL418] a cache\nport 6379\n", "RL418")
    assert kept(remaining) == [("RL418", 1)]
    [(place, severity, message)] = said(remaining)
    assert (place, severity) == ("RL418", "info")
    assert message.endswith("is about the whole file, so write `ignore-file[RL418]` at its top")
    remaining = run("# The cache\n\n# redislint: ignore-file[RL418] a cache\nport 6379\n«save 1 1»\n", "RL401", "RL418")
    assert silenced(remaining) == [("RL418", 1)]
    assert kept(remaining) == [("RL401", 5)]
    assert said(remaining) == []


def test_a_file_is_silenced_only_from_its_top() -> None:
    remaining = run("port 6379\n# redislint: ignore-file[RL101]\n«bind 0.0.0.0»\n", "RL101")
    assert kept(remaining) == [("RL101", 3)]
    assert said(remaining) == [
        (
            "redislint: ignore-file[RL101]",
            "warning",
            "`ignore-file[RL101]` stands too far down: it belongs in the comment at the top of the file",
        )
    ]


def test_a_bom_is_no_text_before_a_comment() -> None:
    remaining = run("\ufeff# redislint: ignore-file[RL101]\n«bind 0.0.0.0»\n", "RL101")
    assert silenced(remaining) == [("RL101", 2)]


COMPOSE = """\
---
# redislint: ignore-file[RL402] it is a cache
services:
  # redislint: ignore[RL501]
  «cache»:
    image: «redis:7.2»
    command: redis-server --save «""»
    ports:
      - "«6379:6379»" # redislint: ignore[RL114, RL101] the host has a firewall
      - "«6380:6379»" # not redislint: ignore[RL114]
"""


def test_yaml_has_comments_above_and_behind() -> None:
    found = ("RL501", "RL701", "RL402", "RL114", "RL114")
    remaining = run(COMPOSE, *found, path="compose.yaml", kind="compose")
    assert silenced(remaining) == [("RL501", 5), ("RL402", 7), ("RL114", 9)]
    assert kept(remaining) == [("RL701", 6), ("RL114", 10)]
    assert said(remaining) == [("RL101", "info", "`ignore[RL101]` silences nothing on line 9")]


VALUES = """\
redis:
  architecture: standalone
  commonConfiguration: |-
    # redislint: ignore[RL401] nothing is worth keeping
    «appendonly no»
    maxmemory-policy «noeviction» # redislint: ignore[RL419]
    # redislint: ignore-file[RL419]
  master:
    # redislint: ignore[RL501]
    extraFlags: ["--maxmemory 1gb"]
"""


def test_redis_conf_inside_yaml_has_comments_of_its_own() -> None:
    remaining = run(VALUES, "RL401", "RL419", path="values.yaml", kind="helm-values")
    assert silenced(remaining) == [("RL401", 5)]
    assert kept(remaining) == [("RL419", 6)]
    assert [text for text, _, _ in said(remaining)] == ["redislint: ignore-file[RL419]", "RL501"]


def hcl(text: str) -> tuple[Reading, list[Span]]:
    """A reading as of HCL: its comments are those that begin with `#`, `//` or `/*`."""
    plain, marks = unmarked(text)
    source = Source("main.tf", plain, "terraform")
    comments = []
    for number, line in enumerate(plain.splitlines()):
        for sign in ("#", "//", "/*"):
            if sign in line:
                start = source.line_starts[number] + line.index(sign)
                end = plain.find("*/", start) + 2 if sign == "/*" else source.line_starts[number] + len(line)
                comments.append(Span(source, start, end))
                break
    return Reading(source, comments=tuple(comments)), [Span(source, *mark) for mark in marks]


def test_terraform_has_three_kinds_of_comments() -> None:
    reading, marks = hcl(
        "// redislint: ignore[RL122]\n«a = 1»\n"
        "«b = 2» // redislint: ignore[RL122]\n"
        "/* redislint: ignore[RL122] */\n«c = 3»\n"
        "/* redislint: ignore[RL122] */ «d = 4»\n"
        "/* redislint: ignore[RL122]\n   for now */\n«e = 5»\n"
        "«f = 6»\n"
    )
    # The page is not asked: what is tested is where a comment acts.
    rule = RULES[0]._replace(id="RL122", name="no-encryption", enabled="on")
    findings = [
        Finding(rule="RL122", name=rule.name, severity=rule.severity, confidence="high", message="", span=span)
        for span in marks
    ]
    remaining = suppress(findings, [reading], [rule], Options())
    assert [one.span.text[0] for one in remaining.findings] == ["f"]


def test_a_finding_of_several_lines_is_silenced_at_any_of_them() -> None:
    text = "services:\n  a:\n    command: «redis-server\n      --bind ::\n      --port 1» # redislint: ignore[RL101]\n"
    assert silenced(run(text, "RL101", path="compose.yaml", kind="compose")) == [("RL101", 3)]
    # A place that ends with the line's end does not reach into the next one.
    text = "«bind 0.0.0.0\n»# redislint: ignore[RL101]\nport 1\n"
    assert silenced(run(text, "RL101")) == []


def test_the_configuration_silences_by_path() -> None:
    def declared(path: str) -> Declared:
        return Declared(ignore=("network", "RL4")) if path == "redis.conf" else Declared()

    options = Options(declared=declared)
    remaining = run("«bind 0.0.0.0»\n«save 1 1»\n«user x nopass»\n", "RL101", "RL401", "RL204", options=options)
    assert silenced(remaining) == [("RL101", 1), ("RL401", 2)]
    assert kept(remaining) == [("RL204", 3)]
    assert silenced(run("«bind 0.0.0.0»", "RL101", path="other.conf", options=options)) == []


def test_a_comment_has_been_of_use_also_where_the_configuration_silences() -> None:
    options = Options(declared=lambda path: Declared(ignore=("RL101",)))
    remaining = run("# redislint: ignore[RL101]\n«bind 0.0.0.0»\n", "RL101", options=options)
    assert silenced(remaining) == [("RL101", 2)]
    assert said(remaining) == []


@pytest.mark.parametrize(
    ("comment", "place", "message"),
    [
        ("ignore", "redislint: ignore", "`ignore` does not say which rules: write"),
        ("ignore[]", "redislint: ignore[]", "`ignore[]` does not say which rules: write"),
        ("ignore RL101", "redislint: ignore", "`ignore` does not say which rules: write"),
        ("disable=RL101", "redislint: disable", "`disable` is nothing that redislint knows: write"),
        ("ignore[RL1O1]", "RL1O1", "`ignore[RL1O1]` names no rule"),
        ("ignore[exposed-withot-auth]", "exposed-withot-auth", "names no rule; did you mean exposed-without-auth?"),
        ("ignore[RL9999]", "RL9999", "`ignore[RL9999]` names no rule"),
        ("ignore-file[network]", "network", "`ignore-file[network]` names no rule"),
    ],
)
def test_a_comment_that_means_nothing_is_a_warning(comment: str, place: str, message: str) -> None:
    remaining = run(f"# redislint: {comment}\n«bind 0.0.0.0»\n", "RL101")
    [(text, severity, found)] = said(remaining)
    assert (text, severity) == (place, "warning")
    assert message in found
    assert kept(remaining) == [("RL101", 2)]


def test_a_comment_that_silences_nothing_is_said_to() -> None:
    text = "# redislint: ignore-file[RL107]\nport 1\n# redislint: ignore[RL101]\nport 2\n# redislint: ignore[RL101]\n"
    assert said(run(text)) == [
        ("RL107", "info", "`ignore-file[RL107]` silences nothing in this file"),
        ("RL101", "info", "`ignore[RL101]` silences nothing on line 4"),
        ("RL101", "info", "`ignore[RL101]` silences nothing: no line stands right below it"),
    ]


def test_nothing_is_said_of_rules_that_did_not_run() -> None:
    text = "# redislint: ignore[RL101]\nport 6379\n"
    assert said(run(text, options=Options(ignore=("RL101",)))) == []
    assert said(run(text, options=Options(select=("RL934", "RL2")))) == []
    assert len(said(run(text, options=Options(select=("RL934", "RL1"))))) == 1
    assert said(run(text, options=Options(ignore=(UNUSED,)))) == []


def test_nothing_is_said_of_rules_that_are_off_where_the_file_is() -> None:
    text = "# redislint: ignore[RL106, RL401]\nport 6379\n"
    assert [rule.enabled.partition(":")[0] for rule in RULES if rule.id in ("RL106", "RL401")] == ["prod", "profile"]
    assert [place for place, _, _ in said(run(text))] == ["RL106"]
    dev = Options(declared=lambda path: Declared(environment="dev"))
    assert said(run(text, options=dev)) == []


def test_nothing_is_said_where_some_of_the_file_was_not_read() -> None:
    reading, _ = reading_of("# redislint: ignore[RL101, RL1O1]\nport 6379\n")
    broken = reading._replace(problems=(Problem("unreadable", reading.source.anchor, "too much"),))
    assert [one.span.text for one in suppress([], [broken], RULES, Options()).findings] == ["RL1O1"]


def test_the_comments_rule_can_itself_be_ignored() -> None:
    text = "# redislint: ignore-file[RL934]\n# redislint: ignore[RL1O1]\nport 6379\n"
    remaining = run(text)
    assert remaining.findings == ()
    assert silenced(remaining) == [(UNUSED, 2)]
    options = Options(declared=lambda path: Declared(ignore=("unused-ignore",)))
    assert run("# redislint: ignore\n", options=options).findings == ()


def test_its_severity_is_the_users_to_set() -> None:
    options = Options(severity={"unused-ignore": Severity.ERROR})
    assert [severity for _, severity, _ in said(run("# redislint: ignore[RL101]\nport 1\n", options=options))] == [
        "error"
    ]


def test_a_run_on_some_files_speaks_of_their_comments_alone() -> None:
    sources = {
        path: Source(path, "# redislint: ignore[RL1O1]\n# redislint: ignore[RL101]\nport 6379\n", "redis-conf")
        for path in ("a.conf", "b.conf")
    }
    report = lint_sources(
        sources.values(), Files(sources), Options(select=("RL934", "RL1")), keep=frozenset({"b.conf"})
    )
    assert [(one.path, one.span.text) for one in report.findings] == [("b.conf", "RL1O1"), ("b.conf", "RL101")]


def test_what_was_silenced_is_counted_for_those_files_alone() -> None:
    text = "# redislint: ignore-file[RL934]\n# redislint: ignore[RL1O1]\nport 6379\n"
    sources = {path: Source(path, text, "redis-conf") for path in ("a.conf", "b.conf")}
    options = Options(select=("RL934",))
    assert lint_sources(sources.values(), Files(sources), options).suppressed == 2
    assert lint_sources(sources.values(), Files(sources), options, keep=frozenset({"b.conf"})).suppressed == 1


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=12))
def test_exactly_what_is_asked_for_is_silenced(lines: list[tuple[bool, bool]]) -> None:
    """Each line may hold a finding, and may have a comment above it."""
    text = "".join(
        ("# redislint: ignore[RL101]\n" if ignored else "") + ("«port 1»\n" if found else "port 2\n")
        for found, ignored in lines
    )
    remaining = run(text, *["RL101" for found, _ in lines if found])
    assert len(remaining.silenced) == sum(found and ignored for found, ignored in lines)
    assert len(kept(remaining)) == sum(found and not ignored for found, ignored in lines)
    assert len(said(remaining)) == sum(ignored and not found for found, ignored in lines)


@pytest.mark.parametrize(
    "text",
    [
        "# redislint: ignore[RL101]\n" * 20_000,
        "# redislint: ignore[RL101]\n«port 1»\n" * 10_000,
        "# redislint: ignore[" + "RL101," * 1_000_000 + "]\nport 1\n",
        "# redislint: " * 300_000,
        "#" * 3_000_000 + "redislint: ignore[RL101]",
        "# redislint: ignore[" + "\x00\x1b\udcff" * 100 + "]\n",
    ],
    ids=["comments", "findings", "words", "one comment", "signs", "no characters"],
)
def test_no_comment_takes_long(text: str) -> None:
    start = time.process_time()
    run(text, *["RL101"] * text.count("«"))
    assert time.process_time() - start < 4 * SLOW


# Last days, reasons, and what takes comments out.

TODAY = Options(today="2026-11-26")


@pytest.mark.parametrize(
    ("until", "acts"),
    [("2026-11-25", False), ("2026-11-26", True), ("2026-11-27", True), ("2027-01-31", True), ("1999-12-31", False)],
)
def test_an_ignore_acts_up_to_its_last_day(until: str, acts: bool) -> None:
    text = f"# redislint: ignore[RL101] the firewall until={until}\n«bind 0.0.0.0»\n"
    remaining = run(text, "RL101", options=TODAY)
    assert len(remaining.silenced) == acts
    expired = (
        "redislint: ignore[RL101]",
        "warning",
        f"`ignore[RL101]` silences nothing any more: its last day was {until}",
    )
    assert said(remaining) == ([] if acts else [expired])


def test_without_a_day_the_datas_counts() -> None:
    assert len(run("# redislint: ignore[RL101] until=2025-01-01\n«bind ::»\n", "RL101").silenced) == 0
    assert len(run("# redislint: ignore[RL101] until=2999-01-01\n«bind ::»\n", "RL101").silenced) == 1


@pytest.mark.parametrize(
    "until", ["", "soon", "2027-02-30", "2027-1-31", "31.01.2027", "20270131", "2027-W01-1", "\x00"]
)
def test_what_is_no_day_silences_nothing(until: str) -> None:
    remaining = run(f"# redislint: ignore[RL101] until={until}\n«bind ::»\n", "RL101", options=TODAY)
    assert [message for _, _, message in said(remaining)] == [
        "`ignore[RL101]` silences nothing: its last day is none, write it `until=2027-01-31`"
    ]
    assert kept(remaining) == [("RL101", 2)]


@pytest.mark.parametrize(
    ("comment", "reason", "until"),
    [
        ("# redislint: ignore[RL101]", "", None),
        ("# redislint: ignore[RL101] until=2027-01-31", "", "2027-01-31"),
        ("# redislint: ignore[RL101]: the firewall, until=2027-01-31.", "the firewall", "2027-01-31"),
        ("# redislint: ignore[RL101] until=2027-01-31 -- the firewall", "the firewall", "2027-01-31"),
        ("# redislint: ignore[RL101] (until=2027-01-31)", "until=2027-01-31", None),
        ("# redislint: ignore[RL101] until 2027", "until 2027", None),
        ("# redislint: ignore[RL101] (  )", "", None),
        ("# redislint: ignore[RL101] one # redislint: ignore[RL102] two", "one", None),
        ("# redislint: ignore RL101 why", "", None),
    ],
)
def test_what_a_comment_says_beside_the_rules(comment: str, reason: str, until: str | None) -> None:
    reading, _ = reading_of(f"{comment}\nport 1\n")
    found = next(ignores(reading))
    assert (found.reason, found.until) == (reason, until)


def test_a_reason_in_a_comment_that_ends() -> None:
    reading, _ = hcl("/* redislint: ignore[RL122] for now until=2027-01-31 */\na = 1\n")
    (found,) = ignores(reading)
    assert (found.reason, found.until) == ("for now", "2027-01-31")


def test_a_reason_may_be_demanded() -> None:
    options = Options(inline="reason")
    text = (
        "# redislint: ignore-file[RL934]\n"
        "# redislint: ignore[RL101] until=2999-01-01\n«bind ::»\n"
        "# redislint: ignore[RL101] the firewall\n«bind 1.1.1.1»\n"
    )
    remaining = run(text, "RL101", "RL101", options=options)
    assert silenced(remaining) == [("RL101", 5)]
    assert [(place, message.partition(":")[2].strip()) for place, _, message in said(remaining)] == [
        ("redislint: ignore-file[RL934]", "the configuration demands a reason, in words behind the bracket"),
        ("redislint: ignore[RL101]", "the configuration demands a reason, in words behind the bracket"),
    ]


def test_comments_may_be_forbidden() -> None:
    text = "# redislint: ignore-file[RL101, RL934] really\n# redislint: server=redis@7.2\n«bind ::»\n"
    remaining = run(text, "RL101", options=Options(inline="forbid"))
    assert (silenced(remaining), kept(remaining)) == ([], [("RL101", 3)])
    [(_, severity, message)] = said(remaining)
    assert (severity, "the configuration forbids" in message) == ("warning", True)


def test_comments_may_be_left_aside() -> None:
    text = "# redislint: ignore[RL101, RL999]\n«bind ::»\n# redislint: server=redis@1\n"
    remaining = run(text, "RL101", options=Options(inline="off"))
    assert (silenced(remaining), kept(remaining)) == ([], [("RL101", 2)])
    # What they declare is not left aside.
    assert ["server" in place for place, _, _ in said(remaining)] == [True]


def fixed(text: str, *found: str, all_of_them: bool = False, **given: str) -> str:
    """The text after the fixes of useless ignores, each edit once."""
    plain, _ = unmarked(text)
    fixes = [one.fix for one in run(text, *found, options=TODAY, **given).findings if one.rule == UNUSED]
    edits = {edit for fix in fixes if fix is not None and (fix.safe or all_of_them) for edit in fix.edits}
    for edit in sorted(edits, key=lambda edit: -edit.span.start):
        plain = plain[: edit.span.start] + edit.text + plain[edit.span.end :]
    return plain


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("# redislint: ignore[RL101] why\nport 1\n", "port 1\n"),
        ("# a\n  # redislint: ignore[RL101] why\n# b\nport 1\n", "# a\n# b\nport 1\n"),
        ("port 1\r\n# redislint: ignore[RL101]\r\nport 2\r\n", "port 1\r\nport 2\r\n"),
        ("port 1\n# redislint: ignore[RL101]", "port 1\n"),
        ("\ufeff# redislint: ignore[RL101]\nport 1\n", "\ufeffport 1\n"),
        ("# nosec # redislint: ignore[RL101] why\nport 1\n", "# nosec\nport 1\n"),
        ("# redislint: ignore[RL101] a # redislint: ignore[RL102] b\nport 1\n", "port 1\n"),
        ("# redislint: ignore[RL101, RL102]\nport 1\n", "port 1\n"),
        # What is misspelt, or expired, is for the user to mend.
        ("# redislint: ignore[RL1O1]\nport 1\n", "# redislint: ignore[RL1O1]\nport 1\n"),
        ("# redislint: ignore[RL101, RL1O1]\nport 1\n", "# redislint: ignore[RL1O1]\nport 1\n"),
        (
            "# redislint: ignore[RL101] until=2020-01-01\nport 1\n",
            "# redislint: ignore[RL101] until=2020-01-01\nport 1\n",
        ),
    ],
)
def test_useless_ignores_are_taken_out(text: str, after: str) -> None:
    assert fixed(text) == after


def test_what_has_expired_is_taken_out_by_an_unsafe_fix() -> None:
    assert fixed("# redislint: ignore[RL101] until=2020-01-01\nport 1\n", all_of_them=True) == "port 1\n"


def test_one_word_of_several_is_taken_out() -> None:
    for words, left in (
        ("RL101, RL102, RL107", "RL107"),
        ("RL107, RL101, RL102", "RL107"),
        ("RL101,RL107 , RL102", "RL107"),
        ("RL101, RL107, RL102, RL107, RL104", "RL107, RL107"),
    ):
        text = f"# redislint: ignore[{words}] why\n«bind ::»\n"
        assert fixed(text, "RL107") == f"# redislint: ignore[{left}] why\nbind ::\n"


def test_a_comment_behind_a_line_leaves_the_line() -> None:
    text = "services:\n  a: # redislint: ignore[RL101] why\n    image: x # keep # redislint: ignore[RL101]\n"
    after = "services:\n  a:\n    image: x # keep\n"
    assert fixed(text, path="compose.yaml", kind="compose") == after


def test_what_stands_in_the_wrong_place_is_not_lost() -> None:
    text = "# redislint: ignore[RL418, RL101] why\nport 6379\n"
    assert fixed(text, "RL418") == "# redislint: ignore[RL418] why\nport 6379\n"


@given(st.data())
def test_any_of_the_fixes_leave_ignores_that_are_read(data: st.DataObject) -> None:
    """Whichever are applied: what silenced something still does, and the words that were not taken out are there."""
    rules = ["RL101", "RL102", "RL104", "RL107"]
    words = data.draw(st.lists(st.sampled_from(rules), min_size=1, max_size=6, unique=True))
    signs = data.draw(st.lists(st.sampled_from([",", ", ", " ", " , "]), min_size=len(words), max_size=len(words)))
    inside = "".join(word + sign for word, sign in zip(words, signs, strict=True)).rstrip(", ")
    used = data.draw(st.lists(st.sampled_from(words), unique=True))
    text = f"port 1\n# redislint: ignore[{inside}] why\n" + "«bind ::»\n"
    reading, marks = reading_of(text)
    findings = [finding(rule, marks[0]) for rule in used]
    hits = [one for one in suppress(findings, [reading], RULES, Options()).findings if one.rule == UNUSED]
    chosen = data.draw(st.lists(st.sampled_from(hits), unique_by=lambda one: one.column)) if hits else []
    plain = reading.source.text
    edits = {edit for one in chosen if one.fix is not None for edit in one.fix.edits}
    for edit in sorted(edits, key=lambda edit: -edit.span.start):
        plain = plain[: edit.span.start] + plain[edit.span.end :]
    left = [word for word in words if word not in {one.span.text for one in chosen}] if used else words * (not chosen)
    after, _ = reading_of(plain)
    assert [[word.text for word in one.words or ()] for one in ignores(after)] == ([left] if left else [])
    assert plain.startswith("port 1\n")
    assert plain.endswith("bind ::\n")
