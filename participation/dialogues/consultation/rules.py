"""What the consultation with committees demands: guards as data, and until when it keeps a dialogue shut. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from participation.access import Reason
from participation.texts import Texts

MAXIMUM_QUESTION = 2000
MAXIMUM_MOTIVE = 2000
MAXIMUM_PART = 200
MAXIMUM_HANDLES = 2000


class Lack(StrEnum):
    """What an answer lacks, in words for E-G12b."""

    PARTICIPATES = "participates"
    MOTIVE = "motive"
    PART = "part"
    HANDLES = "handles"
    CONTACT = "contact"


class AnswerState(StrEnum):
    """Where the consultation with one committee stands."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    TAKES_PART = "takes_part"
    STAYS_OUT = "stays_out"
    NO_REPLY = "no_reply"


@dataclass(frozen=True)
class Answer:
    """A committee's answer as its secretary has entered it. None and "" mean that nothing was."""

    participates: bool | None
    motive: Texts
    part: str = ""
    handles: str = ""
    contact_name: str = ""
    contact_email: str = ""


def answer_complete(answer: Answer) -> list[Reason]:
    """E-G12b: whether the committee takes part, why; if it does, in what role, what it handles, whom to ask."""
    lacks = [
        (lack, field)
        for lack, field, there in (
            (Lack.PARTICIPATES, "participates", answer.participates is not None),
            (Lack.MOTIVE, "motive", bool(answer.motive.sv.strip())),
        )
        if not there
    ]
    if answer.participates:
        lacks += [
            (lack, field)
            for lack, field, text in (
                (Lack.PART, "part", answer.part),
                (Lack.HANDLES, "handles", answer.handles),
                (Lack.CONTACT, "contact_name", answer.contact_name),
            )
            if not text.strip()
        ]
    return [Reason("E-G12b", {"list": tuple(lack for lack, _ in lacks)}, field=lacks[0][1])] if lacks else []


def date_fits(answer_by: date, today: date, opens_on: date | None) -> list[Reason]:
    """E-G12c: the committees get until a day after today, and before the dialogue opens."""
    if answer_by > today and opens_on is not None and answer_by < opens_on:
        return []
    return [Reason("E-G12c", {"date": opens_on or "–"}, field="answer_by")]


def state_of_answer(*, asked: bool, participates: bool | None, answer_by: date | None, today: date) -> AnswerState:
    """Where one committee's consultation stands on the day; its whole answer date is its own."""
    if participates is not None:
        return AnswerState.TAKES_PART if participates else AnswerState.STAYS_OUT
    if not asked or answer_by is None:
        return AnswerState.NOT_ASKED
    return AnswerState.WAITING if today <= answer_by else AnswerState.NO_REPLY


def consulted_at(ends: Iterable[tuple[datetime | None, datetime | None]]) -> datetime | None:
    """From when the consultation no longer keeps the dialogue shut: each committee has answered or had its time.

    ``ends``: for each committee when it answered and when its answer date ends. None as long as nobody is asked.
    """
    freed = [min(i for i in pair if i is not None) for pair in ends if any(pair)]
    return max(freed, default=None)
