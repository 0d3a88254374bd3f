"""The command `redislint`, and `python -m redislint`."""

from __future__ import annotations

import sys

from redislint import __data__, __version__

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than this to run
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these arguments, those of the process if None; the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"] and sys.stdout is not None:
        # Asked by tools, and often: nothing is imported for it.
        sys.stdout.write(f"redislint {__version__} (data of {__data__})\n")
        return 0
    import gc

    from redislint.cli import run

    # A run makes much that stays, and hardly a cycle: looking for them every 700 objects takes a tenth of a short run.
    gc.set_threshold(1_000_000)
    return run(arguments)


if __name__ == "__main__":
    if not sys.flags.safe_path:
        # `python -m` looks for modules in the working directory first, which is anybody's: nothing in it is run.
        del sys.path[0]
    sys.exit(main())
