"""The back office of surveys: officials build them until the dialogue closes, invite, and take out what is wrong."""

from participation.surveys.officials import (
    attached,
    copies,
    deletions,
    invitations,
    languages,
    pictures,
    questions,
    surveys,
)
from participation.surveys.officials.frame import bp

__all__ = ["attached", "bp", "copies", "deletions", "invitations", "languages", "pictures", "questions", "surveys"]
