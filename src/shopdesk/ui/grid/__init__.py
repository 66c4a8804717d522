"""Variants edited like cells of a spreadsheet."""
