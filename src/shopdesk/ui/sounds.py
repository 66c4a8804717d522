"""The bench's sounds. Without a sound system the computer's own beep tells right from wrong by its count."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtWidgets import QApplication

from shopdesk.resources_folder import resource
from shopdesk.ui.bench.stages import Sound

BEEPS = {Sound.RIGHT: 0, Sound.ATTENTION: 1, Sound.COMPLETE: 2, Sound.WRONG: 3}
"""How often the computer beeps where it has no sound system; the scanner itself beeps at every right scan."""

_BEEP_MS = 160


class BenchSounds(QObject):
    """Plays one of four short sounds; a new one cuts off the one before. Use it as the bench's ``play``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._effects = self._loaded()
        self._beeper = QTimer(self)
        self._beeper.setInterval(_BEEP_MS)
        self._beeper.timeout.connect(self._beep)
        self._beeps_left = 0
        self.muted = False

    def __call__(self, sound: Sound) -> None:
        """Play ``sound`` now."""
        if self.muted:
            return
        effect = self._effects.get(sound)
        if effect is None or effect.status() == effect.Status.Error:
            self._beeps_left = BEEPS[sound]
            self._beep()
            return
        for other in self._effects.values():
            other.stop()
        effect.play()

    def _loaded(self) -> dict:
        try:
            from PySide6.QtMultimedia import QMediaDevices, QSoundEffect  # slow to load, and missing on some systems
        except ImportError:
            return {}
        if not QMediaDevices.audioOutputs():
            return {}
        effects = {}
        for sound in Sound:
            effect = QSoundEffect(self)
            effect.setSource(QUrl.fromLocalFile(str(resource("sounds", f"{sound}.wav"))))
            effect.setVolume(1.0)
            effects[sound] = effect
        return effects

    def _beep(self) -> None:
        """Beep once and come back while more beeps are due."""
        if self._beeps_left:
            self._beeps_left -= 1
            QApplication.beep()
        if self._beeps_left:
            self._beeper.start()
        else:
            self._beeper.stop()
