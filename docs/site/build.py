"""Every page of the site, by its path: what `python -m docs.site` writes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from docs.site import (
    changepages,
    commandline,
    configuration,
    directivepages,
    pythonapi,
    ruleindex,
    rulepages,
    said,
    written,
)
from docs.site.kinds import KINDS
from docs.site.links import SITE, Linker
from redislint.cli.directive import Topic
from redislint.cli.mentions import by_directive
from redislint.rules import Rule

ROOT: Final = Path(__file__).parent.parent.parent
DOCS: Final = ROOT / "docs"
# What is on the site as it is; where it lies in the project.
SCHEMAS: Final = ("schema/config.schema.json", "schema/report.schema.json")
PICTURES: Final = ("docs/terminal.svg",)

# What is a file or folder of data in the project, and a page here.
SHOWN: Final = {
    "rules": "/rules/index.md",
    "redislint/data/checklist.json": "/rules/checklist.md",
    "redislint/data/directives.json": "/directives/index.md",
    "redislint/data/changes.json": "/directives/versions.md",
}


def pages(rules: Sequence[Rule], topics: Sequence[Topic]) -> Iterator[tuple[str, str]]:
    """The pages of a site about these rules and directives: the path of each, and its text."""
    linker = _linker(rules, topics)
    about = by_directive(rules)
    told = said.told(rules)
    yield "rules/index.md", ruleindex.index(rules)
    yield "rules/kinds.md", ruleindex.by_kind(rules)
    yield "rules/checklist.md", ruleindex.by_bullet(rules)
    for rule in rules:
        yield rulepages.address(rule)[1:], rulepages.page(rule, rules, told[rule.id], linker)
    yield "directives/index.md", directivepages.index(topics)
    yield "directives/versions.md", changepages.page(topics)
    for topic in topics:
        yield directivepages.address(topic)[1:], directivepages.page(topic, about.get(topic.name, ()), linker)
    for name in written.names(DOCS):
        yield f"{name}.md", written.page(name, DOCS, linker)
    yield "reference/cli.md", commandline.page()
    opening = written.quoted("configuration", DOCS, linker)
    yield "reference/configuration.md", configuration.page(ROOT / SCHEMAS[0], opening)
    yield "reference/python.md", pythonapi.page(written.quoted("python", DOCS, linker))


def write(folder: Path, rules: Sequence[Rule], topics: Sequence[Topic]) -> int:
    """Write the pages, and what lies beside them, into a folder; how many pages there are."""
    made = dict(pages(rules, topics))
    for path, text in made.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for name in PICTURES:
        shutil.copy(ROOT / name, folder)
    return len(made)


def _linker(rules: Sequence[Rule], topics: Sequence[Topic]) -> Linker:
    known = {directivepages.address(topic) for topic in topics}
    names = {rule.id: rulepages.address(rule) for rule in rules}
    names |= {word: page for word, page in directivepages.spellings().items() if page in known}
    sections = written.places(DOCS) | {"configuration": "/reference/configuration.md", "python": "/reference/python.md"}
    files = {path: f"{SITE}{Path(path).name}" for path in SCHEMAS} | {path: f"/{Path(path).name}" for path in PICTURES}
    files |= {f"README.md#{slug}": page for slug, page in sections.items()}
    files |= {"README.md": "/index.md", "README.md#the-command-line": "/reference/cli.md"}
    files |= {f"rules#{kind}": f"/rules/kinds.md#{kind}" for kind in KINDS} | SHOWN

    def where(path: str) -> str | None:
        """The page for a file of the project, which may have an anchor behind it."""
        name, sign, anchor = path.partition("#")
        if name.startswith("docs/") and name.removeprefix("docs/").removesuffix(".md") in written.names(DOCS):
            return f"/{name.removeprefix('docs/')}{sign}{anchor}"
        return files.get(path)

    return Linker(names, where)
