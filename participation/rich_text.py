"""Officials' Markdown made into HTML: the only maker of ``Markup``.

Markdown is parsed without raw HTML, cleaned by bleach (the policy) and once more by nh3, a parser of another make,
so that one parser's mistake is not enough.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h2", "h3", "h4", "hr"})
ATTRIBUTES = {"a": ["href", "title"]}
PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})
MAXIMUM_LENGTH = 50_000


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "html_block", "html_inline"])


@lru_cache(maxsize=512)
def render(text: str) -> Markup:
    """The text as safe HTML. Longer than 50,000 characters is cut before it reaches a parser."""
    import bleach  # only where Markdown is shown: the parsers are large, and most pages hold none
    import nh3

    html = _markdown().render(text[:MAXIMUM_LENGTH])
    html = html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    html = bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True)
    html = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href", "title"}},
        url_schemes=set(PROTOCOLS),
        link_rel="noopener noreferrer",
    )
    return Markup(html)  # noqa: S704 - both cleaners have passed over it
