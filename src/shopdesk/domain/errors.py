"""The kinds of failure that screens and the command line treat differently."""

from __future__ import annotations


class ShopdeskError(Exception):
    """Base of the failures that carry a sentence for the person in front."""


class UserError(ShopdeskError):
    """Refused by a rule; the person can put it right. ``str()`` is the sentence to show."""


class Forbidden(UserError):
    """The signed-in person lacks the right for this step."""


class Conflict(UserError):
    """Somebody else changed the thing first; nothing was overwritten."""


class OutsideError(ShopdeskError):
    """The environment failed: disk, lock, printer, server. Nothing was changed."""
