"""The sentences of refusals: a code and its parameters become words in the reader's language.

Codes and texts are those of POLICY.md A5; the source texts are its English column, the Swedish catalogue holds its
Swedish column word for word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import singledispatch
from typing import Any

from participation import i18n
from participation.access import Reason
from participation.i18n import Lazy, lazy
from participation.texts import Texts

SENTENCES: Mapping[str, Lazy] = {
    "E-G01": lazy("The dialogue has no question. Write the question the politicians ask the residents."),
    "E-G02": lazy(
        "State at least one thing residents can influence. If nothing can be influenced this is information, "
        "not a resident dialogue."
    ),
    "E-G02b": lazy("State what cannot be influenced and why, or confirm that everything can."),
    "E-G03": lazy(
        "State which decision the dialogue is to influence, which body takes it and when. It may not be taken "
        "before the results have been handled."
    ),
    "E-G03b": lazy(
        "The decision is already taken (%(body)s %(date)s § %(paragraph)s). The politicians are then not open to "
        "influence and the dialogue cannot be held."
    ),
    "E-G03c": lazy(
        "The decision lacks a statement that %(body)s is open to influence, or a named elected representative "
        "behind the question."
    ),
    "E-G04": lazy("The goal is not settled. Describe what the dialogue should lead to and how you will know."),
    "E-G05": lazy("The purpose is not settled. Describe why the dialogue is held."),
    "E-G06": lazy("The target group is not settled. Choose at least one."),
    "E-G06b": lazy("Name a seldom-heard group and how you will reach it, or explain why this does not apply."),
    "E-G07": lazy("The degree of participation in the dialogue is not set."),
    "E-G07b": lazy("The degree “%(degree)s” requires at least one activity of type %(type)s."),
    "E-G08": lazy("The degree of influence in the decision is not set."),
    "E-G08b": lazy("“Information” is not a dialogue. Choose at least “Consultation” or publish it as information."),
    "E-G08c": lazy("Co-determination demands that the frame is stated. Missing: %(list)s."),
    "E-G09": lazy(
        "The degrees must be decided by elected representatives. A decision delegated to an official is not enough."
    ),
    "E-G09b": lazy(
        "Only %(body)s itself can promise co-determination: not its subcommittee, its presidium or its chair."
    ),
    "E-G10": lazy("%(body)s cannot decide on a %(kind)s. That is for %(right_body)s."),
    "E-G12": lazy("The consultation with the committees is not finished. Waiting for %(list)s until %(date)s."),
    "E-G12a": lazy("Send the consultation to all committees before announcing. Missing: %(list)s."),
    "E-G12b": lazy("The committee’s answer is not complete: %(list)s."),
    "E-G12c": lazy("The answer date must be after today and before the dialogue opens (%(date)s)."),
    "E-G11": lazy(
        "A municipality-wide dialogue must lie within the three-year period of the goal review (%(start)s–%(end)s). "
        "Change the dates or choose the right period."
    ),
    "E-G11b": lazy(
        "A period for the review of orientation goals is %(most)s months at most. This one takes %(months)s months. "
        "Choose an earlier last day."
    ),
    "E-G13": lazy(
        "%(body)s does not have this task under its rules of procedure. The responsible committee is %(committee)s."
    ),
    "E-G13b": lazy("The law requires at least %(n)s (%(provision)s). The period is now %(m)s days."),
    "E-G13c": lazy("Documents that %(provision)s requires on the website are missing: %(list)s."),
    "E-G13d": lazy("Publish the %(report)s first."),
    "E-G13e": lazy("The review must be held and closed before the results are compiled."),
    "E-G13f": lazy("%(n)s of %(m)s written statements lack a summary or an answer."),
    "E-G13g": lazy("Write by which law the review is held, and days for it from tomorrow on."),
    "E-G13h": lazy("Write how the consultation was carried out."),
    "E-G14": lazy(
        "The question is outside %(body)s’s area. Send the proposal to %(committee)s or the executive board."
    ),
    "E-G15": lazy("The decision lacks registry number, date or paragraph."),
    "E-G15b": lazy("Write where in the delegation order it stands that an official may start such dialogues."),
    "E-G16": lazy("The schedule does not add up: %(explanation)s."),
    "E-G17": lazy("Describe how the results will be handled: who, when, and how they are reported in the decision."),
    "E-G17b": lazy("Answer the self-check for all five principles. Missing: %(list)s."),
    "E-G18": lazy("Data-protection or retention details are missing: %(list)s."),
    "E-G19": lazy("The dialogue is not accessible to all yet: %(list)s."),
    "E-G20": lazy("Name a contact person and a coordinator."),
    "E-G21": lazy("No moderator is assigned on %(date)s. The municipality must supervise what is published."),
    "E-G22": lazy("The dialogue opens on %(date)s."),
    "E-G23": lazy("The field is locked after the decision. A new decision by %(body)s is needed."),
    "E-G23b": lazy("Nothing has been changed. Write what the decision changes, or go back without recording it."),
    "E-G23c": lazy("Write why the decision was changed. Residents read it beside what was changed."),
    "E-G24": lazy("The dialogue cannot be closed before %(date)s."),
    "E-G25": lazy("%(n)s contributions await review or entry."),
    "E-G25b": lazy(
        "Answers on paper that have been typed in once: %(n)s. A second person types them, settles what differs or "
        "takes out what was typed by mistake. Until then they are not in the results."
    ),
    "E-G26": lazy("Not all contributions are covered. %(n)s of %(m)s have no theme."),
    "E-G26b": lazy("The result report is not complete: %(list)s."),
    "E-G26c": lazy("The degree of influence demands ranked themes. Make the themes and put them in order."),
    "E-G27": lazy(
        "The results have not been handled politically. A decision by %(body)s with a stance on each theme is "
        "required. Missing: %(list)s."
    ),
    "E-G27b": lazy("Give reasons for the stance on “%(theme)s”."),
    "E-G27c": lazy("The results must be handled by %(body)s. A delegated decision is not enough."),
    "E-G27d": lazy("The results cannot be sent to the meeting yet. Missing: %(list)s."),
    "E-G28": lazy("The minutes have not been approved and announced."),
    "E-G29": lazy("Feedback to the participants is missing."),
    "E-G30": lazy("Feedback to citizens at large is missing or not available in %(languages)s."),
    "E-G29b": lazy("%(n)s people whose written views were not met have not been informed."),
    "E-G31": lazy("The evaluation is incomplete: %(list)s."),
    "E-G34": lazy("A dialogue can only be cancelled by %(body)s, with reasons and feedback to those who took part."),
    "E-G35": lazy("Give the reason for the pause and when the dialogue resumes (30 days at most)."),
    "E-ROLE": lazy("You are not allowed to do this. It is done by %(role)s in %(body)s."),
    "E-STATE": lazy("This step is not possible now. The dialogue is %(status)s. The next step is %(step)s."),
    "E-I01": lazy("This step is not possible now. The initiative is %(status)s."),
    "E-I02": lazy("An initiative cannot be declined without a reason."),
    "E-I03": lazy("State which channel it is redirected to, and why."),
    "E-I04": lazy("The decision must be taken between %(date)s, when the initiative came in, and today."),
    "E-I05": lazy("The answer is not late: it is promised by %(date)s."),
    "E-B01": lazy("Whoever proposed the change cannot settle it. It takes another system administrator."),
    "E-P01": lazy("Whoever proposed the text cannot publish it. It takes another person."),
    "E-H01": lazy("The service’s checks lead to this chapter. Change its text, but keep it."),
    "E-H02": lazy("The path for elected representatives has %(n)s screens at most. Take one out first."),
    "E-M01": lazy("This is already settled: %(ruling)s. Nothing was changed now."),
    "E-M02": lazy("The time for a complaint ended on %(date)s."),
    "E-M03": lazy("There is a complaint about this decision. It is settled as a complaint, by another moderator."),
    "E-M04": lazy(
        "You complained about this decision on %(date)s. You can complain once. What you wrote now has not been sent. "
        "It stands below."
    ),
    "E-S01": lazy("The survey’s conditions do not fit together. %(flaw)s"),
    "E-S02": lazy("Somebody has answered the survey, or has begun to. It cannot be removed."),
    "E-S04": lazy("The file is not a picture that can be shown. Choose a PNG, JPEG, WebP or GIF picture."),
    "E-S05": lazy("The codes have already been handed out, or withdrawn. Codes are shown once: make a new batch."),
    "E-S06": lazy("There are no answers to take out."),
    "E-S07": lazy("Whoever asked for the deletion cannot decide on it. It takes another person."),
    "E-S08": lazy("The deletion has been decided otherwise. Nothing was changed now."),
    "E-S09": lazy("The deletion cannot be undone: it is older than 30 days, or was not carried out."),
    "E-S10": lazy(
        "What was typed in has become a response meanwhile. Decline this, and take out the response if it is wrong."
    ),
    "E-O01": lazy("Somebody else has to type it the second time. You typed it the first time."),
    "E-S13": lazy(
        "Citizenship cannot be asked about (“%(word)s”). Residents are all who live, stay and are active here, "
        "whatever citizenship they have."
    ),
    "E-V01": lazy("It is held on %(date)s. Note what it came to when it has been held."),
    "E-A01": lazy("There must always be a system administrator. Give somebody else the role first."),
    "E-RACE": lazy("Someone else has changed the dialogue. Reload and try again."),
}
"""What each code says. A missing parameter is filled with a dash, so that a refusal never fails itself."""


@dataclass(frozen=True)
class Refusal:
    """A refusal ready to show: code, sentence in the reader's language, and where to mend it (or None)."""

    code: str
    sentence: str
    href: str | None = None


