"""Small painted parts used by several screens."""
