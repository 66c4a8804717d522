"""shopdesk: the offline back office of a small shop."""

__version__ = "0.1.0"
