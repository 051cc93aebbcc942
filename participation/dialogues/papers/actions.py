"""Sending compiled results to a meeting (T8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from participation import clock, db
from participation.access import Actor, Conflict, Refused, name_of_version, require
from participation.bodies.models import Body
from participation.dialogues.actions import lock, log_move, make_visible
from participation.dialogues.models import Dialogue
from participation.dialogues.papers.keeping import agenda_of
from participation.dialogues.papers.models import AgendaItem
from participation.dialogues.papers.permissions import PaperPermission
from participation.dialogues.papers.rules import MOST_PAPERS, LinkedPaper, MeetingFacts, meeting_noted
from participation.dialogues.rules import Move


def dealing_bodies(dialogue: Dialogue) -> list[Body]:
    """Whose meetings the results can be sent to: the body that handles them, and the one that carries the dialogue
    out, if it is another, because it prepares the matter (POLICY.md A3.1)."""
    found = {b.id: b for b in (dialogue.responsible_body, dialogue.executing_body) if b is not None}
    return list(found.values())


def version(item: AgendaItem | None) -> str:
    """Tells a noted meeting, with its papers, from what was noted before, and from none."""
    said = (item.meets_on.isoformat(), [(p["title"], p["url"]) for p in item.papers]) if item else ()
    return name_of_version(said)


def send_to_meeting(
    actor: Actor,
    dialogue: Dialogue,
    *,
    body: Body | None,
    meets_on: date | None,
    papers: Sequence[LinkedPaper],
    seen: str | None = None,
) -> AgendaItem:
    """Note at which meeting a body deals with the results, or that it is another day or has other papers.

    Public at once. ``seen`` is :func:`version` of what the form was made from; raises Conflict if somebody else has
    noted another day or other papers since. Raises Refused (E-ROLE, E-STATE; E-G27d, E-G16, E-G03 together).
    """
    lock(dialogue)
    require(actor, PaperPermission.SEND_TO_MEETING, dialogue)
    own = next((b for b in dealing_bodies(dialogue) if body is not None and b.id == body.id), None)
    facts = MeetingFacts(
        has_body=own is not None,
        meets_on=meets_on,
        papers=papers,
        compiled_on=clock.local_date(dialogue.compiled_at) if dialogue.compiled_at else None,
        decision_meeting=dialogue.decision_meeting,
    )
    reasons = meeting_noted(facts)
    if reasons or own is None or meets_on is None:
        raise Refused(*reasons, by_guard=True)
    kept = [{"title": p.title, "url": p.url} for p in papers[:MOST_PAPERS]]
    item = next((i for i in agenda_of([dialogue.id]) if i.body_id == own.id), None)
    if item is not None and (item.meets_on, item.papers) == (meets_on, kept):
        return item
    if seen is not None and seen != version(item):
        raise Conflict
    if item is None:
        item = AgendaItem(dialogue_id=dialogue.id, body_id=own.id, body=own)
        db.session().add(item)
    item.meets_on, item.papers = meets_on, kept
    item.noted_by_id, item.noted_at = actor.account_id, clock.now()
    db.session().flush()
    log_move(
        actor,
        dialogue,
        Move.SEND_TO_MEETING,
        agenda=dict(own.names),
        meeting=meets_on.isoformat(),
        papers=[p["title"] for p in kept],
    )
    make_visible(dialogue)
    return item
