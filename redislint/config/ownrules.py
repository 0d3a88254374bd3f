"""Rule pages that a configuration brings: where they are, and whether each is a rule that can be run."""

from __future__ import annotations

import os

from redislint import pages, rules
from redislint.discover.files import Unreadable, read_bytes
from redislint.suggest import did_you_mean
from redislint.typed import Final

# What an installed package's folder of pages is written with.
PACKAGE: Final = "package:"
# A page of ours has 5 KB.
_LONGEST_PAGE: Final = 256 * 1024


def fault(rule: rules.Rule) -> str:
    """What is wrong with the check that a page of somebody's own names; empty for nothing."""
    try:
        function = rule.function()
        rules.scope_of(function)
    except (ImportError, AttributeError, KeyError) as error:
        return f"there is no check {rule.check} ({type(error).__name__})"
    code = function.__code__
    names = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
    strange = [name for name in rule.given if name not in names]
    return f"{rule.check} takes no {strange[0]}{did_you_mean(strange[0], names)}" if strange else ""


def pages_of(package: str) -> str:
    """The folder `rules` of an installed package, which is found and not imported; FileNotFoundError names it."""
    from importlib.util import find_spec

    name = package.removeprefix(PACKAGE)
    spec = find_spec(name) if name.isidentifier() else None
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(2, f"no package {name} is installed")
    return os.path.join(next(iter(spec.submodule_search_locations)), "rules")


def check_pages(folder: str) -> None:
    """Read every page of a folder that anybody may have filled.  Raises `PageError`, and OSError for the folder."""
    from redislint.page import PageError, metadata

    for page in pages.files(folder):
        file = os.path.join(folder, page)
        if os.path.islink(file):
            raise PageError(f"{page}: this is a link, and is not followed")
        try:
            read_bytes(file, _LONGEST_PAGE)
            metadata(folder, page)
        except Unreadable as error:
            raise PageError(f"{page}: {error}") from error
        except UnicodeDecodeError as error:
            raise PageError(f"{page}: this is not UTF-8") from error
        except RecursionError as error:
            raise PageError(f"{page}: this nests too deeply") from error
