"""Forms of the registers: bodies, areas of activity, mandates, elected representatives, goal review periods."""

from __future__ import annotations

from typing import Any

from participation import i18n
from participation.bodies.rules import MAXIMUM
from participation.bodies.words import kinds_of_body
from participation.forms import BaseForm, choice, day, hidden, line
from participation.i18n import lazy
from participation.texts import Texts

CHOOSE_ONE = lazy("Choose one.")
A_DATE = lazy("Write a date.")
FILL_IN = lazy("Fill in this field.")

LANGUAGES = ("sv", "sv-lattlast", "en", "fi", "ar")


class WordsForm(BaseForm):
    """A name or a role in each language: ``sv``, ``sv_lattlast``, ``en``, ``fi``, ``ar``."""

    OPTIONAL: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self._fields.items():
            field.flags.unmarked = name not in self.OPTIONAL

    def words(self) -> Texts:
        """What is written, by language."""
        return Texts({code: (self[code.replace("-", "_")].data or "").strip() for code in LANGUAGES})

    def show(self, texts: Texts) -> None:
        """Fill in what is stored."""
        for code in LANGUAGES:
            self[code.replace("-", "_")].data = texts.get(code, "")

    def ends_after_it_begins(self, first: str, last: str) -> bool:
        """Whether the last day is not before the first; says so if it is."""
        start, end = self[first].data, self[last].data
        if start and end and end < start:
            self.fail(last, i18n.gettext("The last day is before the first."))
            return False
        return True


_TRANSLATED = frozenset({"sv_lattlast", "en", "fi", "ar"})


class NamesForm(WordsForm):
    OPTIONAL = _TRANSLATED
    sv = line(lazy("Name in Swedish"), MAXIMUM["name"], required=FILL_IN)
    sv_lattlast = line(lazy("Name in easy-read Swedish"), MAXIMUM["name"])
    en = line(lazy("Name in English"), MAXIMUM["name"])
    fi = line(lazy("Name in Finnish"), MAXIMUM["name"])
    ar = line(lazy("Name in Arabic"), MAXIMUM["name"])


class BodyForm(NamesForm):
    """A body's names and the days it exists."""

    OPTIONAL = _TRANSLATED | {"valid_to"}
    valid_from = day(lazy("Exists from"), required=A_DATE)
    valid_to = day(
        lazy("Last day"),
        hint=lazy("When a term ends and the body is dissolved. Its dialogues stay with it until they are handed over."),
    )

    seen = hidden()

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) and self.ends_after_it_begins("valid_from", "valid_to")


class NewBodyForm(BodyForm):
    """A body that is not in the register yet."""

    kind = choice(lazy("What sort of body is it?"), kinds_of_body(), required=CHOOSE_ONE)
    code = line(
        lazy("Code"),
        MAXIMUM["code"],
        required=FILL_IN,
        hint=lazy("What its registry numbers begin with, such as KS."),
    )


class AreaForm(NamesForm):
    """What an area of activity is called."""

    seen = hidden()


class NewAreaForm(NamesForm):
    """An area of activity that is not in the register yet."""

    code = line(
        lazy("Code"),
        MAXIMUM["area"],
        required=FILL_IN,
        hint=lazy("A short word in lower case, such as streets. It is not shown to residents."),
    )


_REFERENCE_HINT = lazy("For example: Rules of procedure for the building committee, section 3, adopted 2022-12-14.")


class MandateForm(WordsForm):
    """Propose a mandate."""

    body = choice(lazy("Body"), [], required=CHOOSE_ONE)
    matter = choice(
        lazy("What is its task?"),
        [],
        required=CHOOSE_ONE,
        hint=lazy("An area of activity, or a duty of law."),
    )
    reglemente_ref = line(
        lazy("Where does it stand in the rules of procedure?"),
        MAXIMUM["reference"],
        required=FILL_IN,
        hint=_REFERENCE_HINT,
    )
    valid_from = day(lazy("From"), required=A_DATE)


class EndMandateForm(WordsForm):
    """Propose that a mandate ends."""

    OPTIONAL = frozenset({"reglemente_ref"})
    last_day = day(lazy("Last day"), required=A_DATE)
    reglemente_ref = line(lazy("What in the rules of procedure ends it?"), MAXIMUM["reference"], hint=_REFERENCE_HINT)


class ElectedForm(WordsForm):
    """An elected representative of a body."""

    OPTIONAL = _TRANSLATED | {"party", "term_to"}
    body = choice(lazy("Body"), [], required=CHOOSE_ONE)
    name = line(lazy("Name"), MAXIMUM["name"], required=FILL_IN)
    sv = line(
        lazy("Role in Swedish"),
        MAXIMUM["name"],
        required=FILL_IN,
        hint=lazy("For example: chair of the committee."),
    )
    sv_lattlast = line(lazy("Role in easy-read Swedish"), MAXIMUM["name"])
    en = line(lazy("Role in English"), MAXIMUM["name"])
    fi = line(lazy("Role in Finnish"), MAXIMUM["name"])
    ar = line(lazy("Role in Arabic"), MAXIMUM["name"])
    party = line(lazy("Party"), MAXIMUM["party"], hint=lazy("Only if the representative wants it to be shown."))
    term_from = day(lazy("Term from"), required=A_DATE)
    term_to = day(lazy("Term to"), hint=lazy("Empty: until further notice."))
    seen = hidden()

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) and self.ends_after_it_begins("term_from", "term_to")


class CycleForm(WordsForm):
    """A period for the review of orientation goals, as the council has decided it."""

    starts = day(lazy("First day of the period"), required=A_DATE)
    ends = day(lazy("Last day of the period"), required=A_DATE)
    taken_on = day(lazy("Date of the council’s decision"), required=A_DATE)
    paragraph = line(lazy("Section in the minutes (§)"), MAXIMUM["paragraph"], required=FILL_IN)
    registry_number = line(lazy("Registry number"), 40, required=FILL_IN, hint=lazy("For example KS 2026/123."))

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) and self.ends_after_it_begins("starts", "ends")


LANGUAGE_OF: dict[str, tuple[str, str]] = {
    "sv": ("sv", "ltr"),
    "sv_lattlast": ("sv-x-lattlast", "ltr"),
    "en": ("en", "ltr"),
    "fi": ("fi", "ltr"),
    "ar": ("ar", "rtl"),
}
"""The language and the direction of what is written in a field."""
