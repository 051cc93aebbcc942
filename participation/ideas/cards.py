"""The card of an idea, as lists of ideas and the dialogue's page show it."""

from __future__ import annotations

from dataclasses import dataclass

import flask

from participation import i18n
from participation.contributions.taking_part import author, before_change, foreign
from participation.contributions.voices import Voice
from participation.dialogues.models import Dialogue
from participation.ideas.rules import excerpt
from participation.texts import direction, language_tag


@dataclass(frozen=True)
class IdeaCard:
    """What ``components/idea_card.html`` draws."""

    href: str
    title: str
    excerpt: str
    lang: str
    dir: str
    author: str
    when: str
    comments: str
    language_name: str
    number: str
    before_change: str


def idea_card(idea: Voice, dialogue: Dialogue, slug: str, number: str) -> IdeaCard:
    """The card, in the reader's language; ``number`` is how the page cites the idea."""
    return IdeaCard(
        href=flask.url_for("residents.ideas.show", slug=slug, number=idea.number),
        title=idea.title,
        excerpt=excerpt(idea.opening),
        lang=language_tag(idea.language),
        dir=direction(idea.language),
        author=author(idea.display_name),
        when=i18n.format_date(idea.received_at),
        comments=comments_counted(idea.comments),
        language_name=foreign(idea.language),
        number=number,
        before_change=before_change(dialogue, idea.received_at),
    )


def comments_counted(n: int) -> str:
    """How many comments there are, in words."""
    return i18n.ngettext("%(n)s comment", "%(n)s comments", n) if n else i18n.gettext("No comments yet")
