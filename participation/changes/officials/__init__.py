"""The back office of changes: one blueprint, whose pages have a module for each sort of step."""

from __future__ import annotations

from participation.changes.officials import amendments, decision_point, decisions, pauses
from participation.changes.officials.frame import bp

PAGES = (amendments, decision_point, decisions, pauses)

__all__ = ["PAGES", "bp"]
