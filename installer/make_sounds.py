"""Writes the bench's sounds, resources/sounds/*.wav, from a few notes. Run it again only to change them."""

from __future__ import annotations

import math
import struct
import wave
from collections.abc import Callable
from pathlib import Path

RATE = 44_100
FOLDER = Path(__file__).resolve().parents[1] / "resources" / "sounds"
LOUD = 0.86

Note = tuple[float, float, float]
"""When it starts in seconds, its pitch in hertz, how long it sounds in seconds."""


def bell(pitch: float, at: float, length: float) -> float:
    """A struck bar: bright at first, soon only its ground tone."""
    fade = math.exp(-5.5 * at / length)
    over = 0.45 * math.exp(-14 * at / length) * math.sin(2 * math.pi * pitch * 4 * at)
    return fade * (math.sin(2 * math.pi * pitch * at) + over)


def buzzer(pitch: float, at: float, length: float) -> float:
    """A reed: odd harmonics, level until its end."""
    fade = min(1.0, (length - at) / 0.02)
    odd = sum(math.sin(2 * math.pi * pitch * n * at) / n for n in (1, 3, 5, 7, 9))
    return fade * odd * (0.8 + 0.2 * math.sin(2 * math.pi * 28 * at))


SOUNDS = {
    "right": (bell, [(0.0, 1046.5, 0.16), (0.06, 1568.0, 0.22)]),
    "wrong": (buzzer, [(0.0, 207.7, 0.19), (0.23, 155.6, 0.36)]),
    "attention": (bell, [(0.0, 740.0, 0.22), (0.17, 740.0, 0.3)]),
    "complete": (bell, [(0.0, 784.0, 0.3), (0.09, 987.8, 0.3), (0.18, 1174.7, 0.3), (0.27, 1568.0, 0.6)]),
}


def rendered(instrument: Callable[[float, float, float], float], notes: list[Note]) -> list[float]:
    """All notes mixed, at full loudness."""
    total = [0.0] * round(RATE * max(start + length for start, _pitch, length in notes))
    for start, pitch, length in notes:
        first = round(start * RATE)
        for at in range(min(round(length * RATE), len(total) - first)):
            attack = min(1.0, at / (0.003 * RATE))
            total[first + at] += attack * instrument(pitch, at / RATE, length)
    most = max(abs(value) for value in total)
    end = round(0.008 * RATE)
    return [LOUD * value / most * min(1.0, (len(total) - at) / end) for at, value in enumerate(total)]


def main() -> None:
    """Write every sound."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (instrument, notes) in SOUNDS.items():
        with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(
                b"".join(struct.pack("<h", round(value * 32_767)) for value in rendered(instrument, notes))
            )


if __name__ == "__main__":
    main()
