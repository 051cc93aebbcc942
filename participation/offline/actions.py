"""Writes of what officials type in for others."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from participation import clock, db, event_log
from participation.access import Actor, Conflict, Reason, Refused, require
from participation.comments.actions import submit_comment
from participation.comments.models import Comment
from participation.contributions.actions import arrival
from participation.contributions.permissions import ContributionPermission
from participation.contributions.queries import by_number
from participation.contributions.rules import Channel, ContributionKind
from participation.dialogues.actions import lock
from participation.dialogues.models import Dialogue
from participation.ideas.actions import submit_idea
from participation.ideas.models import Idea
from participation.offline.typing_twice import as_on_paper, differences
from participation.surveys.actions import submit_response
from participation.surveys.branching import path
from participation.surveys.building.deletions import is_taken_out
from participation.surveys.given import Raw, read_all, readable
from participation.surveys.models import StaffEntry, Survey
from participation.surveys.queries import definition_of


def enter_answers(
    actor: Actor,
    dialogue: Dialogue,
    survey: Survey,
    *,
    key: str,
    channel: Channel,
    language: str,
    received_on: date,
    note: str,
    raw: Raw,
) -> StaffEntry:
    """Type in one person's answers. They count at once, or once a second person has typed them, if the survey says so.

    The same key gives the same entry. Raises Refused, and what :func:`submit_response` raises.
    """
    lock(dialogue)
    require(actor, ContributionPermission.ENTER, dialogue)
    session = db.session()
    # Sent twice at once: one waits. Residents' answers, which refer to the survey, go on meanwhile: they hold the
    # number that this will wait for.
    session.execute(select(Survey.id).where(Survey.id == survey.id).with_for_update(key_share=True))
    earlier = session.scalar(
        select(StaffEntry).where(StaffEntry.survey_id == survey.id, StaffEntry.idempotency_key == key)
    )
    if earlier is not None:
        return earlier
    entry = StaffEntry(
        survey_id=survey.id,
        idempotency_key=key,
        channel=channel.value,
        language=language,
        filled_on=received_on,
        note=note,
        raw={name: list(values) for name, values in raw.items()},
        entered_by_id=actor.account_id,
        entered_at=clock.now(),
    )
    session.add(entry)
    session.flush()
    if not survey.double_entry:
        _accept(actor, dialogue, survey, entry, raw)
    return entry


def type_again(actor: Actor, dialogue: Dialogue, survey: Survey, entry: StaffEntry, raw: Raw) -> StaffEntry:
    """Type the same paper a second time, by another person. What is alike counts; what differs waits to be settled.

    Raises Refused (E-O01) for the person who typed it first, Conflict if somebody has typed it, or it
    has been taken out, meanwhile.
    """
    lock(dialogue)
    require(actor, ContributionPermission.ENTER, dialogue)
    db.session().refresh(entry, with_for_update=True)
    if entry.second_raw is not None or entry.response_id is not None or is_taken_out(entry):
        raise Conflict
    if entry.entered_by_id == actor.account_id:
        raise Refused(Reason("E-O01"), by_guard=True)
    entry.second_raw = {name: list(values) for name, values in raw.items()}
    entry.second_by_id, entry.second_at = actor.account_id, clock.now()
    db.session().flush()
    if not differences(definition_of(survey), entry.raw, entry.second_raw):
        _accept(actor, dialogue, survey, entry, entry.raw)
    return entry


def settle(actor: Actor, dialogue: Dialogue, survey: Survey, entry: StaffEntry, raw: Raw) -> StaffEntry:
    """Say what the paper says where two people have typed it differently. Raises Conflict if it is settled or
    taken out."""
    lock(dialogue)
    require(actor, ContributionPermission.ENTER, dialogue)
    db.session().refresh(entry, with_for_update=True)
    if entry.response_id is not None or entry.second_raw is None or is_taken_out(entry):
        raise Conflict
    _accept(actor, dialogue, survey, entry, raw)
    return entry


def _accept(actor: Actor, dialogue: Dialogue, survey: Survey, entry: StaffEntry, raw: Raw) -> None:
    """Make an ordinary response of what was typed: what is off the path stays in the entry."""
    definition = as_on_paper(definition_of(survey))
    answers = read_all(path(definition, readable(definition, raw)).questions, raw)[0]
    response = submit_response(
        actor,
        dialogue,
        survey,
        key=secrets.token_urlsafe(24),
        respondent_key=secrets.token_urlsafe(24),
        language=entry.language,
        answers=answers,
        channel=Channel(entry.channel),
        received_at=arrival(entry.filled_on),
    )
    entry.response_id = response.id
    entry.settled_by_id, entry.settled_at = actor.account_id, clock.now()
    db.session().flush()
    _log(actor, dialogue, response.id, entry.channel)


def enter_idea(
    actor: Actor,
    dialogue: Dialogue,
    *,
    key: str,
    channel: Channel,
    received_on: date,
    values: Mapping[str, str],
) -> Idea:
    """Type in somebody's idea: ``title``, ``body``, ``display_name``, ``language``. The same key gives the same."""
    require(actor, ContributionPermission.ENTER, dialogue)
    idea = submit_idea(
        actor,
        dialogue,
        key=key,
        title=values["title"],
        body=values["body"],
        display_name=values["display_name"],
        language=values["language"],
        channel=channel,
        received_at=arrival(received_on),
    )
    _log(actor, dialogue, idea.id, channel.value)
    return idea


def enter_comment(
    actor: Actor,
    dialogue: Dialogue,
    *,
    key: str,
    channel: Channel,
    received_on: date,
    about: int,
    values: Mapping[str, str],
) -> Comment:
    """Type in what somebody says about the idea with the number. Raises NotFound if there is none to see."""
    require(actor, ContributionPermission.ENTER, dialogue)
    comment = submit_comment(
        actor,
        dialogue,
        by_number(dialogue.id, about, ContributionKind.IDEA),
        key=key,
        body=values["body"],
        display_name=values["display_name"],
        language=values["language"],
        channel=channel,
        received_at=arrival(received_on),
    )
    _log(actor, dialogue, comment.id, channel.value)
    return comment


def _log(actor: Actor, dialogue: Dialogue, contribution_id: int, channel: str) -> None:
    event_log.record(
        actor,
        "contribution.enter",
        dialogue_id=dialogue.id,
        contribution_id=contribution_id,
        data={"channel": channel},
    )
