"""The pages where residents answer a survey: a page at a time, a review, the send; codes, and going on elsewhere."""

from participation.surveys.residents import about_you, codes, pages, pictures, review
from participation.surveys.residents.sitting import bp

__all__ = ["about_you", "bp", "codes", "pages", "pictures", "review"]
