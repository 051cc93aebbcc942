"""A municipality with a dialogue in each stage, for tests that look at every page: the demonstration and a bit more.

``addresses(world, rule)`` gives real values for the variables of any route, so that a new page is looked at without a
word here, unless it has a variable of a new name: then it is told to :data:`VALUES` once.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine
from werkzeug.routing import Rule

from participation import clock, db
from participation.access import VISITOR
from participation.accounts.models import StaffAssignment
from participation.bodies.actions import propose_mandate
from participation.bodies.models import Body, ElectedPerson, Mandate, MandateChange, PolicyArea
from participation.channels.models import OtherChannel
from participation.contributions.actions import leave_address
from participation.contributions.models import ContactAddress, Contribution
from participation.contributions.rules import Channel, ContributionKind
from participation.demo import seed
from participation.dialogues.consultation.models import CommitteeConsultation
from participation.dialogues.models import Activity, Dialogue, TargetGroup
from participation.dialogues.queries import current_stage, slug
from participation.dialogues.rules import PUBLIC_STAGES, ROAD, Kind, Stage, TakenBy, sections_of
from participation.dialogues.statutory.models import StandingDecision
from participation.followers import actions as followers
from participation.followers.models import Follower
from participation.handbook.actions import add_text, begin_draft
from participation.handbook.models import HandbookText
from participation.handbook.rules import PARTS, Place
from participation.initiatives.actions import complaints
from participation.initiatives.actions.minding import hide_initiative
from participation.initiatives.actions.receiving import Proposal, submit_initiative
from participation.initiatives.models import Initiative
from participation.legal.models import LegalBasis
from participation.moderation import actions as moderation
from participation.moderation.models import Complaint, Report
from participation.moderation.rules import Ground
from participation.offline.actions import enter_answers, type_again
from participation.policy.actions import propose
from participation.policy.models import PolicyVersion
from participation.population.models import PopulationReference
from participation.results.actions import handling, report, themes
from participation.results.models import Theme
from participation.results.rules import ReportSection, StanceValue
from participation.statements.models import PhaseReport
from participation.support import actions as support
from participation.support.models import SupportTicket
from participation.survey_results import jobs as survey_results
from participation.survey_results.actions import request_export
from participation.survey_results.rules import FileFormat
from participation.surveys.actions import submit_response
from participation.surveys.given import Given
from participation.surveys.models import AnswerDeletion, InvitationBatch, StaffEntry, StoredFile, Survey, SurveyExport
from participation.texts import Texts
from tests import factories, statutory
from tests.conventions import survey_world

LANGUAGES = ("sv", "sv-lattlast", "en", "ar")


@dataclass
class World:
    """The program, and what the variables of its addresses can be."""

    app: Flask
    engine: Engine
    dialogues: dict[Stage, list[int]] = field(default_factory=dict)
    slugs: dict[int, str] = field(default_factory=dict)
    ideas: dict[int, list[int]] = field(default_factory=dict)
    surveys: dict[int, list[str]] = field(default_factory=dict)
    survey_ids: dict[int, list[int]] = field(default_factory=dict)
    questions: dict[int, list[str]] = field(default_factory=dict)
    options: dict[int, list[str]] = field(default_factory=dict)
    batches: dict[int, list[int]] = field(default_factory=dict)
    deletions: dict[int, list[int]] = field(default_factory=dict)
    pictures: dict[int, list[str]] = field(default_factory=dict)
    attached: dict[int, list[int]] = field(default_factory=dict)
    themes: dict[int, list[int]] = field(default_factory=dict)
    contributions: list[int] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    hidden_codes: list[str] = field(default_factory=list)
    report_codes: list[str] = field(default_factory=list)
    complaints: list[int] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    follows: list[str] = field(default_factory=list)
    consulted: dict[int, list[int]] = field(default_factory=dict)
    people: list[int] = field(default_factory=list)
    assignments: list[int] = field(default_factory=list)
    bodies: list[int] = field(default_factory=list)
    areas: list[int] = field(default_factory=list)
    mandates: list[int] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)
    elected: list[int] = field(default_factory=list)
    initiatives: list[int] = field(default_factory=list)
    initiative_codes: list[str] = field(default_factory=list)
    hidden_initiative_codes: list[str] = field(default_factory=list)
    hidden_initiatives: list[int] = field(default_factory=list)
    channels: list[int] = field(default_factory=list)
    groups: dict[int, list[int]] = field(default_factory=dict)
    activities: dict[int, list[int]] = field(default_factory=dict)
    tickets: list[int] = field(default_factory=list)
    kinds: dict[int, Kind] = field(default_factory=dict)
    statutory: list[int] = field(default_factory=list)
    phases: dict[int, list[str]] = field(default_factory=dict)
    laws: list[int] = field(default_factory=list)
    standing: list[int] = field(default_factory=list)
    handbook_texts: list[int] = field(default_factory=list)
    policies: list[int] = field(default_factory=list)
    populations: list[int] = field(default_factory=list)
    exports: dict[int, list[int]] = field(default_factory=dict)
    entries: dict[int, list[int]] = field(default_factory=dict)
    typed_once: dict[int, list[int]] = field(default_factory=dict)
    slips: dict[int, list[int]] = field(default_factory=dict)


MADE = ROAD[: ROAD.index(Stage.HANDLED) + 1]
"""The stages that a dialogue comes to in steps of its own here, with more in it than the factory makes."""


def make(app: Flask, engine: Engine, more: Callable[[factories.Town], None] | None = None) -> World:
    """Fill an empty database, with what ``more`` makes as the newest, and note what there is."""
    seed.seed(app)
    with app.test_request_context(), db.transaction(engine):
        town = factories.town()
        # One change that waits for another administrator.
        propose_mandate(
            town.admin, body=town.board, legal_basis="user_consultation", reglemente_ref="§ 4", valid_from=clock.today()
        )
        asked = support.ask(
            town.officer, town.committee, subject="Graden", question="Vilken grad passar?", key=factories.key()
        )
        support.answer(town.coordinator, asked, text="Konsultation räcker.")
        support.ask(town.officer, town.committee, subject="Skolan", question="Vem når skolan?", key=factories.key())
        # The next handbook is being written, and a text of the policy waits for another person.
        draft = begin_draft(town.coordinator)
        add_text(town.coordinator, draft, Place.PLAN, title=Texts(sv="Något eget"), body=Texts(sv="Vår egen text."))
        propose(town.coordinator, text=Texts(sv="Policyn."), adopted_by="Kommunfullmäktige", adopted_on=clock.today())
        for stage in Stage:
            if stage in MADE:
                _dialogue(town, stage)
            else:
                factories.dialogue(town, stage, languages=LANGUAGES, title=f"Skolvägar, {stage}")
        # The newest of their stages: committees are consulted, and have not been asked yet or not answered.
        for stage in (Stage.DECIDED, Stage.ANNOUNCED):
            factories.dialogue(town, stage, kind=Kind.DEVELOPMENT, languages=LANGUAGES, title=f"Centrum, {stage}")
        _of_the_law(town)
        _complained_about(town)
        if more is not None:
            more(town)
    survey_results.make_files(engine)
    world = World(app, engine)
    with db.transaction(engine, write=False):
        _note(world)
    assert set(world.dialogues) == set(Stage)
    return world


def _complained_about(town: factories.Town) -> None:
    """A hidden initiative, and its author's complaint."""
    proposal = Proposal(question="Vad säljer vi?", why="Reklam.", concerns="Alla", language="sv")
    made = hide_initiative(
        town.moderator,
        submit_initiative(VISITOR, proposal, key=factories.key()),
        ground=Ground.SPAM,
        reasons="Det är reklam.",
    )
    complaints.complain(VISITOR, made, text="Det är ingen reklam.")


