"""What pydantic finds wrong with a configuration, in our words."""

from __future__ import annotations

from redislint.config.model import Attested, Excuse, File, Instance, KeySpace, Member, Place
from redislint.config.text import Path
from redislint.suggest import did_you_mean
from redislint.typed import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pydantic import BaseModel

_EXPECTED: Final = {
    "list_type": "a list is expected here",
    "dict_type": "a mapping is expected here",
    "model_type": "a mapping is expected here",
    "string_type": "a text is expected here",
    "bool_parsing": "`true` or `false` is expected here",
    "string_too_short": "this is empty",
    "string_too_long": "this is too long",
    "missing": "this key is missing",
}

_SERVER_FORM: Final = "a server is written redis@7.2 or valkey@8.0"
_FORMS: Final = {
    "chart": "a chart is written bitnami/redis@19.0.0",
    "rpo": "a time is written 30s, 5m, 1h or 1d",
    "rto": "a time is written 30s, 5m, 1h or 1d",
    "reviewed": "a day is written 2027-01-31",
    "expires": "a day is written 2027-01-31",
    "until": "a day is written 2027-01-31",
    "replicas": "a number is expected here",
    "sentinels": "a number is expected here",
    "sha256": "a SHA-256 is 64 hexadecimal digits in lower case",
}
# Of mappings and lists whose keys or members have a form.
_KEYS: Final = {
    "instances": "an instance's name has letters, digits and `_.-`",
    "checklist": "a bullet is written 2.2",
    "required": "a bullet is written 2.2",
}


def told(fault: Any, path: Path) -> tuple[str, bool]:
    """One fault at a path in words, and whether it is the key's and not the value's."""
    kind = fault["type"]
    if kind == "extra_forbidden":
        return f"there is no such key{did_you_mean(str(path[-1]), _keys(_model_at(path)))}", True
    if kind == "literal_error":
        known = tuple(one.strip("'") for one in fault["ctx"]["expected"].replace(" or ", ", ").split(", "))
        suggestion = did_you_mean(str(fault["input"]), known)
        return f"{quoted(fault['input'])} is none of {', '.join(known)}{suggestion}", False
    if kind == "string_pattern_mismatch":
        form = _FORMS.get(str(path[-1])) or _KEYS.get(str(path[0]), _SERVER_FORM)
        return f"{form}, not {quoted(fault['input'])}", "[key]" in fault["loc"]
    return _EXPECTED.get(kind, fault["msg"]), False


# The models of mappings by where they stand; `*` is any name or index.  What is in none of these places is the file's.
_MODELS: Final[tuple[tuple[tuple[str, ...], type[BaseModel]], ...]] = (
    (("paths", "*"), Place),
    (("instances", "*", "environments", "*"), Member),
    (("instances", "*", "key-spaces", "*"), KeySpace),
    (("instances", "*"), Instance),
    (("checklist", "*"), Attested),
    (("per-path-ignores", "*", "*"), Excuse),
)


def _model_at(path: Path) -> type[BaseModel]:
    """The model of the mapping that a key stands in."""
    around = path[:-1]
    for places, model in _MODELS:
        if len(places) == len(around) and all(one in ("*", part) for one, part in zip(places, around, strict=True)):
            return model
    return File


def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())


def quoted(value: object) -> str:
    """A value that somebody wrote, cut to a bearable length."""
    text = str(value)
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"
