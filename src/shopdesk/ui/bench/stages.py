"""The few words the bench and its parts share: stages, sounds, notes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class Stage(Enum):
    """What the middle of the bench is about."""

    WAITING = "waiting"
    PACKING = "packing"
    ALARM = "alarm"
    WEIGHT = "weight"
    COMPLETE = "complete"


class Sound(StrEnum):
    """What the packer hears."""

    RIGHT = "right"
    WRONG = "wrong"
    COMPLETE = "complete"
    ATTENTION = "attention"


@dataclass(frozen=True)
class Note:
    """A sentence shown until the next scan; ``loud`` ones are amber."""

    text: str
    loud: bool = True
