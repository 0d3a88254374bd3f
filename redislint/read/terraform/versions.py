"""Which major versions of a provider a module may use: what its constraints say, and the lock file of a run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from redislint.read.terraform.folder import MAX_LEVELS, Folder
from redislint.read.terraform.nodes import Literal, Node, Object
from redislint.read.terraform.trace import key
from redislint.typed import Final, NamedTuple

LOCK: Final = ".terraform.lock.hcl"
_REQUIRED: Final = "required_providers"
_LOCKED: Final = re.compile(r'^[ \t]*+version[ \t]*+=[ \t]*+"(\d{1,6})\.', re.MULTILINE)
_CONSTRAINT: Final = re.compile(r"(~>|>=|<=|!=|=|>|<)?\s*+v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?(?:-[\w.]+)?")
_LONGEST: Final = 200

Version = tuple[int, int, int]
_START: Final[Version] = (0, 0, 0)
# Later than every version.
_END: Final[Version] = (1 << 30, 0, 0)


class Required(NamedTuple):
    """What a module requires of a provider: its address (`hashicorp/aws`) and the constraint, either may be empty."""

    address: str
    constraint: str


@lru_cache(maxsize=16)
def majors(folder: Folder, provider: str, addresses: tuple[str, ...], known: tuple[int, ...]) -> frozenset[int]:
    """Those of the known major versions that a module may use; all of them where nothing is said.

    Its own constraint counts, or the nearest one in a folder above, and so does the nearest lock file.
    """
    found = frozenset(known)
    near = [folder, *_above(folder)]
    own = next((one[provider] for one in map(_required, near) if provider in one), None)
    if own is not None:
        found = allowed(own.constraint, found)
    locked = next((major for one in near if (major := _locked(one, addresses)) is not None), None)
    return frozenset((locked,)) if locked in found else found


def allowed(constraint: str, known: frozenset[int]) -> frozenset[int]:
    """Those of the known major versions that a constraint (`>= 3.0, < 5.0`) lets in; all where it is not understood."""
    low, high = _START, _END
    for part in constraint[:_LONGEST].split(","):
        match = _CONSTRAINT.fullmatch(part.strip())
        if match is None:
            return known
        first, after = _interval(match[1] or "=", [int(number) for number in match.group(2, 3, 4) if number])
        low, high = max(low, first), min(high, after)
    return frozenset(major for major in known if max(low, (major, 0, 0)) < min(high, (major + 1, 0, 0))) or known


def _interval(operator: str, numbers: list[int]) -> tuple[Version, Version]:
    """The versions that one part lets in: the first, and the first one after them."""
    version = _version(numbers)
    following = _version([*version[:2], version[2] + 1])
    kept = numbers[: max(len(numbers) - 1, 1)]
    return {
        "~>": (version, _version([*kept[:-1], kept[-1] + 1])),
        ">=": (version, _END),
        ">": (following, _END),
        "<": (_START, version),
        "<=": (_START, following),
        "!=": (_START, _END),
    }.get(operator, (version, following))


def _version(numbers: list[int]) -> Version:
    first, second, third = (*numbers, 0, 0)[:3]
    return first, second, third


def _above(folder: Folder) -> Iterator[Folder]:
    """The folders above, as far as a module's root may be."""
    path = folder.path
    for _ in range(MAX_LEVELS):
        if path in ("", "/"):
            return
        path = posixpath.dirname(path)
        yield folder.elsewhere(path)


def _required(folder: Folder) -> Mapping[str, Required]:
    """By local name what the files of a folder require of providers."""
    found: dict[str, Required] = {}
    for name in folder.holding(_REQUIRED):
        content = folder.content(name)
        for block in content.of_type("terraform") if content is not None else ():
            for inner in block.body.blocks:
                if inner.type == _REQUIRED:
                    found |= {one.name: _said(one.value) for one in inner.body.attributes.values()}
    return found


def _said(node: Node) -> Required:
    """A constraint alone, or an object with the source and the version."""
    if isinstance(node, Object):
        said = {key(name): _text(value) for name, value in node.pairs}
        return Required(said.get("source", ""), said.get("version", ""))
    return Required("", _text(node))


def _text(node: Node) -> str:
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else ""


def _locked(folder: Folder, addresses: tuple[str, ...]) -> int | None:
    """The major version of a provider that the folder's lock file has."""
    source = folder.source(LOCK) if folder.has(LOCK) else None
    for address in addresses if source is not None else ():
        at = source.text.find(f'/{address}"') if source is not None else -1
        match = _LOCKED.search(source.text, at, at + 1_000) if source is not None and at >= 0 else None
        if match is not None:
            return int(match[1])
    return None
