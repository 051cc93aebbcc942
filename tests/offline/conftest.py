"""The place that tests of taking part happen in."""

from tests.taking_part import place

__all__ = ["place"]
