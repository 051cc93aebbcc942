"""Beginning, changing and taking away a survey, and writing it in other languages."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, exists, select

from participation import clock, db, event_log
from participation.access import Actor, Conflict, Reason, Refused, require
from participation.dialogues.models import Dialogue
from participation.surveys.building.questions import refuse_citizenship, refuse_words
from participation.surveys.building.writing import bump, may_build, note, store
from participation.surveys.definition import fingerprint
from participation.surveys.models import (
    Invitation,
    InvitationBatch,
    StoredFile,
    Survey,
    SurveyCheck,
    SurveyDraft,
    SurveyExport,
    SurveyResponse,
)
from participation.surveys.permissions import SurveyPermission
from participation.surveys.queries import answered_questions, definition_of, surveys_of
from participation.surveys.rules import Access, Layout, Publication, key_from
from participation.surveys.wording import overwrites, worded, wording_fingerprint
from participation.texts import Texts


def create_survey(actor: Actor, dialogue: Dialogue, *, title: str) -> Survey:
    """Begin a survey; its key is made from the title. Raises Refused (E-ROLE, E-STATE, E-S13)."""
    may_build(actor, dialogue)
    refuse_words(title)
    key = key_from(title, [s.key for s in surveys_of(dialogue.id)])
    survey = Survey(dialogue_id=dialogue.id, key=key, title=Texts(sv=title.strip()), intro=Texts(), edition=0)
    survey.created_at = clock.now()
    survey.every_version = []
    db.session().add(survey)
    note(actor, dialogue, "survey.created", survey)
    return survey


def save_survey(
    actor: Actor, dialogue: Dialogue, survey: Survey, *, title: str, intro: str, seen: str | None = None
) -> None:
    """Keep the survey's title and introduction in Swedish; its key stays.

    Raises Conflict, Refused (E-ROLE, E-STATE, E-S13).
    """
    may_build(actor, dialogue)
    db.session().refresh(survey)  # somebody else may have written while this waited
    refuse_words(title, intro)
    wanted = (survey.title.put("sv", title.strip()), survey.intro.put("sv", intro.strip()))
    if wanted == (survey.title, survey.intro):
        return
    if seen is not None and seen != fingerprint(survey.title, survey.intro):
        raise Conflict
    survey.title, survey.intro = wanted
    note(actor, dialogue, "survey.changed", survey)


def save_settings(
    actor: Actor,
    dialogue: Dialogue,
    survey: Survey,
    *,
    access: Access,
    layout: Layout,
    publication: Publication,
    asks_background: bool,
    double_entry: bool,
    seen: str | None = None,
) -> None:
    """Keep who may answer and how it is shown, typed in and published. Raises Conflict, Refused (E-ROLE, E-STATE)."""
    may_build(actor, dialogue)
    db.session().refresh(survey)
    before = (survey.access, survey.layout, survey.publication, survey.asks_background, survey.double_entry)
    wanted = (access.value, layout.value, publication.value, asks_background, double_entry)
    if before == wanted:
        return
    if seen is not None and seen != settings_fingerprint(survey):
        raise Conflict
    survey.access, survey.layout, survey.publication, survey.asks_background, survey.double_entry = wanted
    note(actor, dialogue, "survey.settings_changed", survey, access=access.value, publication=publication.value)


def settings_fingerprint(survey: Survey) -> str:
    """What the form of the settings was made from, in short."""
    ticked = (f"asks_background={survey.asks_background}", f"double_entry={survey.double_entry}")
    return fingerprint(survey.access, survey.layout, survey.publication, *ticked)


def remove_survey(actor: Actor, dialogue: Dialogue, survey: Survey) -> None:
    """Take the survey away with its questions, pictures and codes, before the dialogue opens.

    Raises Refused (E-ROLE, E-STATE, E-S02 if anybody has begun to answer).
    """
    may_build(actor, dialogue)
    require(actor, SurveyPermission.REMOVE, dialogue)
    session = db.session()
    taken = exists().where(SurveyResponse.survey_id == survey.id)
    begun = exists().where(SurveyDraft.survey_id == survey.id)
    if session.scalar(select(taken | begun)):
        raise Refused(Reason("E-S02"), by_guard=True)
    identity, key = survey.id, survey.key
    survey.every_version.clear()
    session.flush()
    batches = select(InvitationBatch.id).where(InvitationBatch.survey_id == survey.id)
    session.execute(delete(Invitation).where(Invitation.batch_id.in_(batches)))
    for table in (InvitationBatch, StoredFile, SurveyExport, SurveyCheck):
        session.execute(delete(table).where(table.survey_id == survey.id))
    session.delete(survey)
    session.flush()
    event_log.record(actor, "survey.removed", dialogue_id=dialogue.id, data={"survey": identity, "key": key})
    bump(dialogue)


def save_wording(
    actor: Actor,
    dialogue: Dialogue,
    survey: Survey,
    locale: str,
    texts: Mapping[str, str],
    *,
    seen: str | None = None,
) -> None:
    """Keep the survey's texts in another language than Swedish, by the keys of ``wording.translatable``.

    Adding what is missing changes no question. Changing what people have read and answered makes a new version of it.
    Raises Conflict, Refused (E-ROLE, E-STATE, E-S13).
    """
    may_build(actor, dialogue)
    if locale == "sv":
        raise ValueError("Swedish is written in the questions themselves")
    definition = definition_of(survey)
    if seen is not None and seen != wording_fingerprint(survey, definition, locale):
        raise Conflict
    refuse_words(*texts.values())
    answered = answered_questions(survey.id)
    rows = {q.id: q for q in survey.questions}
    for asked in definition:
        wanted = worded(asked, locale, texts)
        if wanted == asked:
            continue
        refuse_citizenship(wanted)
        row = rows[asked.identity]
        is_new_version = row.id in answered and overwrites(asked, wanted, locale)
        store(survey, row, wanted, is_answered=is_new_version, position=row.position)
    if "title" in texts:
        survey.title = survey.title.put(locale, texts["title"].strip())
    if "intro" in texts:
        survey.intro = survey.intro.put(locale, texts["intro"].strip())
    note(actor, dialogue, "survey.changed", survey, language=locale)