def _of_the_law(town: factories.Town) -> None:
    """Statutory dialogues in the middle of each period, and between the two with the report published."""
    for which in (statutory.OPEN, statutory.BETWEEN, statutory.REVIEWED):
        statutory.dialogue(town, which, languages=LANGUAGES)


def _dialogue(town: factories.Town, stage: Stage) -> None:
    first = min(stage, Stage.CLOSED, key=list(ROAD).index)
    schedule = factories.schedule_for(Stage.CLOSED) if list(ROAD).index(stage) >= 5 else None
    made = factories.dialogue(town, first, languages=LANGUAGES, schedule=schedule, title=f"Skolvägar, {stage}")
    if list(ROAD).index(stage) < list(ROAD).index(Stage.OPEN):
        return
    opened = clock.start_of_day(clock.local_date(made.phases[0].opens_at))
    compiled = list(ROAD).index(stage) >= list(ROAD).index(Stage.COMPILED)
    _voices(town, made, [opened + timedelta(hours=n) for n in range(1, 9)], typed_in=not compiled)
    if stage is Stage.OPEN:
        survey_world.around(town, made)
    if stage is Stage.CLOSED:
        themes.add_theme(town.officer, made, title=Texts(sv="Ljus"), text=Texts(sv="Många vill ha ljus."))
    if compiled:
        _outcome(town, made, handled=stage is Stage.HANDLED)


