"""What stops the reading of a Terraform file."""

from __future__ import annotations

from redislint.typed import Final

# Brackets and quoted texts within each other; nobody writes a tenth of it.
MAX_NESTING: Final = 1_000
TOO_DEEP: Final = f"the nesting is deeper than {MAX_NESTING:,} levels, and the file is not read"

# Far beyond any real file, and read in two seconds.
MAX_TOKENS: Final = 300_000
TOO_MANY: Final = f"there are more than {MAX_TOKENS:,} words and signs up to here, and the file is not read"


class Wrong(Exception):
    """The text is no HCL from this offset on; `detail` says why, and quotes nothing that may be a secret."""

    def __init__(self, offset: int, detail: str) -> None:
        super().__init__(detail)
        self.offset = offset
        self.detail = detail


class Refused(Exception):
    """Terraform refuses to evaluate this, whatever is not known of it here."""
