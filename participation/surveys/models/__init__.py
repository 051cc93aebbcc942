"""Tables of surveys: what is asked, what was answered, how people come to answer, and what results need."""

from participation.surveys.models.answering import (
    AnswerDeletion,
    Invitation,
    InvitationBatch,
    ResponseFlag,
    StaffEntry,
    StoredFile,
    SurveyDraft,
)
from participation.surveys.models.answers import Answer, ResponseRevision, SurveyResponse
from participation.surveys.models.asked import MatrixRow, Option, Question, QuestionCondition, Survey
from participation.surveys.models.results import (
    Demographics,
    SurveyCheck,
    SurveyExport,
)

__all__ = [
    "Answer",
    "AnswerDeletion",
    "Demographics",
    "Invitation",
    "InvitationBatch",
    "MatrixRow",
    "Option",
    "Question",
    "QuestionCondition",
    "ResponseFlag",
    "ResponseRevision",
    "StaffEntry",
    "StoredFile",
    "Survey",
    "SurveyCheck",
    "SurveyDraft",
    "SurveyExport",
    "SurveyResponse",
]
