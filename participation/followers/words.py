"""What the log calls what organisations do."""

from participation.dialogues.history import name_actions
from participation.followers.rules import STOPPED
from participation.i18n import lazy

name_actions({STOPPED: lazy("An organisation asked to be told no more")})
