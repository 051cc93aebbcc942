"""A survey as it is printed: the same questions, with the way through them in words. Finished values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import segno

from participation import i18n
from participation.i18n import gettext, ngettext, number
from participation.offline.rules import LINES_FOR_A_WORD, LINES_FOR_WORDS
from participation.surveys.branching import satisfied
from participation.surveys.definition import Asked, Definition
from participation.surveys.given import Given
from participation.surveys.models import Survey
from participation.surveys.rules import Match, QuestionType
from participation.surveys.sentences import shown_if
from participation.texts import Rendered, Texts


@dataclass(frozen=True)
class Box:
    """Something to tick, in each language, and where one goes on who ticks it."""

    texts: Sequence[Rendered]
    goes: Sequence[Rendered]
    writes: bool = False


@dataclass(frozen=True)
class PaperQuestion:
    """A question on paper. Each text stands there once for each language."""

    key: str
    type: str
    place: str
    texts: Sequence[Rendered]
    help: Sequence[Rendered]
    only_if: Sequence[Rendered]
    how: Sequence[Rendered]
    boxes: Sequence[Box] = ()
    rows: Sequence[Sequence[Rendered]] = ()
    steps: Sequence[str] = ()
    ends: Sequence[Sequence[Rendered]] = ()
    unit: Sequence[Rendered] = ()
    lines: int = 0
    confidential: Sequence[Rendered] = ()


@dataclass(frozen=True)
class Paper:
    """The whole form. ``qr``: the web form's address as a picture."""

    titles: Sequence[Rendered]
    intros: Sequence[Rendered]
    questions: Sequence[PaperQuestion]
    qr: str
    address: str
    post: str
    answer_by: Sequence[Rendered]


def paper_of(
    survey: Survey, definition: Definition, languages: Sequence[str], *, address: str, post: str, closes: str = ""
) -> Paper:
    """The survey's paper in the languages. ``closes``: the ISO date until which answers are taken."""
    last = date.fromisoformat(closes) if closes else None
    asked = [q for q in definition if q.type is not QuestionType.PAGE_BREAK]
    return Paper(
        titles=_in(survey.title, languages),
        intros=_in(survey.intro, languages),
        questions=[_question(definition, q, languages) for q in asked],
        qr=segno.make(address, error="m").svg_data_uri(scale=3, border=2, dark="#000000", light="#ffffff"),
        address=address,
        post=post,
        answer_by=_said(
            languages, lambda: gettext("Answer by %(date)s at the latest.", date=i18n.format_date_long(last))
        )
        if last is not None
        else (),
    )


def _in(texts: Texts, languages: Sequence[str]) -> list[Rendered]:
    found = [texts.in_(code) for code in languages]
    return [r for n, r in enumerate(found) if r.text and r.text not in [f.text for f in found[:n]]]


def _said(languages: Sequence[str], sentence: Callable[[], str]) -> list[Rendered]:
    made: list[Rendered] = []
    for code in languages:
        with i18n.using(code):
            text = sentence()
        if text and text not in [m.text for m in made]:
            made.append(Rendered(text, code, False))
    return made


_HOW = {
    QuestionType.SINGLE_CHOICE: i18n.lazy("Tick one box."),
    QuestionType.DROPDOWN: i18n.lazy("Tick one box."),
    QuestionType.SCALE: i18n.lazy("Tick one number."),
    QuestionType.MATRIX: i18n.lazy("Tick one box in each row."),
    QuestionType.FILE: i18n.lazy("Put a copy with the form if you want to."),
    QuestionType.MAP: i18n.lazy("Describe in words where it is, or draw on the back."),
    QuestionType.DATE: i18n.lazy("Year, month, day."),
}


def _how(asked: Asked) -> str:
    most, fewest = asked.most, asked.fewest
    if asked.type is QuestionType.RANKING:
        places = min(most or len(asked.options), len(asked.options))
        return gettext("Write numbers from 1 to %(n)s. 1 is the most important.", n=number(places))
    if asked.type in (QuestionType.MULTIPLE_CHOICE, QuestionType.PICTURE_CHOICE):
        if asked.type is QuestionType.PICTURE_CHOICE and (most or 1) == 1:
            return str(_HOW[QuestionType.SINGLE_CHOICE])
        if most is not None and fewest and fewest > 1:
            return gettext("Tick from %(fewest)s to %(most)s boxes.", fewest=number(fewest), most=number(most))
        if most is not None:
            return ngettext("Tick at most %(n)s box.", "Tick at most %(n)s boxes.", most)
        return gettext("Tick as many boxes as you like.")
    return str(_HOW.get(asked.type, ""))


