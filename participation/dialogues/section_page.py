"""What a section's page shows beside its form: where one is, what is left, what is stored, help. Finished values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from participation import clock, i18n
from participation.access import Actor, Reason, Role, allowed
from participation.dialogues import sections
from participation.dialogues.forms.lists import SectionForm
from participation.dialogues.guards import asked_in_every_language
from participation.dialogues.guides import Guide, section_guide
from participation.dialogues.help import HELP
from participation.dialogues.models import Dialogue
from participation.dialogues.other_steps import records_for
from participation.dialogues.overview import LadderStep, ladder
from participation.dialogues.permissions import DialoguePermission, section_locked
from participation.dialogues.queries import current_stage
from participation.dialogues.rules import CORE_SECTIONS, OPENING_STAGE, Influence, Kind, Section, sections_of
from participation.dialogues.workspace import Line, State, left_in, refused, section_url
from participation.i18n import gettext, label, ngettext
from participation.refusals import Refusal
from participation.texts import Rendered, direction, language_tag


@dataclass(frozen=True)
class Piece:
    """A stored value in words; ``lang`` is None for words in the reader's own language."""

    text: str
    lang: str | None


@dataclass(frozen=True)
class Stored:
    """A field and what is stored in it: a line for each row of a list."""

    name: str
    label: str
    lines: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class LanguageLink:
    """A language of the dialogue, and how far its translation has come."""

    name: str
    href: str
    missing: int
    note: str


@dataclass(frozen=True)
class Warned:
    """A warning, which refuses nothing. ``about`` are the dialogues it is of, each with its address."""

    text: str
    about: tuple[tuple[Rendered, str], ...] = ()


Warner = Callable[[Actor, Dialogue], list[Warned]]
_warners: dict[Section, Warner] = {}


def warns_of(section: Section) -> Callable[[Warner], Warner]:
    """Decorator: the function says what is to be thought of in the section. Features above dialogues warn through
    this."""

    def remember(warner: Warner) -> Warner:
        _warners[section] = warner
        return warner

    return remember


@dataclass(frozen=True)
class SectionPage:
    """A section of the workspace."""

    section: str
    title: str
    position: str
    editable: bool
    locked: tuple[Refusal, ...]
    stored: tuple[Stored, ...]
    left: tuple[Line, ...]
    previous_href: str | None
    next_label: str
    help: tuple[tuple[str, str], ...]
    guide: Guide | None
    ladder: tuple[LadderStep, ...]
    languages: tuple[LanguageLink, ...]
    amend_href: str | None
    """Where a new decision is recorded that changes what is locked, for those who record it."""
    warnings: tuple[Warned, ...] = ()


def section_page(state: State, section: Section, form: SectionForm, stored: SectionForm) -> SectionPage:
    """The page of the section; ``stored`` is a form made of what is stored now."""
    order = sections_of(Kind(state.dialogue.kind))
    at = order.index(section)
    last = at + 1 == len(order)
    reasons = _why_not(state, section)
    chosen = form["degree_of_influence"].data if section is Section.DEGREES else None
    return SectionPage(
        section=section.value,
        title=label(section),
        position=gettext("Section %(n)s of %(total)s", n=at + 1, total=len(order)),
        editable=not reasons,
        locked=tuple(refused(state.actor, state.dialogue, reasons)),
        stored=tuple(in_words(stored)),
        left=tuple(left_in(state, section)),
        previous_href=section_url(state.dialogue, order[at - 1]) if at else None,
        next_label=gettext("the overview") if last else label(order[at + 1]),
        help=tuple((str(title), str(text)) for title, text in HELP[section]),
        guide=section_guide(state.dialogue, section),
        ladder=ladder(chosen or None),
        languages=tuple(_languages(state.dialogue)) if section is Section.LANGUAGES else (),
        warnings=tuple(_warners[section](state.actor, state.dialogue)) if section in _warners else (),
        amend_href=_amended_at(state, section),
    )


def _amended_at(state: State, section: Section) -> str | None:
    mine = records_for(state) and allowed(state.actor, DialoguePermission.AMEND, state.dialogue)
    if section not in CORE_SECTIONS or not mine:
        return None
    return url_for("officials.changes.amendment", dialogue_id=state.dialogue.id, part=section.value)


def _why_not(state: State, section: Section) -> list[Reason]:
    locked = section_locked(state.dialogue, section, clock.now())
    if locked is not None:
        return [locked]
    if not state.may_edit:
        return [Reason("E-ROLE", {"role": Role.OFFICER, "body": state.dialogue.responsible_body.names})]
    return []


