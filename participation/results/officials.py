"""The back office of results: one blueprint, whose pages have a module for each step."""

from __future__ import annotations

from participation.results import (
    officials_evaluation,
    officials_feedback,
    officials_handling,
    officials_measures,
    officials_report,
    officials_themes,
)
from participation.results.officials_desk import bp

PAGES = (
    officials_themes,
    officials_report,
    officials_handling,
    officials_feedback,
    officials_evaluation,
    officials_measures,
)

__all__ = ["PAGES", "bp"]