def _question(definition: Definition, asked: Asked, languages: Sequence[str]) -> PaperQuestion:
    n = definition.number_of(asked.key)
    words = {QuestionType.LONG_TEXT: LINES_FOR_WORDS, QuestionType.MAP: 3, QuestionType.SHORT_TEXT: LINES_FOR_A_WORD}
    boxes: list[Box] = []
    if asked.type is QuestionType.NOTICE and asked.agrees:
        boxes = [Box(_said(languages, lambda: gettext("I agree")), ())]
    elif asked.options:
        boxes = [_box(definition, asked, o.key, o.text, o.alternative, languages) for o in asked.options]
    return PaperQuestion(
        key=asked.key,
        type=asked.type.value,
        place=str(n) if n else "",
        texts=_in(asked.text, languages),
        help=_in(asked.help, languages),
        only_if=_said(languages, lambda: only_if(definition, asked)),
        how=_said(languages, lambda: _how(asked)),
        boxes=boxes,
        rows=[_in(row.text, languages) for row in asked.rows],
        steps=[str(step) for step in asked.steps] if asked.type is QuestionType.SCALE else (),
        ends=(_in(asked.low_label, languages), _in(asked.high_label, languages)),
        unit=_in(asked.unit, languages),
        lines=words.get(asked.type, 0),
        confidential=_said(languages, lambda: gettext("What you answer here is never published."))
        if asked.confidential
        else (),
    )


def _box(
    definition: Definition, asked: Asked, key: str, text: Texts, alternative: Texts, languages: Sequence[str]
) -> Box:
    texts = _in(text, languages) or _in(alternative, languages)
    return Box(
        texts=texts,
        goes=_said(languages, lambda: goes_to(definition, asked, key)),
        writes=any(o.key == key and o.is_other for o in asked.options),
    )


# -- the way through -----------------------------------------------------------------------------------------------


def only_if(definition: Definition, asked: Asked) -> str:
    """When the question is to be answered, and where one goes on otherwise; "" for always.

    A question on a page with conditions is asked on those, too: they stand before the first question of the page.
    """
    said = []
    page = next((p for p in definition.pages if asked in p.questions), None)
    if page is not None and page.start is not None and page.questions[0] == asked:
        whole = shown_if(definition, page.start)
        if whole:
            after = _after_page(definition, asked)
            said.append(f"{gettext('The next part is not for everybody.')} {whole} {_otherwise(definition, after)}")
    condition = shown_if(definition, asked)
    if condition:
        said.append(f"{condition} {_otherwise(definition, _next(definition, asked))}")
    return " ".join(said)


def _otherwise(definition: Definition, target: Asked | None) -> str:
    n = definition.number_of(target.key) if target is not None else 0
    return gettext("Otherwise go to question %(n)s.", n=number(n)) if n else gettext("Otherwise you are done.")


def _numbered(definition: Definition) -> list[Asked]:
    return [q for q in definition if definition.number_of(q.key)]


def _next(definition: Definition, asked: Asked) -> Asked | None:
    place = definition.place_of(asked.key)
    return next((q for q in _numbered(definition) if definition.place_of(q.key) > place), None)


def _after_page(definition: Definition, asked: Asked) -> Asked | None:
    pages = list(definition.pages)
    at = next(n for n, p in enumerate(pages) if asked in p.questions)
    later = {q.key for p in pages[at + 1 :] for q in p.questions}
    return next((q for q in _numbered(definition) if q.key in later), None)


def goes_to(definition: Definition, asked: Asked, option: str) -> str:
    """Where one goes on who has ticked the box, if it skips what would come next; "" where one just reads on.

    Only what this answer alone decides is skipped; the rest says itself whom it is for.
    """
    if asked.type not in (QuestionType.SINGLE_CHOICE, QuestionType.DROPDOWN):
        return ""
    given = Given(options=(option,))
    place = definition.place_of(asked.key)
    skipped = False
    starts = {q.key: p.start for p in definition.pages for q in p.questions}
    for later in _numbered(definition):
        if definition.place_of(later.key) <= place:
            continue
        start = starts.get(later.key)
        ruled_out = _fails(later, asked.key, given) or (
            start is not None and definition.place_of(start.key) > place and _fails(start, asked.key, given)
        )
        if not ruled_out:
            n = number(definition.number_of(later.key))
            return gettext("Go to question %(n)s.", n=n) if skipped else ""
        skipped = True
    return gettext("You are done.") if skipped else ""


def _fails(question: Asked, about: str, given: Given) -> bool:
    """Whether the answer alone keeps the question from being asked."""
    if not question.conditions:
        return False
    known = [satisfied(c, given) for c in question.conditions if c.question == about]
    if question.match is Match.ALL:
        return False in known
    return len(known) == len(question.conditions) and True not in known
