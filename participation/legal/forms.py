"""Forms of the legal register: a version of a row."""

from __future__ import annotations

from typing import Any

import wtforms
from wtforms import validators

from participation import i18n
from participation.bodies.forms import A_DATE, CHOOSE_ONE, FILL_IN, NamesForm
from participation.bodies.rules import MAXIMUM as BODIES_MAXIMUM
from participation.forms import Choosable, choice, day, line, options, paragraphs
from participation.i18n import Lazy, lazy
from participation.legal import words
from participation.legal.rules import MAXIMUM, Document, LegalPhase, NoticeItem, Output, Unit

WORDS = words
"""What names the choices below."""

_TRANSLATED = frozenset({"sv_lattlast", "en", "fi", "ar"})


def _number(label: Lazy, hint: Lazy) -> Any:
    return wtforms.IntegerField(label, validators=[validators.Optional()], description=hint)


def _several(label: Lazy, choices: Any, hint: Lazy) -> Any:
    return wtforms.SelectMultipleField(label, validators=[Choosable()], choices=options(choices), description=hint)


class VersionForm(NamesForm):
    """What a provision demands, from a day on."""

    OPTIONAL = _TRANSLATED | {
        "minimum", "unit", "minimum_provision", "documents", "other_documents", "notice_items", "next_code",
        "web_duty", "web_days",
    }  # fmt: skip
    provision = line(lazy("Provision"), MAXIMUM["provision"], required=FILL_IN, hint=lazy("For example: PBL 5:11 c–d."))
    minimum = _number(
        lazy("The shortest period the law allows"), lazy("A number. Leave it empty where the law states no figure.")
    )
    unit = choice(lazy("Counted in"), i18n.choices(Unit))
    minimum_provision = line(lazy("Where does the law say how long?"), MAXIMUM["provision"])
    documents = _several(
        lazy("Which documents must be on the website?"),
        i18n.choices(Document),
        lazy("From the first day of the phase."),
    )
    other_documents = paragraphs(lazy("Other documents"), 1000, hint=lazy("One on each line, in Swedish."))
    notice_items = _several(
        lazy("What must the announcement say?"),
        i18n.choices(NoticeItem),
        lazy("The announcement is put together of these, in this order."),
    )
    output = choice(lazy("Which document ends the phase?"), i18n.choices(Output))
    next_code = choice(lazy("What follows?"), [], hint=lazy("The provision of the next phase, if there is one."))
    web_duty = paragraphs(lazy("What must stay on the website, and how long?"), MAXIMUM["web_duty"])
    web_days = _number(lazy("Days it stays afterwards"), lazy("A number, counted from the day the phase ends."))
    valid_from = day(
        lazy("Holds from"),
        required=A_DATE,
        hint=lazy("Dialogues that are under way keep the version they were begun with."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        fine = bool(super().validate(extra_validators))
        for name in ("minimum", "web_days"):
            value = self[name].data
            if value is not None and not 1 <= value <= MAXIMUM["minimum"]:
                self.fail(name, i18n.gettext("Write a number from 1 to %(most)s.", most=MAXIMUM["minimum"]))
                fine = False
        return fine


class NewRowForm(VersionForm):
    """A provision that is not in the register yet."""

    code = line(
        lazy("Code"),
        BODIES_MAXIMUM["area"],
        required=FILL_IN,
        hint=lazy("A short word in lower case, such as pbl_samrad_standard. It is not shown to residents."),
    )
    phase = choice(lazy("In which phase?"), i18n.choices(LegalPhase), required=CHOOSE_ONE)
