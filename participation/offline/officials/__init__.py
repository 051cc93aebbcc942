"""The back office of taking part without the web: paper forms, typing in, receipts to hand out."""

from participation.offline.officials import answers, discarding, ideas_and_comments, index, settling, slips
from participation.offline.officials.frame import bp

__all__ = ["answers", "bp", "discarding", "ideas_and_comments", "index", "settling", "slips"]
