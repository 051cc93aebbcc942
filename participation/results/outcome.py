"""The read behind the results page: everything a dialogue led to, in three queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from participation import db
from participation.access import Actor, NotFound, allowed
from participation.bodies.models import Body
from participation.contributions.models import Contribution
from participation.contributions.rules import Channel, ContributionKind
from participation.dialogues.models import Decision, Dialogue
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.queries import id_in_slug
from participation.dialogues.rules import DecisionKind
from participation.results.models import Evaluation, Feedback, ResultReport, Stance, Theme, ThemeContribution
from participation.results.queries import counted
from participation.results.rules import FeedbackKind


@dataclass(frozen=True)
class ThemeOutcome:
    """A theme, how many counted contributions are in it, and whom it was forwarded to."""

    theme: Theme
    size: int
    forwarded_to: Body | None = None


@dataclass(frozen=True)
class Took:
    """How many counted contributions of a kind came in through a channel."""

    kind: ContributionKind
    channel: Channel
    count: int


@dataclass(frozen=True)
class Outcome:
    """What residents said and what became of it, published or not: whoever shows it minds what may be seen."""

    dialogue: Dialogue
    report: ResultReport | None = None
    decision: Decision | None = None
    participants: Feedback | None = None
    public: Feedback | None = None
    evaluation: Evaluation | None = None
    themes: Sequence[ThemeOutcome] = field(default=())
    took_part: Sequence[Took] = field(default=())

    @property
    def total(self) -> int:
        return sum(t.count for t in self.took_part)


def public_outcome(slug: str, actor: Actor) -> Outcome:
    """What the public dialogue that an address names led to; :class:`NotFound` if there is none or it is not public."""
    identity = id_in_slug(slug)
    if identity is None:
        raise NotFound
    outcome = outcome_of(identity)
    if not allowed(actor, DialoguePermission.READ, outcome.dialogue):
        raise NotFound
    return outcome


def outcome_of(dialogue_id: int) -> Outcome:
    """The dialogue with everything it led to; :class:`NotFound` if there is no such dialogue."""
    participants, public = aliased(Feedback), aliased(Feedback)
    row = (
        db.session()
        .execute(
            select(Dialogue, ResultReport, Decision, participants, public, Evaluation)
            .outerjoin(Evaluation, Evaluation.dialogue_id == Dialogue.id)
            .outerjoin(ResultReport, ResultReport.dialogue_id == Dialogue.id)
            .outerjoin(
                Decision,
                (Decision.dialogue_id == Dialogue.id) & (Decision.kind == DecisionKind.HANDLE_RESULTS.value),
            )
            .outerjoin(
                participants,
                (participants.dialogue_id == Dialogue.id) & (participants.kind == FeedbackKind.PARTICIPANTS.value),
            )
            .outerjoin(public, (public.dialogue_id == Dialogue.id) & (public.kind == FeedbackKind.PUBLIC.value))
            .options(joinedload(Dialogue.phases), joinedload(Decision.body, innerjoin=False))
            .where(Dialogue.id == dialogue_id)
        )
        .unique()
        .one_or_none()
    )
    if row is None:
        raise NotFound
    return Outcome(
        dialogue=row[0],
        report=row[1],
        decision=row[2],
        participants=row[3],
        public=row[4],
        evaluation=row[5],
        themes=_themes(dialogue_id),
        took_part=_took_part(dialogue_id),
    )


def _themes(dialogue_id: int) -> list[ThemeOutcome]:
    size = (
        select(func.count())
        .select_from(ThemeContribution)
        .join(Contribution, Contribution.id == ThemeContribution.contribution_id)
        .where(ThemeContribution.theme_id == Theme.id, counted())
        .correlate(Theme)
        .scalar_subquery()
    )
    rows = db.session().execute(
        select(Theme, size, Body)
        .outerjoin(Stance, Stance.theme_id == Theme.id)
        .outerjoin(Body, Body.id == Stance.forwarded_to_id)
        .options(joinedload(Theme.stance).joinedload(Stance.measure))
        .where(Theme.dialogue_id == dialogue_id)
        .order_by(Theme.is_other, Theme.position, Theme.id)
    )
    found = [ThemeOutcome(theme, n or 0, body) for theme, n, body in rows]
    return [t for t in found if t.size or not t.theme.is_other]


def _took_part(dialogue_id: int) -> list[Took]:
    rows = db.session().execute(
        select(Contribution.kind, Contribution.channel, func.count())
        .where(Contribution.dialogue_id == dialogue_id, counted())
        .group_by(Contribution.kind, Contribution.channel)
        .order_by(Contribution.kind, Contribution.channel)
    )
    return [Took(ContributionKind(kind), Channel(channel), n) for kind, channel, n in rows]
