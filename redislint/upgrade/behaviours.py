"""What changes with the version though a configuration says the same, from data/changes.json."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cache

from redislint.checks.denied import Configured
from redislint.model.instance import SERVER, Instance
from redislint.servers import Server
from redislint.servers.advisories import Condition
from redislint.servers.describe import sentence
from redislint.servers.directives import lines_of
from redislint.typed import Any, Final
from redislint.upgrade.model import Note

_PATH: Final = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "changes.json")
_LOOPBACK: Final = r"-?(?:127(?:\.[0-9]+){1,3}|::1|localhost)"


@cache
def data() -> dict[str, Any]:
    """The data file whole."""
    import json

    with open(_PATH, encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found


def meaning(name: str, old: str, new: str, instance: Instance) -> tuple[str, bool] | None:
    """What it means that a default becomes another, and whether hardly anybody notices; None if it means the same."""
    row = data()["defaults"].get(name, {})
    if {old, new} <= set(row.get("same", ())):
        return None
    matters = _hold(row.get("if", ()), Configured(instance)) and not (row.get("users") and instance.users == ())
    seldom = row.get("seldom", False) or not matters
    return row.get("says", {}).get(new) or _purpose(name), seldom


def _purpose(name: str) -> str:
    """What a directive does, to stand behind its value."""
    text = sentence(name).removesuffix(".")
    return f"it {text[0].lower()}{text[1:]}" if text else ""


def notes(instance: Instance, target: Server) -> Iterator[Note]:
    """Ways of working that the target has and the present version has not, or the other way round."""
    if instance.server is None or instance.role != SERVER or instance.managed is not None:
        return
    for row in data()["behaviours"].values():
        lines = lines_of(row["in"])
        way = _way(instance.server.key in lines, target.key in lines)
        if way in row and _concerns(row, instance):
            # Of a default of an image or a chart this is where it could be written.
            span = instance.setting(row["directive"]).span if "directive" in row else None
            yield Note(row[way], span, row.get("directive", ""), way in row.get("breaks", ()))


def _way(now: bool, then: bool) -> str:
    return "" if now == then else "gain" if then else "lose"


def _concerns(row: dict[str, Any], instance: Instance) -> bool:
    assert instance.server is not None
    if "from" in row and instance.server.key not in lines_of(row["from"]):
        return False
    if row.get("users") and not instance.users:
        return False
    if row.get("categories") and not _names_categories(instance):
        return False
    if row.get("reaches") and not _is_reached_by_all(instance):
        return False
    return instance.complete and _hold(row.get("if", ()), Configured(instance))


def _names_categories(instance: Instance) -> bool:
    """Is some user given the commands of a category?"""
    given = (token.text.lower() for user in instance.users or () for token in user.tokens)
    return any("+@" in text or text == "allcommands" for text in given)


def _is_reached_by_all(instance: Instance) -> bool:
    """Is it bound to an address that is no loopback one, and is there no default user but the one without a name?"""
    bind = instance.setting("bind")
    if not bind.written or bind.args is None or instance.users is None:
        return False
    others = [one for word in bind.args for one in word.split() if not re.fullmatch(_LOOPBACK, one)]
    return bool(others) and all(user.name != "default" for user in instance.users)


def _hold(rows: Iterable[list[str]], configuration: Configured) -> bool:
    """Are all conditions known to hold?"""
    return all(_holds(Condition(*row), configuration) for row in rows)


def _holds(condition: Condition, configuration: Configured) -> bool:
    if condition.operator == "absent":
        return not configuration.written(condition.directive)
    return condition.holds(configuration)