def _voices(town: factories.Town, dialogue: Dialogue, hours: list[Any], *, typed_in: bool) -> None:
    """Ideas with a deep thread, one idea hidden and complained about, one reported, a survey answered, an address.

    ``typed_in``: with papers that are not typed in twice yet, which keep the report back."""
    moderator = town.moderator
    ideas = [factories.idea(dialogue, title=f"Idé {n}", display_name="Kim", at=hours[n]) for n in range(3)]
    parent = None
    for n in range(5):
        parent = factories.comment(ideas[0], body=f"Svar {n}", parent=parent, at=hours[3])
    with clock.at(hours[4]):
        leave_address(ideas[0], email="kim@home.example", locale="ar")
        leave_address(ideas[1], email="robin@home.example", locale="sv")
        found = db.session().scalars(select(Survey).where(Survey.dialogue_id == dialogue.id)).one()
        question = found.questions[3]
        submit_response(
            VISITOR,
            dialogue,
            found,
            key=factories.key(),
            respondent_key=factories.key(),
            language="sv",
            answers={question.key: Given(words="Bra fråga.")},
        )
        request_export(town.officer, dialogue, found, FileFormat.CSV)
        if typed_in:
            _typed_in(town, dialogue, found)
        followers.follow(VISITOR, dialogue, email="kim@home.example", locale="sv", key=factories.key())
        followers.follow(VISITOR, dialogue, email="robin@home.example", locale="en", key=factories.key())
        for follower in db.session().scalars(select(Follower).where(Follower.email == "robin@home.example")):
            followers.confirm(follower)
        moderation.hide(moderator, ideas[1], ground=Ground.SPAM, reasons="Det är reklam.")
        moderation.complain(VISITOR, ideas[1], text="Det är ingen reklam.")
        moderation.approve(moderator, ideas[0])
        _report(ideas[2])
    if current_stage(dialogue) is not Stage.OPEN:
        with clock.at(hours[5]):
            for contribution in db.session().scalars(
                select(Contribution).where(Contribution.dialogue_id == dialogue.id).order_by(Contribution.id)
            ):
                if contribution.id not in (ideas[0].id, ideas[1].id) and contribution.kind != "survey_response":
                    moderation.approve(moderator, contribution)


def _typed_in(town: factories.Town, dialogue: Dialogue, survey: Survey) -> None:
    """A paper that counts, one that waits for a second person, and one that two people have typed differently."""

    def said(text: str) -> dict[str, list[str]]:
        return {f"q-{survey.questions[3].key}": [text]}

    for survey.double_entry in (False, True, True):
        entry = enter_answers(
            town.officer,
            dialogue,
            survey,
            key=factories.key(),
            channel=Channel.PAPER,
            language="sv",
            received_on=clock.today(),
            note="",
            raw=said("Bra fråga, på papper."),
        )
    type_again(town.coordinator, dialogue, survey, entry, said("Bra fråga på papper"))


