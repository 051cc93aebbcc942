"""The municipality's areas are data: Vänersborg's are shipped, another municipality has a file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from participation import i18n
from participation.app import create_app
from participation.population.figures import part_of
from participation.population.rules import Variable, bands_of
from participation.population.words import band_label
from participation.settings import INTERFACE_LOCALES, Settings
from participation.surveys import areas
from participation.surveys.answering.background import offered

ELSEWHERE = """
- {key: norr, names: {sv: Norra byn, fi: Pohjoinen kylä}, also: [Nord]}
- {key: outside, names: {sv: Utanför kommunen}}
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "areas.yaml"
    path.write_text(ELSEWHERE, encoding="utf-8")
    yield path
    areas.use("")


def test_the_shipped_areas_are_named_in_every_language() -> None:
    for area in areas.areas():
        for locale in INTERFACE_LOCALES:
            with i18n.using(locale):
                assert band_label(area)
    assert [a.value for a in areas.areas()][-1] == areas.OUTSIDE
    assert part_of(Variable.AREA, "Vänersborgs tätort") == part_of(Variable.AREA, "vänersborg") == "vanersborg"


def test_another_municipality_has_areas_of_its_own(elsewhere: Path) -> None:
    areas.use(str(elsewhere))
    assert offered("area") == {"norr", "outside"}
    assert [b.value for b in bands_of(Variable.AREA)] == ["norr"]
    assert (part_of(Variable.AREA, "Nord"), part_of(Variable.AREA, "Mariedal")) == ("norr", None)
    with i18n.using("fi"):
        assert band_label(areas.areas()[0]) == "Pohjoinen kylä"


def test_they_are_named_in_the_environment(elsewhere: Path, settings: Settings) -> None:
    environment = {
        "PARTICIPATION_SECRET_KEY": "a secret for tests only",
        "PARTICIPATION_MUNICIPALITY_AREAS": str(elsewhere),
    }
    found = Settings.from_environment(environment)
    create_app(settings.but(municipality=found.municipality))
    assert offered("area") == {"norr", "outside"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "- {key: norr, names: {sv: Norr}}",
        "- {key: NORR!, names: {sv: Norr}}\n- {key: outside, names: {sv: Utanför}}",
        "- {key: norr, names: {fi: Pohjoinen}}\n- {key: outside, names: {sv: Utanför}}",
        "- {key: a, names: {sv: A}}\n- {key: a, names: {sv: B}}\n- {key: outside, names: {sv: Utanför}}",
    ],
)
def test_areas_that_cannot_be_are_refused_at_the_start(text: str, elsewhere: Path) -> None:
    elsewhere.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="area"):
        areas.use(str(elsewhere))
