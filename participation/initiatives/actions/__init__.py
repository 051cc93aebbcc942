"""Writes of initiatives."""
