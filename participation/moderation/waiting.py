"""Reads of the moderation queue: what waits, since when, and one contribution with everything around it.

The queue is ordered by the instant since which something waits (when it came in, or when it was first reported) and
by id; addresses carry that pair, so that pages stay put while others work on the same queue.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, Subquery, and_, case, func, or_, select, true, union
from sqlalchemy.orm import aliased, lazyload

from participation import db
from participation.access import Actor, NotFound
from participation.accounts.models import Account
from participation.contributions.models import Contribution
from participation.contributions.queries import visible
from participation.contributions.rules import ContributionKind
from participation.dialogues.models import Dialogue
from participation.moderation.models import Complaint, Report, RulingRecord
from participation.moderation.queries import PAGE, in_scope
from participation.moderation.rules import Seen, Waiting
from participation.texts import Texts

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SHOWN_REPORTS = 100


class Place(NamedTuple):
    """Where something stands in the queue."""

    since: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.since - _EPOCH) // timedelta(microseconds=1)}-{self.id}"

    @classmethod
    def parse(cls, text: str | None) -> Place | None:
        """The place an address names, or None."""
        found = re.fullmatch(r"(\d{1,16})-(\d{1,18})", text or "", re.ASCII)
        return cls(_EPOCH + timedelta(microseconds=int(found[1])), int(found[2])) if found else None


@dataclass(frozen=True)
class DialogueCount:
    """What waits in a dialogue."""

    dialogue_id: int
    title: Texts
    all: int
    new: int
    reported: int
    since: datetime | None
    complaints: int


@dataclass(frozen=True)
class Counted:
    """What waits: by dialogue, the one that waits longest first; and so many complaints that are no dialogue's."""

    dialogues: list[DialogueCount]
    elsewhere: int


@dataclass(frozen=True)
class Around:
    """A place in the queue and its neighbours."""

    here: Place
    previous: Place | None
    next: Place | None


@dataclass(frozen=True)
class Row:
    """A contribution that waits, in a list."""

    place: Place
    contribution: Contribution
    dialogue: Dialogue
    reports: int
    seen: Seen


@dataclass(frozen=True)
class Item:
    """A contribution with its context: what it answers, who reported it, what was decided before."""

    contribution: Contribution
    dialogue: Dialogue
    subject: Contribution | None
    parent: Contribution | None
    reports: list[Report]
    reports_open: int
    rulings: list[tuple[RulingRecord, str, Complaint | None]]
    seen: Seen


def _waiting(actor: Actor, only: Waiting = Waiting.ALL, dialogue_id: int | None = None) -> Subquery:
    """Everything that waits: unread and visible, or reported and visible. Survey responses are never public."""
    reported = (
        select(
            Report.contribution_id,
            func.min(Report.reported_at).label("first"),
            func.max(Report.id).label("last"),
            func.count().label("number"),
        )
        .where(Report.settled_at.is_(None))
        .group_by(Report.contribution_id)
        .subquery()
    )
    is_new, is_reported = Contribution.reviewed_at.is_(None), reported.c.number.is_not(None)
    # Two indexes instead of one look at every contribution there is.
    either = union(
        select(Contribution.id).where(is_new),
        select(Report.contribution_id).where(Report.settled_at.is_(None)),
    )
    wanted = {Waiting.ALL: Contribution.id.in_(either), Waiting.NEW: is_new, Waiting.REPORTED: is_reported}[only]
    query = (
        select(
            Contribution.id,
            Contribution.dialogue_id,
            case((is_new, Contribution.received_at), else_=reported.c.first).label("since"),
            func.coalesce(reported.c.number, 0).label("reports"),
            func.coalesce(reported.c.last, 0).label("last_report"),
            case((is_new, 1), else_=0).label("is_new"),
        )
        .join(Dialogue, Dialogue.id == Contribution.dialogue_id)
        .outerjoin(reported, reported.c.contribution_id == Contribution.id)
        .where(visible(), Contribution.kind != ContributionKind.SURVEY_RESPONSE.value, wanted, in_scope(actor))
    )
    if dialogue_id is not None:
        query = query.where(Contribution.dialogue_id == dialogue_id)
    return query.subquery()


