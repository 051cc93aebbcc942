"""Receipts: found however the code is typed, private, and telling what has become of what was said."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from participation import db
from participation.access import SYSTEM
from participation.contributions.actions import set_visibility
from participation.contributions.models import ContactAddress, Contribution
from participation.contributions.queries import by_return_code
from participation.contributions.rules import MAXIMUM_RECEIPTS, Visibility
from participation.moderation.models import RulingRecord
from participation.moderation.rules import Ground, Ruling
from participation.outbox import Message
from participation.settings import RateLimits
from tests.checking_client import CheckingClient, text_of
from tests.taking_part import Place, form_of, nothing_stored


def receipt(place: Place, lang: str = "en") -> str:
    return f"/{lang}/receipts/{place.code}"


def messages(place: Place) -> list[Message]:
    with db.transaction(place.engine, write=False) as session:
        found = list(session.scalars(select(Message).order_by(Message.id)))
        session.expunge_all()
        return found


@pytest.mark.parametrize(
    "typed", ["{code}", "{lower}", " {spaced} ", "{bare}", "{lower_spaced}", "{dotted}"], ids=lambda t: t.strip("{} ")
)
def test_the_code_is_found_however_it_is_typed(standing_place: Place, typed: str) -> None:
    code = standing_place.code
    said = typed.format(
        code=code,
        lower=code.lower(),
        spaced=code.replace("-", " "),
        bare=code.replace("-", ""),
        lower_spaced=" ".join(code.lower().replace("-", "")),
        dotted=code.replace("-", "."),
    )
    answer = standing_place.client().send("/en/receipts", {"code": said})
    assert answer.status == 303
    assert answer.response.headers["Location"] == receipt(standing_place)
    assert standing_place.client().client.get(f"/en/receipts/{said}").status_code == 200


@pytest.mark.parametrize("said", ["", "   ", "AAAA-BBBB-CCCC", "x" * 61, "\x00", "' OR 1=1", "🚲"])
def test_an_unknown_code_is_said_kindly_and_kept(standing_place: Place, said: str) -> None:
    with nothing_stored(standing_place.engine):
        page = standing_place.client().send("/en/receipts", {"code": said})
    assert page.status == 422
    assert form_of(page)["code"] == said.replace("\x00", "")


def test_guessing_codes_is_limited(place: Place) -> None:
    from participation.app import create_app

    settings = place.app.extensions["participation_settings"]
    app = create_app(settings.but(rate_limits=RateLimits(receipts_per_prefix="3/minute")), place.engine)
    client = CheckingClient(app)
    assert [client.get("/en/receipts/AAAA").status for _ in range(4)] == [404, 404, 404, 429]
    page = client.send("/en/receipts", {"code": "AAAA"})
    assert page.status == 429 and int(page.response.headers["Retry-After"]) > 0
    assert client.get(receipt(place)).status == 200


def test_a_receipt_is_private_and_says_what_matters(standing_place: Place) -> None:
    page = standing_place.client().get(receipt(standing_place))
    assert page.response.headers["Cache-Control"] == "private, no-store"
    assert page.heading == "Thank you for your idea"
    words = text_of(page.all("main")[0])
    for said in (f"SBN 2026/77-{standing_place.idea:04d}", standing_place.code, "public record", "Bänkar vid vattnet"):
        assert said in words
    picture = page.all("img")[0]
    assert (picture.get("src") or "").startswith("data:image/svg+xml") and picture.get("alt")


def test_a_receipt_calls_no_later_day_now(standing_place: Place) -> None:
    page = standing_place.client().get(receipt(standing_place))
    (step,) = [text_of(li) for li in page.all("li") if li.get("aria-current") == "step"]
    assert step.startswith("Next") and step.endswith("The dialogue closes"), step


def test_a_receipt_leads_to_the_comment_in_its_place(standing_place: Place) -> None:
    with db.transaction(standing_place.engine, write=False) as session:
        code = session.scalar(
            select(Contribution.return_code).where(
                Contribution.dialogue_id == standing_place.dialogue, Contribution.number == standing_place.comment
            )
        )
    client = standing_place.client()
    page = client.get(f"/en/receipts/{code}")
    link = next(a.get("href") or "" for a in page.all("a") if "#comment-" in (a.get("href") or ""))
    address, anchor = link.split("#")
    assert anchor in [e.get("id") for e in client.get(address).all("article")]


def leave(place: Place, email: str, lang: str = "en") -> int:
    return place.client().send(receipt(place, lang), {"email": email}).status


def test_an_address_is_kept_apart_and_gets_a_letter_in_its_language(place: Place) -> None:
    assert leave(place, " Alma@Example.ORG ", "ar") == 303
    with db.transaction(place.engine, write=False) as session:
        contact = session.scalars(select(ContactAddress)).one()
        session.expunge_all()
    assert (contact.email, contact.locale) == ("alma@example.org", "ar")
    (letter,) = messages(place)
    assert (letter.recipient, letter.locale) == ("alma@example.org", "ar")
    assert 'dir="rtl"' in letter.html
    for part in (letter.text, letter.html):
        assert f"/ar/receipts/{place.code}" in part
        assert "Bänkar vid vattnet" in part and "Det finns ingenstans att sitta." in part
        assert "alma@example.org" not in part
    assert contact.unsubscribe_token in letter.unsubscribe_url
    assert "alma@example.org" not in place.client().get(receipt(place)).text


def test_the_same_address_twice_gets_one_letter_and_many_addresses_a_few(place: Place) -> None:
    for _ in range(2):
        assert leave(place, "a@example.org") == 303
    assert len(messages(place)) == 1
    for n in range(MAXIMUM_RECEIPTS + 3):
        assert leave(place, f"other{n}@example.org") == 303
    assert len(messages(place)) == MAXIMUM_RECEIPTS
    with db.transaction(place.engine, write=False) as session:
        assert len(session.scalars(select(ContactAddress)).all()) == 1


@pytest.mark.parametrize("email", ["", "alma", "a@b", "a b@example.org", "x" * 300 + "@example.org", "<b>@example.org"])
def test_an_address_that_cannot_be_is_refused_and_kept(standing_place: Place, email: str) -> None:
    with nothing_stored(standing_place.engine):
        page = standing_place.client().send(receipt(standing_place), {"email": email})
    assert page.status == 422
    assert form_of(page)["email"] == email


def test_a_wrong_token_leaves_no_address(standing_place: Place) -> None:
    with nothing_stored(standing_place.engine):
        page = standing_place.client().send(receipt(standing_place), {"email": "a@example.org", "csrf_token": "x"})
    assert page.status == 422 and form_of(page)["email"] == "a@example.org"


def test_opening_the_link_to_unsubscribe_changes_nothing_but_its_button_does(place: Place) -> None:
    leave(place, "a@example.org")
    path = messages(place)[0].unsubscribe_url.split("8000", 1)[1]
    client = place.client()

    def ended() -> bool:
        with db.transaction(place.engine, write=False) as session:
            return session.scalars(select(ContactAddress)).one().unsubscribed_at is not None

    assert client.get(path).status == 200 and not ended()
    assert client.post(path, {"csrf_token": "wrong"}).status == 422 and not ended()
    assert client.send(path).status == 303 and ended()
    assert client.get(path).heading == "You get no more mail about this contribution"
    assert leave(place, "a@example.org") == 303 and not ended()


def hide(place: Place) -> None:
    from participation import clock

    with db.transaction(place.engine) as session:
        contribution = by_return_code(place.code)
        session.add(
            RulingRecord(
                contribution_id=contribution.id,
                ruling=Ruling.HIDE.value,
                ground=Ground.PERSONAL_ATTACK.value,
                reasons="Den angriper en namngiven person.",
                decided_by_id=SYSTEM.account_id,
                decided_at=clock.now(),
            )
        )
        set_visibility(contribution, Visibility.HIDDEN)


def test_the_author_of_something_hidden_reads_why_and_where_to_complain(place: Place) -> None:
    hide(place)
    page = place.client().get(receipt(place))
    words = text_of(page.all("main")[0])
    assert "personal attack" in words and "Den angriper en namngiven person." in words
    assert f"{receipt(place)}/complaint" in page.links
    assert "Bänkar vid vattnet" in words
    assert "See it among the others" not in words


def test_receipts_exist_in_every_language_of_the_interface(standing_place: Place) -> None:
    for lang in ("sv", "en", "ar"):
        assert standing_place.client().get(receipt(standing_place, lang)).status == 200


def test_guessing_codes_is_limited_on_every_page_that_takes_one(place: Place) -> None:
    from participation.app import create_app

    settings = place.app.extensions["participation_settings"]
    app = create_app(settings.but(rate_limits=RateLimits(receipts_per_prefix="2/minute")), place.engine)
    client = CheckingClient(app)
    assert [client.get("/en/initiatives/withdraw/AAAA").status for _ in range(3)] == [404, 404, 429]
    change = f"/en/dialogues/{place.slug}/surveys/enkat/change"
    assert client.post(change, {"code": "AAAA", "csrf_token": client.token()}).status == 429
    assert client.get("/en/receipts/AAAA/complaint").status == 429
    assert client.get("/en/initiatives/complaint/AAAA").status == 429
