"""Forms of the back office of results. What a form must hold differs by dialogue: its languages, its themes.

Shape and length only: whether everything is there that a step demands is the guards' to say, all at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import validators

from participation import i18n
from participation.dialogues.rules import Influence, TakenBy
from participation.forms import BaseForm, choice, day, hidden, line, paragraphs
from participation.i18n import Lazy, lazy
from participation.results import words as _words  # noqa: F401 - names the choices
from participation.results.guards import needs_motive
from participation.results.rules import (
    MAXIMUM_CHANNEL,
    MAXIMUM_CHANNELS,
    MAXIMUM_EFFECT,
    MAXIMUM_EVALUATION,
    MAXIMUM_FEEDBACK,
    MAXIMUM_MOTIVE,
    MAXIMUM_SECTION,
    MAXIMUM_THEME_TEXT,
    MAXIMUM_THEME_TITLE,
    OFFICIALS_PARTS,
    EvaluationPart,
    FeedbackKind,
    GoalReached,
    MeasureStatus,
    ReportSection,
    StanceChoice,
    StanceValue,
    is_web_address,
    languages_of,
)
from participation.texts import Texts

SECTION_LABELS: Mapping[ReportSection, Lazy] = {
    ReportSection.SUMMARY: lazy("What did people say, in short?"),
    ReportSection.HOW: lazy("How was the dialogue carried out?"),
    ReportSection.MINORITY_VIEWS: lazy("Which views did only a few have?"),
    ReportSection.SELDOM_HEARD: lazy("Which perspectives might not have reached us otherwise?"),
    ReportSection.LIMITS: lazy("What can the material not tell?"),
    ReportSection.PRIORITIES: lazy("How did the residents rank their priorities?"),
    ReportSection.PARTICIPANTS_DRAFT: lazy("What did the participants draft themselves?"),
}

SECTION_HINTS: Mapping[ReportSection, Lazy] = {
    ReportSection.SUMMARY: lazy("Three or four sentences that anybody understands."),
    ReportSection.HOW: lazy(
        "Where and when one could take part, and who was invited. Numbers are added by themselves."
    ),
    ReportSection.MINORITY_VIEWS: lazy("A view need not be common to be important. Say how many had it."),
    ReportSection.SELDOM_HEARD: lazy("What groups that are seldom heard told you, and how you met them."),
    ReportSection.LIMITS: lazy("Such as: those who took part are not a random sample."),
    ReportSection.PRIORITIES: lazy(
        "The themes stand in their order: move them on the page where you sort. Say how the order came about."
    ),
    ReportSection.PARTICIPANTS_DRAFT: lazy("The proposal of the workshops or the panel, in their own words."),
}


def _in(label: Lazy, locale: str) -> Lazy:
    if locale == "sv":
        return label
    return lazy("%(what)s In %(language)s", what=label, language=i18n.language_name(locale))


class _StepForm(BaseForm):
    """Only what is truly optional says so: the rest is needed for the step, and the guards say all that is missing."""

    optional: tuple[str, ...] = ()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, field in self._fields.items():
            field.flags.unmarked = not field.flags.required and not name.endswith(self.optional)


def _form(name: str, fields: Mapping[str, Any], optional: Sequence[str] = ()) -> type[BaseForm]:
    return type(name, (_StepForm,), {**fields, "optional": tuple(optional)})


def _endings(names: Sequence[str], promised: Sequence[str]) -> list[str]:
    """The fields of the names in every language but Swedish."""
    return [f"{name}_{code}" for name in names for code in languages_of(promised) if code != "sv"]


def texts_from(form: Any, name: str, locales: Sequence[str]) -> Texts:
    """The texts of a field that exists once a language."""
    return Texts({code: (form[f"{name}_{code}"].data or "").strip() for code in locales})


def theme_form(promised: Sequence[str], *, is_other: bool = False) -> type[BaseForm]:
    """A theme: title (Swedish required) and text, in the dialogue's languages."""
    fields: dict[str, Any] = {"seen": hidden()}
    for code in languages_of(promised):
        if not is_other:
            fields[f"title_{code}"] = line(
                _in(lazy("What is the theme called?"), code),
                MAXIMUM_THEME_TITLE,
                required=lazy("Give the theme a name.") if code == "sv" else None,
            )
        fields[f"text_{code}"] = paragraphs(
            _in(lazy("What did people say about it?"), code),
            MAXIMUM_THEME_TEXT,
            hint=lazy("Residents read this under “You said”.") if code == "sv" else "",
        )
    return _form("ThemeForm", fields, ["text_sv", *_endings(["title", "text"], promised)])


