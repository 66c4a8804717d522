"""A progress bar on a terminal; silence elsewhere."""

from __future__ import annotations

import sys
import time

_WIDTH = 30
_EVERY = 0.1
_PATIENCE = 0.5


class Progress:
    """Draws one line on stderr, at most ten times a second, and only for work that takes longer than a moment."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._began: float | None = None
        self._last = 0.0
        self._drawn = False

    def show(self, at: int, of: int) -> None:
        """``at`` of ``of`` steps are done."""
        if not self._shown:
            return
        now = time.monotonic()
        if self._began is None:
            self._began = now
        if now - self._began < _PATIENCE or (now - self._last < _EVERY and at < of):
            return
        share = at / of if of else 0
        bar = "█" * int(share * _WIDTH)
        left = (now - self._began) / share * (1 - share) if share > 0 else 0
        print(f"\r{bar:░<{_WIDTH}} {share:4.0%}  {left:4.0f} s ", end="", file=sys.stderr, flush=True)
        self._last, self._drawn = now, True

    def clear(self) -> None:
        """Take the line away."""
        if self._drawn:
            print("\r" + " " * (_WIDTH + 20) + "\r", end="", file=sys.stderr, flush=True)
        self._began, self._drawn = None, False
