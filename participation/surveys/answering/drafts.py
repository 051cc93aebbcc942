"""Drafts: what somebody has answered so far, on the server from the first page they send.

A draft is found by the respondent key of its browser, code or account, and by its return code from anywhere else.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite

from participation import clock, db, uploads
from participation.access import Actor, require
from participation.contributions.actions import new_code
from participation.contributions.permissions import ContributionPermission
from participation.contributions.rules import tidy_code
from participation.dialogues.models import Dialogue
from participation.surveys.answering import steps
from participation.surveys.definition import Asked
from participation.surveys.given import Raw, raw_of
from participation.surveys.models import Answer, StoredFile, Survey, SurveyDraft, SurveyResponse
from participation.surveys.queries import definition_of, given_in
from participation.surveys.rules import DRAFT_DAYS, MAXIMUM_DRAFT_BYTES


class TooMuch(Exception):
    """More text than a draft holds."""


def draft_of(survey_id: int, respondent_key: str, *, lock: bool = False) -> SurveyDraft | None:
    """The draft of the holder of the key."""
    query = select(SurveyDraft).where(SurveyDraft.survey_id == survey_id, SurveyDraft.respondent_key == respondent_key)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session().scalar(query)


def draft_by_code(code: str) -> SurveyDraft | None:
    """The draft with the return code, however it is typed."""
    tidy = tidy_code(code)
    if not tidy or len(tidy) > 20 or not tidy.isascii():
        return None
    return db.session().scalar(select(SurveyDraft).where(SurveyDraft.return_code == tidy))


def save_page(
    actor: Actor,
    dialogue: Dialogue,
    survey: Survey,
    respondent_key: str,
    *,
    sent: Raw,
    asked: Sequence[Asked],
    page: str,
    language: str,
) -> SurveyDraft:
    """Keep a page as it was sent, faults and all; the rest of the draft stands. Makes the draft at the first page.

    ``asked``: what stood on the page. Raises Refused (E-STATE) unless the dialogue is open, TooMuch.
    """
    require(actor, ContributionPermission.SUBMIT, dialogue)
    draft = _open_draft(survey, respondent_key, language)
    raw = steps.merged(draft.raw, sent, asked)
    if steps.size(raw) > MAXIMUM_DRAFT_BYTES:
        raise TooMuch
    now = clock.now()
    draft.raw = raw
    draft.seen = {**draft.seen, **{q.key: q.version for q in asked}}
    draft.page, draft.language = page, language
    draft.saves += 1
    draft.saved_at, draft.expires_at = now, now + timedelta(days=DRAFT_DAYS)
    db.session().flush()
    return draft


def put(draft: SurveyDraft, values: Mapping[str, Sequence[str]]) -> None:
    """Set fields of the draft."""
    draft.raw = {**draft.raw, **{name: list(texts) for name, texts in values.items()}}
    db.session().flush()


def _open_draft(
    survey: Survey, respondent_key: str, language: str, *, response: SurveyResponse | None = None
) -> SurveyDraft:
    session = db.session()
    found = draft_of(survey.id, respondent_key, lock=True)
    if found is not None:
        return found
    now = clock.now()
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        insert(SurveyDraft)
        .values(
            survey_id=survey.id,
            respondent_key=respondent_key,
            return_code=response.return_code if response else new_code(),
            idempotency_key=secrets.token_urlsafe(24),
            language=language,
            raw={},
            seen={},
            page="",
            saves=0,
            started_at=now,
            saved_at=now,
            expires_at=now + timedelta(days=DRAFT_DAYS),
            response_id=response.id if response else None,
        )
        .on_conflict_do_nothing(index_elements=["survey_id", "respondent_key"])
    )
    made = draft_of(survey.id, respondent_key, lock=True)
    if made is None:
        raise RuntimeError("the draft that was made is gone")
    return made


def draft_to_change(actor: Actor, dialogue: Dialogue, survey: Survey, response: SurveyResponse) -> SurveyDraft:
    """The draft from which a response is changed; whoever holds the return code may, until the dialogue closes.

    Raises Refused (E-STATE).
    """
    require(actor, ContributionPermission.SUBMIT, dialogue)
    if response.respondent_key is None:  # nobody else has the code
        response.respondent_key = secrets.token_urlsafe(18)
        db.session().flush()
    draft = _open_draft(survey, response.respondent_key, response.language, response=response)
    if not draft.raw:
        said = given_in(survey, response.id)
        definition = definition_of(survey)
        draft.raw = {
            name: values for q in definition if q.key in said for name, values in raw_of(q, said[q.key]).items()
        }
        draft.seen = {q.key: q.version for q in definition if q.key in said}
    if draft.response_id is None:
        draft.response_id = response.id
    db.session().flush()
    return draft


def file_names(draft: SurveyDraft | None) -> dict[str, StoredFile]:
    """The files that belong to whoever answers, by their names in the store."""
    if draft is None:
        return {}
    own = StoredFile.draft_id == draft.id
    if draft.response_id is not None:
        own = own | StoredFile.id.in_(select(Answer.file_id).where(Answer.response_id == draft.response_id))
    rows = db.session().scalars(select(StoredFile).where(own).order_by(StoredFile.id))
    return {f.name: f for f in rows}


MOST_AT_ONCE = 500


def forget_old() -> int:
    """Take away drafts that nobody has come back to, and the files only they know; returns how many drafts."""
    session = db.session()
    old = list(
        session.scalars(
            select(SurveyDraft.id)
            .where(SurveyDraft.expires_at < clock.now())
            .order_by(SurveyDraft.expires_at, SurveyDraft.id)
            .limit(MOST_AT_ONCE)
        )
    )
    if not old:
        return 0
    of_old = StoredFile.draft_id.in_(old)
    is_sent = exists().where(Answer.file_id == StoredFile.id)
    gone = list(session.scalars(select(StoredFile.name).where(of_old, ~is_sent)))
    session.execute(delete(StoredFile).where(of_old, ~is_sent).execution_options(synchronize_session=False))
    session.execute(update(StoredFile).where(of_old).values(draft_id=None).execution_options(synchronize_session=False))
    session.execute(delete(SurveyDraft).where(SurveyDraft.id.in_(old)).execution_options(synchronize_session=False))
    for name in gone:
        uploads.store().remove(name)
    return len(old)