def report_form(promised: Sequence[str]) -> type[BaseForm]:
    """The report's sections, in the dialogue's languages; ``seen`` names what the form was made from."""
    fields: dict[str, Any] = {"seen": hidden()}
    for section in ReportSection:
        for code in languages_of(promised):
            hint = SECTION_HINTS[section] if code == "sv" else ""
            fields[f"{section.value}_{code}"] = paragraphs(
                _in(SECTION_LABELS[section], code), MAXIMUM_SECTION, hint=hint
            )
    others = [section.value for section in ReportSection if section is not ReportSection.SUMMARY]
    return _form("ReportForm", fields, _endings(others, promised))


class WebAddress:
    """An address that is safe to link to."""

    def __call__(self, form: Any, field: Any) -> None:
        if (field.data or "").strip() and not is_web_address(field.data.strip()):
            raise validators.ValidationError(str(lazy("Write the whole address, beginning with https://.")))


_CHOOSE = ("", lazy("Choose"))


def handling_form(
    promised: Sequence[str],
    bodies: Sequence[tuple[str, str]],
    themes: Sequence[tuple[int, str]],
    influence: Influence | None,
) -> type[BaseForm]:
    """The decision on the results, and a stance on every theme. ``bodies``: ids and names; ``themes``: ids, titles."""
    fields: dict[str, Any] = {
        "body": choice(lazy("Which body took the decision?"), [_CHOOSE, *bodies]),
        "taken_by": choice(
            lazy("Who took it?"),
            i18n.choices(TakenBy),
            radio=True,
            hint=lazy("Results are handled by the body itself. A delegated decision is not enough."),
        ),
        "taken_on": day(lazy("Date of the decision")),
        "paragraph": line(lazy("Paragraph (§)"), 20),
        "registry_number": line(lazy("Registry number"), 40),
        "minutes_announced_on": day(lazy("When were the minutes announced on the notice board?")),
        "minutes_url": line(lazy("Link to the minutes"), 500, validators=[WebAddress()]),
    }
    for code in languages_of(promised):
        fields[f"effect_{code}"] = paragraphs(
            _in(lazy("How did the dialogue shape the decision?"), code),
            MAXIMUM_EFFECT,
            hint=lazy("What had been proposed, and what became different because of what people said?")
            if code == "sv"
            else "",
        )
    for theme_id, title in themes:
        fields |= _stance_fields(theme_id, title, promised, bodies, influence)
    whenever = ["minutes_url", "_forwarded_to", "_measure", "_due"]
    return _form("HandlingForm", fields, [*whenever, *_endings(["effect", "_motive"], promised)])


def _stance_fields(
    theme_id: int,
    title: str,
    promised: Sequence[str],
    bodies: Sequence[tuple[str, str]],
    influence: Influence | None,
) -> dict[str, Any]:
    name = f"theme_{theme_id}"
    always = needs_motive(StanceValue.ADOPTED, influence)
    fields: dict[str, Any] = {
        f"{name}_value": choice(lazy("Stance on “%(theme)s”", theme=title), i18n.choices(StanceValue), radio=True)
    }
    for code in languages_of(promised):
        fields[f"{name}_motive_{code}"] = paragraphs(
            _in(lazy("Why this stance?"), code), MAXIMUM_MOTIVE, hint=_motive_hint(always) if code == "sv" else ""
        )
    fields[f"{name}_forwarded_to"] = choice(lazy("Forwarded to"), [("", lazy("Nobody")), *bodies])
    fields[f"{name}_measure"] = choice(lazy("Measure"), [("", lazy("No measure")), *i18n.choices(MeasureStatus)])
    fields[f"{name}_due"] = day(lazy("The measure is to be done by"))
    return fields


def _motive_hint(always: bool) -> Lazy:
    if always:
        return lazy("Always needed here: that is what the degree of influence promises.")
    return lazy("Needed unless the theme is adopted, or already in place.")


def stances_from(form: Any, themes: Sequence[int], promised: Sequence[str]) -> dict[int, StanceChoice]:
    """What was entered for each theme."""
    return {theme_id: _stance(form, f"theme_{theme_id}", languages_of(promised)) for theme_id in themes}


def _stance(form: Any, name: str, locales: Sequence[str]) -> StanceChoice:
    value, measure = form[f"{name}_value"].data, form[f"{name}_measure"].data
    forwarded = form[f"{name}_forwarded_to"].data
    due: date | None = form[f"{name}_due"].data
    return StanceChoice(
        value=StanceValue(value) if value else None,
        motive=texts_from(form, f"{name}_motive", locales),
        forwarded_to_id=int(forwarded) if forwarded else None,
        measure_status=MeasureStatus(measure) if measure else None,
        measure_due=due,
    )


class Channels:
    """One channel a line; not too many, not too long."""

    def __call__(self, form: Any, field: Any) -> None:
        named = channels_from(field.data)
        if len(named) > MAXIMUM_CHANNELS or any(len(c) > MAXIMUM_CHANNEL for c in named):
            raise validators.ValidationError(
                i18n.gettext(
                    "At most %(channels)s channels, each of at most %(characters)s characters.",
                    channels=i18n.number(MAXIMUM_CHANNELS),
                    characters=i18n.number(MAXIMUM_CHANNEL),
                )
            )


