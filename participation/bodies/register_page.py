"""The frame of the registers' pages: the tabs between them, and a form with what it is for. Finished values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue

from participation import page
from participation.bodies.forms import LANGUAGE_OF, WordsForm
from participation.i18n import Lazy, gettext, lazy
from participation.refusals import Refusal

REGISTERS: Mapping[str, Lazy] = {
    "index": lazy("Bodies"),
    "areas": lazy("Areas of activity"),
    "mandates": lazy("Mandates"),
    "legal.index": lazy("The law"),
    "dialogues.standing": lazy("Standing decisions"),
    "elected": lazy("Elected representatives"),
    "cycles": lazy("Goal review periods"),
    "population.index": lazy("Population"),
}
"""The registers, each a tab. One with a dot is a page of another feature."""

FORMS: Mapping[str, tuple[str, Lazy, Lazy, Lazy]] = {
    "new_body": (
        "index",
        lazy("Enter a body"),
        lazy("A body that the council has set up. Its days and its names are the municipality’s own."),
        lazy("Save"),
    ),
    "body": (
        "index",
        lazy("Change a body"),
        lazy("Nothing moves by itself: the body’s open dialogues stay with it until somebody hands them over."),
        lazy("Save"),
    ),
    "new_area": (
        "areas",
        lazy("Enter an area of activity"),
        lazy("Something that a body can have for its task. Which body has it is in the mandates."),
        lazy("Save"),
    ),
    "area": ("areas", lazy("Change an area of activity"), lazy("Its code stays: mandates refer to it."), lazy("Save")),
    "new_mandate": (
        "mandates",
        lazy("Propose a mandate"),
        lazy("It holds when another system administrator has confirmed it."),
        lazy("Propose it"),
    ),
    "end_mandate": (
        "mandates",
        lazy("Propose that a mandate ends"),
        lazy("It ends when another system administrator has confirmed it."),
        lazy("Propose it"),
    ),
    "new_person": (
        "elected",
        lazy("Enter an elected representative"),
        lazy("Officials can then choose the name in the dialogues of the body."),
        lazy("Save"),
    ),
    "person": (
        "elected",
        lazy("Change an elected representative"),
        lazy("Dialogues that already name the representative keep what they say."),
        lazy("Save"),
    ),
    "new_cycle": (
        "cycles",
        lazy("Record a goal review period"),
        lazy("Write what stands in the minutes. The council decides; here it is put on record."),
        lazy("Save"),
    ),
}
"""Each form: the register it belongs to, its title, what it is for, what its button says."""


@dataclass(frozen=True)
class Tab:
    """A tab or a crumb."""

    label: str
    href: str | None
    current: bool = False


@dataclass(frozen=True)
class Frame:
    """What is around a register."""

    title: str
    tabs: tuple[Tab, ...]
    crumbs: tuple[Tab, ...]


def _endpoint(register: str) -> str:
    return f"officials.{register}" if "." in register else f"officials.bodies.{register}"


def frame(register: str, here: str = "") -> Frame:
    """The tabs with the register marked, and the way here; ``here`` names a page below the register."""
    tabs = tuple(Tab(str(text), url_for(_endpoint(n)), n == register) for n, text in REGISTERS.items())
    own = str(REGISTERS[register])
    crumbs = [Tab(gettext("Back office"), url_for("officials.dialogues.start"))]
    crumbs.append(Tab(own, url_for(_endpoint(register)) if here else None))
    return Frame(own, tabs, (*crumbs, Tab(here, None)) if here else tuple(crumbs))


def show_form(
    name: str,
    form: WordsForm,
    status: int = 200,
    *,
    heading: str = "",
    errors: list[Refusal] | None = None,
    differences: Sequence[object] = (),
) -> ResponseReturnValue:
    """The page of the form; ``heading`` is the name of what is changed, ``differences`` where what somebody else has
    stored meanwhile differs from it."""
    register, title, text, send = FORMS[name]
    return page.render(
        f"officials/bodies/{name}.html",
        status,
        frame=frame(register, heading or str(title)),
        title=f"{title}: {heading}" if heading else str(title),
        text=str(text),
        send=str(send),
        form=form,
        languages=LANGUAGE_OF,
        errors=errors or [],
        differences=differences,
    )
