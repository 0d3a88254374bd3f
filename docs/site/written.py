"""The pages written by hand: which there are, in which order, and what their links and their code become."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from docs.site import fences, links
from docs.site.links import Linker

# The parts of the site and their pages, by the names of their files in docs/; a page that is not named is a guide.
PARTS: Final = {
    "Start": ("start", "fix", "suppress", "baseline", "pre-commit", "github"),
    "Guides": (
        *("helm", "terraform", "acl", "declarations", "effective", "changes", "upgrade", "drift"),
        *("own-rules", "other-scanners"),
    ),
    "Reference": (
        *("rules/index", "directives/index", "reference/cli", "reference/configuration"),
        *("formats", "json", "reference/python"),
    ),
}
INDEX: Final = "index"


def names(folder: Path) -> list[str]:
    """The pages written by hand, by the names of their files without `.md`."""
    return sorted(path.stem for path in folder.glob("*.md"))


def parts(folder: Path) -> dict[str, list[str]]:
    """The parts of the site with those pages that are there."""
    there = names(folder)
    found = {part: [page for page in pages if "/" in page or page in there] for part, pages in PARTS.items()}
    named = {page for pages in PARTS.values() for page in pages}
    found["Guides"] += [page for page in there if page not in named and page != INDEX]
    return found


def navigation(folder: Path) -> str:
    """The tables of contents that the front page has, which nobody sees there and everybody beside each page."""
    tables = []
    for part, pages in parts(folder).items():
        tables += ["```{toctree}", f":caption: {part}", ":hidden:", "", *pages, "```", ""]
    return "\n".join(tables)


def places(folder: Path) -> dict[str, str]:
    """Where sections of the README are on the site, by their anchors."""
    return {
        match["slug"]: f"/{name}.md"
        for name in names(folder)
        for match in links.SECTION.finditer((folder / f"{name}.md").read_text(encoding="utf-8"))
    }


def page(name: str, folder: Path, linker: Linker) -> str:
    """A page by its name; where a line is a link to a section of the README, that section stands in its place.

    Raises LookupError where the README has no such section.
    """
    text = (folder / f"{name}.md").read_text(encoding="utf-8")
    seen = {f"/{name}.md"}
    text = fences.rendered(text, lambda prose: _prose(prose, folder, linker, seen))
    return f"{text}\n{navigation(folder)}" if name == INDEX else text


def _prose(text: str, folder: Path, linker: Linker, seen: set[str]) -> str:
    out, at = [], 0
    for match in links.SECTION.finditer(text):
        out.append(linker.linked(text[at : match.start()], folder="docs", seen=seen))
        out.append(quoted(match["slug"], folder, linker, seen))
        at = match.end()
    return "".join([*out, linker.linked(text[at:], folder="docs", seen=seen)])


def quoted(slug: str, folder: Path, linker: Linker, seen: set[str] | None = None) -> str:
    """A section of the README as a page has it."""
    readme = (folder.parent / "README.md").read_text(encoding="utf-8")
    text = re.sub(r"^\$ make \w+.*\n", "", links.section(readme, slug), flags=re.MULTILINE)
    known = set() if seen is None else seen
    return fences.rendered(text, lambda prose: linker.linked(prose, seen=known))
