"""Limits of the checklists. Pure."""

from __future__ import annotations

LONGEST_NOTE = 500
"""The most characters of a note on a line."""
