"""What screens, exports and the command line read; nothing here writes."""
