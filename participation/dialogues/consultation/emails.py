"""Letters to the committees' secretaries (N15): the question, and a reminder. One each."""

from __future__ import annotations

from participation import letters
from participation.access import Role
from participation.accounts.queries import accounts_for_body
from participation.dialogues.consultation.models import CommitteeConsultation
from participation.dialogues.models import Dialogue

LOCALE = "sv"
"""Accounts have no language of their own: the municipality's staff are written to in Swedish."""


def ask(dialogue: Dialogue, asked: CommitteeConsultation) -> int:
    """The question, to every secretary of the committee. Returns how many letters that made."""
    return _post("question", dialogue, asked)


def remind(dialogue: Dialogue, asked: CommitteeConsultation) -> int:
    """That the answer date is near. Returns how many letters that made."""
    return _post("reminder", dialogue, asked)


def _post(template: str, dialogue: Dialogue, asked: CommitteeConsultation) -> int:
    return sum(
        letters.post(
            f"consultation/{template}",
            recipient=account.email,
            event=f"consultation-{template}:{asked.id}",
            locale=LOCALE,
            dialogue=dialogue.title.in_(LOCALE),
            coordinating=(dialogue.executing_body or dialogue.responsible_body).names.in_(LOCALE),
            committee=asked.body.names.in_(LOCALE),
            question=asked.question,
            answer_by=asked.answer_by,
            dialogue_id=dialogue.id,
            body_id=asked.body_id,
        )
        for account in accounts_for_body(Role.COMMITTEE_SECRETARY, asked.body_id)
    )
