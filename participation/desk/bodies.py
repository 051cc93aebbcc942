"""How all dialogues stand: of one body, and for the coordinator of every body together. Finished for templates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import or_

from participation import clock, i18n
from participation.access import Actor, Reason, Refused, Role
from participation.accounts.models import StaffAssignment
from participation.accounts.queries import held_between
from participation.bodies.models import Body
from participation.bodies.queries import all_bodies
from participation.desk.start_page import Item, Source, dialogue_item, oversees
from participation.dialogues import work
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import GROUP_OF, PublicGroup, Stage
from participation.dialogues.words import STAGE_NAMES
from participation.dialogues.work import Work
from participation.i18n import Lazy, gettext, label, lazy
from participation.initiatives.tasks import every_waiting
from participation.support.tasks import support_tasks
from participation.texts import Rendered

AHEAD = timedelta(days=30)
"""How far ahead the coordinator is told of days on which nobody moderates."""

SHOWN = 20

WAITING: tuple[tuple[Lazy, Source], ...] = (
    (lazy("Initiatives without an answer"), every_waiting),
    (lazy("Questions from the bodies"), support_tasks),
)
"""What else waits for somebody in any body: a heading, and the function of the feature that knows it.

It sends at most one statement; the page has eight in all.
"""

_READERS = (Role.OFFICER, Role.COMMITTEE_SECRETARY, Role.ELECTED, Role.COORDINATOR)
_MINDERS = frozenset({Role.REGISTRAR, Role.ARCHIVIST, Role.DPO})
_NEEDED = (Role.OFFICER, Role.COMMITTEE_SECRETARY)


@dataclass(frozen=True)
class BodyRow:
    """A body in the table: how many of its dialogues are where."""

    name: Rendered
    href: str
    counts: tuple[int, ...]
    overdue: int


@dataclass(frozen=True)
class Gap:
    """Something that nobody does, and where that is mended."""

    title: Rendered
    href: str
    text: str


@dataclass(frozen=True)
class Group:
    """Dialogues, or other things that wait, under a heading."""

    title: str
    items: tuple[Item, ...]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.items)


@dataclass(frozen=True)
class AllBodies:
    """The coordinator's page."""

    overdue: Group
    waiting: tuple[Group, ...]
    unmoderated: tuple[Gap, ...]
    vacant: tuple[Gap, ...]
    columns: tuple[str, ...]
    rows: tuple[BodyRow, ...]
    no_coordinator: bool


@dataclass(frozen=True)
class BodyPage:
    """One body's page."""

    name: Rendered
    code: str
    overdue: int
    groups: tuple[Group, ...]
    oversees: bool


_COLUMNS: tuple[tuple[Lazy, frozenset[Stage]], ...] = (
    (lazy("In planning"), frozenset(Stage) - frozenset(GROUP_OF) - {Stage.REJECTED}),
    *(
        (lazy_label, frozenset(stage for stage, group in GROUP_OF.items() if group is wanted))
        for wanted, lazy_label in (
            (PublicGroup.PLANNED, lazy("Announced")),
            (PublicGroup.OPEN, lazy("Open now")),
            (PublicGroup.PROCESSING, lazy("Being processed")),
            (PublicGroup.COMPLETED, lazy("Completed")),
            (PublicGroup.CANCELLED, lazy("Cancelled")),
        )
    ),
)


def may_read(actor: Actor, body: Body) -> bool:
    """Whether the actor has business with the body's dialogues."""
    return bool(actor.roles & _MINDERS) or any(actor.holds(role, body.id) for role in _READERS)


def body_page(actor: Actor, body: Body) -> BodyPage:
    """The body's dialogues, its own and those it carries out, by stage and next date."""
    found = work.work(actor, or_(Dialogue.responsible_body_id == body.id, Dialogue.executing_body_id == body.id))
    bodies = {b.id: b for b in all_bodies()}
    by_stage: dict[Stage, list[Work]] = {}
    for item in found:
        by_stage.setdefault(item.stage, []).append(item)
    groups = []
    titles = work.titles_of(item.id for items in by_stage.values() for item in _shown(items))
    for stage in Stage:
        items = by_stage.get(stage, [])
        if items:
            lines = tuple(
                dialogue_item(i, titles, bodies, work.step_for(actor, i), late=i.overdue) for i in _shown(items)
            )
            groups.append(Group(str(STAGE_NAMES[stage]), lines, len(items)))
    return BodyPage(
        name=body.names.in_(i18n.current().code),
        code=body.code,
        overdue=sum(item.overdue for item in found),
        groups=tuple(groups),
        oversees=oversees(actor),
    )


