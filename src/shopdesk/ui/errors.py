"""The one place where an exception becomes words on the screen."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import _
from shopdesk.ui.icons import icon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox, QWidget

log = logging.getLogger(__name__)

_QUIET_SECONDS = 5.0
_SIGN = 28
_SIGNS = {"Information": ("info", "accent"), "Warning": ("warn", "warning"), "Critical": ("stop", "danger")}


@dataclass
class _Shown:
    box: QMessageBox | None = None
    unexpected_at: float = -_QUIET_SECONDS
    raises: bool = False


_shown = _Shown()


def raise_unexpected(on: bool) -> None:
    """For tests: let a programming error through instead of wording it, so that no green test hides one."""
    _shown.raises = on


def show_error(parent: QWidget | None, error: BaseException) -> None:
    """Word an error in a box that never blocks; several bugs within a few seconds show one box."""
    if isinstance(error, UserError):
        _open(parent, "Information", str(error), "")
    elif isinstance(error, OutsideError | OSError):
        text = str(error) if isinstance(error, OutsideError) else _("A file or folder could not be used.")
        _open(parent, "Warning", text, _("Nothing was changed."), str(error))
    else:
        log.error("unexpected error", exc_info=error)
        if _shown.raises:
            raise error
        now = time.monotonic()
        if now - _shown.unexpected_at < _QUIET_SECONDS:
            return
        _shown.unexpected_at = now
        _open(
            parent,
            "Critical",
            _("Something went wrong in shopdesk."),
            _("Nothing was changed. Please try again; the details below help whoever looks after the program."),
            f"{type(error).__name__}: {error}",
        )


def _open(parent: QWidget | None, sign: str, text: str, more: str, details: str = "") -> None:
    from PySide6.QtWidgets import QMessageBox  # loaded when first needed, for a quick start

    if _shown.box is not None and _shown.box.text() == text:
        _shown.box.raise_()
        return
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon[sign])
    box.setIconPixmap(icon(*_SIGNS[sign]).pixmap(_SIGN, _SIGN))
    box.setWindowTitle(_("shopdesk"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(more)
    if details:
        box.setDetailedText(details)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.finished.connect(_forget)
    _shown.box = box
    box.open()


def _forget(_result: int) -> None:
    _shown.box = None


def install_excepthook(parent: Callable[[], QWidget | None]) -> None:
    """Send every exception nobody caught to ``show_error``; ``parent`` gives the window at that moment."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        show_error(parent(), error.with_traceback(trace))

    sys.excepthook = hook
