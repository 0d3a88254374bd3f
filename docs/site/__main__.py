"""`python -m docs.site FOLDER`: writes the pages of the site, and what lies beside them, into a folder."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from docs.site import directivepages
from docs.site.build import PICTURES, ROOT, pages
from redislint import rules


def main(folder: Path) -> None:
    """Write the whole site; what is in the folder already stays."""
    count = 0
    for path, text in pages(rules.load(), directivepages.topics()):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        count += 1
    for name in PICTURES:
        shutil.copy(ROOT / name, folder)
    print(f"{count} pages")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
