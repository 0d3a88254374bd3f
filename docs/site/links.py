"""Links that nobody has to write: from a rule's id to its page, from the name of a directive to its own."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import Final

SITE: Final = "https://redislint.readthedocs.io/"
SOURCE: Final = "https://github.com/redislint/redislint/blob/main/"

# What stays as it is (a heading, an image, a link with its target apart), and what may be linked.
_WORDS: Final = re.compile(
    r"^(?P<heading>#+ .*)$"
    r"|!?\[(?P<words>(?:[^\[\]`]|`[^`]*`)*)\]\((?P<target>[^()\s]*)\)"
    r"|(?P<address><https?://[^>\s]*>)"
    r"|(?P<tick>`+)(?P<code>[^\n]*?[^`\n]|[^`\n])(?P=tick)(?!`)"
    r"|\b(?P<rule>RL\d{3})\b",
    re.MULTILINE,
)
# A line that is a link to a section of the README and nothing else: on the site that section stands there.
SECTION: Final = re.compile(r"^\[[^\]]+\]\((?:\.\./)?README\.md#(?P<slug>[\w-]+)\)$", re.MULTILINE)


class Linker:
    """What names lead to: `pages` by what is written (`RL101`, `maxmemory`), `files` by their paths in the project."""

    def __init__(self, pages: Mapping[str, str], files: Callable[[str], str | None]) -> None:
        self._pages = pages
        self._files = files

    def linked(self, text: str, *, folder: str = "", here: str = "", seen: set[str] | None = None) -> str:
        """A page's prose with its links; the file it is from lies in `folder`, and `here` is its own address.

        An id becomes a link wherever it stands, a directive in backquotes where it is named first: `seen` are the pages
        that are linked already, if more of the page was done before.
        """
        seen = set() if seen is None else seen

        def word(match: re.Match[str]) -> str:
            if match["heading"] or match["address"]:
                return match[0]
            if match["target"] is not None:
                return match[0].replace(f"({match['target']})", f"({self.target(match['target'], folder)})")
            page = self._pages.get(match["rule"] or match["code"].strip())
            if page is None or page == here or (match["rule"] is None and page in seen):
                return match[0]
            seen.add(page)
            return f"[{match[0]}]({page})"

        return _WORDS.sub(word, text)

    def target(self, written: str, folder: str) -> str:
        """Where a link leads that a file in `folder` has: to a page, or to where the project lies."""
        if re.match(r"[a-z]+:|#|/|$", written):
            return written
        path, sign, fragment = written.partition("#")
        path = f"{posixpath.normpath(posixpath.join(folder, path))}{sign}{fragment}"
        return self._files(path) or f"{SOURCE}{path}"


def slug(heading: str) -> str:
    """The anchor of a heading, as GitHub and MyST make it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def section(text: str, anchor: str) -> str:
    """What stands below the heading with this anchor, up to the next of its level; below the title, up to the first.

    Raises LookupError where there is no such heading.
    """
    blanked = re.sub(
        r"^```.*?^```$", lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.MULTILINE | re.DOTALL
    )
    headings = list(re.finditer(r"^(#+) (.+)$", blanked, re.MULTILINE))
    for index, heading in enumerate(headings):
        if slug(heading[2]) == anchor:
            after = (one for one in headings[index + 1 :] if len(heading[1]) == 1 or len(one[1]) <= len(heading[1]))
            following = next(after, None)
            return text[heading.end() : following.start() if following else len(text)].strip("\n")
    raise LookupError(f"the README has no section #{anchor}")
