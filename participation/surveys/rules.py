"""Vocabulary and limits of surveys, and what each sort of question consists of. Pure."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class QuestionType(StrEnum):
    """What can stand in a survey. The long text is stored under the name it has had from the beginning."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    DROPDOWN = "dropdown"
    SCALE = "scale"
    MATRIX = "matrix"
    RANKING = "ranking"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "open_text"
    NUMBER = "number"
    DATE = "date"
    MAP = "map"
    PICTURE_CHOICE = "picture_choice"
    FILE = "file"
    NOTICE = "notice"
    PAGE_BREAK = "page_break"


class Access(StrEnum):
    """Who may answer."""

    OPEN = "open"
    INVITED = "invited"
    SIGNED_IN = "signed_in"


class Layout(StrEnum):
    """How a survey is shown: a page at a time, or all of it at once."""

    PAGES = "pages"
    WHOLE = "whole"


class Publication(StrEnum):
    """When the public sees the result. Never before the dialogue has closed: parts of it could be subtracted."""

    AT_CLOSING = "at_closing"
    NEVER = "never"


class Purpose(StrEnum):
    """What a question measures that the follow-up compares between surveys (POLICY.md S06, K12)."""

    NONE = ""
    TRUST_BEFORE = "trust_before"
    TRUST_AFTER = "trust_after"


class Shape(StrEnum):
    """What is drawn on a map."""

    POINT = "point"
    LINE = "line"


class Match(StrEnum):
    """How several conditions are read together."""

    ALL = "all"
    ANY = "any"


class Operator(StrEnum):
    """What a condition asks of an earlier answer."""

    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"
    RANKED_FIRST = "ranked_first"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"


class Direction(StrEnum):
    """Where a question or an option is moved."""

    UP = "up"
    DOWN = "down"


class ResponseFlagKind(StrEnum):
    """What can be unusual about how a response came. It counts all the same."""

    BURST = "burst"
    ONE_NETWORK = "one_network"


MAXIMUM_QUESTIONS = 80
MAXIMUM_OPTIONS = 20
MAXIMUM_LONG_LIST = 300
"""How many options a dropdown may have: villages, schools, lines of buses."""
MAXIMUM_ROWS = 20
MAXIMUM_CONDITIONS = 8
MAXIMUM_SHORT_TEXT = 200
MAXIMUM_OPEN_TEXT = 3000
DEFAULT_OPEN_TEXT = 1500
MAXIMUM_OTHER = 200
SCALE_LIMITS = (0, 10)
NUMBER_LIMITS = (-1_000_000_000, 1_000_000_000)
DECIMALS = 2
"""How many decimals a number can have, where it need not be whole. It is stored as a whole number of hundredths."""
SMALLEST = Decimal(1) / 10**DECIMALS
"""By how much two numbers differ at least."""
DECIMAL_LIMITS = (-10_000_000, 10_000_000)
MAXIMUM_POINTS = 100
"""How many corners a line on a map may have."""
MAXIMUM_FILE_BYTES = 10 * 1024 * 1024
MAXIMUM_FILES = 20
"""How many files one person may have attached, those they have replaced included."""
MAXIMUM_UPLOAD_BYTES = 3 * MAXIMUM_FILE_BYTES
"""How large a page with files may be when it is sent; beyond it nothing of the page can be read."""
MAXIMUM_DRAFT_BYTES = 1024 * 1024
DRAFT_DAYS = 60
"""How long a draft is kept after it was last saved."""
BURST = 20
BURST_SECONDS = 60
"""So many contributions to a dialogue within so short a time are a burst: a school class, or a robot."""
UNDO_DAYS = 30
"""How long a deletion of answers can be undone."""

MAXIMUM_TITLE = 120
MAXIMUM_INTRO = 1000
MAXIMUM_QUESTION = 300
MAXIMUM_NOTICE = 2000
MAXIMUM_HELP = 500
MAXIMUM_OPTION = 150
MAXIMUM_ALTERNATIVE = 300
MAXIMUM_LABEL = 60
MAXIMUM_UNIT = 30
LONGEST_KEY = 40
THING_KEY = 10
"""Length of the key of a question, an option or a row."""


@dataclass(frozen=True)
class Parts:
    """What a sort of question consists of, besides its text. A new sort of question begins with a row here.

    ``other``: one of its options can be "Other, please say". ``fewest``/``most``: how many may be chosen or ranked.
    ``operators``: what conditions may ask of its answer.
    """

    options: int = 0
    other: bool = False
    fewest: bool = False
    most: bool = False
    scale: bool = False
    limits: bool = False
    length: int = 0
    rows: bool = False
    shape: bool = False
    pictures: bool = False
    agrees: bool = False
    is_asked: bool = True
    confidential: bool = True
    purpose: bool = False
    text_required: bool = True
    operators: tuple[Operator, ...] = (Operator.ANSWERED, Operator.NOT_ANSWERED)


_CHOSEN = (Operator.CHOSEN, Operator.NOT_CHOSEN, Operator.ANSWERED, Operator.NOT_ANSWERED)
_MEASURED = (Operator.AT_LEAST, Operator.AT_MOST, Operator.ANSWERED, Operator.NOT_ANSWERED)
_RANKED = (Operator.RANKED_FIRST, Operator.ANSWERED, Operator.NOT_ANSWERED)

