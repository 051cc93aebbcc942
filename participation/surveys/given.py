"""From what a browser, a sheet of paper or a draft holds to an answer, and back. Pure.

Raw values are texts by field name, as a form sends them: ``{"q-<question>": ["<option>", …]}``. Nothing here changes
them; whoever shows them again shows exactly what was sent. Field names:

===================  =========================================================================================
all                  ``q-<question key>``: option keys, a number, words, a date, a file's name, "yes"
"Other, please say"  ``q-<question key>-other``: words
matrix               ``q-<question key>-<row key>``: the key of a column
ranking              ``q-<question key>-<option key>``: its place, from 1; empty if it has none
map                  ``q-<question key>``: words; ``q-<question key>-geo``: GeoJSON, Point or LineString
===================  =========================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from participation.surveys.definition import Asked, Definition
from participation.surveys.faults import Fault, FaultCode
from participation.surveys.places import tidy_place, typed_place
from participation.surveys.rules import (
    DECIMAL_LIMITS,
    DECIMALS,
    MAXIMUM_OPEN_TEXT,
    MAXIMUM_OTHER,
    MAXIMUM_SHORT_TEXT,
    NUMBER_LIMITS,
    QuestionType,
    shortest,
)
from participation.texts import clean, one_line

Raw = Mapping[str, Sequence[str]]
"""What was sent: texts by field name."""

AGREED = "yes"


@dataclass(frozen=True)
class Given:
    """What somebody answered to one question. Empty (false): not answered.

    ``options``: keys, in order of rank for a ranking. ``cells``: column by row, keys. ``place``: GeoJSON, its parts in
    a fixed order. ``file``: the name of a stored file.
    """

    options: tuple[str, ...] = ()
    other: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    number: int | Decimal | None = None
    words: str = ""
    day: date | None = None
    place: str = ""
    file: str = ""
    agreed: bool = False

    def __bool__(self) -> bool:
        return bool(
            self.options
            or self.cells
            or self.number is not None
            or self.words.strip()
            or self.day
            or self.place
            or self.file
            or self.agreed
        )


def field_name(question: Asked, part: str = "") -> str:
    """The name of a question's field, or of the field of one of its rows, ranked options, ``other`` or ``geo``."""
    return f"q-{question.key}-{part}" if part else f"q-{question.key}"


def field_names(question: Asked) -> list[str]:
    """Every field the question has, the first of which is the one to go to."""
    if question.type is QuestionType.MATRIX:
        return [field_name(question, row.key) for row in question.rows]
    if question.type is QuestionType.RANKING:
        return [field_name(question, option.key) for option in question.options]
    names = [field_name(question)] if question.takes_answers else []
    if question.other is not None:
        names.append(field_name(question, "other"))
    if question.type is QuestionType.MAP:
        names.append(field_name(question, "geo"))
    return names


def read(question: Asked, raw: Raw, files: Collection[str] = ()) -> Given | list[Fault]:
    """The answer, or everything that is wrong with it. Not answering what need not be answered is an empty answer.

    ``files``: names of the stored files that belong to whoever answers.
    """
    if not question.takes_answers:
        return Given()
    return _READERS[question.type](question, raw, files)


def raw_of(question: Asked, given: Given) -> dict[str, list[str]]:
    """The fields that say the answer: ``read(question, raw_of(question, given)) == given``."""
    if not given:
        return {}
    if question.type is QuestionType.MATRIX:
        return {field_name(question, row): [column] for row, column in given.cells}
    if question.type is QuestionType.RANKING:
        return {field_name(question, key): [str(place)] for place, key in enumerate(given.options, 1)}
    said: dict[str, list[str]] = {}
    one = (
        list(given.options)
        or ([str(given.number)] if given.number is not None else [])
        or ([given.day.isoformat()] if given.day else [])
        or ([given.file] if given.file else [])
        or ([AGREED] if given.agreed else [])
        or ([given.words] if given.words else [])
    )
    if one:
        said[field_name(question)] = one
    if given.other:
        said[field_name(question, "other")] = [given.other]
    # A place that was read from the words is read from them again: else it would stay when they are changed.
    if given.place and given.place != typed_place(given.words, question.shape):
        said[field_name(question, "geo")] = [given.place]
    return said


def read_all(
    questions: Iterable[Asked], raw: Raw, files: Collection[str] = ()
) -> tuple[dict[str, Given], dict[str, list[Fault]]]:
    """Answers and faults by question key; what is not answered is in neither."""
    answers: dict[str, Given] = {}
    faults: dict[str, list[Fault]] = {}
    for question in questions:
        found = read(question, raw, files)
        if isinstance(found, list):
            faults[question.key] = found
        elif found:
            answers[question.key] = found
    return answers, faults


def readable(definition: Definition, raw: Raw, files: Collection[str] = ()) -> dict[str, Given]:
    """What can be understood of a draft, by question key: what decides the path while somebody is still answering."""
    return read_all((replace(q, required=False) for q in definition), raw, files)[0]


# -- one reader for each sort --------------------------------------------------------------------------------------


