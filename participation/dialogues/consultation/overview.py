"""The consultation with committees as finished values for its pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for

from participation import clock, i18n
from participation.access import Actor, Role, allowed
from participation.accounts.queries import accounts_for_body
from participation.dialogues.consultation.models import CommitteeConsultation
from participation.dialogues.consultation.permissions import ConsultationPermission
from participation.dialogues.consultation.rules import AnswerState, state_of_answer
from participation.dialogues.consultation.words import STATE_TAGS
from participation.i18n import gettext, label
from participation.texts import Rendered


@dataclass(frozen=True)
class Committee:
    """One committee's part in the consultation."""

    name: Rendered
    state: str
    kind: str
    when: str
    motive: Rendered | None
    part: str
    handles: str
    contact: str
    email: str
    href: str | None
    nobody: bool


def committees(actor: Actor, found: Iterable[CommitteeConsultation]) -> tuple[Committee, ...]:
    """Every committee, with the way to its answer for its own secretary."""
    return tuple(_committee(actor, c) for c in found)


def state_of(consultation: CommitteeConsultation, today: date) -> AnswerState:
    """Where the consultation with the committee stands."""
    return state_of_answer(
        asked=consultation.asked_at is not None,
        participates=consultation.participates,
        answer_by=consultation.answer_by,
        today=today,
    )


def _committee(actor: Actor, consultation: CommitteeConsultation) -> Committee:
    locale = i18n.current().code
    state = state_of(consultation, clock.today())
    may = consultation.asked_at is not None and allowed(actor, ConsultationPermission.ANSWER, consultation)
    return Committee(
        name=consultation.body.names.in_(locale),
        state=label(state),
        kind=STATE_TAGS[state],
        when=_when(consultation),
        motive=consultation.motive.in_(locale) if consultation.motive else None,
        part=consultation.part,
        handles=consultation.handles,
        contact=consultation.contact_name,
        email=consultation.contact_email,
        href=url_for("officials.dialogues.answer", dialogue_id=consultation.dialogue_id, body_id=consultation.body_id)
        if may
        else None,
        nobody=consultation.answered_at is None
        and not accounts_for_body(Role.COMMITTEE_SECRETARY, consultation.body_id),
    )


def _when(consultation: CommitteeConsultation) -> str:
    answered, until = consultation.answered_at, consultation.answer_by
    if answered is not None:
        if until is not None and clock.local_date(answered) > until:
            return gettext("Answered on %(date)s, after the answer date", date=i18n.format_date(answered))
        return gettext("Answered on %(date)s", date=i18n.format_date(answered))
    if until is not None and until < clock.today():
        return gettext("Could answer until %(date)s", date=i18n.format_date(until))
    if until is not None:
        return gettext("Can answer until %(date)s", date=i18n.format_date(until))
    return ""