def channels_from(text: str | None) -> list[str]:
    """The channels named, one a line."""
    return [stripped for row in (text or "").splitlines() if (stripped := row.strip())]


def participants_form(promised: Sequence[str]) -> type[BaseForm]:
    """Feedback to participants."""
    fields = _feedback_texts(FeedbackKind.PARTICIPANTS, promised)
    fields["participants_motive"] = paragraphs(
        lazy("If nobody can be reached: why, and how have they been told instead?"), MAXIMUM_MOTIVE
    )
    fields["participants_channels"] = _channels(
        lazy("Where else are they told?"), lazy("One a line, such as: a poster in the school.")
    )
    others = _endings(["participants_text"], promised)
    return _form("ParticipantsForm", fields, ["participants_channels", *others])


def public_form(promised: Sequence[str]) -> type[BaseForm]:
    """Feedback to citizens at large."""
    fields = _feedback_texts(FeedbackKind.PUBLIC, promised)
    fields["public_channels"] = _channels(
        lazy("Where is it told outside this website?"),
        lazy("At least one, one a line, such as: the local newspaper. It is kept in the log."),
    )
    return _form("PublicForm", fields)


def _channels(label: Lazy, hint: Lazy) -> Any:
    return paragraphs(label, MAXIMUM_CHANNEL * MAXIMUM_CHANNELS, hint=hint, validators=[Channels()])


def _feedback_texts(kind: FeedbackKind, promised: Sequence[str]) -> dict[str, Any]:
    label = lazy("What did it lead to?")
    return {f"seen_{kind.value}": hidden()} | {
        f"{kind.value}_text_{code}": paragraphs(_in(label, code), MAXIMUM_FEEDBACK) for code in languages_of(promised)
    }


EVALUATION_LABELS: Mapping[EvaluationPart, Lazy] = {
    EvaluationPart.GOAL: lazy("How did you notice?"),
    EvaluationPart.HEARD: lazy("Did those who took part feel heard?"),
    EvaluationPart.UNDERSTOOD: lazy("Did they understand what could be influenced, and what could not?"),
    EvaluationPart.AGAIN: lazy("Would they take part again?"),
    EvaluationPart.LESSONS: lazy("What have you learnt, that others should know?"),
    EvaluationPart.BODY_NOTE: lazy("What does the body say of the dialogue?"),
}

EVALUATION_HINTS: Mapping[EvaluationPart, Lazy] = {
    EvaluationPart.GOAL: lazy("Answer the question that you wrote when it was planned."),
    EvaluationPart.HEARD: lazy("What they have said about it: in answers, at meetings, when they got their feedback."),
    EvaluationPart.UNDERSTOOD: lazy("Did many write about what could not be influenced?"),
    EvaluationPart.AGAIN: lazy("If you have not asked, say so. That, too, is something to learn."),
    EvaluationPart.LESSONS: lazy("What would you do again, and what would you do otherwise?"),
    EvaluationPart.BODY_NOTE: lazy("As it stands in the minutes, or as the presidium has put it."),
}


def evaluation_form(promised: Sequence[str]) -> type[BaseForm]:
    """The officials' answers; ``seen`` names what the form was made from."""
    fields: dict[str, Any] = {
        "seen": hidden(),
        "goal_reached": choice(lazy("Was the goal reached?"), i18n.choices(GoalReached), radio=True),
    }
    for part in OFFICIALS_PARTS:
        fields |= _evaluation_texts(part, promised)
    return _form("EvaluationForm", fields, _endings([part.value for part in OFFICIALS_PARTS], promised))


def note_form(promised: Sequence[str]) -> type[BaseForm]:
    """The body's own note; ``seen_note`` names what the form was made from."""
    fields = {"seen_note": hidden()} | _evaluation_texts(EvaluationPart.BODY_NOTE, promised)
    return _form("NoteForm", fields, _endings([EvaluationPart.BODY_NOTE.value], promised))


def _evaluation_texts(part: EvaluationPart, promised: Sequence[str]) -> dict[str, Any]:
    return {
        f"{part.value}_{code}": paragraphs(
            _in(EVALUATION_LABELS[part], code), MAXIMUM_EVALUATION, hint=EVALUATION_HINTS[part] if code == "sv" else ""
        )
        for code in languages_of(promised)
    }


class MeasureForm(BaseForm):
    """How far a measure has come."""

    status = choice(lazy("How far has it come?"), i18n.choices(MeasureStatus), required=lazy("Choose how far."))
    due = day(lazy("To be done by"))
    seen = hidden()
