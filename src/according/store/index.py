"""The index of words on either database: FTS5 on SQLite, a tsvector under GIN on PostgreSQL.

Both are fed the words that ``words.py`` cut, never the text, so that both find the same and no query can break them.
Only the 1,000 matches added last are ranked: a word that stands in most reports would else mean ranking nearly all.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from sqlalchemy import ColumnElement, Connection, Integer, column, func, literal_column, select, table, text

from according.store.query import Term
from according.store.schema import is_current, reports
from according.store.words import fold_text, iter_words

CANDIDATES = 1_000
_TITLE_WEIGHT = 4.0
_LONG = "\u00b6"
_MOST_POSITION = 16_383
_MOST_OCCURRENCES = 255
_MOST_LEXEME_BYTES = 900_000

_words = table("report_words", column("seq", Integer), column("words"))
_fts = table("report_words", column("rowid", Integer))

_SQLITE_ADD = text("INSERT INTO report_words (rowid, title, text) VALUES (:seq, :title, :text)")
_SQLITE_DROP = text("INSERT INTO report_words (report_words, rowid, title, text) VALUES ('delete', :seq, :title, :text)")
_POSTGRES_PUT = text(
    "INSERT INTO report_words (seq, words) VALUES (:seq, CAST(:words AS tsvector)) ON CONFLICT (seq) DO UPDATE SET words = excluded.words"
)


def index_report(connection: Connection, seq: int, title: str | None, body: str) -> None:
    """Put a report's words into the index."""
    if connection.dialect.name == "sqlite":
        connection.execute(_SQLITE_ADD, {"seq": seq, "title": fold_text(title or ""), "text": fold_text(body)})
    else:
        connection.execute(_POSTGRES_PUT, {"seq": seq, "words": _to_tsvector(title or "", body)})


def retitle_report(connection: Connection, seq: int, was: str | None, title: str | None, body: str) -> None:
    """Put another title into the index, where a later reading found another one."""
    if connection.dialect.name == "sqlite":
        connection.execute(_SQLITE_DROP, {"seq": seq, "title": fold_text(was or ""), "text": fold_text(body)})
    index_report(connection, seq, title, body)


def find_candidates(connection: Connection, terms: tuple[Term, ...], limit: int, superseded: bool) -> list[int]:
    """The ``seq`` of the best matches, best first."""
    matches: ColumnElement[bool]
    rank: ColumnElement[float]
    if connection.dialect.name == "sqlite":
        seq, matches = _fts.c.rowid, text("report_words MATCH :query").bindparams(query=_to_fts5(terms))  # type: ignore[assignment]
        rank = literal_column(f"-bm25(report_words, {_TITLE_WEIGHT}, 1.0)")
    else:
        seq, query = _words.c.seq, text("CAST(:query AS tsquery)").bindparams(query=_to_tsquery(terms))
        matches, rank = _words.c.words.op("@@")(query), func.ts_rank(_words.c.words, query)
    chosen = select(seq.label("seq"), rank.label("rank")).where(matches)
    if not superseded:
        chosen = chosen.join(reports, reports.c.seq == seq).where(is_current())
    pool = chosen.order_by(seq.desc()).limit(max(CANDIDATES, limit)).subquery()
    return list(connection.scalars(select(pool.c.seq).order_by(pool.c.rank.desc(), pool.c.seq.desc()).limit(limit)))


def _to_fts5(terms: Iterable[Term]) -> str:
    """The query in FTS5's own language; words hold neither quotes nor spaces."""
    return " AND ".join(f'"{" ".join(term.words)}"{" *" if term.prefix else ""}' for term in terms)


def _to_tsquery(terms: Iterable[Term]) -> str:
    """The query in PostgreSQL's own language; in long reports, where positions are not kept, a phrase's words will do."""
    return " & ".join(map(_to_tsquery_term, terms))


def _to_tsquery_term(term: Term) -> str:
    words = [f"'{word}'" for word in term.words]
    words[-1] += ":*" if term.prefix else ""
    near, anywhere = " <-> ".join(words), " & ".join(words)
    return near if len(words) == 1 else f"(({near}) | ('{_LONG}' & {anywhere}))"


def _to_tsvector(title: str, body: str) -> str:
    """The words with their positions as PostgreSQL writes them, within its bounds of a megabyte and 255 places a word.

    A report beyond those bounds is marked as long: phrases in it are then checked in its text.
    """
    places: dict[str, list[str]] = {}
    is_long, spent = False, 0
    in_title = [(word, "A") for *_, word in iter_words(title)]
    for position, (word, weight) in enumerate(chain(in_title, [("", "")], ((word, "") for *_, word in iter_words(body))), start=1):
        if word not in places:
            spent += len(word.encode("utf-8")) + 4
            if not word or spent > _MOST_LEXEME_BYTES:
                continue
            places[word] = []
        if position > _MOST_POSITION or len(places[word]) == _MOST_OCCURRENCES:
            is_long = True
        else:
            places[word].append(f"{position}{weight}")
            spent += 2
    marked = [f"'{_LONG}'"] if is_long else []
    return " ".join(marked + [f"'{word}':{','.join(at)}" if at else f"'{word}'" for word, at in places.items()])
