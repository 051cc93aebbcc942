"""What people in the demonstration have said, in the order in which it came, and what moderators made of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from participation import clock
from participation.access import VISITOR
from participation.comments.actions import submit_comment
from participation.comments.models import Comment
from participation.contributions.actions import leave_address
from participation.contributions.models import Contribution
from participation.contributions.rules import Speaker
from participation.demo.content import Content, noon
from participation.demo.people import People
from participation.demo.story import Story
from participation.dialogues.models import Dialogue
from participation.ideas.actions import submit_idea
from participation.ideas.models import Idea
from participation.moderation import actions as moderation
from participation.moderation.rules import Ground

UNTIL_REVIEW = timedelta(hours=3)


def heard(people: People, dialogue: Dialogue, row: Mapping[str, Any]) -> Contribution:
    """An idea of a row with its day, read by a moderator the same day."""
    with clock.at(noon(row["day"])):
        idea = submit_idea(
            VISITOR,
            dialogue,
            key=secrets.token_urlsafe(18),
            title=row["title"],
            body=row["body"],
            language=row["language"],
            display_name=row["name"],
        )
        moderation.approve(people.actor("moderator"), idea)
    return idea


class Voices:
    """A dialogue's ideas and comments, planned into a story. ``sorted_into``: which theme each turned out to be of."""

    def __init__(
        self, story: Story, content: Content, people: People, dialogue: Dialogue, row: Mapping[str, Any]
    ) -> None:
        self.story = story
        self.content = content
        self.people = people
        self.dialogue = dialogue
        self.row = row
        self.added = content.additions[row["id"]]
        self.ideas: dict[str, Idea] = {}
        self.comments: dict[tuple[str, str], Comment] = {}
        self.sorted_into: list[tuple[Contribution, str]] = []
        self._moderators = ["moderator", "moderator2"]

    def plan(self) -> None:
        """Ideas spread over the days it has been open, comments a day apart after each; then those of the last days."""
        ideas = self.row["ideas"]
        for n, row in enumerate(ideas, start=1):
            instant = self.story.spread(self.dialogue, n, len(ideas))
            self.story.at(instant, partial(self._idea, row))
            for m, comment in enumerate(row["comments"], start=1):
                self.story.at(instant + m * timedelta(hours=19), partial(self._comment, comment | {"idea": row["id"]}))
        for row in self.added.get("ideas", []):
            self.story.at(self.story.ago(row), partial(self._idea, row))
        for comment in self.added.get("comments", []):
            self.story.at(self.story.ago(comment), partial(self._comment, comment))

    def _idea(self, row: Mapping[str, Any]) -> None:
        title, body = row["title"], row["body"]
        idea = submit_idea(
            VISITOR,
            self.dialogue,
            key=secrets.token_urlsafe(18),
            title=title if isinstance(title, str) else title[row["lang"]],
            body=body if isinstance(body, str) else body[row["lang"]],
            language=row["lang"],
            display_name=row["author"],
        )
        self.ideas[row["id"]] = idea
        address = self.added.get("addresses", {}).get(row["id"])
        if address:
            email, locale = (address, "sv") if isinstance(address, str) else (address["email"], address["locale"])
            leave_address(idea, email=email, locale=locale)
        self._sort(idea, row["id"])
        self._review(idea, row)

    def _comment(self, row: Mapping[str, Any]) -> None:
        idea = self.ideas[row["idea"]]
        author = row["author"]
        speaker, actor, office = Speaker.RESIDENT, VISITOR, None
        if row.get("elected"):
            speaker = Speaker.ELECTED
            actor, office = self.people.named(author) or VISITOR, self.dialogue.responsible_body.names
        elif row.get("official"):
            speaker = Speaker.OFFICIAL
            actor = self.people.named(author) or self.people.actor("officer")
            office = next(
                (b.names for b in self.people.bodies.values() if author.startswith(b.names.sv)),
                self.dialogue.responsible_body.names,
            )
        comment = submit_comment(
            actor,
            self.dialogue,
            idea,
            key=secrets.token_urlsafe(18),
            body=row.get("text") or row["sv"],
            language=row.get("lang", "sv"),
            display_name=author if speaker is Speaker.RESIDENT else "",
            parent=self.comments.get((row["idea"], row.get("reply_to", ""))),
            speaker=speaker,
            office=office,
        )
        self.comments[row["idea"], author] = comment
        if speaker is Speaker.RESIDENT:
            self._sort(comment, row["idea"])
        self._review(comment, row)

    def _sort(self, contribution: Contribution, idea_id: str) -> None:
        theme = next((r.get("outcome_theme") for r in self.row["ideas"] if r["id"] == idea_id), None)
        if theme:
            self.sorted_into.append((contribution, theme))

    def _review(self, contribution: Contribution, row: Mapping[str, Any]) -> None:
        """New ones wait; others are looked at some hours later, reported or hidden as the row says."""
        self._moderators.reverse()
        moderator = self.people.actor(self._moderators[0])
        if row.get("new"):
            return
        if row.get("hide"):
            ground, reasons = Ground(row["hide"]), row["reasons"]
            self.story.after(
                UNTIL_REVIEW, lambda: _do(moderation.hide(moderator, contribution, ground=ground, reasons=reasons))
            )
        else:
            self.story.after(UNTIL_REVIEW, lambda: _do(moderation.approve(moderator, contribution)))
        if row.get("report"):
            self.story.after(2 * UNTIL_REVIEW, lambda: self._report(contribution, row))

    def _report(self, contribution: Contribution, row: Mapping[str, Any]) -> None:
        moderation.report(
            VISITOR,
            contribution,
            ground=Ground(row["report"]),
            text=row["report_text"],
            email="",
            locale="sv",
            reporter_key=secrets.token_urlsafe(18),
            key=secrets.token_urlsafe(18),
        )


def _do(_done: object) -> None:
    """Turns an action into a happening: what it returns is not needed."""
