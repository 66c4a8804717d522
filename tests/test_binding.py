"""The Qt binding must not lose references: with some pairs of PySide6 and Python the program aborts after a while."""

import sys

from PySide6.QtCore import QObject


def test_calls_that_return_nothing_keep_every_reference_to_none():
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(200):
        thing.setObjectName("x")
    lost = before - sys.getrefcount(None)
    assert lost < 50, f"200 calls lost {lost} references to None; this version of PySide6 would abort the program"
