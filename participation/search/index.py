"""The search index: what is in it, and how a search is put to it.

It lies below everything it finds, so it is given plain values. What may be shown is not stored here: the queries
that search join the one rule of visibility.
"""

from __future__ import annotations

from sqlalchemy import Select, cast, column, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from participation import db
from participation.search.models import SearchEntry
from participation.search.tokens import SHORTEST_BEGINNING, tokens, wanted

INDEX_STATEMENTS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE VIRTUAL TABLE search_text USING fts5("
        "tokens, content='search_entry', content_rowid='id', tokenize=\"unicode61 remove_diacritics 0\")",
        "CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN "
        "INSERT INTO search_text (rowid, tokens) VALUES (new.id, new.tokens); END",
        "CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN "
        "INSERT INTO search_text (search_text, rowid, tokens) VALUES ('delete', old.id, old.tokens); END",
        "CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN "
        "INSERT INTO search_text (search_text, rowid, tokens) VALUES ('delete', old.id, old.tokens); "
        "INSERT INTO search_text (rowid, tokens) VALUES (new.id, new.tokens); END",
    ),
    "postgresql": (
        "CREATE TABLE search_text (rowid integer PRIMARY KEY REFERENCES search_entry (id) ON DELETE CASCADE, "
        "tokens tsvector NOT NULL)",
        "CREATE INDEX search_text_tokens ON search_text USING gin (tokens)",
        "CREATE OR REPLACE FUNCTION search_entry_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO search_text (rowid, tokens) "
        "VALUES (new.id, array_to_tsvector(string_to_array(new.tokens, ' '))) "
        "ON CONFLICT (rowid) DO UPDATE SET tokens = excluded.tokens; RETURN NULL; END $$",
        "CREATE TRIGGER search_entry_changed AFTER INSERT OR UPDATE ON search_entry "
        "FOR EACH ROW EXECUTE FUNCTION search_entry_follow()",
    ),
}
"""What a migration runs after creating the table, by database. Both get the very tokens that Python made."""

_TEXT = table("search_text", column("rowid"), column("tokens"))


def put(dialogue_id: int, contribution_id: int | None, locale: str, text: str) -> None:
    """Make the text findable, in place of what was there in the language; an empty text is taken out."""
    _put({"dialogue_id": dialogue_id, "contribution_id": contribution_id}, locale, text)


def put_initiative(initiative_id: int, locale: str, text: str) -> None:
    """Make an initiative findable by the text, in place of what was there in the language."""
    _put({"initiative_id": initiative_id}, locale, text)


def _put(owner: dict[str, int | None], locale: str, text: str) -> None:
    session = db.session()
    columns = SearchEntry.__table__.c
    mine = (*(columns[name] == value for name, value in owner.items()), SearchEntry.locale == locale)
    found = " ".join(tokens(text, locale))
    entry = session.scalar(select(SearchEntry).where(*mine))
    if not found:
        if entry is not None:
            session.delete(entry)
    elif entry is None:
        session.add(SearchEntry(**owner, locale=locale, tokens=found))
    elif entry.tokens != found:
        entry.tokens = found
    session.flush()


def matching(text: str) -> Select[tuple[int]] | None:
    """The ids of the entries that hold every searched word; None if there is no word to search for."""
    groups = wanted(text)
    if not groups:
        return None
    rowid: Select[tuple[int]] = select(_TEXT.c.rowid).select_from(_TEXT)
    if db.session().get_bind().dialect.name == "postgresql":
        query = " & ".join("(" + " | ".join(f"'{s}'{_beginning(s, ':*')}" for s in g) + ")" for g in groups)
        return rowid.where(_TEXT.c.tokens.op("@@")(cast(query, TSQUERY)))
    query = " AND ".join("(" + " OR ".join(f'"{s}"{_beginning(s, "*")}' for s in g) + ")" for g in groups)
    return rowid.where(literal_column("search_text").op("MATCH")(query))


def _beginning(stem: str, mark: str) -> str:
    return mark if len(stem) >= SHORTEST_BEGINNING else ""
