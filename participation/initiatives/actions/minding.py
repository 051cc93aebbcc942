"""Looking after initiatives: why an answer is late, what is hidden, and reminding, once for each thing."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import Any

from sqlalchemy.engine import Engine

from participation import clock, content_version, db, event_log, settings
from participation.access import Actor, Conflict, Reason, Refused, Role, name_of_version, require
from participation.contributions.rules import Visibility
from participation.due_dates.queries import staff_of
from participation.initiatives import emails
from participation.initiatives.actions.moves import lock
from participation.initiatives.models import Initiative
from participation.initiatives.permissions import InitiativePermission
from participation.initiatives.queries import due_of, hiding_of, initiative_by_id, waiting_before
from participation.initiatives.rules import WAITING
from participation.moderation.rules import Ground
from participation.texts import Texts

log = logging.getLogger("participation.initiatives")

EXPLAINED = "initiative.delay_explained"
HIDDEN = "initiative.hidden"
RESTORED = "initiative.restored"


def explain_delay(
    actor: Actor, initiative: Initiative, *, text: Texts, expected_on: date | None = None, seen: str | None = None
) -> Initiative:
    """Say, for the body, why the answer is late and when it comes. Public at once; can be said anew.

    ``seen`` is :func:`reason_version` of what the form was made from. Raises Refused (E-ROLE; E-I05 where nothing is
    late); Conflict if somebody else has said something else meanwhile; ValueError without a Swedish text.
    """
    lock(initiative)
    require(actor, InitiativePermission.EXPLAIN, initiative)
    clock_now = due_of(initiative)
    if initiative.state not in WAITING or not clock_now.late:
        raise Refused(Reason("E-I05", {"date": clock_now.due}), by_guard=True)
    if not text.sv:
        raise ValueError("a reason is given in Swedish at least")
    if (initiative.delay_reason, initiative.expected_on) == (text, expected_on):
        return initiative
    if seen is not None and seen != reason_version(initiative):
        raise Conflict
    initiative.delay_reason, initiative.expected_on = text, expected_on
    db.session().flush()
    event_log.record(actor, EXPLAINED, data={"initiative": initiative.id, "text": dict(text)})
    content_version.bump(content_version.SITE)
    return initiative


def reason_version(initiative: Initiative) -> str:
    """A short name for what is said of the delay, to notice that somebody else has said something."""
    said = (sorted(initiative.delay_reason.items()), str(initiative.expected_on))
    return name_of_version(said)


def hide_initiative(actor: Actor, initiative: Initiative, *, ground: Ground, reasons: str) -> Initiative:
    """Hide it from everybody but its author and the staff. The author is told on which ground and why.

    Again changes nothing. Raises Refused (E-ROLE); ValueError without reasons.
    """
    lock(initiative)
    require(actor, InitiativePermission.HIDE, initiative)
    if not reasons.strip():
        raise ValueError("a moderator gives reasons")
    if not initiative.is_visible:
        return initiative
    initiative.visibility = Visibility.HIDDEN.value
    initiative.hidden_at, initiative.hidden_by_id = clock.now(), actor.account_id
    initiative.hidden_ground, initiative.hidden_reasons = ground.value, reasons.strip()
    _shown_differently(actor, initiative, HIDDEN, ground=ground.value, reasons=reasons.strip())
    emails.hidden(initiative)
    return initiative


def restore_initiative(actor: Actor, initiative: Initiative) -> Initiative:
    """Show it again. Again changes nothing. Raises Refused: E-ROLE, E-M03 while a complaint waits, which is another
    moderator's to settle."""
    lock(initiative)
    require(actor, InitiativePermission.HIDE, initiative)
    hiding = hiding_of(initiative)
    if hiding is None:
        return initiative
    if hiding.waits:
        raise Refused(Reason("E-M03"), by_guard=True)
    show_again(actor, initiative)
    emails.restored(initiative)
    return initiative


def show_again(actor: Actor, initiative: Initiative) -> None:
    """Let everybody see it again, for whoever has checked the right to decide that. The caller tells the author."""
    initiative.visibility = Visibility.VISIBLE.value
    _shown_differently(actor, initiative, RESTORED)


def _shown_differently(actor: Actor, initiative: Initiative, action: str, **data: Any) -> None:
    db.session().flush()
    event_log.record(actor, action, data={"initiative": initiative.id, **data})
    scopes = [content_version.scope_of(initiative.dialogue_id)] if initiative.dialogue_id else []
    content_version.bump(content_version.SITE, *scopes)


def remind(engine: Engine) -> int:
    """Tell the staff whose answer is due or late, and the authors whose answer is late. Returns how many letters.

    A job: any number of workers may run it, as often as they like. Each letter is one by its event and recipient.
    """
    clocks = settings.installed().clocks
    first = clock.today() - timedelta(days=clocks.initiative_days - clocks.remind_days)
    with db.transaction(engine, write=False):
        numbers = waiting_before(clock.end_of_day(first))
    written = 0
    for number in numbers:
        try:
            with db.transaction(engine):
                written += remind_of(initiative_by_id(number))
        except Exception:
            # One initiative that cannot be looked at must not keep the others from being looked at.
            log.exception("initiative %s could not be looked at", number)
    return written


def remind_of(initiative: Initiative) -> int:
    """What is to be told of one initiative now."""
    if initiative.state not in WAITING:
        return 0
    found = due_of(initiative)
    bodies = [initiative.body_id] if initiative.body_id is not None else []
    at_work = (Role.OFFICER, Role.COORDINATOR, Role.COMMITTEE_SECRETARY)
    if not found.late:
        return emails.soon(initiative, found.due, staff_of(bodies, 0, at_work))
    told = emails.overdue(initiative, found.due, staff_of(bodies, 0, (*at_work, Role.ELECTED)))
    return told + emails.delayed(initiative)
