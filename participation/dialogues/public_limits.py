"""What a dialogue's page says of its conditions: the frame of co-determination, and the committees consulted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from participation import i18n
from participation.dialogues.consultation.rules import state_of_answer
from participation.dialogues.consultation.words import STATE_TAGS
from participation.dialogues.models import Dialogue
from participation.dialogues.public_parts import Part
from participation.dialogues.rules import Stage
from participation.i18n import gettext, label
from participation.texts import Rendered, Texts


@dataclass(frozen=True)
class Consulted:
    """A committee that has been consulted: whether it takes part, why, and with what."""

    name: Rendered
    state: str
    kind: str
    motive: Rendered | None
    part: str
    handles: str


@dataclass(frozen=True)
class Framed:
    """A limit within which residents decide together."""

    label: str
    text: Rendered


def consulted(part: Part, today: date) -> Consulted:
    role, _, handles = part.note.partition("\n") if part.flag else ("", "", "")
    state = state_of_answer(
        asked=True,
        participates=part.flag if part.at else None,
        answer_by=date.fromisoformat(part.note) if part.note and not part.flag else None,
        today=today,
    )
    return Consulted(
        _here(part.words), label(state), STATE_TAGS[state], _here(part.more) if part.more else None, role, handles
    )


def framed(dialogue: Dialogue) -> list[Framed]:
    """The frame of co-determination: money, place and law."""
    parts = (
        (gettext("Money"), dialogue.frame_money),
        (gettext("Place"), dialogue.frame_place),
        (gettext("Law"), dialogue.frame_law),
    )
    return [Framed(name, _here(texts)) for name, texts in parts if texts]


def held_up(dialogue: Dialogue, stage: Stage, now: datetime) -> str:
    """Why it has not opened on its day: the consultation with the committees goes on (E-G12)."""
    held = dialogue.consulted_at
    if (
        stage is not Stage.ANNOUNCED
        or held is None
        or not any(p.opens_at < held and now < held for p in dialogue.phases)
    ):
        return ""
    return gettext(
        "It opens when the committees have been consulted, on %(date)s at the latest.", date=i18n.format_date_long(held)
    )


def _here(texts: Texts) -> Rendered:
    return texts.in_(i18n.current().code)
