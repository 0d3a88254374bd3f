"""How far a long run is, for somebody who waits at a terminal: nothing before a second is over, nothing left behind."""

from __future__ import annotations

import time

from redislint.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.progress import Progress

# Seconds until there is something to see, and between two looks at the clock's hand.
_PATIENCE: Final = 1.0
_PAUSE: Final = 0.1


class Watcher:
    """What a run tells how far it is: called with what it does, how much of it is done, and of how many (0: unknown).

    rich is imported when there is something to show.
    """

    def __init__(self, *, no_color: bool = False) -> None:
        self._no_color = no_color
        self._next = time.monotonic() + _PATIENCE
        self._shown: Progress | None = None

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show it, if it is time to."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _PAUSE
        count = f"{done:,} of {total:,}" if total else f"{done:,}" if done else ""
        if self._shown is None:
            self._shown = _bar(no_color=self._no_color)
            self._shown.add_task(what, total=total or None, completed=done, count=count)
            self._shown.start()
        else:
            task = self._shown.tasks[0].id
            self._shown.update(task, description=what, completed=done, total=total or None, count=count)
            self._shown.refresh()

    def end(self) -> None:
        """Take it away."""
        if self._shown is not None:
            self._shown.stop()
            self._shown = None


def _bar(*, no_color: bool) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TextColumn("{task.fields[count]}"))
    # None leaves it to NO_COLOR in the environment.
    console = Console(stderr=True, no_color=no_color or None)
    return Progress(*columns, console=console, transient=True, auto_refresh=False)
