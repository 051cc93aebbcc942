"""The moderators' pages: the queue, several at once, complaints."""

from participation.moderation.moderators.complaints import bp as complaints
from participation.moderation.moderators.queue import bp as queue
from participation.moderation.moderators.several import bp as several

__all__ = ["complaints", "queue", "several"]
