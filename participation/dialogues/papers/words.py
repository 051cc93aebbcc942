"""What is noted of a meeting, in words."""

from participation.dialogues.papers.rules import Needed
from participation.i18n import lazy, name

name(
    {
        Needed.BODY: lazy("the body whose meeting it is"),
        Needed.MEETING: lazy("the day of the meeting"),
        Needed.PAPERS: lazy("at least one paper"),
    }
)