def _report(contribution: Contribution) -> None:
    moderation.report(
        VISITOR,
        contribution,
        ground=Ground.PERSONAL_ATTACK,
        text="Det är elakt.",
        email="sam@home.example",
        locale="en",
        reporter_key=secrets.token_urlsafe(18),
        key=factories.key(),
    )


def _outcome(town: factories.Town, dialogue: Dialogue, *, handled: bool) -> None:
    compiled = clock.now() - timedelta(days=9)
    said = [
        c.id
        for c in db.session().scalars(select(Contribution).where(Contribution.dialogue_id == dialogue.id))
        if c.visibility == "visible"
    ]
    with clock.at(compiled):
        theme = themes.add_theme(town.officer, dialogue, title=Texts(sv="Ljus"), text=Texts(sv="Många vill ha ljus."))
        themes.sort(town.officer, dialogue, said, [theme.id])
        themes.sort_wordless(town.officer, dialogue)
        summary = Texts({code: f"Sammanfattning ({code})" for code in LANGUAGES})
        written = {part: summary if part is ReportSection.SUMMARY else Texts(sv="Text.") for part in ReportSection}
        report.save_report(town.officer, dialogue, written, seen=None)
        report.publish_report(town.officer, dialogue)
    if handled:
        with clock.at(compiled + timedelta(days=3)):
            stance = handling.StanceChoice(value=StanceValue.NOT_ADOPTED, motive=Texts(sv="Det saknas pengar."))
            decision = handling.HandlingDecision(
                body=dialogue.responsible_body,
                taken_by=TakenBy.BODY,
                taken_on=clock.today(),
                paragraph="40",
                registry_number=factories.REGISTRY_NUMBER,
                effect=Texts(sv="Vi läste allt."),
                stances={
                    t.id: stance for t in db.session().scalars(select(Theme).where(Theme.dialogue_id == dialogue.id))
                },
                minutes_announced_on=clock.today(),
            )
            handling.record_handling_decision(town.secretary, dialogue, decision)


