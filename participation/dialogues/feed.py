"""A dialogue's Atom feed: what happens in it, and the ideas that everybody may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from participation import i18n, page
from participation.contributions.taking_part import author
from participation.contributions.voices import Voice
from participation.dialogues.models import Dialogue
from participation.dialogues.public_time import Happened
from participation.dialogues.queries import slug
from participation.texts import language_tag


def atom(dialogue: Dialogue, log: Sequence[Happened], ideas: Sequence[Voice]) -> str:
    """The feed as Atom 1.0, newest first. Nothing in it that the pages do not show."""
    locale = i18n.current()
    here = page.absolute_url("residents.dialogues.show", slug=slug(dialogue))
    itself = page.absolute_url("residents.dialogues.feed", slug=slug(dialogue))
    title = dialogue.title.in_(locale.code)
    entries = [_step(itself, here, line) for line in log] + [_idea(itself, slug(dialogue), v) for v in ideas]
    entries.sort(key=lambda e: e[0], reverse=True)
    updated = entries[0][0] if entries else dialogue.created_at
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(title.lang)}>',
        f"<title>{_text(title.text)}</title>",
        f"<id>{_text(here)}</id>",
        f'<link rel="alternate" type="text/html" href={_quoted(here)}/>',
        f'<link rel="self" type="application/atom+xml" href={_quoted(itself)}/>',
        f"<updated>{updated.isoformat()}</updated>",
        f"<author><name>{_text(page.app_settings().municipality.name)}</name></author>",
        *(entry for _, entry in entries),
        "</feed>",
    ]
    return "\n".join(parts) + "\n"


def _step(itself: str, here: str, line: Happened) -> tuple[datetime, str]:
    return line.at, _entry(f"{itself}#{line.key}", line.at, line.text, here, i18n.current().lang, "")


def _idea(itself: str, where: str, idea: Voice) -> tuple[datetime, str]:
    href = page.absolute_url("residents.ideas.show", slug=where, number=idea.number)
    by = f"<author><name>{_text(author(idea.display_name))}</name></author>"
    summary = f"<summary>{_text(idea.opening)}</summary>"
    identity, lang = f"{itself}#idea-{idea.number}", language_tag(idea.language)
    return idea.received_at, _entry(identity, idea.received_at, idea.title, href, lang, by + summary)


def _entry(identity: str, at: datetime, title: str, href: str, lang: str, more: str) -> str:
    return (
        f"<entry xml:lang={_quoted(lang)}><id>{_text(identity)}</id><title>{_text(title)}</title>"
        f'<link rel="alternate" type="text/html" href={_quoted(href)}/>'
        f"<published>{at.isoformat()}</published><updated>{at.isoformat()}</updated>{more}</entry>"
    )


def _text(text: str) -> str:
    return escape(_allowed(text))


def _quoted(text: str) -> str:
    return quoteattr(_allowed(text))


def _allowed(text: str) -> str:
    """Without the characters that XML 1.0 has no way to write."""
    return "".join(ch for ch in text if ch in "\t\n" or (ch >= " " and ch not in "\ufffe\uffff"))