def _values(raw: Raw, name: str) -> list[str]:
    return [v for v in raw.get(name, ()) if v.strip()]


def _fault(question: Asked, code: FaultCode, part: str = "", **params: int | Decimal) -> list[Fault]:
    return [Fault(code, field_name(question, part), params)]


def _one(question: Asked, raw: Raw, _files: Collection[str]) -> Given | list[Fault]:
    values = list(dict.fromkeys(_values(raw, field_name(question))))
    if not values:
        return _fault(question, FaultCode.CHOOSE_ONE) if question.required else Given()
    if len(values) > 1:
        return _fault(question, FaultCode.ONLY_ONE)
    return _chosen(question, raw, values)


def _several(question: Asked, raw: Raw, _files: Collection[str]) -> Given | list[Fault]:
    values = list(dict.fromkeys(_values(raw, field_name(question))))
    if not values:
        return _fault(question, FaultCode.CHOOSE_SOME) if question.required else Given()
    if question.most is not None and len(values) > question.most:
        return _fault(question, FaultCode.TOO_MANY, n=question.most)
    if question.type is QuestionType.MULTIPLE_CHOICE and len(values) < (question.fewest or 0):
        return _fault(question, FaultCode.TOO_FEW, n=question.fewest or 0)
    return _chosen(question, raw, values)


def _picture(question: Asked, raw: Raw, files: Collection[str]) -> Given | list[Fault]:
    return (_several if (question.most or 1) > 1 else _one)(question, raw, files)


def _chosen(question: Asked, raw: Raw, values: Sequence[str]) -> Given | list[Fault]:
    wanted = set(values)
    keys = tuple(o.key for o in question.options if o.key in wanted)
    if len(keys) != len(wanted):
        return _fault(question, FaultCode.UNKNOWN)
    other = question.other
    if other is None or other.key not in wanted:
        return Given(options=keys)
    said = one_line(" ".join(_values(raw, field_name(question, "other")))).strip()
    if not said:
        return _fault(question, FaultCode.SAY_WHAT, "other")
    if len(said) > MAXIMUM_OTHER:
        return _too_long(question, said, MAXIMUM_OTHER, "other")
    return Given(options=keys, other=said)


def _scale(question: Asked, raw: Raw, _files: Collection[str]) -> Given | list[Fault]:
    values = list(dict.fromkeys(_values(raw, field_name(question))))
    if not values:
        return _fault(question, FaultCode.CHOOSE_ONE) if question.required else Given()
    if len(values) > 1:
        return _fault(question, FaultCode.ONLY_ONE)
    number = _whole(values[0])
    if number is None or number not in question.steps:
        return _fault(question, FaultCode.UNKNOWN)
    return Given(number=number)


def _number(question: Asked, raw: Raw, _files: Collection[str]) -> Given | list[Fault]:
    values = _values(raw, field_name(question))
    if not values:
        return _fault(question, FaultCode.WRITE) if question.required else Given()
    text = values[0] if len(values) == 1 else ""
    number = _whole(text) if question.whole else decimal(text)
    if number is None:
        with_decimals = decimal(text) is not None
        unfit = FaultCode.NOT_WHOLE if with_decimals else FaultCode.NOT_A_NUMBER
        return _fault(question, unfit if question.whole else FaultCode.NOT_A_DECIMAL)
    limits = NUMBER_LIMITS if question.whole else DECIMAL_LIMITS
    lowest = max(limits[0], question.minimum if question.minimum is not None else limits[0])
    highest = min(limits[1], question.maximum if question.maximum is not None else limits[1])
    if not lowest <= number <= highest:
        return _fault(question, FaultCode.OUT_OF_RANGE, lowest=lowest, highest=highest)
    return Given(number=number)


_MINUS = str.maketrans({"\u2212": "-", "\u00a0": "", "\u202f": "", " ": ""})
_DIGITS = re.compile(r"[+-]?\d{1,12}")
_DECIMAL = re.compile(rf"([+-]?\d{{1,12}})(?:[.,\u066b](\d{{1,{DECIMALS}}}))?")


def _whole(text: str) -> int | None:
    """A whole number however it is written: any digits (also Arabic ones), spaces between thousands, a minus."""
    tidy = text.strip().translate(_MINUS)
    return int(tidy) if _DIGITS.fullmatch(tidy) else None


def decimal(text: str) -> int | Decimal | None:
    """As :func:`_whole`, perhaps with some decimals after a comma or a point."""
    found = _DECIMAL.fullmatch(text.strip().translate(_MINUS))
    return shortest(Decimal(f"{found[1]}.{found[2] or 0}")) if found else None


def _matrix(question: Asked, raw: Raw, _files: Collection[str]) -> Given | list[Fault]:
    columns = {o.key for o in question.options}
    cells: list[tuple[str, str]] = []
    faults: list[Fault] = []
    for row in question.rows:
        values = list(dict.fromkeys(_values(raw, field_name(question, row.key))))
        if len(values) > 1:
            faults += _fault(question, FaultCode.ONLY_ONE, row.key)
        elif values and values[0] not in columns:
            faults += _fault(question, FaultCode.UNKNOWN, row.key)
        elif values:
            cells.append((row.key, values[0]))
        elif question.required:
            faults += _fault(question, FaultCode.EVERY_ROW, row.key)
    return faults or Given(cells=tuple(cells))