def _note(world: World) -> None:
    session = db.session()
    for dialogue in session.scalars(select(Dialogue).order_by(Dialogue.id)):
        world.slugs[dialogue.id] = slug(dialogue)
        world.kinds[dialogue.id] = Kind(dialogue.kind)
        if dialogue.kind == Kind.STATUTORY.value:
            world.statutory.append(dialogue.id)
        else:
            world.dialogues.setdefault(current_stage(dialogue), []).append(dialogue.id)
    for found in session.scalars(select(Contribution).order_by(Contribution.id)):
        world.contributions.append(found.id)
        if found.kind in (ContributionKind.IDEA.value, ContributionKind.WRITTEN_STATEMENT.value):
            world.ideas.setdefault(found.dialogue_id, []).append(found.number)
        if found.visibility == "hidden":
            world.hidden_codes.append(found.return_code)
        else:
            world.codes.append(found.return_code)
    for survey in session.scalars(select(Survey).order_by(Survey.id)):
        world.surveys.setdefault(survey.dialogue_id, []).append(survey.key)
        world.survey_ids.setdefault(survey.dialogue_id, []).append(survey.id)
        world.questions.setdefault(survey.dialogue_id, []).extend(q.key for q in survey.questions)
        world.options.setdefault(survey.dialogue_id, []).extend(survey_world.keys_of(q) for q in survey.questions)
    for batch, dialogue in session.execute(
        select(InvitationBatch.id, Survey.dialogue_id).join(Survey, Survey.id == InvitationBatch.survey_id)
    ):
        world.batches.setdefault(dialogue, []).append(batch)
    for deletion, dialogue in session.execute(
        select(AnswerDeletion.id, Survey.dialogue_id).join(Survey, Survey.id == AnswerDeletion.survey_id)
    ):
        world.deletions.setdefault(dialogue, []).append(deletion)
    for name, dialogue in session.execute(
        select(StoredFile.name, Survey.dialogue_id).join(Survey, Survey.id == StoredFile.survey_id)
    ):
        world.pictures.setdefault(dialogue, []).append(name)
    for file, dialogue in session.execute(
        select(StoredFile.id, Survey.dialogue_id)
        .join(Survey, Survey.id == StoredFile.survey_id)
        .where(StoredFile.question_key != "")
    ):
        world.attached.setdefault(dialogue, []).append(file)
    for theme in session.scalars(select(Theme).order_by(Theme.id)):
        world.themes.setdefault(theme.dialogue_id, []).append(theme.id)
    for asked in session.scalars(select(CommitteeConsultation).order_by(CommitteeConsultation.id)):
        world.consulted.setdefault(asked.dialogue_id, []).append(asked.body_id)
    for held in session.scalars(select(StaffAssignment).order_by(StaffAssignment.id)):
        if held.account_id not in world.people:
            world.people.append(held.account_id)
            world.assignments.append(held.id)
    world.channels = list(session.scalars(select(OtherChannel.id).order_by(OtherChannel.id)))
    for initiative in session.scalars(select(Initiative).order_by(Initiative.id)):
        world.initiative_codes.append(initiative.return_code)
        if initiative.is_visible and initiative.withdrawn_at is None:
            world.initiatives.append(initiative.id)
        elif not initiative.is_visible:
            world.hidden_initiatives.append(initiative.id)
            world.hidden_initiative_codes.append(initiative.return_code)
    world.report_codes = list(session.scalars(select(Report.receipt_code).order_by(Report.id)))
    world.bodies = list(session.scalars(select(Body.id).order_by(Body.id)))
    world.areas = list(session.scalars(select(PolicyArea.id).order_by(PolicyArea.id)))
    world.mandates = list(session.scalars(select(Mandate.id).order_by(Mandate.id)))
    world.changes = list(session.scalars(select(MandateChange.id).order_by(MandateChange.id)))
    world.elected = list(session.scalars(select(ElectedPerson.id).order_by(ElectedPerson.id)))
    world.complaints = list(session.scalars(select(Complaint.id).order_by(Complaint.id)))
    for published in session.scalars(select(PhaseReport).where(PhaseReport.published_at.is_not(None))):
        world.phases.setdefault(published.dialogue_id, []).append(published.phase)
    world.laws = list(session.scalars(select(LegalBasis.id).order_by(LegalBasis.id)))
    world.standing = list(session.scalars(select(StandingDecision.id).order_by(StandingDecision.id)))
    for entry, dialogue_id in session.execute(
        select(StaffEntry, Survey.dialogue_id).join(Survey, Survey.id == StaffEntry.survey_id).order_by(StaffEntry.id)
    ):
        world.entries.setdefault(dialogue_id, []).append(entry.id)
        if entry.response_id is None and entry.second_raw is None:
            world.typed_once.setdefault(dialogue_id, []).append(entry.id)
    for typed in session.scalars(select(Contribution).where(Contribution.channel == Channel.PAPER.value)):
        world.slips.setdefault(typed.dialogue_id, []).append(typed.number)
    for export, dialogue_id in session.execute(
        select(SurveyExport.id, Survey.dialogue_id).join(Survey, Survey.id == SurveyExport.survey_id)
    ):
        world.exports.setdefault(dialogue_id, []).append(export)
    for group in session.scalars(select(TargetGroup).order_by(TargetGroup.id)):
        world.groups.setdefault(group.dialogue_id, []).append(group.id)
    for activity in session.scalars(select(Activity).order_by(Activity.id)):
        world.activities.setdefault(activity.dialogue_id, []).append(activity.id)
    world.tickets = list(session.scalars(select(SupportTicket.id).order_by(SupportTicket.id)))
    world.follows = list(session.scalars(select(Follower.token).order_by(Follower.id)))
    world.handbook_texts = list(
        session.scalars(select(HandbookText.id).where(HandbookText.version == 2).order_by(HandbookText.id))
    )
    world.policies = list(session.scalars(select(PolicyVersion.id).order_by(PolicyVersion.id.desc())))
    world.populations = list(session.scalars(select(PopulationReference.id).order_by(PopulationReference.id)))
    world.tokens = list(session.scalars(select(ContactAddress.unsubscribe_token).order_by(ContactAddress.id)))


