"""The forms of the sections that all dialogues have, with what each field asks for; and which form is whose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import wtforms

from participation import i18n
from participation.dialogues.forms.degrees import influence_choices, participation_choices
from participation.dialogues.forms.lists import Row, SectionForm, number, numbers, rows_of
from participation.dialogues.forms.statutory import DocumentsForm, LegalBasisForm
from participation.dialogues.rules import (
    MAXIMUM,
    ActivityType,
    ClosedReason,
    Section,
)
from participation.forms import (
    Choosable,
    choice,
    day,
    email,
    line,
    moment,
    paragraphs,
    tick,
)
from participation.i18n import lazy

CHOOSE = ("", lazy("Choose …"))


class QuestionForm(SectionForm):
    title = line(
        lazy("Title"),
        MAXIMUM["title"],
        hint=lazy("Short, so that residents know at once what it is about. It heads the public page."),
    )
    question = paragraphs(
        lazy("The question"),
        MAXIMUM["question"],
        hint=lazy("What the politicians ask the residents. One question, in plain words, with more than one answer."),
    )
    summary = paragraphs(
        lazy("Summary"),
        MAXIMUM["summary"],
        hint=lazy("What it is about and why you ask now, in a few sentences."),
    )

    policy_area_id = choice(
        lazy("Area of activity"),
        [],
        hint=lazy("What the question is about. A committee asks about what is in its mandate."),
    )

    def adapt(self, values: dict[str, Any]) -> dict[str, Any]:
        return values | numbers(values, "policy_area_id")


class OpenItemRow(Row):
    NAME_IT = lazy("Write what can be influenced.")
    text = line(lazy("Can be influenced"), MAXIMUM["item"])


class ClosedItemRow(Row):
    NAME_IT = lazy("Write what cannot be influenced.")
    text = line(lazy("Cannot be influenced"), MAXIMUM["item"])
    reason = choice(lazy("Because of"), [CHOOSE, *i18n.choices(ClosedReason)])


class InfluenceForm(SectionForm):
    open_items = rows_of(
        OpenItemRow,
        lazy("What can residents influence?"),
        lazy("One thing in each box. At least one is needed: if nothing can be influenced, it is information."),
        lazy("Add another thing that can be influenced"),
    )
    closed_items = rows_of(
        ClosedItemRow,
        lazy("What cannot be influenced, and why?"),
        lazy("Say it now, and nobody is disappointed later. One thing in each box, with the reason."),
        lazy("Add another thing that cannot be influenced"),
    )
    everything_open = tick(
        lazy("Everything in the question can be influenced"),
        hint=lazy("Tick this only if the list above is empty because there are no limits."),
    )


class GoalForm(SectionForm):
    goal = paragraphs(
        lazy("Goal"),
        MAXIMUM["text"],
        hint=lazy("What should the dialogue lead to? What will the body have that it lacks today?"),
        # The two are asked apart because a goal that repeats the purpose settles nothing.
    )
    goal_followup = paragraphs(
        lazy("How will you notice that the goal is reached?"),
        MAXIMUM["text"],
        hint=lazy("Something that can be counted or seen, for example how many took part and from where."),
    )
    purpose = paragraphs(
        lazy("Purpose"),
        MAXIMUM["text"],
        hint=lazy("Why do you hold the dialogue? Not the goal once more: the reason behind it."),
    )


class TargetGroupRow(Row):
    NAMED_BY = "label"
    NAME_IT = lazy("Name the group.")
    OPTIONAL = frozenset({"outreach"})
    label = line(lazy("Group"), MAXIMUM["label"])
    seldom_heard = tick(lazy("This group is seldom heard"))
    outreach = paragraphs(
        lazy("How you reach them"),
        MAXIMUM["text"],
        hint=lazy("Needed for a group that is seldom heard: where you meet them, and with whose help."),
    )


class TargetGroupsForm(SectionForm):
    OPTIONAL = frozenset({"no_seldom_heard_motive"})
    target_groups = rows_of(
        TargetGroupRow,
        lazy("Whom do you want to hear?"),
        lazy("Those whom the question concerns. At least one group that is seldom heard, if there is one."),
        lazy("Add another group"),
    )
    no_seldom_heard_motive = paragraphs(
        lazy("If no group is seldom heard: why does it not apply?"),
        MAXIMUM["text"],
    )


class DegreesForm(SectionForm):
    OPTIONAL = frozenset({"frame_money", "frame_place", "frame_law"})
    degree_of_participation = choice(
        lazy("How much do residents take part in the dialogue?"),
        participation_choices(),
        hint=lazy("Each step also includes those before it. The ways to take part must match."),
        radio=True,
    )
    degree_of_influence = choice(
        lazy("How much influence do they have on the decision?"),
        influence_choices(),
        hint=lazy("The sentence is the promise shown on the public page. The politicians decide on it; you propose."),
        radio=True,
    )
    frame_money = paragraphs(
        lazy("The frame: money"),
        MAXIMUM["text"],
        hint=lazy("For co-determination: how much money there is, and what it may be used for."),
    )
    frame_place = paragraphs(
        lazy("The frame: place"),
        MAXIMUM["text"],
        hint=lazy("For co-determination: which places or matters it covers, and which it does not."),
    )
    frame_law = paragraphs(
        lazy("The frame: law"),
        MAXIMUM["text"],
        hint=lazy("For co-determination: what laws and earlier decisions you must keep to."),
    )

    def adapt(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: value or None for name, value in values.items()}


class DecisionPointForm(SectionForm):
    OPTIONAL = frozenset({"decision_taken_on", "decision_taken_paragraph"})
    decision_matter = line(
        lazy("The matter"),
        MAXIMUM["text"],
        hint=lazy("The decision that the dialogue is to inform, as it will be named on the agenda."),
    )
    decision_body_id = choice(lazy("The body that takes it"), [])
    decision_meeting = day(
        lazy("The meeting where it is planned to be taken"),
        hint=lazy("The same meeting that handles the results, or a later one."),
    )
    decision_taken_on = day(
        lazy("If the decision has already been taken: when?"),
        hint=lazy("Then the politicians are no longer open to influence, and the dialogue cannot be held."),
    )
    decision_taken_paragraph = line(lazy("Its section (§)"), 20)

    def adapt(self, values: dict[str, Any]) -> dict[str, Any]:
        values["decision_body_id"] = number(values["decision_body_id"])
        values["decision_taken_paragraph"] = values["decision_taken_paragraph"] or ""
        return values


class RepresentativeRow(Row):
    NAMED_BY = "name"
    NAME_IT = lazy("Write the name.")
    OPTIONAL = frozenset({"role"})
    elected_person_id = choice(
        lazy("Elected representative of the body"), [], hint=lazy("Or write another name below.")
    )
    name = line(lazy("Name"), MAXIMUM["name"])
    role = line(lazy("Role, such as chair of the committee"), MAXIMUM["label"])

    @property
    def named(self) -> bool:
        return super().named or bool(self["elected_person_id"].data)

    def values(self) -> dict[str, Any]:
        found = super().values()
        return found | numbers(found, "elected_person_id")


class ModeratorRow(Row):
    NAMED_BY = "account_id"
    NAME_IT = lazy("Choose who moderates.")
    OPTIONAL = frozenset({"valid_from", "valid_to"})
    account_id = choice(lazy("Moderator"), [])
    valid_from = day(lazy("From"), hint=lazy("Empty: from the opening day."))
    valid_to = day(lazy("To"), hint=lazy("Empty: to the closing day."))

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        start, end = self["valid_from"].data, self["valid_to"].data
        if fine and start and end and end < start:
            self["valid_to"].errors = [i18n.gettext("The last day is before the first.")]
            return False
        return fine

    def values(self) -> dict[str, Any]:
        found = super().values()
        return found | {"account_id": number(found["account_id"])}


class PeopleForm(SectionForm):
    representatives = rows_of(
        RepresentativeRow,
        lazy("Which elected representatives stand behind the question?"),
        lazy("By name, from the body that asks. They are shown on the public page. At least one."),
        lazy("Add another representative"),
    )
    contact_name = line(
        lazy("Contact person for residents"), MAXIMUM["name"], hint=lazy("An official who answers questions.")
    )
    contact_email = email(lazy("E-mail"), hint=lazy("E-mail or phone is needed; both are better."))
    contact_phone = line(lazy("Phone"), 40)
    coordinator_name = line(
        lazy("Coordinator"), MAXIMUM["name"], hint=lazy("Who keeps the work together within the municipality.")
    )
    moderators = rows_of(
        ModeratorRow,
        lazy("Who moderates?"),
        lazy("Somebody must watch over what is published, every day it is open. Take turns if you like."),
        lazy("Add another moderator"),
    )

    def adapt(self, values: dict[str, Any]) -> dict[str, Any]:
        plain = ("contact_name", "contact_email", "contact_phone", "coordinator_name")
        return values | {name: (values[name] or "").strip() for name in plain}


class ScheduleForm(SectionForm):
    opens_on = day(lazy("Opens"), hint=lazy("The first day that residents can take part."))
    closes_on = day(lazy("Closes"), hint=lazy("The last day. It stays open until midnight."))
    review_opens_on = day(
        lazy("The review opens"), hint=lazy("The planned first day. It is settled when the review is announced.")
    )
    review_closes_on = day(lazy("The review closes"), hint=lazy("The planned last day, at least as the law demands."))
    results_due = day(lazy("Results ready"), hint=lazy("When the result report is published, after the closing day."))
    handling_meeting = day(
        lazy("Meeting that handles the results"), hint=lazy("The body’s meeting, when the results are ready.")
    )
    feedback_due = day(lazy("Feedback at the latest"), hint=lazy("When everybody knows what it led to."))
    goal_review_cycle_id = choice(
        lazy("Goal review period"),
        [],
        hint=lazy("The dialogue lies within it, from the opening to the meeting that handles the results."),
    )

    def adapt(self, values: dict[str, Any]) -> dict[str, Any]:
        return values | numbers(values, "goal_review_cycle_id")


class ActivityRow(Row):
    NAMED_BY = "type"
    NAME_IT = lazy("Choose the way to take part.")
    OPTIONAL = frozenset({"place", "starts_at"})
    type = choice(lazy("Way to take part"), [CHOOSE, *i18n.choices(ActivityType)])
    place = line(lazy("Place, or how to get there"), MAXIMUM["place"])
    starts_at = moment(
        lazy("Date and time"), hint=lazy("Only for meetings and the like. For example 2027-01-17 18:00.")
    )
    elected_present = tick(lazy("Elected representatives take part"))


class ActivitiesForm(SectionForm):
    activities = rows_of(
        ActivityRow,
        lazy("How can people take part?"),
        lazy("At least two ways, and at least one without a screen: a meeting, paper, phone."),
        lazy("Add another way"),
    )


class HandlingForm(SectionForm):
    handling_plan = paragraphs(
        lazy("How will the results be handled?"),
        MAXIMUM["text"],
        hint=lazy(
            "Who compiles them and when, at which meeting they are handled, and how the decision reports them. "
            "For example: The administration compiles the contributions into themes within two weeks. The committee "
            "handles them at its meeting in March and takes a stance on each theme in its decision."
        ),
    )


class SelfCheckForm(SectionForm):
    self_check_p1 = paragraphs(
        lazy("The politicians are responsible"),
        MAXIMUM["text"],
        hint=lazy("Which elected representatives ask the question, and what do they do themselves in the dialogue?"),
    )
    self_check_p2 = paragraphs(
        lazy("More participation and more influence"),
        MAXIMUM["text"],
        hint=lazy("What may residents do and influence that they could not before?"),
    )
    self_check_p3 = paragraphs(
        lazy("Different groups are heard"),
        MAXIMUM["text"],
        hint=lazy("Who is seldom heard in the question, and what do you do to meet them?"),
    )
    self_check_p4 = paragraphs(
        lazy("It deserves trust"),
        MAXIMUM["text"],
        hint=lazy("What do you promise, and how can everybody see whether it is kept?"),
    )
    self_check_p5 = paragraphs(
        lazy("What residents know is used"),
        MAXIMUM["text"],
        hint=lazy("How will what is said be noticed in the decision?"),
    )


class DataProtectionForm(SectionForm):
    legal_basis = paragraphs(
        lazy("Legal basis"),
        MAXIMUM["text"],
        hint=lazy("For example: A task in the public interest (Article 6.1 e of the data protection regulation)."),
    )
    privacy_notice = paragraphs(
        lazy("What residents are told about their personal data"),
        MAXIMUM["text"],
        hint=lazy(
            "For example: What you write becomes a public record. You need not give your name. An e-mail address for "
            "feedback is kept apart from your answer and taken away when the feedback has been sent."
        ),
    )
    retention = paragraphs(
        lazy("How long things are kept"),
        MAXIMUM["text"],
        hint=lazy(
            "For example: Contributions and the result report are kept for good. E-mail addresses are disposed of "
            "after the feedback, under the municipality’s disposal decision."
        ),
    )
    dpia_screened = tick(
        lazy("Privacy risks have been screened"),
        hint=lazy("Somebody has considered whether an impact assessment is needed. Ask the data protection officer."),
    )


class LanguagesForm(SectionForm):
    OPTIONAL = frozenset({"languages"})
    languages = wtforms.SelectMultipleField(
        lazy("Which other languages?"),
        description=lazy("Swedish and easy-read Swedish are always there. Choose by whom you want to hear."),
        validators=[Choosable()],
        choices=[],
    )

    def adapt(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"languages": ["sv", "sv-lattlast", *(values["languages"] or ())]}


SECTION_FORMS: Mapping[Section, type[SectionForm]] = {
    Section.QUESTION: QuestionForm,
    Section.LEGAL_BASIS: LegalBasisForm,
    Section.INFLUENCE: InfluenceForm,
    Section.GOAL: GoalForm,
    Section.TARGET_GROUPS: TargetGroupsForm,
    Section.DEGREES: DegreesForm,
    Section.DECISION_POINT: DecisionPointForm,
    Section.PEOPLE: PeopleForm,
    Section.SCHEDULE: ScheduleForm,
    Section.ACTIVITIES: ActivitiesForm,
    Section.DOCUMENTS: DocumentsForm,
    Section.HANDLING: HandlingForm,
    Section.SELF_CHECK: SelfCheckForm,
    Section.DATA_PROTECTION: DataProtectionForm,
    Section.LANGUAGES: LanguagesForm,
}