def _shown(items: Sequence[Work]) -> list[Work]:
    """What has a date first, the soonest first; at most a page of them."""
    return sorted(items, key=lambda i: (i.due is None, i.due or date.max, -i.id))[: SHOWN * 5]


def all_bodies_page(actor: Actor) -> AllBodies:
    """Everything, for whoever coordinates it. Raises Refused (E-ROLE) for others."""
    if not oversees(actor):
        raise Refused(Reason("E-ROLE", {"role": Role.COORDINATOR}))
    today = clock.today()
    found = work.work(actor)
    bodies = {b.id: b for b in all_bodies()}
    roles = held_between((*_NEEDED, Role.MODERATOR, Role.COORDINATOR), today, today + AHEAD)
    late = sorted((i for i in found if i.overdue), key=lambda i: (i.due or date.max, i.id))
    public = [i for i in found if i.stage in (Stage.ANNOUNCED, Stage.OPEN)]
    gaps = [(i, day) for i in public if (day := _unmoderated(i, roles, today)) is not None][:SHOWN]
    titles = work.titles_of([i.id for i in late[:SHOWN]] + [i.id for i, _ in gaps])
    return AllBodies(
        overdue=Group(
            gettext("Overdue"),
            tuple(dialogue_item(i, titles, bodies, late=True) for i in late[:SHOWN]),
            len(late),
        ),
        waiting=tuple(_waiting(actor)),
        unmoderated=tuple(
            Gap(
                titles[i.id].in_(i18n.current().code),
                url_for("officials.dialogues.section", dialogue_id=i.id, section="people", _anchor="moderators"),
                gettext("Nobody moderates on %(date)s", date=i18n.format_date(day)),
            )
            for i, day in gaps
        ),
        vacant=tuple(_vacant(bodies.values(), roles, today)),
        columns=tuple(str(name) for name, _ in _COLUMNS),
        rows=tuple(_rows(found, bodies)),
        no_coordinator=not any(r.role == Role.COORDINATOR.value for r in roles),
    )


def _waiting(actor: Actor) -> Iterable[Group]:
    for heading, source in WAITING:
        tasks = source(actor)
        if tasks:
            today = clock.today()
            items = tuple(
                Item(t.subject, t.href, t.whose, t.what, t.when, t.badge, bool(t.due and t.due < today))
                for t in tasks[:SHOWN]
            )
            yield Group(str(heading), items, len(tasks))


def _rows(found: Iterable[Work], bodies: Mapping[int, Body]) -> Iterable[BodyRow]:
    locale = i18n.current().code
    counted: dict[int, Counter[Stage]] = {}
    overdue: Counter[int] = Counter()
    for item in found:
        counted.setdefault(item.body_id, Counter())[item.stage] += 1
        overdue[item.body_id] += item.overdue
    for body in bodies.values():
        if body.exists_on(clock.today()) or body.id in counted:
            stages = counted.get(body.id, Counter())
            yield BodyRow(
                body.names.in_(locale),
                url_for("officials.desk.body", code=body.code),
                tuple(sum(stages[stage] for stage in within) for _, within in _COLUMNS),
                overdue[body.id],
            )


def _unmoderated(item: Work, roles: Iterable[StaffAssignment], today: date) -> date | None:
    """The first of the coming days on which the dialogue is open and nobody moderates it."""
    first = max(today, item.due) if item.stage is Stage.ANNOUNCED and item.due else today
    last = today + AHEAD
    if item.stage is Stage.OPEN and item.due:
        last = min(last, item.due)
    bodies = (item.body_id, item.executing_body_id)
    periods = sorted(
        (r.valid_from, r.valid_to or date.max)
        for r in roles
        if r.role == Role.MODERATOR.value
        and (r.dialogue_id == item.id or (r.dialogue_id is None and (r.body_id is None or r.body_id in bodies)))
    )
    day = first
    for begins, ends in periods:
        if begins > day:
            break
        if ends >= day:
            if ends >= last:
                return None
            day = ends + timedelta(days=1)
    return day if day <= last else None


def _vacant(bodies: Iterable[Body], roles: Sequence[StaffAssignment], today: date) -> Iterable[Gap]:
    """Bodies for which nobody holds a role without which their dialogues stand still."""
    locale = i18n.current().code
    for body in bodies:
        if not body.exists_on(today):
            continue
        lacking = [
            role
            for role in _NEEDED
            if not any(r.role == role.value and r.dialogue_id is None and r.body_id in (None, body.id) for r in roles)
        ]
        if lacking:
            text = gettext("Lacks: %(list)s", list=i18n.join([label(role) for role in lacking]))
            yield Gap(body.names.in_(locale), url_for("officials.desk.body", code=body.code), text)
