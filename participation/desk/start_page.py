"""What the staff start page shows: what is late, what waits for me, what comes. Finished for templates.

Dialogues come from :mod:`participation.dialogues.work`; whatever else waits for somebody comes from :data:`SOURCES`.
The page is as long with three hundred dialogues as with thirty: each list shows its first few and says how many there
are, and the body's page shows them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for

from participation import clock, i18n, settings
from participation.access import Actor, Role, allowed
from participation.access_log.permissions import AccessLogPermission
from participation.bodies.models import Body
from participation.changes.tasks import stopping_tasks
from participation.dialogues import work
from participation.dialogues.consultation.tasks import consultation_tasks
from participation.dialogues.permissions import DialoguePermission
from participation.dialogues.registers import bodies_and_lacking_cycles
from participation.dialogues.rules import Stage
from participation.dialogues.words import STAGE_NAMES
from participation.dialogues.work import Work
from participation.dialogues.workspace import BADGES
from participation.due_dates.tasks import goal_review_tasks
from participation.i18n import gettext
from participation.initiatives.tasks import complaint_tasks, initiative_tasks
from participation.moderation.tasks import moderation_tasks
from participation.support.tasks import support_tasks
from participation.tasks import Task
from participation.texts import Rendered, Texts

Source = Callable[[Actor], list[Task]]

SOURCES: tuple[Source, ...] = (
    stopping_tasks,
    moderation_tasks,
    consultation_tasks,
    initiative_tasks,
    complaint_tasks,
    support_tasks,
)
"""What else waits for somebody: a function of each feature that has tasks beside its dialogue's next step.

