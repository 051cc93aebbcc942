"""Writing down that somebody was shown personal data."""

from __future__ import annotations

from participation import clock, db
from participation.access import Actor
from participation.access_log.models import Sighting
from participation.access_log.rules import MAXIMUM_ABOUT, Shown


def note(actor: Actor, what: Shown, *, dialogue_id: int | None = None, about: str = "") -> Sighting:
    """Append that the actor was shown this. ``about`` is the key in the page's address (a person's, a report's).

    Raises ValueError for whoever is not signed in: nobody else is shown personal data.
    """
    if actor.account_id is None:
        raise ValueError("only those who are signed in are shown personal data")
    seen = Sighting(
        at=clock.now(),
        actor_id=actor.account_id,
        actor_name=actor.name,
        what=what.value,
        dialogue_id=dialogue_id,
        about=about[:MAXIMUM_ABOUT],
    )
    db.session().add(seen)
    db.session().flush()
    return seen