Values = dict[str, Any]


def _public(world: World) -> list[int | None]:
    """A dialogue in each public stage."""
    return [ids[-1] for stage, ids in world.dialogues.items() if stage in PUBLIC_STAGES]


def _all(world: World) -> list[int | None]:
    """A dialogue in each stage."""
    return [ids[-1] for ids in world.dialogues.values()]


def _several(ids: list[int]) -> list[int]:
    """The first and the last few: what stands between them is like them."""
    return ids if len(ids) <= 4 else [*ids[:2], *ids[-2:]]


def _codes(world: World, rule: Rule) -> list[str]:
    if rule.endpoint == "officials.desk.body":
        return ["SBN", "KS", "KF", "KFN"]
    if rule.endpoint.startswith("officials."):
        return list(LANGUAGES[1:])
    if rule.endpoint == "residents.report.receipt":
        return world.report_codes[:2]
    if rule.endpoint.startswith("residents.complaints."):
        return [*world.hidden_codes[:2], world.codes[0]]
    if rule.endpoint == "residents.initiatives.withdraw":
        return world.initiative_codes[-2:]
    if rule.endpoint == "residents.initiatives.complain":
        return world.hidden_initiative_codes
    return [*world.codes[:3], world.codes[-1], *world.hidden_codes[:2], *world.initiative_codes]


VALUES: dict[str, Callable[[World, Rule], list[Any]]] = {
    "code": _codes,
    "contribution": lambda world, _rule: _several(world.contributions),
    "complaint": lambda world, _rule: _several(world.complaints),
    "step": lambda _world, _rule: ["results", "handling", "feedback"],
    "account_id": lambda world, _rule: world.people[:2],
    "assignment_id": lambda world, _rule: world.assignments[:2],
    "token": lambda world, rule: (world.follows if ".followers." in rule.endpoint else world.tokens)[:2],
    "body_id": lambda world, _rule: world.bodies[:2],
    "area_id": lambda world, _rule: world.areas[:2],
    "mandate_id": lambda world, _rule: world.mandates[:2],
    "initiative_id": lambda world, rule: (
        world.hidden_initiatives if rule.endpoint.endswith(".complaint") else world.initiatives
    ),
    "channel_id": lambda world, _rule: world.channels[:2],
    "number": lambda world, rule: world.initiatives if ".initiatives." in rule.endpoint else [1],
    "change_id": lambda world, _rule: world.changes[:2],
    "ticket_id": lambda world, _rule: world.tickets[:2],
    "person_id": lambda world, _rule: world.elected[:2],
    "basis_id": lambda world, _rule: world.laws[:2],
    "decision_id": lambda world, _rule: world.standing[:2],
    "key": lambda _world, _rule: ["question", "feedback", "moderation"],
    "screen": lambda _world, _rule: [1, 2, 9],
    "place": lambda _world, rule: [p.value for p in (Place if rule.endpoint.endswith(".new") else PARTS)],
    "text_id": lambda world, _rule: world.handbook_texts[:2] + world.handbook_texts[-1:],
    "policy_id": lambda world, _rule: world.policies[:3],
    "table_id": lambda world, _rule: world.populations,
}
"""What a variable can be that does not hang on a dialogue."""

