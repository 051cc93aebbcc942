"""A page below a dialogue has one address: with other words about the dialogue one is led to it."""

from __future__ import annotations

import pytest

from tests.taking_part import Place

PAGES = ["/ideas", "/ideas?order=new&page=%C3%A5", "/ideas/new", "/ideas/{idea}", "/surveys/enkat"]
PAGES += ["/ideas/{idea}/comments/new?parent={comment}"]


@pytest.mark.parametrize("words", ["", "-other-words", "-%D9%A1"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_other_words_leads_to_its_own_address(standing_place: Place, page: str, words: str) -> None:
    place = standing_place
    rest = page.format(idea=place.idea, comment=place.comment)
    client = place.app.test_client()
    answer = client.get(f"/en/dialogues/{place.dialogue}{words}{rest}")
    assert answer.status_code == 301
    location = answer.headers["Location"]
    assert location.startswith("/en/dialogues/") and location.endswith(rest)
    assert client.get(location).status_code == 200
