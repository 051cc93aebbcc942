"""From a draft to a response: sent once, however often and from however many windows; changed until closing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select, update

from participation import clock, content_version, db, event_log
from participation.access import Actor, Reason, Refused, require
from participation.contributions.models import Contribution
from participation.contributions.permissions import ContributionPermission
from participation.dialogues.models import Dialogue
from participation.surveys.actions import AlreadyAnswered, Changed, answer_rows, submit_response
from participation.surveys.answering.drafts import draft_of, file_names
from participation.surveys.answering.steps import way
from participation.surveys.given import Given, read_all
from participation.surveys.models import (
    Answer,
    Invitation,
    InvitationBatch,
    Question,
    ResponseFlag,
    ResponseRevision,
    Survey,
    SurveyResponse,
)
from participation.surveys.queries import definition_of, given_in, response_of
from participation.surveys.recording import as_json
from participation.surveys.rules import BURST, BURST_SECONDS, Access, Layout, ResponseFlagKind


class Incomplete(Exception):
    """Some answers on the way cannot be taken, or nothing is answered at all: the review says which."""


class CodeUsed(Exception):
    """Somebody has already answered with the invitation's code, or it is no longer valid."""


def send(
    actor: Actor,
    dialogue: Dialogue,
    survey: Survey,
    respondent_key: str,
    *,
    language: str,
    edition: int,
    invitation: str = "",
    from_one_network: bool = False,
) -> SurveyResponse:
    """Make the draft of the respondent a response; a draft that has been sent changes its response instead, and sending
    it again as it is changes nothing.

    ``edition``: of the survey as it was read over. ``invitation``: the hash of the code, for a survey of the invited.
    Raises Refused (E-STATE, E-ROLE for who has no right to answer), Changed, Incomplete, CodeUsed, AlreadyAnswered.
    """
    require(actor, ContributionPermission.SUBMIT, dialogue)
    if survey.access == Access.SIGNED_IN.value and not actor.signed_in:
        raise Refused(Reason("E-ROLE"))
    draft = draft_of(survey.id, respondent_key, lock=True)
    if draft is None:
        raise Incomplete
    if survey.edition != edition:
        raise Changed
    files = file_names(draft)
    definition = definition_of(survey)
    shown = way(definition, draft.raw, Layout(survey.layout), files).path.questions
    answers, faults = read_all(shown, draft.raw, files)
    if faults or not any(answers.values()):
        raise Incomplete
    identities = {name: f.id for name, f in files.items()}
    if draft.response_id is not None:
        response = db.session().get_one(SurveyResponse, draft.response_id)
        change_response(actor, dialogue, survey, response, answers, language=language, files=identities)
    else:
        if response_of(survey.id, respondent_key) is not None:
            raise AlreadyAnswered
        if survey.access == Access.INVITED.value:
            use_invitation(survey, invitation)
        response = submit_response(
            actor,
            dialogue,
            survey,
            key=draft.idempotency_key,
            respondent_key=respondent_key,
            language=language,
            answers=answers,
            files=identities,
            return_code=draft.return_code,
        )
        draft.response_id = response.id
        _flag(response, from_one_network=from_one_network)
    db.session().flush()
    return response


def invitation_is_open(survey_id: int, code_hash: str) -> bool:
    """Whether a code with the hash can still be used to answer."""
    return db.session().scalar(select(Invitation.used).where(*_valid(survey_id, code_hash))) is False


def invitation_is_known(survey_id: int, code_hash: str) -> bool:
    """Whether there is a code with the hash, used or not."""
    return db.session().scalar(select(Invitation.id).where(*_valid(survey_id, code_hash))) is not None


def _valid(survey_id: int, code_hash: str) -> tuple[Any, ...]:
    batches = select(InvitationBatch.id).where(InvitationBatch.survey_id == survey_id)
    return (Invitation.code_hash == code_hash, Invitation.batch_id.in_(batches))


def use_invitation(survey: Survey, code_hash: str) -> None:
    """Use the code up. Raises CodeUsed if there is none, or somebody has."""
    done = db.session().execute(
        update(Invitation)
        .where(*_valid(survey.id, code_hash), Invitation.used.is_(False))
        .values(used=True)
        .execution_options(synchronize_session=False)
    )
    if cast(CursorResult[Any], done).rowcount != 1:
        raise CodeUsed


def change_response(
    actor: Actor,
    dialogue: Dialogue,
    survey: Survey,
    response: SurveyResponse,
    answers: Mapping[str, Given],
    *,
    language: str,
    files: Mapping[str, int] | None = None,
) -> bool:
    """Let a response say something else; what it said is kept as a revision. Returns whether anything changed.

    Answers that officials have taken out stay as they are, and so do those to questions that are no longer asked.
    Raises Refused (E-STATE), ValueError as ``submit_response``.
    """
    require(actor, ContributionPermission.SUBMIT, dialogue)
    session = db.session()
    session.refresh(response, with_for_update={"of": Contribution})
    said = given_in(survey, response.id)
    asked = {q.key for q in survey.questions}
    taken_out = set(
        session.scalars(
            select(Question.key)
            .join(Answer, Answer.question_id == Question.id)
            .where(Answer.response_id == response.id, Answer.deletion_id.is_not(None))
        )
    )
    wanted = {key: given for key, given in answers.items() if given and key not in taken_out}
    if {k: g for k, g in said.items() if k in asked - taken_out} == wanted:
        return False
    number = session.scalar(
        select(func.max(ResponseRevision.number)).where(ResponseRevision.response_id == response.id)
    )
    session.add(
        ResponseRevision(
            response_id=response.id,
            number=(number or 0) + 1,
            replaced_at=clock.now(),
            language=response.language,
            answers=as_json(said),
        )
    )
    replaced = [q.id for q in survey.every_version if q.key in asked - taken_out]
    session.execute(
        delete(Answer)
        .where(Answer.response_id == response.id, Answer.question_id.in_(replaced))
        .execution_options(synchronize_session="fetch")
    )
    session.add_all(answer_rows(response, survey, wanted, files))
    response.language = language
    session.flush()
    event_log.record(
        actor, "survey.response_changed", dialogue_id=dialogue.id, contribution_id=response.id, data={"n": number or 0}
    )
    content_version.bump(content_version.SITE, content_version.scope_of(dialogue.id))
    return True


def _flag(response: SurveyResponse, *, from_one_network: bool) -> None:
    """Mark what is unusual about how it came; it counts all the same, and officials read it with the results.

    Running numbers make it one look-up: who was so many numbers ahead, and how long ago?
    """
    earlier = db.session().scalar(
        select(Contribution.received_at).where(
            Contribution.dialogue_id == response.dialogue_id, Contribution.number == response.number - BURST
        )
    )
    kinds = []
    if earlier is not None and response.received_at - earlier < timedelta(seconds=BURST_SECONDS):
        kinds.append(ResponseFlagKind.BURST)
    if from_one_network:
        kinds.append(ResponseFlagKind.ONE_NETWORK)
    for kind in kinds:
        db.session().add(ResponseFlag(response_id=response.id, kind=kind.value, flagged_at=clock.now()))
