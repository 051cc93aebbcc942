"""A thread as a page shows it: finished words and addresses for each comment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import flask

from participation import i18n
from participation.channels.views import Redirected
from participation.comments.queries import ThreadRow
from participation.contributions.rules import Speaker, Visibility
from participation.contributions.taking_part import author, before_change, foreign, short_number
from participation.dialogues.models import Dialogue
from participation.texts import Texts, direction, language_tag


@dataclass(frozen=True)
class CommentView:
    """What ``components/comment.html`` draws."""

    anchor: str
    depth: int
    hidden: bool
    tombstone: str
    author: str
    role_label: str
    when: str
    iso: str
    number: str
    language_name: str
    before_change: str
    redirected: Redirected | None
    reply_to: str
    text: str
    lang: str
    dir: str
    reply_href: str | None
    report_href: str | None


def anchor_of(number: int) -> str:
    """Where on its page the comment is."""
    return f"comment-{number}"


def office_label(speaker: Speaker, office: Texts) -> str:
    """In what capacity somebody wrote; "" for residents."""
    body = office.in_(i18n.current().code).text
    if speaker is Speaker.OFFICIAL:
        return i18n.gettext("Official, %(body)s", body=body) if body else i18n.gettext("Official")
    if speaker is Speaker.ELECTED:
        return (
            i18n.gettext("Elected representative, %(body)s", body=body)
            if body
            else i18n.gettext("Elected representative")
        )
    return ""


def comment_views(
    rows: Sequence[ThreadRow],
    *,
    dialogue: Dialogue,
    slug: str,
    idea: int,
    may_answer: bool,
    redirected: Mapping[int, Redirected],
) -> list[CommentView]:
    """The rows of a thread, ready to be drawn. ``redirected``: by the ids of those that belong to another channel."""
    return [_view(row, dialogue, slug, idea, may_answer, redirected.get(row.id)) for row in rows]


def _view(
    row: ThreadRow, dialogue: Dialogue, slug: str, idea: int, may_answer: bool, redirected: Redirected | None
) -> CommentView:
    shown = row.visibility is Visibility.VISIBLE
    return CommentView(
        anchor=anchor_of(row.number),
        depth=row.depth,
        hidden=not shown,
        tombstone="" if shown else tombstone(row.visibility),
        author=author(row.display_name),
        role_label=office_label(row.speaker, row.office),
        when=i18n.format_date(row.received_at),
        iso=row.received_at.date().isoformat(),
        number=short_number(row.number),
        language_name=foreign(row.language),
        before_change=before_change(dialogue, row.received_at),
        redirected=redirected if shown else None,
        reply_to=_answers(row),
        text=row.body,
        lang=language_tag(row.language),
        dir=direction(row.language),
        reply_href=flask.url_for("residents.comments.new", slug=slug, number=idea, parent=row.number)
        if may_answer and shown
        else None,
        report_href=flask.url_for("residents.report.new", contribution=row.id) if shown else None,
    )


def _answers(row: ThreadRow) -> str:
    if row.answers_number is None:
        return ""
    number = short_number(row.answers_number)
    if row.answers_name:
        return i18n.gettext("In answer to %(name)s, %(number)s", name=row.answers_name, number=number)
    return i18n.gettext("In answer to %(number)s", number=number)


def tombstone(visibility: Visibility) -> str:
    """What stands where a contribution stood that is no longer shown."""
    if visibility is Visibility.WITHDRAWN:
        return i18n.gettext("The author has withdrawn this. Answers to it are kept.")
    return i18n.gettext("A moderator has hidden this. Answers to it are kept.")
