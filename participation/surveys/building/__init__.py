"""Writes of surveys by officials: until the dialogue opens freely, afterwards with a new version of what was answered.

Ids and keys are stable: what is edited stays the same question, in whatever version, place or copy.
"""

from participation.surveys.building.questions import (
    TooMany,
    move_question,
    remove_question,
    save_question,
)
from participation.surveys.building.surveys import (
    create_survey,
    remove_survey,
    save_settings,
    save_survey,
    save_wording,
    settings_fingerprint,
)
from participation.surveys.building.values import OptionValues, QuestionValues, RowValues, options_of

__all__ = [
    "OptionValues",
    "QuestionValues",
    "RowValues",
    "TooMany",
    "create_survey",
    "move_question",
    "options_of",
    "remove_question",
    "remove_survey",
    "save_question",
    "save_settings",
    "save_survey",
    "save_wording",
    "settings_fingerprint",
]
