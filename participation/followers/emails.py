"""Letters to followers: please confirm, and one for each thing that happens (N02, N03, N11–N14, N17)."""

from __future__ import annotations

from participation import clock, letters
from participation.bodies.models import Body
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import closes_on, dialogue_by_id, slug
from participation.followers.models import Follower, Telling
from participation.followers.queries import Recipient
from participation.followers.rules import News, event_name
from participation.results.queries import feedbacks
from participation.results.rules import FeedbackKind
from participation.settings import installed
from participation.texts import Texts


def asked(follower: Follower, key: str) -> bool:
    """Ask the owner of the address whether they want to follow, or say that they do. False if it is sent already."""
    dialogue = dialogue_by_id(follower.dialogue_id)
    return letters.post(
        "followers/asked",
        recipient=follower.email,
        event=f"follow:{follower.id}:{key[:40]}",
        locale=follower.locale,
        unsubscribe_url=_stop(follower.token, follower.locale),
        title=dialogue.title.in_(follower.locale),
        slug=slug(dialogue),
        token=follower.token,
        confirmed=follower.confirmed_at is not None,
        days=installed().clocks.follow_confirm_days,
    )


def news(telling: Telling, dialogue: Dialogue, to: Recipient) -> bool:
    """Tell one recipient. False if they have been told."""
    told = feedbacks(dialogue.id).get(FeedbackKind.PUBLIC) if telling.what == News.FEEDBACK else None
    return letters.post(
        "followers/opened_for" if to.group is not None else f"followers/{telling.what}",
        recipient=to.email,
        event=event_name(telling.dialogue_id, telling.key),
        locale=to.locale,
        unsubscribe_url=_stop(to.token, to.locale)
        if to.follows or to.group is not None
        else letters.link("residents.receipts.unsubscribe", lang=letters.offered(to.locale), token=to.token),
        title=dialogue.title.in_(to.locale),
        slug=slug(dialogue),
        body=_deciding(dialogue).names.in_(to.locale),
        first_day=clock.local_date(dialogue.phases[-1].opens_at) if dialogue.phases else None,
        last_day=closes_on(dialogue),
        handling_meeting=dialogue.handling_meeting,
        feedback_due=dialogue.feedback_due,
        message=(told.text if told else Texts()).in_(to.locale),
        follows=to.follows,
        group=to.group.in_(to.locale) if to.group is not None else None,
        token=to.token,
    )


def _deciding(dialogue: Dialogue) -> Body:
    return dialogue.responsible_body


def _stop(token: str, locale: str) -> str:
    return letters.link("residents.followers.stop", lang=letters.offered(locale), token=token)
