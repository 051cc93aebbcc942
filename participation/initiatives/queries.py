"""Reads of initiatives. ``visible`` is the one rule of what the public may see; what is withdrawn is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, false, func, select, true

from participation import clock, db, settings
from participation.access import Actor, NotFound, Role
from participation.bodies.models import Body
from participation.bodies.queries import bodies_of_kind, body_by_id, mandates
from participation.bodies.rules import BodyKind
from participation.contributions.paging import pack, unpack
from participation.contributions.rules import Visibility, tidy_code
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import slug
from participation.dialogues.rules import is_public
from participation.initiatives.models import Forwarding, Initiative, InitiativeAddress, InitiativeComplaint
from participation.initiatives.rules import PAGE, Clock, State, answer_due, clock_of
from participation.moderation.queries import Hiding
from participation.moderation.rules import Ground
from participation.search.index import matching
from participation.search.models import SearchEntry
from participation.texts import Texts

LARGEST_NUMBER = 2**31 - 1
_AFTER, _BEFORE = 0, 1


def visible() -> ColumnElement[bool]:
    """The condition every public list, page, mail and sitemap uses."""
    return and_(Initiative.visibility == Visibility.VISIBLE.value, Initiative.withdrawn_at.is_(None))


def state_column() -> ColumnElement[str]:
    """The state in SQL: the same as :func:`participation.initiatives.rules.state`."""
    return case(
        (Initiative.accepted_at.is_not(None), State.ACCEPTED.value),
        (Initiative.declined_at.is_not(None), State.DECLINED.value),
        (Initiative.redirected_at.is_not(None), State.REDIRECTED.value),
        (Initiative.withdrawn_at.is_not(None), State.WITHDRAWN.value),
        (Initiative.forwarded_at.is_not(None), State.FORWARDED.value),
        (Initiative.review_began_at.is_not(None), State.UNDER_REVIEW.value),
        else_=State.SUBMITTED.value,
    )


def _waits() -> ColumnElement[bool]:
    return and_(
        Initiative.accepted_at.is_(None),
        Initiative.declined_at.is_(None),
        Initiative.redirected_at.is_(None),
        Initiative.withdrawn_at.is_(None),
    )


def initiative_by_id(number: int) -> Initiative:
    """The initiative, whatever its visibility; else :class:`NotFound`."""
    found = db.session().get(Initiative, number) if 0 < number <= LARGEST_NUMBER else None
    if found is None:
        raise NotFound
    return found


def public_initiative(number: int) -> Initiative:
    """The initiative if everybody may see it; else :class:`NotFound`."""
    found = initiative_by_id(number)
    if not found.is_visible or found.withdrawn_at is not None:
        raise NotFound
    return found


def initiative_by_code(code: str) -> Initiative:
    """The initiative whose receipt carries the code, however it is typed; else :class:`NotFound`."""
    tidy = tidy_code(code)
    found = db.session().scalar(select(Initiative).where(Initiative.return_code == tidy)) if tidy else None
    if found is None:
        raise NotFound
    return found


def initiative_by_key(key: str) -> Initiative | None:
    """What has already been received with the idempotency key."""
    return db.session().scalar(select(Initiative).where(Initiative.idempotency_key == key))


def body_for_area(policy_area_id: int | None) -> Body | None:
    """The body that has the area for its task today, the executive board where nobody has or the area is unknown."""
    if policy_area_id is not None:
        holders = [m for m in mandates(clock.today()) if m.policy_area_id == policy_area_id]
        if holders:
            return body_by_id(holders[0].body_id)
    board = bodies_of_kind([BodyKind.EXECUTIVE_BOARD])
    return board[0] if board else None


def due_of(initiative: Initiative) -> Clock:
    """How the initiative stands to the promise of an answer."""
    days = settings.installed().clocks.initiative_days
    ended = initiative.ended_at
    return clock_of(
        initiative.state,
        clock.local_date(ended) if ended else None,
        answer_due(clock.local_date(initiative.received_at), days),
        clock.today(),
    )


@dataclass(frozen=True)
class InitiativePage:
    """Some initiatives, and the tokens of the pages beside them."""

    rows: Sequence[Initiative]
    previous: str | None
    next: str | None


def _with_words(words: str) -> ColumnElement[bool]:
    """Those that hold every word; all of them where no word is asked for."""
    if not words:
        return true()
    entries = matching(words)
    if entries is None:
        return false()
    held = select(SearchEntry.initiative_id).where(SearchEntry.initiative_id.is_not(None), SearchEntry.id.in_(entries))
    return Initiative.id.in_(held)


def register_page(
    *,
    body_id: int | None = None,
    state: State | None = None,
    words: str = "",
    token: str | None = None,
    public: bool = True,
) -> InitiativePage:
    """A page of the register, the newest first, of those that hold the words; for the staff (``public=False``) hidden
    and withdrawn ones, too."""
    query = select(Initiative).where(_with_words(words))
    if public:
        query = query.where(visible())
    if body_id is not None:
        query = query.where(Initiative.body_id == body_id)
    if state is not None:
        query = query.where(state_column() == state.value)
    position = unpack(token, int, int)
    direction, number = (int(p) for p in position) if position and position[0] in (_AFTER, _BEFORE) else (_AFTER, 0)
    backwards = direction == _BEFORE
    if number:
        bound = min(number, LARGEST_NUMBER)
        query = query.where(Initiative.id > bound if backwards else Initiative.id < bound)
    found = list(
        db.session().scalars(query.order_by(Initiative.id if backwards else Initiative.id.desc()).limit(PAGE + 1))
    )
    more, rows = len(found) > PAGE, found[:PAGE]
    if backwards:
        rows.reverse()
    has_previous = more if backwards else bool(number)
    return InitiativePage(
        rows,
        pack(_BEFORE, rows[0].id) if has_previous and rows else None,
        pack(_AFTER, rows[-1].id) if (backwards or more) and rows else None,
    )


def counts_by_state(*, body_id: int | None = None, words: str = "", public: bool = True) -> dict[State, int]:
    """How many initiatives there are in each state, of those that hold the words."""
    column = state_column().label("state")
    query = select(column, func.count()).where(_with_words(words)).group_by(column)
    if public:
        query = query.where(visible())
    if body_id is not None:
        query = query.where(Initiative.body_id == body_id)
    return {State(value): n for value, n in db.session().execute(query)}


def bodies_with_initiatives(*, public: bool = True) -> list[Body]:
    """The bodies that initiatives lie with, by code."""
    mine = select(Initiative.body_id)
    if public:
        mine = mine.where(visible())
    return list(db.session().scalars(select(Body).where(Body.id.in_(mine)).order_by(Body.code, Body.id)))


def waiting(body_ids: frozenset[int] | None = None, *, limit: int = 200) -> list[Initiative]:
    """What has no answer yet, the oldest first; of some bodies, or of all."""
    query = select(Initiative).where(_waits())
    if body_ids is not None:
        query = query.where(Initiative.body_id.in_(sorted(body_ids)))
    return list(db.session().scalars(query.order_by(Initiative.received_at, Initiative.id).limit(limit)))


def waiting_before(instant: datetime) -> list[int]:
    """The numbers of those without an answer that were received before the instant."""
    return list(
        db.session().scalars(
            select(Initiative.id).where(_waits(), Initiative.received_at < instant).order_by(Initiative.id)
        )
    )


def waiting_states_of(actor: Actor) -> tuple[frozenset[int] | None, frozenset[int] | None]:
    """The bodies for which the actor reviews, and for which the actor records decisions; None means every body."""
    review: frozenset[int] | None = frozenset()
    for role in (Role.OFFICER, Role.COORDINATOR):
        held = actor.bodies_as(role)
        review = None if review is None or held is None else review | held
    return review, actor.bodies_as(Role.COMMITTEE_SECRETARY)


def forwardings_of(initiative_id: int) -> list[Forwarding]:
    """Each time it was forwarded, in order."""
    return list(
        db.session().scalars(
            select(Forwarding).where(Forwarding.initiative_id == initiative_id).order_by(Forwarding.at, Forwarding.id)
        )
    )


def address_of(initiative_id: int) -> InitiativeAddress | None:
    """Where the author wants the answer, unless they have unsubscribed."""
    return db.session().scalar(
        select(InitiativeAddress).where(
            InitiativeAddress.initiative_id == initiative_id, InitiativeAddress.unsubscribed_at.is_(None)
        )
    )


def address_by_token(token: str) -> InitiativeAddress:
    """The address that a link to unsubscribe belongs to; else :class:`NotFound`."""
    known = len(token) <= 48 and token.isascii() and token.isprintable()
    found = (
        db.session().scalar(select(InitiativeAddress).where(InitiativeAddress.unsubscribe_token == token))
        if known
        else None
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Grown:
    """The dialogue that an initiative became, once everybody may see it."""

    title: Texts
    slug: str


def public_dialogue_of(initiative: Initiative) -> Grown | None:
    """None until the dialogue is public: neither its words nor its address show before."""
    if initiative.dialogue_id is None:
        return None
    dialogue = db.session().get(Dialogue, initiative.dialogue_id)
    if dialogue is None or not is_public(dialogue.stage_facts, clock.now()):
        return None
    return Grown(dialogue.title, slug(dialogue))


def initiative_behind(dialogue_id: int, *, public: bool = True) -> Initiative | None:
    """The initiative that the dialogue grew out of, if there is one that may be seen."""
    query = select(Initiative).where(Initiative.dialogue_id == dialogue_id)
    if public:
        query = query.where(visible())
    return db.session().scalar(query.order_by(Initiative.id).limit(1))


def public_numbers() -> list[int]:
    """The numbers of every initiative that everybody may see, in order: for the sitemap."""
    return list(db.session().scalars(select(Initiative.id).where(visible()).order_by(Initiative.id)))


def hiding_of(initiative: Initiative) -> Hiding[InitiativeComplaint] | None:
    """Why the initiative is hidden; None while it is not. Read anew, since two moderators may settle at once."""
    if initiative.is_visible or initiative.hidden_ground is None or initiative.hidden_at is None:
        return None
    complaint = db.session().scalar(
        select(InitiativeComplaint)
        .where(
            InitiativeComplaint.initiative_id == initiative.id, InitiativeComplaint.hidden_at == initiative.hidden_at
        )
        .execution_options(populate_existing=True)
    )
    return Hiding(Ground(initiative.hidden_ground), initiative.hidden_reasons, initiative.hidden_at, complaint)


def open_complaints() -> list[InitiativeComplaint]:
    """The complaints that wait, the oldest first, each with its initiative."""
    query = select(InitiativeComplaint).where(InitiativeComplaint.decided_at.is_(None))
    return list(db.session().scalars(query.order_by(InitiativeComplaint.received_at, InitiativeComplaint.id)))


def complaints_waiting() -> ScalarSelect[int]:
    """How many complaints about hidden initiatives wait, to be read with what else waits."""
    return (
        select(func.count())
        .select_from(InitiativeComplaint)
        .where(InitiativeComplaint.decided_at.is_(None))
        .scalar_subquery()
    )
