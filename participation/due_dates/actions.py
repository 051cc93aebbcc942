"""Writes of the clocks: saying why a step is late, logging outreach, and reminding, once for each thing."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from sqlalchemy.engine import Engine

from participation import clock, db, event_log, settings
from participation.access import Actor, Conflict, NotFound, Refused, Role, name_of_version, require
from participation.accounts.queries import accounts_with_role
from participation.bodies.queries import bodies_of_kind
from participation.bodies.rules import BodyKind
from participation.dialogues.actions import lock, make_visible
from participation.dialogues.models import Dialogue, TargetGroup
from participation.dialogues.permissions import wrong_stage
from participation.dialogues.queries import (
    closes_on,
    current_stage,
    dialogue_by_id,
    first_day_without_moderator,
)
from participation.dialogues.registers import dialogues_of_cycles, lacking_cycles
from participation.dialogues.rules import Stage
from participation.due_dates import emails
from participation.due_dates.models import DelayReason, Outreach
from participation.due_dates.permissions import DuePermission
from participation.due_dates.queries import (
    body_of,
    dues_of,
    first_day_without_mandate,
    groups_not_reached,
    last_day_of_a_coordinator,
    overdue_of,
    reasons_of,
    running,
    staff_of,
)
from participation.due_dates.rules import ALERTED_OF_BOARD, ALERTED_OF_COUNCIL, Alert, Step, alert, is_halfway
from participation.texts import Texts

log = logging.getLogger("participation.due_dates")

EXPLAINED = "due_dates.delay_explained"
OUTREACH_LOGGED = "due_dates.outreach_logged"

_TOLD = (Role.OFFICER, Role.COORDINATOR, Role.COMMITTEE_SECRETARY, Role.ELECTED)
"""Who hears of a step that is due or overdue: those who do it, who coordinates, and the elected who answer for it."""


def explain_delay(
    actor: Actor,
    dialogue: Dialogue,
    step: Step,
    *,
    text: Texts,
    expected_on: date | None = None,
    seen: str | None = None,
) -> DelayReason:
    """Say, for the body, why the step is late, and when it will be done. Public at once, and can be said anew.

    ``seen`` is :func:`fingerprint` of what the form was made from. Raises Refused (E-ROLE; E-STATE where nothing of the
    sort is late); Conflict if somebody else has said something else meanwhile; ValueError without a Swedish text.
    """
    lock(dialogue)
    require(actor, DuePermission.EXPLAIN, dialogue)
    if step not in {d.step for d in overdue_of(dialogue)}:
        raise Refused(wrong_stage(dialogue, clock.now()), by_guard=True)
    if not text.sv:
        raise ValueError("a reason is given in Swedish at least")
    found = reasons_of(dialogue.id).get(step)
    if found is not None and (found.text, found.expected_on) == (text, expected_on):
        return found
    if seen is not None and seen != fingerprint(found):
        raise Conflict
    if found is None:
        found = DelayReason(dialogue_id=dialogue.id, step=step.value)
        db.session().add(found)
    found.text, found.expected_on = text, expected_on
    found.written_by_id, found.written_at = actor.account_id, clock.now()
    db.session().flush()
    event_log.record(actor, EXPLAINED, dialogue_id=dialogue.id, data={"step": step.value, "text": dict(text)})
    make_visible(dialogue)
    return found


def fingerprint(found: DelayReason | None) -> str:
    """A short name for what is said of a step, to notice that somebody else has said something."""
    said = (sorted(found.text.items()), str(found.expected_on)) if found else ()
    return name_of_version(said)


def log_outreach(
    actor: Actor,
    dialogue: Dialogue,
    group_id: int,
    *,
    reached: bool,
    people: int | None,
    note: str = "",
    seen: str | None = None,
) -> Outreach:
    """Note whether a target group has been reached so far, and how many people.

    ``seen`` is :func:`noted` of what the form was made from. Raises Refused (E-ROLE, E-STATE); Conflict if somebody
    else has noted something else meanwhile; NotFound for another dialogue's group.
    """
    lock(dialogue)
    require(actor, DuePermission.LOG_OUTREACH, dialogue)
    session = db.session()
    group = session.get(TargetGroup, group_id)
    if group is None or group.dialogue_id != dialogue.id:
        raise NotFound
    found = session.get(Outreach, group_id, populate_existing=True)
    after = (reached, people, note.strip())
    if found is not None and (found.reached, found.people, found.note) == after:
        return found
    if seen is not None and seen != noted(found):
        raise Conflict
    if found is None:
        found = Outreach(target_group_id=group_id, dialogue_id=dialogue.id)
        session.add(found)
    found.reached, found.people, found.note = after
    found.logged_by_id, found.logged_at = actor.account_id, clock.now()
    session.flush()
    data = {"group": group_id, "reached": reached, "people": people}
    event_log.record(actor, OUTREACH_LOGGED, dialogue_id=dialogue.id, data=data)
    return found


def noted(found: Outreach | None) -> str:
    """A short name for what is noted of a group, to notice that somebody else has noted something."""
    said = (found.reached, found.people, found.note) if found else ()
    return name_of_version(said)


def remind(engine: Engine) -> int:
    """Tell the staff what is due, overdue or missing and has not been told. Returns how many letters that made.

    A job: any number of workers may run it, as often as they like. Each letter is one by its event and recipient.
    """
    with db.transaction(engine, write=False):
        wanted = [d.id for d in running()]
    written = 0
    for identity in wanted:
        try:
            with db.transaction(engine):
                written += remind_of(dialogue_by_id(identity))
        except Exception:
            # One dialogue that cannot be looked at must not keep the others from being looked at.
            log.exception("dialogue %s could not be looked at", identity)
    with db.transaction(engine):
        return written + _miss_coordinator() + _miss_goal_review()


def remind_of(dialogue: Dialogue) -> int:
    """Everything that is to be told of one dialogue now."""
    written = 0
    clocks = settings.installed().clocks
    bodies = {dialogue.responsible_body_id, dialogue.executing_body_id} - {None}
    everybody = [b for b in bodies if b is not None]
    for due in dues_of(dialogue):
        told = alert(due, clocks.remind_days)
        if told is not None and _is_its_turn(due.step, current_stage(dialogue), told):
            written += emails.due(dialogue, due, told, body_of(dialogue, due), staff_of(everybody, dialogue.id, _TOLD))
    missing = (_miss_outreach, _miss_moderator, _miss_mandate)
    return written + sum(miss(dialogue, everybody) for miss in missing)


_TURN = {Step.RESULTS: Stage.CLOSED, Step.HANDLING: Stage.COMPILED, Step.FEEDBACK: Stage.HANDLED}


def _is_its_turn(step: Step, stage: Stage, told: Alert) -> bool:
    """A reminder comes when the step can be taken; that it is late is told even if what comes before it is late."""
    return told is Alert.OVERDUE or _TURN.get(step) is stage


def _miss_outreach(dialogue: Dialogue, bodies: list[int]) -> int:
    now, last = clock.now(), closes_on(dialogue)
    if current_stage(dialogue) is not Stage.OPEN or last is None:
        return 0
    if not is_halfway(dialogue.phases[-1].opens_at, dialogue.phases[-1].closes_at, now):
        return 0
    missing = groups_not_reached(dialogue.id)
    if not missing:
        return 0
    to = staff_of(bodies, dialogue.id, (Role.OFFICER, Role.COORDINATOR))
    return emails.outreach(dialogue, missing, last, to)


def _miss_moderator(dialogue: Dialogue, bodies: list[int]) -> int:
    if current_stage(dialogue) not in (Stage.ANNOUNCED, Stage.OPEN):
        return 0
    day = first_day_without_moderator(dialogue, clock.today())
    if day is None or day > _gap_horizon():
        return 0
    return emails.moderator_gap(dialogue, day, staff_of(bodies, dialogue.id, (Role.OFFICER, Role.COORDINATOR)))


def _miss_mandate(dialogue: Dialogue, bodies: list[int]) -> int:
    day = first_day_without_mandate(dialogue, _gap_horizon())
    if day is None:
        return 0
    roles = (Role.OFFICER, Role.COMMITTEE_SECRETARY, Role.COORDINATOR, Role.ADMIN)
    return emails.mandate_gap(dialogue, day, staff_of(bodies, dialogue.id, roles))


def _gap_horizon() -> date:
    """Up to which day a gap among moderators or mandates is told of beforehand."""
    return clock.today() + timedelta(days=settings.installed().clocks.moderator_gap_days)


def _miss_coordinator() -> int:
    if accounts_with_role(Role.COORDINATOR) or not running():
        return 0
    board = [b.id for b in bodies_of_kind([BodyKind.EXECUTIVE_BOARD])]
    to = staff_of(board, 0, (Role.ELECTED, Role.COMMITTEE_SECRETARY, Role.ADMIN))
    return emails.no_coordinator(last_day_of_a_coordinator(), to)


def _miss_goal_review() -> int:
    lacking = lacking_cycles(settings.installed().clocks.goal_review_alert_months)
    if not lacking:
        return 0
    found = dialogues_of_cycles()
    to = staff_of([b.id for b in bodies_of_kind([BodyKind.EXECUTIVE_BOARD])], 0, ALERTED_OF_BOARD)
    to += staff_of([b.id for b in bodies_of_kind([BodyKind.COUNCIL])], 0, ALERTED_OF_COUNCIL)
    everybody = {account.id: account for account in to}.values()
    return sum(emails.goal_review(cycle, found[cycle.id], everybody) for cycle in lacking)
