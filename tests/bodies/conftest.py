"""A town and its people at their browsers."""

from tests.dialogues.conftest import SignIn, signed_in, town

__all__ = ["SignIn", "signed_in", "town"]
