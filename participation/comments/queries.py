"""Reads of comments: a page of a thread by position, as plain rows; the end of a thread is as fast as its start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import aliased

from participation import db
from participation.access import NotFound
from participation.comments.models import Comment
from participation.comments.rules import PAGE, is_path
from participation.contributions.models import Contribution
from participation.contributions.paging import pack, unpack
from participation.contributions.queries import LARGEST_NUMBER, is_visible
from participation.contributions.rules import SHOWN_DEPTH, ContributionKind, Speaker, Visibility
from participation.texts import Texts

_AFTER, _BEFORE, _FROM = 0, 1, 2


@dataclass(frozen=True)
class ThreadRow:
    """A comment in a thread. What is not visible has left its text and its author behind."""

    id: int
    number: int
    body: str
    language: str
    display_name: str
    speaker: Speaker
    office: Texts
    received_at: datetime
    visibility: Visibility
    depth: int
    path: str
    answers_number: int | None
    answers_name: str


@dataclass(frozen=True)
class ThreadPage:
    """Some comments of a thread, and the tokens of the pages beside it."""

    rows: Sequence[ThreadRow]
    previous: str | None
    next: str | None


def thread_page(subject_id: int, token: str | None) -> ThreadPage:
    """A page of the thread in one query; an unreadable token, or one that leads nowhere, gives the first page."""
    direction, path = _read(token)
    rows = _rows(subject_id, direction, path)
    if not rows and path is not None:
        direction, path = _AFTER, None
        rows = _rows(subject_id, direction, path)
    backwards = direction == _BEFORE
    more = len(rows) > PAGE
    shown = [_row(r) for r in (reversed(rows[:PAGE]) if backwards else rows[:PAGE])]
    has_previous = more if backwards else path is not None
    has_next = True if backwards else more
    return ThreadPage(
        rows=shown,
        previous=pack(_BEFORE, shown[0].path) if has_previous and shown else None,
        next=pack(_AFTER, shown[-1].path) if has_next and shown else None,
    )


def page_of(comment: Contribution) -> str:
    """The token of the page that begins with the comment."""
    return pack(_FROM, comment.thread_path or "")


def _read(token: str | None) -> tuple[int, str | None]:
    parts = unpack(token, int, str)
    if parts is None:
        return _AFTER, None
    direction, path = parts
    if direction not in (_AFTER, _BEFORE, _FROM) or not is_path(str(path)):
        return _AFTER, None
    return int(direction), str(path)


def _rows(subject_id: int, direction: int, path: str | None) -> Sequence[Any]:
    values: dict[str, Any] = {"subject": subject_id, "limit": PAGE + 1}
    if path is not None:
        values["path"] = path
    found: Sequence[Any] = db.rows(_statement(direction if path is not None else None), values).all()
    return found


@cache
def _statement(direction: int | None) -> Select[Any]:
    parent = aliased(Contribution)
    query: Any = (
        select(
            Contribution.id,
            Contribution.number,
            Contribution.body,
            Contribution.language,
            Contribution.display_name,
            Contribution.speaker,
            Contribution.speaker_label,
            Contribution.received_at,
            Contribution.visibility,
            Contribution.depth,
            Contribution.thread_path,
            parent.number.label("parent_number"),
            parent.display_name.label("parent_name"),
            parent.visibility.label("parent_visibility"),
        )
        .outerjoin(parent, parent.id == Contribution.parent_id)
        .where(Contribution.subject_id == bindparam("subject"))
    )
    here = Contribution.thread_path
    if direction == _AFTER:
        query = query.where(here > bindparam("path"))
    elif direction == _BEFORE:
        query = query.where(here < bindparam("path"))
    elif direction == _FROM:
        query = query.where(here >= bindparam("path"))
    ordered: Select[Any] = query.order_by(here.desc() if direction == _BEFORE else here).limit(bindparam("limit"))
    return ordered


def _row(row: Any) -> ThreadRow:
    visibility = Visibility(row.visibility)
    shown = visibility is Visibility.VISIBLE
    named = row.parent_visibility == Visibility.VISIBLE.value
    return ThreadRow(
        id=row.id,
        number=row.number,
        body=row.body if shown else "",
        language=row.language,
        display_name=row.display_name if shown else "",
        speaker=Speaker(row.speaker) if shown else Speaker.RESIDENT,
        office=row.speaker_label if shown else Texts(),
        received_at=row.received_at,
        visibility=visibility,
        depth=min(row.depth or 1, SHOWN_DEPTH),
        path=row.thread_path,
        answers_number=row.parent_number,
        answers_name=row.parent_name if named else "",
    )


def comment_to_answer(subject_id: int, number: str) -> Comment:
    """The visible comment about the subject with the running number; :class:`NotFound` for any other text."""
    if not (number.isascii() and number.isdigit() and len(number) <= 10 and int(number) <= LARGEST_NUMBER):
        raise NotFound
    found = db.session().scalar(
        select(Comment).where(
            Comment.kind == ContributionKind.COMMENT.value,
            Comment.subject_id == subject_id,
            Comment.number == int(number),
        )
    )
    if found is None or not is_visible(found):
        raise NotFound
    return found


def subject_and_page(comment: Contribution) -> tuple[int, str]:
    """The running number of what a comment is about, and the token of the page that begins with the comment."""
    number = db.session().scalar(select(Contribution.number).where(Contribution.id == comment.subject_id))
    return number or 0, page_of(comment)
