"""Showing a picture of a survey: to residents and to officials, each behind their own door."""

from __future__ import annotations

from flask import make_response
from werkzeug.wrappers import Response

from participation import uploads
from participation.access import NotFound
from participation.surveys.models import Survey
from participation.surveys.queries import picture_of


def picture_response(survey: Survey, name: str) -> Response:
    """A stored picture of the survey; raises NotFound for anything else."""
    found = picture_of(survey.id, name)
    content = uploads.store().get(name) if found is not None else None
    if found is None or content is None:
        raise NotFound
    response = make_response(content)
    response.mimetype = found.media_type
    response.headers["Content-Disposition"] = f'inline; filename="picture.{uploads.PICTURES[found.media_type]}"'
    return response
