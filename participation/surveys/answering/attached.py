"""Files that somebody attaches: kept with the draft at once, so that no fault elsewhere on the page loses them.

What a file is is read from its first bytes. Its name is shown as text and used for nothing. It is private: it is never
shown on a page, and staff who read it are noted.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePosixPath

from sqlalchemy import func, select

from participation import clock, db, uploads
from participation.access import Actor, require
from participation.contributions.permissions import ContributionPermission
from participation.dialogues.models import Dialogue
from participation.surveys.answering import drafts
from participation.surveys.definition import Asked
from participation.surveys.given import field_name
from participation.surveys.models import StoredFile, SurveyDraft
from participation.surveys.rules import MAXIMUM_FILE_BYTES, MAXIMUM_FILES
from participation.texts import one_line

ACCEPTED = ("image/jpeg", "image/png", "image/webp", "image/gif", "application/pdf")
LONGEST_NAME = 120


class FileFault(StrEnum):
    """Why a file cannot be taken. The pages say it in words."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    DOUBLE = "double"
    TOO_MANY = "too_many"


class BadFile(Exception):
    """The file cannot be taken; ``fault`` says why."""

    def __init__(self, fault: FileFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def fault_of(content: bytes) -> FileFault | None:
    """What keeps the content from being taken."""
    if not content:
        return FileFault.EMPTY
    if len(content) > MAXIMUM_FILE_BYTES:
        return FileFault.TOO_LARGE
    if uploads.media_type(content) not in ACCEPTED:
        return FileFault.WRONG_TYPE
    return FileFault.DOUBLE if _is_double(content) else None


_PAGES = (b"<html", b"<script", b"<svg", b"<!doctype", b"<?php")
_ARCHIVE_END = b"PK\x05\x06"
_HEAD, _TAIL = 4096, 66_000


def _is_double(content: bytes) -> bool:
    """Whether the content is two things at once: a picture that a browser could take for a page, or that unpacks."""
    head = content[:_HEAD].lower()
    return any(sign in head for sign in _PAGES) or _ARCHIVE_END in content[-_TAIL:]


def tidy_name(name: str) -> str:
    """What the person called their file, as text to show: without folders, without characters nobody sees."""
    last = PurePosixPath(one_line(name).replace("\\", "/")).name.strip()
    if len(last) <= LONGEST_NAME:
        return last or "?"
    stem, dot, end = last.rpartition(".")
    ending = dot + end if dot and len(end) <= 8 else ""
    return (stem or last)[: LONGEST_NAME - len(ending) - 1] + "…" + ending


def attach(
    actor: Actor, dialogue: Dialogue, draft: SurveyDraft, question: Asked, *, content: bytes, name: str
) -> StoredFile:
    """Keep a file as the draft's answer to the question, in place of an earlier one. The same file again is one file.

    Raises Refused (E-STATE), BadFile.
    """
    require(actor, ContributionPermission.SUBMIT, dialogue)
    fault = fault_of(content)
    if fault is not None:
        raise BadFile(fault)
    session = db.session()
    digest = uploads.digest(content)
    mine = (StoredFile.draft_id == draft.id, StoredFile.question_key == question.key)
    stored = session.scalar(select(StoredFile).where(*mine, StoredFile.digest == digest).order_by(StoredFile.id))
    if stored is None:
        count = session.scalar(select(func.count()).select_from(StoredFile).where(StoredFile.draft_id == draft.id))
        if (count or 0) >= MAXIMUM_FILES:
            raise BadFile(FileFault.TOO_MANY)
        stored = StoredFile(
            name=uploads.store().put(content),
            survey_id=draft.survey_id,
            draft_id=draft.id,
            question_key=question.key,
            original_name=tidy_name(name),
            media_type=uploads.media_type(content),
            size=len(content),
            digest=digest,
            stored_at=clock.now(),
        )
        session.add(stored)
        session.flush()
    drafts.put(draft, {field_name(question): [stored.name]})
    return stored


def detach(draft: SurveyDraft, question: Asked) -> None:
    """Take the file out of the answer."""
    drafts.put(draft, {field_name(question): []})
