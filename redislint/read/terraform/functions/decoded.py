"""The value that a YAML text stands for, as `yamldecode` has it; UNKNOWN in it where the two YAMLs differ."""

from __future__ import annotations

import re

from redislint.model.facts import UNKNOWN
from redislint.read import yamltext
from redislint.read.terraform import reals
from redislint.read.terraform.reals import Beyond
from redislint.read.terraform.types import Value
from redislint.typed import Any, Final

_PLAIN: Final = ("null", "bool", "int", "float", "str", "timestamp", "value", "merge")
_WORDS: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d*+)(?:\.\d++)?+")
# A text that is surely one: it begins with a letter or the like, and no version of YAML has a meaning for it.
_TEXT: Final = re.compile(r"[A-Za-z/_$][^\x00-\x1f]*+|[\d.:-]*+[A-Za-z/_$][^\x00-\x1f]*+")
_SAID: Final = re.compile(r"[yn]|yes|no|on|off|[\d._]*e[\d+-]*|[-+.\d_]*(?:inf|nan)|0[xob][\da-f_]*", re.IGNORECASE)
_MOST: Final = 5_000


class _Reader:
    def __init__(self) -> None:
        self._left = _MOST

    def value(self, node: Any) -> Value:
        """The value of a node."""
        self._left -= 1
        if self._left < 0:
            raise Beyond
        tag = node.tag.rpartition(":")[2]
        if node.id == "scalar":
            return _scalar(node.value, is_plain=not node.style, tag=tag)
        if tag not in ("seq", "map"):
            raise Beyond
        if node.id == "sequence":
            return [self.value(item) for item in node.value]
        found: dict[str, Any] = {}
        for key, item in node.value:
            name = _scalar(key.value, is_plain=not key.style, tag="str") if key.id == "scalar" else UNKNOWN
            if not isinstance(name, str) or name in found or name == "<<":
                raise Beyond
            found[name] = self.value(item)
        return found


def _scalar(text: str, *, is_plain: bool, tag: str) -> Value:
    if tag not in _PLAIN:
        raise Beyond
    if not is_plain:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.fullmatch(text):
        return reals.parsed(text)
    return text if _TEXT.fullmatch(text) and not _SAID.fullmatch(text) else UNKNOWN


def yaml(text: str) -> Value:
    """`yamldecode(text)`."""
    import yaml as pyyaml

    loader = getattr(pyyaml, "CSafeLoader", pyyaml.SafeLoader)
    if not text.isprintable() and re.search("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text):
        raise Beyond
    try:
        if yamltext.is_deep(text, loader):
            raise Beyond
        node = pyyaml.compose(text, Loader=loader)
        return None if node is None else _Reader().value(node)
    except (pyyaml.YAMLError, RecursionError):
        raise Beyond from None
