"""What made an activity open to more people, and what the log calls noting it."""

from participation.dialogues.history import name_actions
from participation.i18n import lazy, name
from participation.meetings.rules import Opening

name(
    {
        Opening.INTERPRETER: lazy("There was an interpreter"),
        Opening.HEARING_LOOP: lazy("There was a hearing loop"),
        Opening.STEP_FREE: lazy("One could get there without steps"),
        Opening.CHILD_FRIENDLY: lazy("It suited children"),
    }
)

name_actions(
    {
        "meetings.recorded": lazy("Noted what an activity came to"),
        "meetings.presence": lazy("Noted which elected representatives took part"),
    }
)
