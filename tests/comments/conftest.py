"""The place that tests of taking part happen in."""

from tests.taking_part import place, standing_place

__all__ = ["place", "standing_place"]