def counts(actor: Actor, elsewhere: ScalarSelect[int]) -> Counted:
    """What waits in each of the actor's dialogues where something does, and ``elsewhere``: one query."""
    waiting = _waiting(actor)
    reported = case((waiting.c.reports > 0, 1), else_=0)
    queue = (
        select(
            waiting.c.dialogue_id.label("dialogue_id"),
            func.count().label("all"),
            func.sum(waiting.c.is_new).label("new"),
            func.sum(reported).label("reported"),
            func.min(waiting.c.since).label("since"),
        )
        .group_by(waiting.c.dialogue_id)
        .subquery()
    )
    complained = (
        select(Contribution.dialogue_id.label("dialogue_id"), func.count().label("complaints"))
        .join(Complaint, Complaint.contribution_id == Contribution.id)
        .where(Complaint.decided_at.is_(None))
        .group_by(Contribution.dialogue_id)
        .subquery()
    )
    here = (
        select(
            Dialogue.id,
            Dialogue.title,
            queue.c.all,
            queue.c.new,
            queue.c.reported,
            queue.c.since,
            complained.c.complaints,
        )
        .outerjoin(queue, queue.c.dialogue_id == Dialogue.id)
        .outerjoin(complained, complained.c.dialogue_id == Dialogue.id)
        .where(in_scope(actor), or_(queue.c.all.is_not(None), complained.c.complaints.is_not(None)))
        .subquery()
    )
    # The number that is no dialogue's is a row of its own, there though nothing waits in any dialogue.
    one = select(elsewhere.label("number")).subquery()
    rows = (
        db.session()
        .execute(
            select(one.c.number, here)
            .select_from(one)
            .outerjoin(here, true())
            .order_by(here.c.since.is_(None), here.c.since, here.c.id)
        )
        .all()
    )
    return Counted(
        [
            DialogueCount(i, title, n or 0, int(new or 0), int(reported or 0), since, c or 0)
            for _, i, title, n, new, reported, since, c in rows
            if i is not None
        ],
        elsewhere=rows[0][0],
    )


def waiting_in_all(actor: Actor) -> tuple[int, int, datetime | None]:
    """How much waits in the actor's dialogues together: unread, reported, and when the first open report came."""
    waiting = _waiting(actor)
    is_reported = waiting.c.reports > 0
    opened = (
        select(func.min(Report.reported_at))
        .where(Report.settled_at.is_(None), Report.contribution_id.in_(select(waiting.c.id)))
        .scalar_subquery()
    )
    unread = case((and_(waiting.c.is_new == 1, ~is_reported), 1), else_=0)
    row = (
        db.session()
        .execute(
            select(
                func.coalesce(func.sum(unread), 0), func.coalesce(func.sum(case((is_reported, 1), else_=0)), 0), opened
            )
        )
        .one()
    )
    return int(row[0]), int(row[1]), row[2]


def _from(waiting: Subquery, at: Place) -> Any:
    """At the place or after it."""
    return or_(waiting.c.since > at.since, and_(waiting.c.since == at.since, waiting.c.id >= at.id))


def _before(waiting: Subquery, at: Place) -> Any:
    return or_(waiting.c.since < at.since, and_(waiting.c.since == at.since, waiting.c.id < at.id))


def around(actor: Actor, only: Waiting, dialogue_id: int | None, at: Place | None) -> Around | None:
    """The first that waits at the place or after it (the oldest of all if there is none), and its neighbours."""
    waiting = _waiting(actor, only, dialogue_id)
    query = select(waiting.c.since, waiting.c.id).order_by(waiting.c.since, waiting.c.id).limit(2)
    session = db.session()
    found = [Place(*row) for row in session.execute(query.where(_from(waiting, at)) if at else query)]
    if not found and at is not None:
        at, found = None, [Place(*row) for row in session.execute(query)]
    if not found:
        return None
    here, previous = found[0], None
    if at is not None:
        before = (
            select(waiting.c.since, waiting.c.id)
            .where(_before(waiting, here))
            .order_by(waiting.c.since.desc(), waiting.c.id.desc())
            .limit(1)
        )
        previous = next((Place(*row) for row in session.execute(before)), None)
    return Around(here, previous, found[1] if len(found) > 1 else None)


