"""The demonstration's initiatives: sent, looked at, forwarded and answered through the actions, each at its instant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from participation import clock
from participation.access import VISITOR, Actor
from participation.bodies.queries import policy_areas
from participation.channels.queries import shown_channels
from participation.demo.content import Content, more
from participation.demo.people import People
from participation.demo.story import Story
from participation.dialogues.rules import Kind
from participation.initiatives.actions import minding, moves, receiving
from participation.initiatives.models import Initiative
from participation.initiatives.rules import BodyDecision, Origin, Sender
from participation.texts import Texts


def plan(story: Story, content: Content, who: People) -> None:
    """Plan every initiative and its moves."""
    for row in more("initiatives.yaml", content)["initiatives"]:
        story.at(story.ago(row), partial(_send, story, who, row))


def _send(story: Story, who: People, row: Mapping[str, Any]) -> None:
    office = row.get("office")
    actor = who.actor(office["who"]) if office else VISITOR
    proposal = receiving.Proposal(
        question=row["question"],
        why=row["why"],
        concerns=row["concerns"],
        place=row["place"],
        language=row["language"],
        policy_area=next((a for a in policy_areas() if a.code == row["area"]), None),
        origins=frozenset({Origin(office["origin"]) if office else Origin.CIVIL_SOCIETY}),
        sender=Sender(row.get("sender", Sender.PERSON)),
        sender_name=row.get("name", ""),
        show_name=row.get("show_name", False),
        office=who.bodies[office["body"]] if office else None,
    )
    initiative = receiving.submit_initiative(actor, proposal, key=f"demo-{row['days_ago']:04d}-initiative")
    if row.get("email"):
        receiving.leave_answer_address(initiative, email=row["email"], locale=row["language"])
    for move in row["moves"]:
        story.at(story.ago(move), partial(_move, who, initiative, move))
    if "delay" in row:
        story.at(story.ago(row["delay"]), lambda: _explain(who, initiative, row["delay"]))


def _move(who: People, initiative: Initiative, move: Mapping[str, Any]) -> None:
    officer: Actor = who.actor("officer")
    answer = Texts(sv=move.get("sv", ""))
    match move["move"]:
        case "review":
            moves.begin_review(officer, initiative)
        case "forward":
            moves.forward(officer, initiative, body=who.bodies[move["body"]], note=move["note"])
        case "redirect":
            channel = next((c for c in shown_channels() if c.title.sv == move["channel"]), None)
            moves.redirect(officer, initiative, channel=channel, answer=answer)
        case "accept" | "decline":
            decision = BodyDecision(clock.today(), move["paragraph"], move["registry_number"])
            secretary = who.actor("secretary")
            if move["move"] == "decline":
                moves.decline(secretary, initiative, decision=decision, answer=answer)
            else:
                kind = Kind(move["kind"])
                moves.accept(secretary, initiative, decision=decision, kind=kind, answer=answer)


def _explain(who: People, initiative: Initiative, delay: Mapping[str, Any]) -> None:
    expected = clock.today() + timedelta(days=delay["days_ago"] + delay["expected_in"])
    minding.explain_delay(who.actor("officer"), initiative, text=Texts(sv=delay["sv"]), expected_on=expected)
