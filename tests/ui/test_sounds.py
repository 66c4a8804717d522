"""The bench's sounds."""

from __future__ import annotations

import itertools
import wave
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from shopdesk.resources_folder import resource
from shopdesk.ui.bench.stages import Sound
from shopdesk.ui.sounds import BEEPS, BenchSounds

ROUNDING = 2
"""Another computer's sine may round differently."""


def samples(sound: Sound) -> tuple[float, bytes]:
    with wave.open(str(resource("sounds", f"{sound}.wav"))) as file:
        return file.getnframes() / file.getframerate(), file.readframes(file.getnframes())


def crossings_per_second(sound: Sound) -> float:
    """How often the wave changes sign in its first fifth of a second: low for a buzzer, high for a bell."""
    heard = memoryview(samples(sound)[1]).cast("h")[: 44_100 // 5]
    return 5 * sum((a < 0) != (b < 0) for a, b in itertools.pairwise(heard))


@pytest.mark.parametrize("sound", list(Sound))
def test_each_sound_is_short_and_loud(sound: Sound) -> None:
    seconds, data = samples(sound)
    assert 0.1 < seconds < 1.0
    assert max(abs(value) for value in memoryview(data).cast("h")) > 25_000


def test_wrong_sounds_far_lower_than_right() -> None:
    assert crossings_per_second(Sound.WRONG) * 3 < crossings_per_second(Sound.RIGHT)


def test_no_two_sounds_are_alike_even_as_beeps() -> None:
    assert len({samples(sound)[1] for sound in Sound}) == len(Sound)
    assert len(set(BEEPS.values())) == len(Sound)


def test_without_a_sound_system_the_computer_beeps(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    beeps: list[int] = []
    monkeypatch.setattr(QApplication, "beep", lambda: beeps.append(1))
    sounds = BenchSounds()
    sounds._effects = {}
    sounds._beeper.setInterval(1)
    sounds(Sound.WRONG)
    qtbot.waitUntil(lambda: len(beeps) == BEEPS[Sound.WRONG])
    sounds.muted = True
    sounds(Sound.WRONG)
    assert len(beeps) == BEEPS[Sound.WRONG]


def test_the_sounds_are_those_the_script_makes(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import make_sounds

    monkeypatch.setattr(make_sounds, "FOLDER", tmp_path)
    make_sounds.main()
    for sound in Sound:
        made, kept = (
            memoryview((folder / f"{sound}.wav").read_bytes()[44:]).cast("h")
            for folder in (tmp_path, root / "resources" / "sounds")
        )
        assert len(made) == len(kept)
        assert all(abs(a - b) <= ROUNDING for a, b in zip(made, kept, strict=True))
