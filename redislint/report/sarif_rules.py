"""The rules of a report as SARIF describes rules, with the properties that GitHub reads."""

from __future__ import annotations

from redislint.finding import Severity
from redislint.redact import shortened
from redislint.report.words import clean
from redislint.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from redislint.rules import Rule

LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_LONGEST: Final = 1024  # characters of a description
_TAGS: Final = 20


def descriptor(rule: Rule) -> dict[str, Any]:
    """A `reportingDescriptor`; the help is the rule's page."""
    return {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": _sentence(rule.title)},
        "fullDescription": {"text": _sentence(rule.summary)},
        "help": {"text": _help(rule), "markdown": _markdown(rule)},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": _properties(rule),
    }


def _sentence(text: str) -> str:
    text = shortened(clean(text), _LONGEST - 1)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _help(rule: Rule) -> str:
    advice = rule.advice("default") or next(iter(rule.fix.values()), "")
    return "\n\n".join(filter(None, (_sentence(rule.summary), advice, f"More: {rule.url}")))


def _markdown(rule: Rule) -> str:
    """The page below its title, without the marks of the examples that the tests look for."""
    body = clean(rule.body).replace("«", "").replace("»", "")
    first, _, rest = body.partition("\n")
    return (rest if first.startswith("# ") else body).strip() + "\n"


def _properties(rule: Rule) -> dict[str, Any]:
    """GitHub ranks a security rule by its `security-severity`, and any other by its `problem.severity`."""
    tags = list(rule.tags)
    properties: dict[str, Any] = {"precision": rule.confidence}
    if rule.security_severity is None:
        properties["problem.severity"] = _PROBLEMS[rule.severity]
    else:
        properties["security-severity"] = f"{rule.security_severity:.1f}"
        tags = ["security", *(tag for tag in tags if tag != "security")]
    return properties | {"tags": tags[:_TAGS]}