def in_words(form: Any) -> Iterator[Stored]:
    """What the form holds, for reading: empty fields and empty rows are left out."""
    for name, field in form._fields.items():
        if getattr(field.widget, "input_type", "") == "hidden":
            continue
        if hasattr(field, "entries"):
            kept = (entry.form for entry in field.entries if not getattr(entry.form, "removed", False))
            rows = tuple(row for each in kept if (row := tuple(_row(each))))
            if rows:
                yield Stored(name, str(field.label.text), rows)
        else:
            piece = _piece(field)
            if piece is not None:
                yield Stored(name, str(field.label.text), ((piece,),))


def _row(form: Any) -> Iterator[Piece]:
    for name, field in form._fields.items():
        piece = _piece(field) if name not in ("id", "remove") else None
        if piece is not None:
            # A tick in a row says itself what it means.
            yield Piece(str(field.label.text), None) if field.type == "BooleanField" else piece


def _piece(field: Any) -> Piece | None:
    value = field.data
    if not value and (isinstance(value, bool) or value != 0):
        return None  # a nought is something that is written
    if field.type == "BooleanField":
        return Piece(gettext("Yes"), None)
    if field.type == "SelectMultipleField":
        return Piece(i18n.join([str(c.label) for c in field.iter_choices() if c.value in value]), None)
    if hasattr(field, "iter_choices"):
        return Piece(next((str(c.label) for c in field.iter_choices() if c.value == str(value)), str(value)), None)
    if isinstance(value, datetime):
        return Piece(i18n.format_datetime(value.replace(tzinfo=value.tzinfo or clock.zone())), None)
    if isinstance(value, date):
        return Piece(i18n.format_date(value), None)
    return Piece(str(value), "sv")


def _is_needed(dialogue: Dialogue, key: str) -> bool:
    """Whether the text is needed in each language before the dialogue is announced; afterwards none is."""
    degree = Influence(dialogue.degree_of_influence) if dialogue.degree_of_influence else None
    return current_stage(dialogue) in OPENING_STAGE and asked_in_every_language(key, degree)


def _missing_words(dialogue: Dialogue, lacking: Sequence[str]) -> str:
    """How many texts a language lacks (their keys), and how many of them the announcement waits for."""
    if not lacking:
        return gettext("All texts are there")
    said = ngettext("%(n)s text is missing", "%(n)s texts are missing", len(lacking))
    if current_stage(dialogue) not in OPENING_STAGE:
        return said
    needed = sum(_is_needed(dialogue, key) for key in lacking)
    if not needed:
        return gettext("%(missing)s. The dialogue can be announced without.", missing=said)
    before = ngettext(
        "%(n)s is needed before the dialogue can be announced.",
        "%(n)s are needed before the dialogue can be announced.",
        needed,
    )
    return gettext("%(missing)s. %(needed)s", missing=said, needed=before)


def _languages(dialogue: Dialogue) -> Iterator[LanguageLink]:
    texts = sections.translatable(dialogue)
    for code in dialogue.languages:
        if code == "sv":
            continue
        lacking = [text.key for text in texts if code not in text.texts]
        href = url_for("officials.dialogues.language", dialogue_id=dialogue.id, code=code)
        yield LanguageLink(i18n.language_name(code), href, len(lacking), _missing_words(dialogue, lacking))


@dataclass(frozen=True)
class Pair:
    """A Swedish text and the field for it in the other language. ``needed`` before the dialogue is announced; None once
    it is."""

    label: str
    swedish: str
    stored: str
    field: Any
    needed: bool | None


@dataclass(frozen=True)
class LanguagePage:
    """The dialogue's texts in another language."""

    title: str
    name: str
    code: str
    lang: str
    dir: str
    missing: str
    pairs: tuple[Pair, ...]
    back: str


def language_page(state: State, code: str, form: SectionForm) -> LanguagePage:
    """Every Swedish text beside its field."""
    texts = sections.translatable(state.dialogue)
    before = current_stage(state.dialogue) in OPENING_STAGE
    pairs = tuple(
        Pair(
            str(form[t.key].label.text),
            t.texts.sv,
            t.texts.get(code, ""),
            form[t.key],
            _is_needed(state.dialogue, t.key) if before else None,
        )
        for t in texts
        if t.key in form
    )
    return LanguagePage(
        title=gettext("Translation: %(language)s", language=i18n.language_name(code)),
        name=i18n.language_name(code),
        code=code,
        lang=language_tag(code),
        dir=direction(code),
        missing=_missing_words(state.dialogue, [t.key for t in texts if code not in t.texts]),
        pairs=pairs,
        back=section_url(state.dialogue, Section.LANGUAGES),
    )
