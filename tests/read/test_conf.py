"""redis.conf and sentinel.conf: words, places, what is unknown, and what a file refers to."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redislint.model.facts import Setting
from redislint.read import conf
from redislint.read.words import MAX_WORDS, few_lines
from redislint.source import Source
from tests.read.reading import Files, reading, rows
from tests.timing import SLOW

# Characters that mean something to the server, and a few that must not.
TEXT = st.text(st.sampled_from("ab #\"'\\xn0{}$%()>\t\r\n\v\f\0\u00a0\u2028é\udc80\ufeff"), max_size=60)


def settings(text: str, kind: str = "redis-conf") -> tuple[Setting, ...]:
    return reading(text, kind).documents[0].settings


def only(text: str) -> Setting:
    (setting,) = settings(text)
    return setting


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("port 6379", ["port", "6379"]),
        ("  port\t 6379 \r", ["port", "6379"]),
        ("port\v6379", ["port\v6379"]),
        ("port \v6379\f", ["port", "6379\f"]),
        ("port 6379 # x", ["port", "6379", "#", "x"]),
        ("\f# x", ["#", "x"]),
        ("port\u00a06379", ["port\u00a06379"]),
        ('po"rt" 1', ["port", "1"]),
        ('a"b c"', ["ab c"]),
        ("a'b c' d", ["ab c", "d"]),
        ('""', [""]),
        ('a "" b', ["a", "", "b"]),
        (r'"\x41\n\t\\\"\q\xZZ\X41\0"', ['A\n\t\\"qxZZX410']),
        (r'"\xc3\xa9"', ["é"]),
        (r'"\xff"', ["\udcff"]),
        (r"'\n\'\x41'", [r"\n'\x41"]),
        ("requirepass a\\", ["requirepass", "a\\"]),
        ('"a"\v', ["a"]),
        ("\v", []),
        ("# port 1", []),
        ("", []),
    ],
)
def test_words(line: str, words: list[str]) -> None:
    found = few_lines(line)
    assert [word for one in found for word, _, _ in one.words] == words
    assert not any(one.broken for one in found)


@pytest.mark.parametrize(
    ("line", "blamed", "detail"),
    [
        ('requirepass "abc', '"abc', "the quote that opens here is never closed"),
        ('requirepass ab"c  \r', '"c', "the quote that opens here is never closed"),
        ('dir "a"b', '"a"b', "text follows the closing quote"),
        ("dir 'it''s'", "'it''s'", "text follows the closing quote"),
        (r"dir '\\'", r"'\\'", "the quote that opens here is never closed"),
        ('dir "a\\', '"a\\', "the quote that opens here is never closed"),
        ('dir "a"#', '"a"#', "text follows the closing quote"),
    ],
)
def test_unbalanced(line: str, blamed: str, detail: str) -> None:
    document = reading(f"port 1\n{line}\nport 2\n").documents[0]
    (problem,) = document.problems
    assert (problem.kind, problem.span.text, problem.detail) == ("unbalanced-quotes", blamed, detail)
    assert problem.span.position[0] == 2
    # The next line is read as if nothing had been, and the bad one's directive is there, its value unknown.
    assert [(setting.name, setting.args) for setting in document.settings] == [
        ("port", ("1",)),
        (line.split(maxsplit=1)[0], None),
        ("port", ("2",)),
    ]


def test_a_setting_has_its_places() -> None:
    text = "# first\n\n  SAVE  900   '1'  \nappendonly"
    save, bare = settings(text)
    assert (save.name, save.spelling, save.args) == ("save", "SAVE", ("900", "1"))
    assert (save.span.text, save.value_span.text) == ("SAVE  900   '1'", "900   '1'")
    assert save.span.position == (3, 3)
    assert (bare.args, bare.span.text, bare.value_span.text) == ((), "appendonly", "")
    assert bare.value_span.position == (4, 11)


def test_names_are_canonical() -> None:
    assert [setting.name for setting in settings("slaveof a 1\nPrimaryAuth x\nNoSuch 1")] == [
        "replicaof",
        "masterauth",
        "nosuch",
    ]


def test_a_bom_hides_nothing() -> None:
    setting = only("\ufeffport 1")
    assert (setting.name, setting.span.text, setting.span.position) == ("port", "port 1", (1, 1))
    assert reading("\ufeff# redislint: ignore").comments[0].text == "# redislint: ignore"


def test_a_nul_hides_the_rest_of_its_line() -> None:
    text = "timeout 1\nport 6379\0\nbogus 1\nsave 1 2"
    first, glued, last = settings(text)
    assert first.args == ("1",)
    assert (glued.args, glued.span.position, glued.span.end_position) == (("6379bogus", "1"), (2, 1), (3, 8))
    assert (last.args, last.span.text) == (("1", "2"), "save 1 2")


def test_a_nul_hides_only_its_chunk() -> None:
    head = "a" * 1000
    # Chunks are 1023 bytes: the NUL hides the é's first byte, and the next chunk begins with its second.
    setting = only(f"dir {head}\0{'x' * 17}é y")
    assert setting.args == (f"{head}\udca9", "y")
    assert setting.value_span.text.endswith("é y")


def test_other_bytes_are_text() -> None:
    reading_ = reading("")
    assert reading_.documents[0].settings == ()
    source = Source.from_bytes("redis.conf", b"requirepass \xff\xfe", "redis-conf")
    assert conf.document(source, "redis-conf").settings[0].args == ("\udcff\udcfe",)


@pytest.mark.parametrize(
    "line",
    [
        "requirepass {{ .Values.password }}",
        "maxmemory ${MEMORY:-1gb}",
        "maxmemory $MAX_MEMORY",
        'dir "$(DATA)"',
        "port <%= port %>",
        "port {% if tls %}0{% else %}6379{% endif %}",
        "requirepass __PASSWORD__",
        "requirepass %PASSWORD%",
        "dir %data-dir%",
        "port @PORT@",
        "dir %{if fast}/fast%{else}/data%{endif}",
        'requirepass "{{ index .Values "password" }}"',
    ],
)
def test_templates_are_unknown(line: str) -> None:
    document = reading(line).documents[0]
    assert document.problems == ()
    assert [setting.args for setting in document.settings] == [None]


@pytest.mark.parametrize(
    "line",
    [
        "notify-keyspace-events K$lsh",
        "notify-keyspace-events $KEA",
        "requirepass 50%off%",
        "requirepass a__b__c",
        "requirepass }}{{",
        'proc-title-template "{title} {listen-addr}"',
    ],
)
def test_signs_alone_are_no_template(line: str) -> None:
    assert only(line).args is not None


def test_what_terraforms_template_puts_aside_is_unknown() -> None:
    found = reading('%{ if password != "" }\nrequirepass ${password}\n%{~ endif ~}\ndir /data\n')
    assert found.documents[0].problems == ()
    assert [(setting.name, setting.args) for setting in found.documents[0].settings] == [
        ("requirepass", None),
        ("dir", ("/data",)),
    ]
    assert found.instances[0].partial


def test_what_a_template_puts_aside_is_unknown() -> None:
    text = "port 1\n{{- if .Values.tls }}\ntls-port 2\n{{- else if .Values.x }}\nport 3\n{{- end }}\ndir /data\n"
    found = reading(text)
    assert [(setting.name, setting.args) for setting in found.documents[0].settings] == [
        ("port", ("1",)),
        ("tls-port", None),
        ("port", None),
        ("dir", ("/data",)),
    ]
    assert found.instances[0].partial


def test_users() -> None:
    found = reading("user alice on '>a b' (+get ~x) ~*\nuser {{ x }} on\nuser")
    (alice,) = found.documents[0].users
    assert (alice.name, alice.name_span.text) == ("alice", "alice")
    assert [token.text for token in alice.tokens] == ["on", ">a b", "(+get ~x)", "~*"]
    assert [token.span.text for token in alice.tokens] == ["on", "'>a b'", "(+get ~x)", "~*"]
    assert [setting.name for setting in found.documents[0].settings] == ["user"] * 3
    assert found.instances[0].users is None


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("requirepass s3cret", ["s3cret"]),
        ("RequirePass my s3cret", ["my s3cret"]),
        ("primaryauth 's3cret'", ["'s3cret'"]),
        ("tls-key-file-pass s3cret", ["s3cret"]),
        ("sentinel auth-pass mymaster s3cret", ["s3cret"]),
        ("sentinel sentinel-pass s3cret", ["s3cret"]),
        ("sentinel sentinel-user admin", []),
        ("user a on >s3cret <old #0a1b !0a1b ~*", [">s3cret", "<old", "#0a1b", "!0a1b"]),
        ("requirpass s3cret", ["s3cret"]),
        ("requirepass=s3cret", ["requirepass=s3cret"]),
        ("requirepass: s3cret", ["s3cret"]),
        ('requirepass "s3cret', ['"s3cret']),
        ('requirepass a "s3cret', ['a "s3cret']),
        ('"s3cret', ['"s3cret']),
        ("requirepass {{ .Values.password }}", []),
        ("requirepass ${PASSWORD}", []),
        ("requirepass ${PREFIX}s3cret", ["${PREFIX}s3cret"]),
        ("tls-auth-clients no", []),
        ("port 6379", []),
    ],
)
def test_secrets(text: str, hidden: list[str]) -> None:
    found = reading(text)
    assert sorted(span.text for span in found.secrets) == sorted(hidden)
    assert not any("s3cret" in setting.spelling for setting in found.documents[0].settings)


def test_comments_are_whole_lines() -> None:
    text = "# redislint: ignore-file[RL101]\nport 1 # no comment\n\n  # second \r\n#"
    assert [span.text for span in reading(text).comments] == ["# redislint: ignore-file[RL101]", "# second", "#"]
    assert reading("# nothing to say\n").comments == ()


def test_a_server_is_complete_when_it_tells_enough() -> None:
    five = "port 1\nbind ::1\ndir /\nsave ''\nappendonly yes\n"
    assert reading(five).instances[0].complete
    assert not reading(five.replace("port", "timeout")).instances[0].complete
    assert not reading(five + "{{ include }}").instances[0].complete


def test_a_sentinel() -> None:
    (instance,) = reading("sentinel monitor m 10.0.0.1 6379 2\n", "sentinel-conf").instances
    assert (instance.role, instance.complete) == ("sentinel", True)
    assert instance.setting("port").args == ("26379",)
    assert instance.setting("sentinel").args == ("monitor", "m", "10.0.0.1", "6379", "2")


def references(text: str, path: str = "etc/redis.conf", **files: str) -> list[tuple[str, str | None, str]]:
    (instance,) = reading(text, path=path, tree=Files(**files)).instances
    return [(one.role, one.path, one.span.text) for one in instance.references]


def test_includes_count_from_the_working_directory() -> None:
    assert references(
        "include a.conf\ninclude ../b.conf\ninclude ../../c.conf\ninclude /d.conf\ninclude $CONF_FILE"
    ) == [
        ("include", "etc/a.conf", "a.conf"),
        ("include", "b.conf", "../b.conf"),
        ("include", None, "../../c.conf"),
        ("include", None, "/d.conf"),
        ("include", None, "$CONF_FILE"),
    ]


def test_dir_moves_the_working_directory() -> None:
    text = "include a.conf\naclfile u.acl\ndir sub\ninclude a.conf\ndir ..\ninclude a.conf"
    assert references(text) == [
        ("include", "etc/a.conf", "a.conf"),
        ("include", "etc/sub/a.conf", "a.conf"),
        ("include", "etc/a.conf", "a.conf"),
        ("acl", "etc/u.acl", "u.acl"),
    ]
    assert references("dir /data\ninclude a.conf\naclfile u.acl") == [
        ("include", None, "a.conf"),
        ("acl", None, "u.acl"),
    ]
    assert references('aclfile ""') == []


def test_patterns_stand_for_the_files_that_match() -> None:
    files = {"etc__d__2.conf": "", "etc__d__1.conf": "", "etc__d__.x.conf": "", "etc__d__1.txt": ""}
    assert references("include d/*.conf", **files) == [
        ("include", "etc/d/1.conf", "d/*.conf"),
        ("include", "etc/d/2.conf", "d/*.conf"),
    ]
    assert references("include e/*.conf", **files) == [("include", None, "e/*.conf")]
    assert references("include */1.conf", **files) == [("include", None, "*/1.conf")]


def test_text_inside_another_file_has_its_places_there() -> None:
    outer = Source("values.yaml", "conf: |\n  port 1\n  requirepass x\n", "helm-values")
    inner = outer.inner("port 1\nrequirepass x\n", "redis-conf", ((0, 10), (7, 19)))
    said = conf.text(inner, "redis-conf")
    assert [setting.span.text for setting in said.document.settings] == ["port 1", "requirepass x"]
    assert [span.position for span in said.secrets] == [(3, 15)]
    assert said.document.kind == "helm-values"


@pytest.mark.parametrize(
    "text", ["\0" * 5000, "save " + "ab " * (MAX_WORDS + 9), "port 1\n" * MAX_WORDS, "x\n" * MAX_WORDS]
)
def test_what_is_beyond_measure_is_said_to_be_unread(text: str) -> None:
    assert [problem.kind for problem in reading(text).documents[0].problems] == ["unreadable"]
    assert [problem.kind for problem in reading(text, "users-acl").documents[0].problems][-1] == "unreadable"


@pytest.mark.parametrize(
    "text", ['"' + "\\a" * 500_000, '"a' * 200_000, " \t" * 500_000 + "x", "'\\'" * 300_000, "{{" * 500_000]
)
def test_no_text_is_slow(text: str) -> None:
    reading(text)
    reading(f"user a {text}", "users-acl")


@given(TEXT)
def test_any_text_can_be_read(text: str) -> None:
    found = reading(text)
    end = 0
    for setting in found.documents[0].settings:
        assert end <= setting.span.start <= setting.value_span.start <= setting.value_span.end <= setting.span.end
        end = setting.span.end
        assert end <= len(text)


@given(TEXT.filter(lambda text: "\0" not in text))
def test_a_place_says_what_the_setting_says(text: str) -> None:
    for setting in reading(text).documents[0].settings:
        if setting.args is not None:
            # Behind a form feed, a `#` opens no comment.
            again = only(f"\f{setting.span.text}")
            assert (again.name, again.args) == (setting.name, setting.args)


def test_quotes_are_judged_as_by_redis() -> None:
    for row in rows("oracle-cases.jsonl"):
        verdict = row["verdicts"].get("redis-7.0.15")
        if row["kind"] == "acl" or verdict is None or "\0" in row["text"]:
            continue
        problems = [one for one in reading(row["text"]).documents[0].problems if one.kind == "unbalanced-quotes"]
        lines = [one.span.position[0] for one in problems]
        if "Unbalanced quotes" in verdict.get("message", ""):
            if not row.get("args") and not row.get("files"):
                assert lines[:1] == [verdict["line"]], row
        elif verdict["ok"]:
            assert lines == [], row
        elif "line" in verdict and not row.get("files"):
            assert [line for line in lines if line <= verdict["line"]] == [], row


def test_values_are_those_of_redis() -> None:
    for row in rows("effective.jsonl"):
        values = row["results"].get("redis-7.0.15")
        if values is None or "files" in row or "args" in row or "\0" in row["text"]:
            continue
        (instance,) = reading(row["text"]).instances
        for name in ("requirepass", "masterauth", "masteruser", "dbfilename", "logfile", "tls-cert-file"):
            setting = instance.setting(name)
            if name in values and setting.is_known and setting.written:
                assert setting.value == values[name], row


@pytest.mark.parametrize(
    "statement",
    [
        "{# a note\n   with words\n   maxmemory 1gib\n#}",
        "{% set nodes = [\n  'a b',\n  \"it's\"\n] %}",
        "<%# Managed\n by others\n-%>",
    ],
)
def test_a_statement_of_many_lines_is_none_of_the_servers(statement: str) -> None:
    found = reading(f"port 1\n{statement}\ndir /data\n")
    assert [(one.name, one.args) for one in found.documents[0].settings] == [("port", ("1",)), ("dir", ("/data",))]
    assert found.documents[0].problems == ()
    assert found.instances[0].partial


def test_a_value_of_many_lines_is_unknown_and_the_next_line_is_where_it_is() -> None:
    found = reading("appendfsync {{ 'no' if fast\n   else 'always' }}\nport 1\n").documents[0].settings
    assert [(one.name, one.args) for one in found] == [("appendfsync", None), ("port", ("1",))]
    assert found[1].span.position == (3, 1)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("<% @saves.each do |one| -%>\nsave <%= one %>\n<% end -%>\n", True),
        ("<%- if @x -%>\nport 2\n<%- else -%>\nport 3\n<%- end -%>\n", True),
        ("{% macro auth(x) %}\nrequirepass a\n{% endmacro %}\n", True),
        ("{% raw %}\nport 2\n{% endraw %}\n", True),
        ("{% set x = 1 if y else 2 %}\n", True),
        ("{{ x if y else z }}\n", True),
        ("{{#if x}}\nport 2\n{{/if}}\n", True),
        ("{% for one in saves %}\nsave {{ one }}\n", False),
    ],
)
def test_what_follows_a_part_that_may_be_left_out_is_known_again(text: str, known: bool) -> None:
    last = reading(f"{text}timeout 1\n").documents[0].settings[-1]
    assert (last.args is not None) is known


@pytest.mark.parametrize("text", ["# a note on {{\nport 1\n# and on }}\n", "requirepass {{x\nport 1\n"])
def test_signs_that_nothing_closes_join_no_lines(text: str) -> None:
    assert [one.args for one in reading(text).documents[0].settings if one.name == "port"] == [("1",)]


@pytest.mark.parametrize(
    "text", ["{{" * 300_000, "{{\n}}" * 100_000, "<%" * 200_000 + "\n%>", "{% if x %}do|" * 50_000]
)
def test_templates_without_end_are_read_in_time(text: str) -> None:
    start = time.process_time()
    reading(text)
    assert time.process_time() - start < 5 * SLOW
