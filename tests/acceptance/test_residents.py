"""A9, 19 and 25: anybody puts forward an idea and reports what is unlawful, with no account, no e-ID and no script."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from sqlalchemy import select

from participation import db
from participation.access import VISITOR
from participation.contributions.queries import by_id
from participation.dialogues.queries import dialogue_by_id, slug
from participation.dialogues.rules import Stage
from participation.ideas.actions import submit_idea
from participation.ideas.models import Idea
from participation.moderation import actions as moderation
from participation.moderation.models import Report
from participation.moderation.rules import Ground
from participation.outbox import Message
from tests import factories
from tests.acceptance.conftest import Place
from tests.checking_client import CheckingClient, fields

TITLE, BODY = "مقاعد بجانب الماء", "لا يوجد مكان للجلوس."
AUTHOR, REPORTER = "author@home.example", "reporter@home.example"


@pytest.fixture(scope="module")
def opened(place: Place) -> int:
    return place.dialogue(Stage.OPEN, languages=("sv", "sv-lattlast", "ar"))


def idea_in(place: Place, dialogue: int) -> int:
    with db.transaction(place.engine):
        return factories.idea(dialogue_by_id(dialogue), title="Köp skor", body="Hos oss är de billiga.").id


def letters(place: Place, recipient: str) -> list[Message]:
    with db.transaction(place.engine, write=False) as session:
        found = list(session.scalars(select(Message).where(Message.recipient == recipient).order_by(Message.id)))
        session.expunge_all()
        return found


def test_a9_19_an_idea_is_put_forward_in_arabic_from_the_start_page_and_has_a_receipt(
    place: Place, opened: int
) -> None:
    """The client runs no script and is nobody; it checks that each page is whole, in Arabic and from right to left."""
    resident = CheckingClient(place.app)
    with db.transaction(place.engine, write=False):
        address = f"/ar/dialogues/{quote(slug(dialogue_by_id(opened)))}"
    new = f"{address}/ideas/new"
    assert address in resident.get("/ar/").links
    assert new in resident.get(address).links
    form = resident.get(new).forms()[0]
    asked = set(fields(form)) - {"csrf_token", "idempotency_key", "website", "anyway"}
    assert asked == {"title", "body", "display_name", "language"}, "nothing is asked of who somebody is"
    assert fields(form)["language"] == "ar"
    answer = resident.send(new, {"title": TITLE, "body": BODY})
    assert answer.status == 303
    code = answer.response.location.rsplit("/", 1)[1]
    receipt = resident.get(answer.response.location)
    assert receipt.document is not None
    assert (receipt.status, receipt.document.get("lang"), receipt.document.get("dir")) == (200, "ar", "rtl")
    for words in (code, TITLE, BODY):
        assert words in receipt.text
    assert TITLE in resident.get(f"{address}/ideas").text

    # Whoever comes back with the code, in another browser, reads the same; an address gets it by post.
    back = CheckingClient(place.app)
    found = back.send("/ar/receipts", {"code": code.lower().replace("-", " ")})
    assert back.get(found.response.location).heading == receipt.heading
    assert back.send(f"/ar/receipts/{code}", {"email": AUTHOR}).status == 303
    [letter] = letters(place, AUTHOR)
    assert letter.locale == "ar" and 'dir="rtl"' in letter.html
    for words in (code, TITLE, BODY):
        assert words in letter.text


def test_a9_19_at_the_action_nobody_needs_to_be_known_and_the_same_form_counts_once(place: Place, opened: int) -> None:
    key = factories.key()
    made = []
    for _ in range(2):
        with db.transaction(place.engine):
            dialogue = dialogue_by_id(opened)
            idea = submit_idea(VISITOR, dialogue, key=key, title=TITLE, body=BODY, language="ar")
            made.append((idea.id, idea.return_code))
    assert made[0] == made[1]
    with db.transaction(place.engine, write=False) as session:
        stored = session.get_one(Idea, made[0][0])
        assert (stored.language, stored.title, stored.display_name) == ("ar", TITLE, "")
    assert TITLE in CheckingClient(place.app).get(f"/ar/receipts/{made[0][1]}").text


@pytest.mark.parametrize("hidden", [True, False], ids=["hidden", "stands"])
def test_a9_25_a_guest_reports_what_is_unlawful_and_is_given_a_receipt_and_the_outcome(
    place: Place, opened: int, hidden: bool
) -> None:
    idea = idea_in(place, opened)
    with db.transaction(place.engine, write=False):
        number, address = by_id(idea).number, f"/sv/dialogues/{quote(slug(dialogue_by_id(opened)))}"
    guest, email = CheckingClient(place.app), f"{hidden}-{REPORTER}".lower()
    assert f"/sv/report/{idea}" in guest.get(f"{address}/ideas/{number}").links
    sent = {"ground": Ground.AGITATION_AGAINST_GROUP.value, "text": "Det hetsar.", "email": email}
    answer = guest.send(f"/sv/report/{idea}", sent)
    assert answer.status == 303
    receipt = answer.response.location
    code = receipt.rsplit("/", 1)[1]
    waiting = guest.get(receipt)
    assert code in waiting.text and "En moderator" in waiting.text
    [received] = letters(place, email)
    assert code in received.text

    moderator = place.signed_in("moderator")
    assert "Det hetsar." in moderator.get(f"/en/moderators/contributions/{idea}").text
    with db.transaction(place.engine):
        if hidden:
            ground, reasons = Ground.AGITATION_AGAINST_GROUP, "Det hetsar mot en grupp."
            moderation.hide(place.town.moderator, by_id(idea), ground=ground, reasons=reasons)
        else:
            moderation.approve(place.town.moderator, by_id(idea))
    told = CheckingClient(place.app).get(receipt)
    assert told.status == 200 and told.text != waiting.text
    assert ("har dolt" in told.text) is hidden
    _, outcome = letters(place, email)
    assert code in outcome.text and outcome.event.endswith(":settled")


def test_a9_25_at_the_action_a_guest_reports_once_and_the_report_is_kept(place: Place, opened: int) -> None:
    idea = idea_in(place, opened)
    given = []
    for _ in range(2):
        with db.transaction(place.engine):
            received, new = moderation.report(
                VISITOR,
                by_id(idea),
                ground=Ground.UNLAWFUL_THREAT,
                text="Ett hot.",
                email="",
                locale="en",
                reporter_key="one browser",
                key=factories.key(),
            )
            given.append((received.receipt_code, new))
    (code, first), (again, second) = given
    assert (code, first, second) == (again, True, False) and code
    with db.transaction(place.engine) as session:
        moderation.hide(place.town.moderator, by_id(idea), ground=Ground.UNLAWFUL_THREAT, reasons="Det är ett hot.")
        [stored] = session.scalars(select(Report).where(Report.contribution_id == idea))
        assert stored.settled_at is not None
