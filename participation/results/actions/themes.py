"""Making themes and sorting contributions into them. Nothing here is public before the report is published."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, exists, func, insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from participation import db, event_log
from participation.access import Actor, Conflict, NotFound, require
from participation.contributions.models import Contribution
from participation.contributions.rules import ContributionKind, Speaker
from participation.dialogues.actions import lock
from participation.dialogues.models import Dialogue
from participation.results.models import Theme, ThemeContribution
from participation.results.permissions import ResultsPermission
from participation.results.queries import counted, has_theme, other_theme, theme_in, theme_version, themes_in
from participation.results.rules import MAXIMUM_SORTED, MAXIMUM_THEMES, OTHER_TITLE
from participation.surveys.models import Answer
from participation.texts import Texts


def add_theme(actor: Actor, dialogue: Dialogue, *, title: Texts, text: Texts) -> Theme:
    """Make a theme, last in order. Raises Refused (E-ROLE, E-STATE); ValueError without a Swedish title."""
    lock(dialogue)
    require(actor, ResultsPermission.SORT, dialogue)
    others = [t for t in themes_in(dialogue.id) if not t.is_other]
    if len(others) >= MAXIMUM_THEMES:
        raise ValueError(f"more than {MAXIMUM_THEMES} themes")
    theme = Theme(
        dialogue_id=dialogue.id,
        position=max((t.position for t in others), default=0) + 1,
        title=_titled(title),
        text=text,
    )
    db.session().add(theme)
    db.session().flush()
    _log(actor, dialogue, "added", theme=theme.id, title=theme.title.sv)
    return theme


def change_theme(
    actor: Actor, dialogue: Dialogue, theme_id: int, *, title: Texts, text: Texts, seen: str | None = None
) -> Theme:
    """Write a theme anew; "other" keeps its title. ``seen`` names what the form was made from.

    Raises Refused, NotFound; ValueError without a Swedish title; Conflict if somebody else has written something else.
    """
    lock(dialogue)
    require(actor, ResultsPermission.SORT, dialogue)
    theme = theme_in(dialogue.id, theme_id)
    wanted = theme.title if theme.is_other else _titled(title)
    if seen is not None and (theme.title, theme.text) != (wanted, text) and seen != theme_version(theme):
        raise Conflict
    theme.title, theme.text = wanted, text
    db.session().flush()
    _log(actor, dialogue, "changed", theme=theme.id, title=theme.title.sv)
    return theme


def remove_theme(actor: Actor, dialogue: Dialogue, theme_id: int) -> None:
    """Take a theme away; what was sorted only there has no theme again. Raises NotFound for "other"."""
    lock(dialogue)
    require(actor, ResultsPermission.SORT, dialogue)
    theme = theme_in(dialogue.id, theme_id)
    if theme.is_other:
        raise NotFound
    _log(actor, dialogue, "removed", theme=theme.id, title=theme.title.sv)
    db.session().execute(delete(ThemeContribution).where(ThemeContribution.theme_id == theme.id))
    db.session().delete(theme)
    db.session().flush()


def raise_theme(actor: Actor, dialogue: Dialogue, theme_id: int) -> None:
    """Move a theme one step up in the order in which the report tells them."""
    lock(dialogue)
    require(actor, ResultsPermission.SORT, dialogue)
    theme_in(dialogue.id, theme_id)
    order = [t for t in themes_in(dialogue.id) if not t.is_other]
    place = next((n for n, t in enumerate(order) if t.id == theme_id), 0)
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
    for position, theme in enumerate(order, start=1):
        theme.position = position
    db.session().flush()


def make_other(actor: Actor, dialogue: Dialogue) -> Theme:
    """The theme for all that fits nowhere else; written down the first time it is needed."""
    lock(dialogue)
    require(actor, ResultsPermission.SORT, dialogue)
    found = other_theme(dialogue.id)
    if found is None:
        found = Theme(dialogue_id=dialogue.id, position=0, title=OTHER_TITLE, is_other=True)
        db.session().add(found)
        db.session().flush()
    return found


def sort(actor: Actor, dialogue: Dialogue, contributions: Collection[int], themes: Collection[int]) -> None:
    """Put every one of the contributions into every one of the themes; what is there already stays.

    Raises Refused, and NotFound for what is not the dialogue's or not a resident's.
    """
    lock(dialogue)
    require(actor, ResultsPermission.SORT, dialogue)
    ids, into = _ours(dialogue, contributions, themes)
    session = db.session()
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    rows = [{"theme_id": t, "contribution_id": c} for t in into for c in ids]
    if rows:
        session.execute(make(ThemeContribution).values(rows).on_conflict_do_nothing())
        _log(actor, dialogue, "sorted", themes=into, contributions=ids)


def unsort(actor: Actor, dialogue: Dialogue, contributions: Collection[int], themes: Collection[int]) -> None:
    """Take the contributions out of the themes. Raises as :func:`sort`."""
    lock(dialogue)
    require(actor, ResultsPermission.SORT, dialogue)
    ids, out_of = _ours(dialogue, contributions, themes)
    if ids and out_of:
        db.session().execute(
            delete(ThemeContribution).where(
                ThemeContribution.theme_id.in_(out_of), ThemeContribution.contribution_id.in_(ids)
            )
        )
        _log(actor, dialogue, "unsorted", themes=out_of, contributions=ids)


def sort_wordless(actor: Actor, dialogue: Dialogue) -> int:
    """Put every survey response that has no theme and no words of its own into "other"; returns how many."""
    theme = make_other(actor, dialogue)
    own_words = exists().where(
        Answer.response_id == Contribution.id, Answer.deletion_id.is_(None), func.trim(Answer.words) != ""
    )
    chosen = (
        select(literal(theme.id), Contribution.id)
        .where(
            Contribution.dialogue_id == dialogue.id,
            Contribution.kind == ContributionKind.SURVEY_RESPONSE.value,
            counted(),
            ~has_theme(),
            ~own_words,
        )
        .order_by(Contribution.id)
    )
    n = _insert(chosen)
    if n:
        _log(actor, dialogue, "sorted_wordless", theme=theme.id, n=n)
    return n


def cover_what_is_hidden(dialogue: Dialogue, other: Theme) -> None:
    """Put what is hidden and has no theme into "other": it counts nowhere, but is covered should it be shown again.

    Part of publishing the report; the caller has checked the right.
    """
    _insert(
        select(literal(other.id), Contribution.id).where(
            Contribution.dialogue_id == dialogue.id,
            Contribution.speaker == Speaker.RESIDENT.value,
            ~counted(),
            ~has_theme(),
        )
    )


def _insert(chosen: Any) -> int:
    columns = ["theme_id", "contribution_id"]
    made = insert(ThemeContribution).from_select(columns, chosen).returning(ThemeContribution.contribution_id)
    return len(db.session().execute(made).all())


def _ours(dialogue: Dialogue, contributions: Collection[int], themes: Collection[int]) -> tuple[list[int], list[int]]:
    ids, wanted = sorted(set(contributions)), sorted(set(themes))
    if len(ids) > MAXIMUM_SORTED:
        raise ValueError(f"more than {MAXIMUM_SORTED} contributions at a time")
    session = db.session()
    found = session.scalar(
        select(func.count())
        .select_from(Contribution)
        .where(
            Contribution.id.in_(ids),
            Contribution.dialogue_id == dialogue.id,
            Contribution.speaker == Speaker.RESIDENT.value,
        )
    )
    there = session.scalar(
        select(func.count()).select_from(Theme).where(Theme.id.in_(wanted), Theme.dialogue_id == dialogue.id)
    )
    if found != len(ids) or there != len(wanted):
        raise NotFound
    return ids, wanted


def _titled(title: Texts) -> Texts:
    if not title.sv.strip():
        raise ValueError("a theme needs a Swedish title")
    return title


def _log(actor: Actor, dialogue: Dialogue, what: str, **data: object) -> None:
    event_log.record(actor, f"results.theme_{what}", dialogue_id=dialogue.id, data=data)
