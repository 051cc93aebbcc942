"""A town at its browsers, and a draft of the next version."""

from tests.changes.conftest import Place, place
from tests.dialogues.conftest import town

__all__ = ["Place", "place", "town"]
