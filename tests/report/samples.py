"""Reports made by hand, from texts in which `«...»` marks the places."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from redislint.finding import Edit, Finding, Fix, Related, Severity
from redislint.pipeline import Report
from redislint.redact import Redactor
from redislint.rules import Rule
from redislint.source import Source, Span

PAGE = """---
id: RL101
---
# Reachable without a password

Anyone who reaches the port can read and write everything. Nothing asks for a password.

## Fix

Set `requirepass`, or name the users in an ACL file.

## Bad

### A port for everyone

```conf redis.conf
«bind 0.0.0.0»
```
"""


def marked(path: str, text: str, kind: str = "redis-conf") -> tuple[Source, list[Span]]:
    """The source of the text without its marks, and the places that were marked."""
    plain, places, start = "", [], 0
    for char in text:
        if char == "«":
            start = len(plain)
        elif char == "»":
            places.append((start, len(plain)))
        else:
            plain += char
    source = Source(path, plain, kind)
    return source, [Span(source, *place) for place in places]


def place(source: Source, text: str) -> Span:
    """The place of the first occurrence of `text`."""
    start = source.text.index(text)
    return Span(source, start, start + len(text))


def finding(span: Span, rule: str = "RL101", **values: Any) -> Finding:
    """A finding at a place."""
    filled: dict[str, Any] = {
        "name": "exposed-without-auth",
        "severity": Severity.ERROR,
        "confidence": "high",
        "message": "any client is let in: no password, no ACL user, and not bound to loopback",
        "tags": ("security", "network"),
        "checklist": ("6.1",),
        "identity": "RL101\0bind\0redis.conf#redis.conf",
        "advice": "set `requirepass`, or bind to loopback",
    } | values
    return Finding(rule=rule, span=span, **filled)


def rule(folder: Path, id: str = "RL101", **values: Any) -> Rule:
    """A rule with a page of its own."""
    page = folder / f"{id}.md"
    page.write_text(PAGE.replace("RL101", id), encoding="utf-8")
    filled: dict[str, Any] = {
        "name": "exposed-without-auth",
        "family": "network",
        "title": "Reachable without a password",
        "summary": "Anyone who reaches the port can read and write everything.",
        "severity": Severity.ERROR,
        "confidence": "high",
        "enabled": "on",
        "kinds": ("redis-conf",),
        "message": "any client is let in: no password, no ACL user, and not bound to loopback",
        "check": "exposure.without_auth",
        "fix": {"default": "set `requirepass`, or bind to loopback"},
        "tags": ("security", "network"),
        "security_severity": 8.6,
        "checklist": ("6.1",),
    } | values
    return Rule(id=id, file=str(page), **filled)


REDIS_CONF = """\
# The cache of the shop
port 6379
bind 0.0.0.0 ::
protected-mode no

requirepass correct-horse-battery
\tmaxmemory\t2gb # größer als gedacht 🎉🎉
rename-command CONFIG ""
save 900 1 save 300 10
"""
SENTINEL_CONF = """\
port 26379
sentinel monitor shop 10.0.0.1 6379 1
sentinel auth-pass shop correct-horse-battery
"""
VALUES_YAML = """\
redis:
  auth:
    password: tr0ub4dor&3
  master:
    extraFlags:
      - --requirepass
      - tr0ub4dor&3
