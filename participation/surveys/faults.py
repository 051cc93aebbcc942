"""What can be wrong with an answer. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class FaultCode(StrEnum):
    """What can be wrong with an answer. ``sentences.fault_sentence`` says it."""

    CHOOSE_ONE = "choose_one"
    CHOOSE_SOME = "choose_some"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    ONLY_ONE = "only_one"
    UNKNOWN = "unknown"
    SAY_WHAT = "say_what"
    EVERY_ROW = "every_row"
    RANK_ALL = "rank_all"
    RANK_TWICE = "rank_twice"
    RANK_IN_ORDER = "rank_in_order"
    WRITE = "write"
    TOO_LONG = "too_long"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    NOT_A_DECIMAL = "not_a_decimal"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_DATE = "not_a_date"
    GIVE_A_DATE = "give_a_date"
    NOT_A_PLACE = "not_a_place"
    GIVE_A_PLACE = "give_a_place"
    NO_SUCH_FILE = "no_such_file"
    ADD_A_FILE = "add_a_file"
    AGREE = "agree"


@dataclass(frozen=True)
class Fault:
    """What is wrong, in which field, and the numbers its sentence is filled with."""

    code: FaultCode
    name: str
    params: Mapping[str, int | Decimal] = field(default_factory=dict)
