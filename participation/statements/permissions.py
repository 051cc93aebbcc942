"""Who reads and answers written statements: a table. Pure. The thing is the dialogue."""

from __future__ import annotations

from participation.access import Permission, Role, ways
from participation.dialogues.permissions import holds, in_stage
from participation.dialogues.rules import Stage

_OFFICIALS = holds(Role.OFFICER, Role.COORDINATOR)


class StatementPermission(Permission):
    """The officials of the body read what was sent, answer it and publish; the registrar reads for the registry."""

    READ = ways("read written statements", [holds(Role.OFFICER, Role.COMMITTEE_SECRETARY, Role.REGISTRAR)])
    ANSWER = ways("answer written statements", [holds(Role.OFFICER), in_stage(Stage.OPEN, Stage.CLOSED)])
    REPORT = ways("publish the consultation report", [holds(Role.OFFICER), in_stage(Stage.CLOSED)])
    REVIEW = ways("announce the review", [_OFFICIALS, in_stage(Stage.CLOSED)])
    SEND_REVIEW = ways("send the review statement", [holds(Role.OFFICER), in_stage(Stage.COMPILED)])
    INFORM = ways("inform of the decision", [holds(Role.OFFICER), in_stage(Stage.HANDLED)])
