"""`python -m docs.site.check FOLDER`: do all links of a built site lead somewhere, and is there all that it shows?

Nothing is asked of anybody else.  What a page loads (styles, scripts, fonts, pictures) has to be in the folder.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urljoin

from docs.site.links import SITE

_TAG: Final = re.compile(r"<(?P<tag>[a-z][a-z0-9]*)(?P<attributes>(?:\s+[\w:-]+(?:=\"[^\"]*\")?)*)\s*/?>")
_ATTRIBUTE: Final = re.compile(r"([\w:-]+)=\"([^\"]*)\"")
_LOADED: Final = re.compile(r"(?:@import\s+|url\(\s*)[\"']?(?!data:)([^\"')\s]+)")
# Where all of this lies: it may be in no page.
_HERE: Final = str(Path(__file__).parent.parent.parent)


class Html:
    """A built page: what it can be entered at, what it links to, and what it loads."""

    def __init__(self, text: str) -> None:
        self.anchors: set[str] = set()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        for match in _TAG.finditer(text):
            attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(match["attributes"])}
            self.anchors |= {attributes[name] for name in ("id", "name") if name in attributes}
            if match["tag"] == "a" and "href" in attributes:
                self.links.add(attributes["href"])
            elif match["tag"] == "link" and attributes.get("rel") not in ("canonical", "next", "prev"):
                self.loads.add(attributes.get("href", ""))
            elif "src" in attributes:
                self.loads.add(attributes["src"])


def faults(folder: Path) -> Iterator[str]:
    """What is wrong with a built site, a line each."""
    pages = {_address(path, folder): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.html"))}
    read = {address: Html(text) for address, text in pages.items()}
    for address, page in read.items():
        for link in sorted(page.links):
            yield from (f"{address}: {link}: {fault}" for fault in _missing(link, address, read, folder))
        for link in sorted(page.loads):
            yield from (f"{address}: it loads {link}" for _ in _elsewhere(link, address, folder))
        if _HERE in pages[address]:
            yield f"{address}: a path of this machine: {_HERE}"
    for style in sorted(folder.rglob("*.css")):
        for link in _LOADED.findall(style.read_text(encoding="utf-8")):
            yield from (f"{style.name}: it loads {link}" for _ in _elsewhere(link, _address(style, folder), folder))


def _address(path: Path, folder: Path) -> str:
    relative = path.relative_to(folder).as_posix()
    return (
        f"{SITE}{relative.removesuffix('index.html') if relative.endswith(('/index.html', 'index.html')) else relative}"
    )


def _missing(link: str, here: str, pages: Mapping[str, Html], folder: Path) -> Iterator[str]:
    address, _, anchor = urljoin(here, link).partition("#")
    if not address.startswith(SITE):
        return
    page = pages.get(unquote(address))
    if page is None:
        if not (folder / unquote(address.removeprefix(SITE))).is_file():
            yield "there is no such page"
    elif anchor and unquote(anchor) not in page.anchors:
        yield f"the page has no #{anchor}"


def _elsewhere(link: str, here: str, folder: Path) -> Iterator[str]:
    """Something where the folder does not have what is loaded."""
    address = urljoin(here, link).partition("#")[0].partition("?")[0]
    if not link.startswith("data:") and not (
        address.startswith(SITE) and (folder / unquote(address.removeprefix(SITE))).exists()
    ):
        yield link


def main(folder: Path) -> int:
    """Print what is wrong; 1 if anything is, or if there is no page at all."""
    found = list(faults(folder))
    count = len(list(folder.rglob("*.html")))
    print("\n".join([*found, f"{count} pages, {len(found)} faults"]))  # noqa: T201
    return 1 if found or not count else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
