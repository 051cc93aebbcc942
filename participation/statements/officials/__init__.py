"""The back office of written statements: read, typed in, answered, reported, and the review announced."""

from participation.statements.officials import index, inform, one, report_and_review, typing_in
from participation.statements.officials.frame import bp

__all__ = ["bp", "index", "inform", "one", "report_and_review", "typing_in"]