"""


def sources() -> tuple[Source, Source, Source, Source]:
    """The files of the sample project."""
    return (
        Source("shop/redis.conf", REDIS_CONF, "redis-conf"),
        Source("shop/sentinel ü.conf", SENTINEL_CONF, "sentinel-conf"),
        Source("chart/values.yaml", VALUES_YAML, "helm-values"),
        Source("empty.conf", "", "redis-conf"),
    )


def project(folder: Path) -> Report:
    """A report with everything in it: related places, fixes, secrets, wide characters, anchors, errors."""
    conf, sentinel, values, empty = sources()
    password, auth_pass = (place(conf, "correct-horse-battery"), place(sentinel, "correct-horse-battery"))
    first = place(values, "tr0ub4dor&3")
    second = Span(values, values.text.rindex("tr0ub"), values.text.rindex("tr0ub") + 11)
    protected, monitor = (place(conf, "protected-mode no"), place(sentinel, "sentinel monitor shop 10.0.0.1 6379 1"))
    warning, info = Severity.WARNING, Severity.INFO
    save = [Span(conf, conf.text.index(text), conf.text.index(text) + 5) for text in ("900 1", "300 1")]
    findings = (
        finding(
            first,
            "RL205",
            name="password-in-values",
            message="the password stands in the values file",
            advice="put it in a Secret, and name that in `auth.existingSecret`",
        ),
        finding(second, "RL205", name="password-in-values", message="the password stands in the values file"),
        finding(empty.anchor, "RL401", name="nothing-kept", severity=warning, message="nothing is written to disk"),
        finding(conf.anchor, "RL401", name="nothing-kept", severity=warning, message="nothing is written to disk"),
        finding(
            place(conf, "bind 0.0.0.0 ::"),
            message="`bind 0.0.0.0 ::` lets any client in: no password, no ACL user, and not bound to loopback",
            related=(
                Related(protected, "and protected mode, which would refuse them, is off"),
                Related(monitor, "Sentinel [shop] sends clients here"),
            ),
            fix=Fix("bind to loopback", (Edit(place(conf, "0.0.0.0 ::"), "127.0.0.1 -::1"),), False),
        ),
        finding(
            password,
            "RL204",
            name="weak-password",
            severity=warning,
            message="`requirepass correct-horse-battery` is a password from a list",
            fix=Fix("take a better one", (Edit(password, "correct-horse-battery-staple"),), False),
        ),
        finding(
            place(conf, "2gb # größer als gedacht 🎉🎉"),
            "RL501",
            name="memory-over-limit",
            severity=info,
            message="more than the container may use",
            fix=Fix("write 1gb", (Edit(place(conf, "2gb"), "1gb"),), True),
        ),
        *(finding(one, "RL402", name="save-twice", severity=info, message=f"`save {one.text}`") for one in save),
        finding(auth_pass, "RL204", name="weak-password", severity=warning, message="a password from a list"),
    )
    rules = (
        rule(folder),
        rule(folder, "RL204", name="weak-password", message="{what} is a password from a list"),
        rule(folder, "RL205", name="password-in-values", message="the password stands in the values file"),
        rule(folder, "RL401", name="nothing-kept", severity=warning, security_severity=None, tags=("durability",)),
        rule(folder, "RL402", name="save-twice", severity=info, security_severity=None, tags=("durability",)),
        rule(folder, "RL501", name="memory-over-limit", severity=info, security_severity=None, tags=("memory",)),
    )
    secrets = {conf.path: (password,), sentinel.path: (auth_pass,), values.path: (first, second)}
    redactor = Redactor(secrets, rules)
    return Report(
        findings=tuple(redactor.finding(one) for one in findings),
        files={one.path: one.kind for one in sources()},
        errors=("locked.conf: permission denied",),
        suppressed=2,
        secrets=secrets,
        rules=rules,
    )


BROKEN = "\x00\x1b\udcff\ud800\ufffe"


def hostile(folder: Path) -> Report:
    """A report in which every text holds what is no character."""
    source = Source(f"{BROKEN}.conf", f"port {BROKEN}\n", "redis-conf")
    span = Span(source, 5, 10)
    one = finding(
        span, message=f"a{BROKEN}", related=(Related(span, BROKEN),), fix=Fix(BROKEN, (Edit(span, BROKEN),), True)
    )
    return Report(findings=(one,), files={source.path: "redis-conf"}, errors=(BROKEN,), rules=(rule(folder),))


def write(root: Path) -> None:
    """The sample project's files, on disk."""
    for source in sources():
        file = root / source.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source.text, encoding="utf-8")