def _ranking(question: Asked, raw: Raw, _files: Collection[str]) -> Given | list[Fault]:
    most = min(question.most or len(question.options), len(question.options))
    places: dict[int, str] = {}
    for option in question.options:
        values = list(dict.fromkeys(_values(raw, field_name(question, option.key))))
        if not values:
            continue
        place = _whole(values[0]) if len(values) == 1 else None
        if place is None or not 1 <= place <= most:
            return _fault(question, FaultCode.UNKNOWN, option.key)
        if place in places:
            return _fault(question, FaultCode.RANK_TWICE, option.key, n=place)
        places[place] = option.key
    order = [places[p] for p in sorted(places)]
    first = question.options[0].key if question.options else ""
    if question.required and len(order) < most:
        return _fault(question, FaultCode.RANK_ALL, first, n=most)
    if sorted(places) != list(range(1, len(places) + 1)):
        return _fault(question, FaultCode.RANK_IN_ORDER, first)
    return Given(options=tuple(order))


def _text(question: Asked, raw: Raw, _files: Collection[str]) -> Given | list[Fault]:
    sent = "\n".join(raw.get(field_name(question), ()))
    words = clean(sent) if question.type is QuestionType.LONG_TEXT else one_line(sent)
    if not words.strip():
        return _fault(question, FaultCode.WRITE) if question.required else Given()
    highest = MAXIMUM_OPEN_TEXT if question.type is QuestionType.LONG_TEXT else MAXIMUM_SHORT_TEXT
    limit = question.maximum_length or highest
    return _too_long(question, words, limit) if len(words) > limit else Given(words=words)


def _too_long(question: Asked, words: str, limit: int, part: str = "") -> list[Fault]:
    return _fault(question, FaultCode.TOO_LONG, part, n=len(words) - limit, maximum=limit)


_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


def _day(question: Asked, raw: Raw, _files: Collection[str]) -> Given | list[Fault]:
    values = _values(raw, field_name(question))
    if not values:
        return _fault(question, FaultCode.GIVE_A_DATE) if question.required else Given()
    text = values[0].strip()
    year_first, day_first = _DAY.fullmatch(text), _DAY_FIRST.fullmatch(text)
    try:
        if len(values) > 1:
            raise ValueError
        if year_first:
            return Given(day=date(*(int(part) for part in year_first.groups())))
        if day_first:
            day, month, year = (int(part) for part in day_first.groups())
            return Given(day=date(year, month, day))
    except ValueError:
        pass
    return _fault(question, FaultCode.NOT_A_DATE)


def _map(question: Asked, raw: Raw, _files: Collection[str]) -> Given | list[Fault]:
    words = clean("\n".join(raw.get(field_name(question), ())))
    drawn = _values(raw, field_name(question, "geo"))
    place = tidy_place(drawn[0], question.shape) if len(drawn) == 1 else None
    if drawn and place is None:
        return _fault(question, FaultCode.NOT_A_PLACE, "geo")
    if len(words) > MAXIMUM_OPEN_TEXT:
        return _too_long(question, words, MAXIMUM_OPEN_TEXT)
    if not words.strip() and not place:
        return _fault(question, FaultCode.GIVE_A_PLACE) if question.required else Given()
    place = place or typed_place(words, question.shape)
    return Given(words=words if words.strip() else "", place=place or "")


def _file(question: Asked, raw: Raw, files: Collection[str]) -> Given | list[Fault]:
    values = _values(raw, field_name(question))
    if not values:
        return _fault(question, FaultCode.ADD_A_FILE) if question.required else Given()
    if len(values) > 1 or values[0] not in files:
        return _fault(question, FaultCode.NO_SUCH_FILE)
    return Given(file=values[0])


def _notice(question: Asked, raw: Raw, _files: Collection[str]) -> Given | list[Fault]:
    if AGREED in raw.get(field_name(question), ()):
        return Given(agreed=True)
    return _fault(question, FaultCode.AGREE) if question.required else Given()


_READERS = {
    QuestionType.SINGLE_CHOICE: _one,
    QuestionType.MULTIPLE_CHOICE: _several,
    QuestionType.DROPDOWN: _one,
    QuestionType.SCALE: _scale,
    QuestionType.MATRIX: _matrix,
    QuestionType.RANKING: _ranking,
    QuestionType.SHORT_TEXT: _text,
    QuestionType.LONG_TEXT: _text,
    QuestionType.NUMBER: _number,
    QuestionType.DATE: _day,
    QuestionType.MAP: _map,
    QuestionType.PICTURE_CHOICE: _picture,
    QuestionType.FILE: _file,
    QuestionType.NOTICE: _notice,
}
"""How each sort of question is read. A new sort of question adds a row."""
