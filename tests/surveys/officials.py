"""Officials at the builder."""

from __future__ import annotations

from tests import factories
from tests.checking_client import CheckingClient
from tests.taking_part import Place


def official(place: Place, name: str = "officer") -> CheckingClient:
    """Somebody of the town, signed in."""
    client = place.client()
    client.sign_in(f"{name}@town.example", factories.PASSWORD)
    return client


def base(dialogue: int, lang: str = "en") -> str:
    """The address of a dialogue's surveys in the back office."""
    return f"/{lang}/officials/dialogues/{dialogue}/surveys"
