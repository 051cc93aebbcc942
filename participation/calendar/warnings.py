"""What the staff are warned of, in words: holidays, and dialogues that ask the same people at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from flask import url_for

from participation import i18n
from participation.access import Actor
from participation.bodies.queries import policy_areas
from participation.calendar.queries import planned_for, readable_for, spans_of
from participation.calendar.rules import Clash, clashes, seasons
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import closes_on, opens_on, slug
from participation.dialogues.rules import Section
from participation.dialogues.section_page import Warned, warns_of
from participation.i18n import gettext, label
from participation.texts import Rendered, Texts


def holidays(first: date | None, last: date | None) -> list[str]:
    """That a period lies in holidays, and what one can do about it."""
    return [
        gettext(
            "It is open during %(season)s (%(first)s to %(last)s), when many are away. Consider other days, or more "
            "time.",
            season=label(season),
            first=i18n.format_date(begins),
            last=i18n.format_date(ends),
        )
        for season, begins, ends in seasons(first, last)
    ]


@warns_of(Section.SCHEDULE)
def warnings_for(actor: Actor, dialogue: Dialogue) -> list[Warned]:
    """What the schedule of one dialogue is warned of."""
    found = [Warned(text) for text in holidays(opens_on(dialogue), closes_on(dialogue))]
    others = {d.id: d for d in planned_for(actor)}
    others[dialogue.id] = dialogue
    mine = [c for c in clashes(spans_of(list(others.values()))) if dialogue.id in (c.one, c.other)]
    return found + in_words(mine, others, readable_for(actor), but=dialogue.id)


def in_words(
    found: Iterable[Clash], dialogues: Mapping[int, Dialogue], readable: frozenset[int], *, but: int | None = None
) -> list[Warned]:
    """Each clash as a sentence; ``readable``: the dialogues that the reader reads in the back office; ``but``: the one
    whose page it is on, which is not named again."""
    clashing = list(found)
    areas = {a.id: a.names for a in policy_areas()} if any(c.area for c in clashing) else {}
    return [
        Warned(
            _sentence(clash, areas),
            tuple(
                (title_of(dialogues[i]), address_of(dialogues[i], readable))
                for i in (clash.one, clash.other)
                if i != but
            ),
        )
        for clash in clashing
    ]


def _sentence(clash: Clash, areas: Mapping[int, Texts]) -> str:
    first, last = i18n.format_date(clash.first), i18n.format_date(clash.last)
    if clash.groups:
        names = i18n.join(list(clash.groups))
        return gettext(
            "Both want to hear %(groups)s, and are open at the same time from %(first)s to %(last)s.",
            groups=names,
            first=first,
            last=last,
        )
    area = areas.get(clash.area or 0, Texts()).in_(i18n.current().code).text
    return gettext(
        "Both are about %(area)s, and are open at the same time from %(first)s to %(last)s.",
        area=area,
        first=first,
        last=last,
    )


def title_of(dialogue: Dialogue) -> Rendered:
    """What it is called, also before it is called anything."""
    locale = i18n.current().code
    return dialogue.title.in_(locale) or Rendered(gettext("A dialogue without a title"), locale, False)


def address_of(dialogue: Dialogue, readable: frozenset[int]) -> str:
    """Its workspace for those who read it in the back office, its public page for others."""
    if dialogue.id in readable:
        return url_for("officials.dialogues.show", dialogue_id=dialogue.id)
    return url_for("residents.dialogues.show", slug=slug(dialogue))