OF_DIALOGUE: dict[str, Callable[[World, int], list[Any]]] = {
    "section": lambda world, dialogue: [section.value for section in sections_of(world.kinds[dialogue])],
    "phase": lambda world, dialogue: world.phases.get(dialogue, []),
    "number": lambda world, dialogue: world.ideas.get(dialogue, [])[:3],
    "slip": lambda world, dialogue: world.slips.get(dialogue, []),
    "key": lambda world, dialogue: world.surveys.get(dialogue, []),
    "body_id": lambda world, dialogue: world.consulted.get(dialogue, [])[:3],
    "theme_id": lambda world, dialogue: world.themes.get(dialogue, [])[:2],
    "page_key": lambda world, dialogue: ["first"] if world.surveys.get(dialogue) else [],
    "survey_id": lambda world, dialogue: world.survey_ids.get(dialogue, [])[:1],
    "activity_id": lambda world, dialogue: world.activities.get(dialogue, [])[:1],
    "entry_id": lambda world, dialogue: world.entries.get(dialogue, [])[::-1],
    "export_id": lambda world, dialogue: world.exports.get(dialogue, []),
    "kind": lambda _world, _dialogue: ["json", "csv"],
    "group_id": lambda world, dialogue: world.groups.get(dialogue, [])[:1],
    "question_key": lambda world, dialogue: world.questions.get(dialogue, [])[:5],
    "option_key": lambda world, dialogue: world.options.get(dialogue, [])[:5],
    "batch_id": lambda world, dialogue: world.batches.get(dialogue, [])[:1],
    "deletion_id": lambda world, dialogue: world.deletions.get(dialogue, [])[:2],
    "file_id": lambda world, dialogue: world.attached.get(dialogue, []),
    "name": lambda world, dialogue: world.pictures.get(dialogue, [])[:1],
}
"""What a variable can be in a dialogue."""


ALSO_STATUTORY = frozenset(
    {"residents.dialogues.show", "officials.dialogues.show", "officials.dialogues.section", "officials.dialogues.log"}
)
"""Pages that look otherwise for a statutory dialogue."""


QUERIES: dict[str, Values] = {
    "officials.surveys.new_question": {"type": "single_choice"},
    "officials.changes.amendment": {"part": ["question", "influence", "degrees"]},
}
"""What a page cannot do without in its query."""


def addresses(world: World, rule: Rule) -> list[Values]:
    """Values for all of the rule's variables but the language, so that each dialogue and each value has its turn."""
    names = sorted(set(rule.arguments) - {"lang"})
    if not names:
        return [QUERIES.get(rule.endpoint, {})]
    dialogues = _public(world) if "slug" in names else _all(world) if "dialogue_id" in names else [None]
    if ".statements." in rule.endpoint:
        dialogues = list(world.statutory)
    elif rule.endpoint in ALSO_STATUTORY:
        dialogues = [*dialogues, *world.statutory]
    plain = [name for name in names if name not in ("slug", "dialogue_id")]
    choices = {d: {name: _values(world, rule, name, d) for name in plain} for d in dialogues}
    usable = [d for d in dialogues if all(choices[d].values())]
    turns = max([len(usable), *(len(v) for d in usable for v in choices[d].values())], default=0)
    made: list[Values] = []
    for turn in range(turns):
        dialogue = usable[turn % len(usable)]
        values = {name: found[turn % len(found)] for name, found in choices[dialogue].items()}
        if "slug" in names and dialogue is not None:
            values["slug"] = world.slugs[dialogue]
        elif dialogue is not None:
            values["dialogue_id"] = dialogue
        made.append(values | QUERIES.get(rule.endpoint, {}))
    return made


ONCE_TYPED = ("officials.offline.again", "officials.offline.discard")


def _values(world: World, rule: Rule, name: str, dialogue: int | None) -> list[Any]:
    if dialogue is not None and rule.endpoint in ONCE_TYPED and name == "entry_id":
        return world.typed_once.get(dialogue, [])
    if dialogue is not None and name in OF_DIALOGUE:
        return OF_DIALOGUE[name](world, dialogue)
    if name in VALUES:
        return VALUES[name](world, rule)
    raise AssertionError(
        f"{rule.rule} has a variable {name!r} that tests/conventions/world.py has no value for: "
        "add one to VALUES, or to OF_DIALOGUE if it belongs to a dialogue"
    )
