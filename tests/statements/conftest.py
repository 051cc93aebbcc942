"""A town and its people at their browsers."""

from tests.dialogues.conftest import signed_in, town

__all__ = ["signed_in", "town"]
