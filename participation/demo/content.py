"""The demonstration's texts and dates: read from two files, and moved so that the day they were written is today."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

from participation import clock
from participation.texts import Texts

WRITTEN_ON = date(2026, 11, 23)
"""What content.yaml calls today."""

KEPT_KINDS = ("committee", "development", "municipality_wide")
LOCALE_OF = {"sv": "sv", "en": "en", "sv_easy": "sv-lattlast", "ar": "ar", "fi": "fi"}

_FOLDER = Path(__file__).resolve().parent
_MONTHS_SV = list(Locale("sv").months["format"]["wide"].values())
_MONTHS_EN = list(Locale("en").months["format"]["wide"].values())
_ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_DAY_SV = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS_SV)})\b")
_DAY_EN = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS_EN)})\b")


@dataclass(frozen=True)
class Content:
    """Both files, with every date moved by the same number of days."""

    bodies: list[dict[str, Any]]
    policy_areas: list[dict[str, Any]]
    elected: list[dict[str, Any]]
    goal_review_cycles: list[dict[str, Any]]
    dialogues: list[dict[str, Any]]
    accounts: list[dict[str, Any]]
    additions: Mapping[str, dict[str, Any]]
    contacts: Mapping[str, dict[str, str]]
    data_protection: Mapping[str, str]
    phrases: Mapping[str, dict[str, str]]
    shift: timedelta

    def phrase(self, row: Mapping[str, Any], name: str) -> Texts:
        """A place or a role: Swedish and English from the row (``place_sv``), the rest from the list of phrases."""
        swedish = str(row.get(f"{name}_sv", ""))
        return texts({**self.phrases.get(swedish, {}), "sv": swedish, "en": row.get(f"{name}_en", "")})


def read() -> Content:
    """The demonstration as of today."""
    shift = clock.today() - WRITTEN_ON
    content = _moved(_load("content.yaml"), shift)
    more = _moved(_load("additions.yaml"), shift)
    return Content(
        bodies=content["bodies"],
        policy_areas=more["policy_areas"],
        elected=more["elected"],
        goal_review_cycles=content["goal_review_cycles"],
        dialogues=[d for d in content["dialogues"] if d["kind"] in KEPT_KINDS],
        accounts=more["accounts"],
        additions=more["dialogues"],
        contacts=more["contacts"],
        data_protection=more["data_protection"],
        phrases=more["phrases"],
        shift=shift,
    )


def more(name: str, content: Content) -> dict[str, Any]:
    """Another file of the demonstration, moved by the same number of days."""
    moved: dict[str, Any] = _moved(_load(name), content.shift)
    return moved


def accounts() -> list[str]:
    """The addresses that can sign in."""
    return [row["email"] for row in _load("additions.yaml")["accounts"]]


def texts(row: Mapping[str, Any] | None) -> Texts:
    """The words of a row in every language it has; its other keys are left alone."""
    found = row or {}
    return Texts({locale: str(found[key]) for key, locale in LOCALE_OF.items() if found.get(key)})


def suffixed(row: Mapping[str, Any], name: str) -> Texts:
    """Words that the row keeps as ``<name>_sv`` and ``<name>_en``."""
    return texts({key: row.get(f"{name}_{key}") for key in LOCALE_OF})


def noon(day: date) -> datetime:
    """Noon of the day in the municipality, or a moment ago if that is still to come."""
    return min(datetime.combine(day, time(12), tzinfo=clock.zone()), clock.now() - timedelta(minutes=1))


def _load(name: str) -> dict[str, Any]:
    with (_FOLDER / name).open(encoding="utf-8") as stream:
        loaded: dict[str, Any] = yaml.safe_load(stream)
    return loaded


def _moved(value: Any, shift: timedelta) -> Any:
    if isinstance(value, dict):
        return {k: _moved(v, shift) for k, v in value.items()}
    if isinstance(value, list):
        return [_moved(v, shift) for v in value]
    if isinstance(value, date):
        return value + shift
    return _moved_words(value, shift) if isinstance(value, str) else value


def _moved_words(text: str, shift: timedelta) -> str:
    """Dates inside texts move too: ``2026-05-28``, ``28 november``, ``9 December``."""
    text = _ISO.sub(lambda m: (date(int(m[1]), int(m[2]), int(m[3])) + shift).isoformat(), text)
    for pattern, months in ((_DAY_SV, _MONTHS_SV), (_DAY_EN, _MONTHS_EN)):
        text = pattern.sub(partial(_moved_day, months=months, shift=shift), text)
    return text


def _moved_day(found: re.Match[str], months: list[str], shift: timedelta) -> str:
    day = date(WRITTEN_ON.year, months.index(found[2]) + 1, int(found[1])) + shift
    return f"{day.day} {months[day.month - 1]}"
