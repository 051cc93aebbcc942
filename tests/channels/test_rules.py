"""Signs that a text obviously belongs to another channel, and the list that the program begins with."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import participation.channels
from participation.channels.rules import MAXIMUM_TEXT, MAXIMUM_TITLE, holds, sign_in
from participation.settings import LOCALES

FIRST = yaml.safe_load((Path(participation.channels.__file__).parent / "first.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("sign", "text", "found"),
    [
        ("medborgarförslag*", "Jag lämnar ett Medborgarförslag.", True),
        ("medborgarförslag*", "MEDBORGARFÖRSLAGET handlar om", True),
        ("medborgarförslag", "medborgarförslaget", False),
        ("hål i vägen", "Det är ett  HÅL\ni vägen utanför", True),
        ("hål i vägen", "skål i vägen", False),
        ("gatlamp* + trasig*", "En trasig sak: gatlampan", True),
        ("gatlamp* + trasig*", "gatlampan lyser", False),
        ("", "vad som helst", False),
        ("*", "vad som helst", False),
        ("a + ", "a", False),
        ("x.*y", "xzzy", False),
        ("(", "en ( till", True),
        ("مبادرة شعبية", "نريد مُبادَرة شعبية", True),
        ("e\u0301t\u00e9", "en \u00e9te\u0301 till", True),
    ],
)
def test_a_sign_is_in_a_text(sign: str, text: str, found: bool) -> None:
    assert sign_in(sign, text) is found


def test_any_line_is_enough_and_a_very_long_text_is_quick() -> None:
    assert holds("ett\n\ntvå*", "nu tvåan")
    assert not holds("\n \n", "nu tvåan")
    assert not holds("a* + b*", "a" * 200_000)


OBVIOUS = {
    "Medborgarförslag": [
        "Härmed lämnar jag ett medborgarförslag om en bänk.",
        "This is a citizen proposal about a bench.",
    ],
    "Felanmälan och synpunkter": [
        "Gatlampan utanför nummer 4 är trasig sedan i tisdags.",
        "There is a pothole on our road.",
        "Katuvalo on rikki koulun edessä.",
    ],
    "Samråd och granskning av planer": ["Här är mitt yttrande om detaljplanen för hamnen."],
    "Överklaga ett beslut": ["Jag överklagar beslutet om bygglov."],
    "Folkinitiativ om folkomröstning": ["Vi samlar namn till ett folkinitiativ."],
}
ORDINARY = [
    "Sätt bänkar vid vattnet, gärna med ryggstöd.",
    "Fler gatlampor längs skolvägen gör den tryggare.",
    "Vägen till skolan är mörk på vintern.",
    "Planen för torget borde ha fler träd.",
    "More lamps along the path to school, please.",
    "Beslutet kändes förhastat. Fråga oss i tid.",
    "Kan kommunen ha fler handlingar på lätt svenska?",
    "Enemmän valoa koulutielle.",
    "نريد مزيداً من الإنارة على طريق المدرسة.",
]


def meant(text: str) -> list[str]:
    return [c["title"]["sv"] for c in FIRST if any(holds(s, text) for s in c["signs"].values())]


@pytest.mark.parametrize(("channel", "text"), [(c, t) for c, texts in OBVIOUS.items() for t in texts])
def test_the_obvious_is_noticed(channel: str, text: str) -> None:
    assert meant(text) == [channel]


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_idea_is_left_alone(text: str) -> None:
    assert meant(text) == []


def test_the_first_list_is_whole_in_every_language() -> None:
    assert len(FIRST) == 9
    for channel in FIRST:
        assert set(channel["title"]) == set(channel["text"]) == set(LOCALES)
        assert all(0 < len(t) <= MAXIMUM_TITLE for t in channel["title"].values())
        assert all(0 < len(t) <= MAXIMUM_TEXT for t in channel["text"].values())
        assert not channel["href"] or channel["href"].startswith("https://")
