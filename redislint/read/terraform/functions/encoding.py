"""Texts in other writings, and values in texts."""

from __future__ import annotations

from redislint.read.terraform import reals
from redislint.read.terraform.functions import decoded, written
from redislint.read.terraform.functions.function import Function
from redislint.read.terraform.types import ANY, STRING, Value
from redislint.read.terraform.wrong import Refused
from redislint.typed import Any, Final


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _base64(data: bytes) -> str:
    from base64 import b64encode

    return b64encode(data).decode("ascii")


def _decoded(text: str) -> str:
    from base64 import b64decode

    try:
        # Go passes over line ends.
        return b64decode(text.replace("\n", "").replace("\r", ""), validate=True).decode("utf-8")
    except ValueError:
        raise Refused from None


def _digest(algorithm: str, *, base64: bool = False) -> Function:
    def call(text: str) -> str:
        import hashlib

        found = hashlib.new(algorithm, _bytes(text), usedforsecurity=False)
        return _base64(found.digest()) if base64 else found.hexdigest()

    return Function(call, (STRING,))


def _urlencode(text: str) -> str:
    from urllib.parse import quote_plus

    return quote_plus(text)


def _jsondecode(text: str) -> Value:
    from json import loads

    def refuse(_: str) -> Any:
        raise Refused

    try:
        found: Any = loads(text, parse_float=reals.parsed, parse_int=reals.parsed, parse_constant=refuse)
        written.json(found).encode("utf-8")
    except UnicodeEncodeError:
        raise reals.Beyond from None
    except ValueError:
        raise Refused from None
    except RecursionError:
        raise reals.Beyond from None
    value: Value = found
    return value


FUNCTIONS: Final = {
    "base64decode": Function(_decoded, (STRING,)),
    "base64encode": Function(lambda text: _base64(_bytes(text)), (STRING,)),
    "base64sha256": _digest("sha256", base64=True),
    "base64sha512": _digest("sha512", base64=True),
    "jsondecode": Function(_jsondecode, (STRING,)),
    "jsonencode": Function(written.json, (ANY,), nulls=True),
    "md5": _digest("md5"),
    "sha1": _digest("sha1"),
    "sha256": _digest("sha256"),
    "sha512": _digest("sha512"),
    "urlencode": Function(_urlencode, (STRING,)),
    "yamldecode": Function(decoded.yaml, (STRING,)),
    "yamlencode": Function(written.yaml, (ANY,), nulls=True),
}