PARTS: Mapping[QuestionType, Parts] = {
    QuestionType.SINGLE_CHOICE: Parts(options=MAXIMUM_OPTIONS, other=True, operators=_CHOSEN),
    QuestionType.MULTIPLE_CHOICE: Parts(options=MAXIMUM_OPTIONS, other=True, fewest=True, most=True, operators=_CHOSEN),
    QuestionType.DROPDOWN: Parts(options=MAXIMUM_LONG_LIST, other=True, operators=_CHOSEN),
    QuestionType.SCALE: Parts(scale=True, purpose=True, operators=_MEASURED),
    QuestionType.MATRIX: Parts(options=MAXIMUM_OPTIONS, rows=True),
    QuestionType.RANKING: Parts(options=MAXIMUM_OPTIONS, most=True, operators=_RANKED),
    QuestionType.SHORT_TEXT: Parts(length=MAXIMUM_SHORT_TEXT),
    QuestionType.LONG_TEXT: Parts(length=MAXIMUM_OPEN_TEXT),
    QuestionType.NUMBER: Parts(limits=True, operators=_MEASURED),
    QuestionType.DATE: Parts(),
    QuestionType.MAP: Parts(shape=True),
    QuestionType.PICTURE_CHOICE: Parts(options=MAXIMUM_OPTIONS, pictures=True, most=True, operators=_CHOSEN),
    QuestionType.FILE: Parts(),
    QuestionType.NOTICE: Parts(agrees=True, confidential=False),
    QuestionType.PAGE_BREAK: Parts(is_asked=False, confidential=False, text_required=False, operators=()),
}

CHOICES = frozenset({QuestionType.SINGLE_CHOICE, QuestionType.DROPDOWN, QuestionType.MULTIPLE_CHOICE})
"""Sorts whose answer is one or several of the options, without pictures."""

WRITTEN = frozenset({QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT})
"""Sorts that are answered in one's own words."""


def real(stored: int, *, whole: bool) -> int | Decimal:
    """The number that is stored so."""
    return stored if whole else shortest(Decimal(stored) / 10**DECIMALS)


def shortest(number: Decimal) -> int | Decimal:
    """The same number, as short as it can be written."""
    return int(number) if number == int(number) else number.normalize()


def stored(number: int | Decimal, *, whole: bool) -> int:
    """How the number is stored."""
    return int(number) if whole else int(number * 10**DECIMALS)


def new_key() -> str:
    """A key for a question, an option or a row: random, never used as a number, the same in every version."""
    letters = "abcdefghjkmnpqrstvwxyz"
    return secrets.choice(letters) + "".join(secrets.choice(letters + "23456789") for _ in range(THING_KEY - 1))


def key_from(title: str, taken: Iterable[str]) -> str:
    """A survey's name in addresses, made from its title: plain letters, unlike those that are taken."""
    plain = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    words = "-".join("".join(ch if ch.isalnum() else " " for ch in plain).split())
    key = words[:LONGEST_KEY].strip("-") or "survey"
    used, number, stem = set(taken), 2, key
    while key in used:
        end = f"-{number}"
        key = stem[: LONGEST_KEY - len(end)].rstrip("-") + end
        number += 1
    return key


def is_key(text: str) -> bool:
    """Whether a text could be a survey's key."""
    return 0 < len(text) <= LONGEST_KEY and text.isascii() and all(ch.isalnum() or ch in "-_" for ch in text)


NO_ANSWER = "no_answer"
"""Would rather not say: offered with every question about the person."""


class AgeBand(StrEnum):
    """Age in bands that no birthday can be read from."""

    CHILD = "0-12"
    YOUNGER_TEEN = "13-15"
    OLDER_TEEN = "16-19"
    TWENTIES = "20-29"
    YOUNGER = "30-44"
    MIDDLE = "45-64"
    OLDER = "65-79"
    OLDEST = "80+"


class Sex(StrEnum):
    """As people name it themselves."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


class Born(StrEnum):
    """Nothing finer than this, and never citizenship (POLICY.md S13)."""

    SWEDEN = "sweden"
    ABROAD = "abroad"


class TakenPart(StrEnum):
    """Whether somebody has taken part in a dialogue before."""

    FIRST = "first"
    BEFORE = "before"


class Relation(StrEnum):
    """How somebody is concerned (POLICY.md S02); several may hold."""

    LIVES = "lives"
    WORKS = "works"
    STUDIES = "studies"
    BUSINESS = "business"
    PROPERTY = "property"
    VISITOR = "visitor"
    USER = "user"
    ASSOCIATION = "association"
    EMPLOYEE = "employee"


BACKGROUND: Mapping[str, type[StrEnum] | None] = {
    "age_band": AgeBand,
    "sex": Sex,
    "area": None,
    "born": Born,
    "taken_part_before": TakenPart,
}
"""What is asked about the person, each with one answer, by the column of ``Demographics``. The areas are the
municipality's own: ``areas.areas``."""