def rows(actor: Actor, only: Waiting, dialogue_id: int | None, at: Place | None) -> tuple[list[Row], Place | None]:
    """A page of what waits from the place on, oldest first, and where the next page begins."""
    waiting = _waiting(actor, only, dialogue_id)
    newest = select(func.max(RulingRecord.id)).where(RulingRecord.contribution_id == Contribution.id).scalar_subquery()
    query = (
        select(waiting.c.since, waiting.c.reports, waiting.c.last_report, newest, Contribution, Dialogue)
        .join(waiting, waiting.c.id == Contribution.id)
        .join(Dialogue, Dialogue.id == Contribution.dialogue_id)
        .order_by(waiting.c.since, waiting.c.id)
        .limit(PAGE + 1)
    )
    if at is not None:
        query = query.where(_from(waiting, at))
    found = [
        Row(Place(since, contribution.id), contribution, dialogue, reports, Seen(ruling or 0, last))
        for since, reports, last, ruling, contribution, dialogue in db.session().execute(query)
    ]
    return found[:PAGE], found[PAGE].place if len(found) > PAGE else None


def page_before(actor: Actor, only: Waiting, dialogue_id: int | None, at: Place) -> Place | None:
    """Where the page before the place begins; None on the first page."""
    waiting = _waiting(actor, only, dialogue_id)
    earlier = db.session().execute(
        select(waiting.c.since, waiting.c.id)
        .where(_before(waiting, at))
        .order_by(waiting.c.since.desc(), waiting.c.id.desc())
        .limit(PAGE)
    )
    places = [Place(*row) for row in earlier]
    return places[-1] if places else None


def item(actor: Actor, contribution_id: int) -> Item:
    """A contribution in the actor's dialogues with its context, whatever its visibility; else :class:`NotFound`."""
    subject, parent = aliased(Contribution), aliased(Contribution)
    session = db.session()
    found = session.execute(
        select(Contribution, Dialogue, subject, parent)
        .join(Dialogue, Dialogue.id == Contribution.dialogue_id)
        .outerjoin(subject, subject.id == Contribution.subject_id)
        .outerjoin(parent, parent.id == Contribution.parent_id)
        .where(
            Contribution.id == contribution_id,
            Contribution.kind != ContributionKind.SURVEY_RESPONSE.value,
            in_scope(actor),
        )
        .options(lazyload(Dialogue.phases), lazyload(Dialogue.responsible_body), lazyload(Dialogue.decision_body))
    ).first()
    if found is None:
        raise NotFound
    reported = session.execute(
        select(Report, func.count().over(), func.max(Report.id).over())
        .where(Report.contribution_id == contribution_id, Report.settled_at.is_(None))
        .order_by(Report.id)
        .limit(SHOWN_REPORTS)
    ).all()
    rulings = session.execute(
        select(RulingRecord, Account.name, Complaint)
        .outerjoin(Account, Account.id == RulingRecord.decided_by_id)
        .outerjoin(Complaint, Complaint.ruling_id == RulingRecord.id)
        .where(RulingRecord.contribution_id == contribution_id)
        .order_by(RulingRecord.id)
    ).all()
    contribution, dialogue, answered, parent_found = found
    return Item(
        contribution=contribution,
        dialogue=dialogue,
        subject=answered,
        parent=parent_found,
        reports=[row[0] for row in reported],
        reports_open=reported[0][1] if reported else 0,
        rulings=[(ruling, name or "", complaint) for ruling, name, complaint in rulings],
        seen=Seen(rulings[-1][0].id if rulings else 0, reported[0][2] if reported else 0),
    )


def settled(actor: Actor, before: int | None) -> list[tuple[RulingRecord, Contribution, str, str]]:
    """What moderators decided in the actor's dialogues, newest first: ruling, contribution, its dialogue's registry
    number, who. At most a page and one, before a ruling's id."""
    query = (
        select(RulingRecord, Contribution, Dialogue.registry_number, Account.name)
        .join(Contribution, Contribution.id == RulingRecord.contribution_id)
        .join(Dialogue, Dialogue.id == Contribution.dialogue_id)
        .outerjoin(Account, Account.id == RulingRecord.decided_by_id)
        .where(in_scope(actor))
        .order_by(RulingRecord.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(RulingRecord.id < before)
    return [(r, c, number, name or "") for r, c, number, name in db.session().execute(query)]