class _Dashes(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "–"


_OF_A_ROLE = lazy("You are not allowed to do this. It is done by %(role)s.")
_NOT_ALLOWED = lazy("You are not allowed to do this.")
_NOBODYS_AREA = lazy(
    "The question needs an area of activity that %(body)s answers for. Choose one of its areas, or another body."
)


def _template(reason: Reason) -> Lazy:
    """Whose it is to do is said as far as it is known: a right that hangs on no body names none."""
    if reason.code == "E-G14" and not reason.params.get("committee"):
        return _NOBODYS_AREA
    if reason.code != "E-ROLE" or (reason.params.get("role") and reason.params.get("body")):
        return SENTENCES[reason.code]
    return _OF_A_ROLE if reason.params.get("role") else _NOT_ALLOWED


def sentence(reason: Reason) -> str:
    """The reason in words, in the current language."""
    return str(_template(reason)) % _Dashes({k: words(v) for k, v in reason.params.items()})


def shown(reasons: Iterable[Reason]) -> list[Refusal]:
    """The reasons as pages show them, where none of them leads anywhere."""
    return [Refusal(r.code, sentence(r)) for r in reasons]


_RACE_COMPARED = lazy(
    "Someone else has changed this meanwhile. Nothing has been overwritten. Compare the two versions below."
)


def race(*, compared: bool = False) -> list[Refusal]:
    """That somebody else has written in between. ``compared``: the page shows both versions, so that reloading it,
    which would lose what was written, is not what to do."""
    return [Refusal("E-RACE", str(_RACE_COMPARED if compared else SENTENCES["E-RACE"]))]


@singledispatch
def words(value: Any) -> str:
    """A parameter as the reader sees it. Features register their own types with ``@words.register``."""
    return str(value)


@words.register
def _(value: Texts) -> str:
    return value.in_(i18n.current().code).text


@words.register
def _(value: date) -> str:
    return i18n.format_date(value)


@words.register
def _(value: Enum) -> str:
    return i18n.label(value)


@words.register(tuple)
@words.register(list)
def _(value: tuple[Any, ...] | list[Any]) -> str:
    return i18n.join([words(v) for v in value])


@words.register
def _(value: int) -> str:
    return i18n.number(value)
