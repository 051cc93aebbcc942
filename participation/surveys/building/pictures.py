"""Pictures to choose between, each with what it shows in words."""

from __future__ import annotations

from dataclasses import replace

from participation import clock, db, uploads
from participation.access import Actor, NotFound, Reason, Refused
from participation.dialogues.models import Dialogue
from participation.surveys.building.questions import refuse_words
from participation.surveys.building.writing import may_build, note, store
from participation.surveys.models import Question, StoredFile, Survey
from participation.surveys.queries import answered_questions, definition_of


def set_picture(
    actor: Actor,
    dialogue: Dialogue,
    survey: Survey,
    question: Question,
    option_key: str,
    *,
    content: bytes | None,
    alternative: str,
) -> Question:
    """Give an option its picture and, in Swedish, what it shows; ``content`` None keeps the picture it has.

    A question that has been answered gets a new version. Raises NotFound, Refused (E-ROLE, E-STATE, E-S13; E-S04 for
    what is no picture that can be shown).
    """
    may_build(actor, dialogue)
    refuse_words(alternative)
    asked = definition_of(survey).by_key[question.key]
    option = asked.option(option_key)
    if option is None or not asked.parts.pictures:
        raise NotFound
    name = option.picture
    if content is not None:
        kind = uploads.media_type(content)
        if kind not in uploads.PICTURES:
            raise Refused(Reason("E-S04"), by_guard=True)
        name = _keep(survey, content, kind)
    changed = replace(option, picture=name, alternative=option.alternative.put("sv", alternative.strip()))
    wanted = replace(asked, options=tuple(changed if o.key == option_key else o for o in asked.options))
    is_answered = question.id in answered_questions(survey.id)
    saved = store(survey, question, wanted, is_answered=is_answered, position=question.position)
    note(actor, dialogue, "survey.picture_set", survey, question=saved.key, version=saved.version)
    return saved


def _keep(survey: Survey, content: bytes, kind: str) -> str:
    name = uploads.store().put(content)
    db.session().add(
        StoredFile(
            name=name,
            survey_id=survey.id,
            media_type=kind,
            size=len(content),
            digest=uploads.digest(content),
            stored_at=clock.now(),
        )
    )
    db.session().flush()
    return name


def copy_picture(source: str, survey: Survey) -> str:
    """Another survey's own copy of a stored picture; "" if it is gone."""
    content = uploads.store().get(source)
    return _keep(survey, content, uploads.media_type(content)) if content is not None else ""
