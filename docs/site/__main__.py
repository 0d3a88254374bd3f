"""`python -m docs.site FOLDER`: writes the pages of the site, and what lies beside them, into a folder."""

from __future__ import annotations

import sys
from pathlib import Path

from docs.site import directivepages
from docs.site.build import write
from redislint import rules

if __name__ == "__main__":
    count = write(Path(sys.argv[1]), rules.load(), directivepages.topics())
    print(f"{count} pages")  # noqa: T201