It sends at most one statement, and none for those whom it does not concern: the page has eight in all.
"""

SHOWN = 8
"""How many of a list the page shows of what is late and what is to do; half of the others."""


@dataclass(frozen=True)
class Item:
    """A line of a list."""

    title: Rendered
    href: str
    body: Rendered | None
    what: str
    when: str
    badge: tuple[str, str] | None
    late: bool = False


@dataclass(frozen=True)
class Listed:
    """The first of a list, and how many there are in all."""

    items: tuple[Item, ...] = ()
    count: int = 0

    @property
    def more(self) -> int:
        return self.count - len(self.items)


@dataclass(frozen=True)
class BodyLink:
    """A body whose dialogues the reader can see."""

    name: Rendered
    href: str


@dataclass(frozen=True)
class StartPage:
    """The lists of the start page. A dialogue is in one of them."""

    late: Listed
    now: Listed
    coming: Listed
    others: Listed
    over: Listed
    bodies: tuple[BodyLink, ...]
    may_create: bool
    moderates: bool
    oversees: bool
    reads_access_log: bool
    name: str

    @property
    def empty(self) -> bool:
        return not any(part.count for part in (self.late, self.now, self.coming, self.others, self.over))


def start_page(actor: Actor) -> StartPage:
    """Sort what the actor may see by what the actor's next step with it is."""
    today = clock.today()
    organs, lacking = bodies_and_lacking_cycles(settings.installed().clocks.goal_review_alert_months)
    bodies = {body.id: body for body in organs}
    mine: list[tuple[Work, str]] = []
    coming: list[Work] = []
    others: list[Work] = []
    over: list[Work] = []
    found = work.work(actor)
    for item, step in zip(found, work.steps_for(actor, found), strict=True):
        if step:
            mine.append((item, step))
        elif item.stage in (Stage.ANNOUNCED, Stage.OPEN, Stage.PAUSED):
            coming.append(item)
        elif item.stage in work.STEPS and item.stage is not Stage.FED_BACK:
            others.append(item)
        else:
            over.append(item)
    tasks = [task for source in SOURCES for task in source(actor)] + goal_review_tasks(actor, organs, lacking)
    late = _first([(i, s) for i, s in mine if i.overdue], [t for t in tasks if _is_late(t, today)], SHOWN)
    now = _first([(i, s) for i, s in mine if not i.overdue], [t for t in tasks if not _is_late(t, today)], SHOWN)
    rest = [_first([(i, "") for i in part], [], SHOWN // 2) for part in (coming, others)]
    # Newest first, as they come: nothing waits in them.
    rest.append(([(i, "") for i in over[: SHOWN // 2]], len(over)))
    lists = [late, now, *rest]
    titles = work.titles_of(entry[0].id for shown, _ in lists for entry in shown if isinstance(entry, tuple))
    made = [Listed(tuple(_item(e, titles, bodies) for e in shown), count) for shown, count in lists]
    return StartPage(
        late=made[0],
        now=made[1],
        coming=made[2],
        others=made[3],
        over=made[4],
        bodies=tuple(_own_bodies(actor, bodies.values())),
        may_create=any(allowed(actor, DialoguePermission.CREATE, b.id) for b in bodies.values() if b.exists_on(today)),
        moderates=bool(actor.roles & {Role.MODERATOR, Role.COORDINATOR}),
        oversees=oversees(actor),
        reads_access_log=allowed(actor, AccessLogPermission.READ),
        name=actor.name,
    )


Entry = tuple[Work, str] | Task


def _first(own: Iterable[tuple[Work, str]], tasks: Iterable[Task], shown: int) -> tuple[list[Entry], int]:
    entries: list[Entry] = [*tasks, *own]
    entries.sort(key=lambda e: (_due(e) is None, _due(e) or date.max))
    return entries[:shown], len(entries)


def _due(entry: Entry) -> date | None:
    return entry[0].due if isinstance(entry, tuple) else entry.due


def _is_late(task: Task, today: date) -> bool:
    return bool(task.due and task.due < today)


def _item(entry: Entry, titles: dict[int, Texts], bodies: dict[int, Body]) -> Item:
    if isinstance(entry, Task):
        when = _together(entry.when, work.how_far(entry.due) if entry.due else "")
        late = _is_late(entry, clock.today())
        return Item(entry.subject, entry.href, entry.whose, entry.what, when, entry.badge, late)
    found, step = entry
    # Late is only what is late for whoever reads it.
    return dialogue_item(found, titles, bodies, step, late=bool(step) and found.overdue)


def dialogue_item(
    found: Work, titles: dict[int, Texts], bodies: dict[int, Body], step: str = "", *, late: bool
) -> Item:
    """A dialogue as a line of a list; ``step`` is what its reader is to do with it."""
    locale = i18n.current().code
    title = titles.get(found.id, Texts()).in_(locale)
    far = work.how_far(found.due, step=late) if found.due else ""
    return Item(
        title=title or Rendered(gettext("A dialogue without a title"), locale, False),
        href=url_for("officials.dialogues.show", dialogue_id=found.id),
        body=bodies[found.body_id].names.in_(locale),
        what=step or work.waits_for(found),
        when=_together(work.when(found), far),
        badge=(str(STAGE_NAMES[found.stage]), BADGES[found.stage]),
        late=late,
    )


def _together(*texts: str) -> str:
    return " · ".join(text for text in texts if text)


def oversees(actor: Actor) -> bool:
    """Whether the actor sees how every body's dialogues stand: coordinators, and whoever keeps the registers."""
    return actor.bodies_as(Role.COORDINATOR) is None


def _own_bodies(actor: Actor, bodies: Iterable[Body]) -> Iterable[BodyLink]:
    locale = i18n.current().code
    for body in sorted(bodies, key=lambda b: b.code):
        if body.exists_on(clock.today()) and any(
            (held := actor.bodies_as(role)) is not None and body.id in held
            for role in (Role.OFFICER, Role.COMMITTEE_SECRETARY, Role.ELECTED, Role.COORDINATOR)
        ):
            yield BodyLink(body.names.in_(locale), url_for("officials.desk.body", code=body.code))
