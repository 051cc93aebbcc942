"""How long a question to the coordinator, and its answer, can be. Pure."""

MAXIMUM_SUBJECT = 120
MAXIMUM_TEXT = 3000
