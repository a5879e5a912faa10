"""What else could answer: SQLite's full-text search in its own order, and tantivy with the same comparison of names."""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import tantivy

from allostream.search.documents import TitleDocument
from allostream.search.normal import normal, tokens
from allostream.search.ranking import Wanted, popularity_part, quick_fits

TEN, CANDIDATES = 10, 100
Ask = Callable[[str, int | None], list[int]]


def build_full_text(path: Path, documents: Sequence[TitleDocument]) -> None:
    """One row for each name."""
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE VIRTUAL TABLE names USING fts5(name, owner UNINDEXED, prefix='1 2 3')")
        connection.executemany(
            "INSERT INTO names VALUES (?, ?)",
            ((f"{normal(name.text)} {one.year or ''}", one.id) for one in documents for name in one.names),
        )
    connection.close()


def full_text(path: Path) -> Ask:
    """All words, the last one as a beginning, in the order of bm25."""
    connection = sqlite3.connect(path)

    def ask(text: str, year: int | None) -> list[int]:
        words = [f'"{word}"' for word in (*tokens(text), *([str(year)] if year else []))]
        sql = "SELECT owner FROM names WHERE names MATCH ? ORDER BY rank LIMIT 30"
        rows = connection.execute(sql, [f"{' '.join(words)} *"])
        return list(dict.fromkeys(row[0] for row in rows))[:TEN]

    return ask


def schema() -> tantivy.Schema:
    """Names, stored with whose they are."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", stored=True, tokenizer_name="whitespace")
    builder.add_integer_field("owner", stored=True)
    builder.add_integer_field("fame", stored=True, fast=True)
    return builder.build()


def build_tantivy(path: Path, documents: Sequence[TitleDocument]) -> None:
    """One document for each name."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    writer = tantivy.Index(schema(), path=str(path)).writer(heap_size=200_000_000, num_threads=1)
    for one in documents:
        for name in one.names:
            writer.add_document(tantivy.Document(name=normal(name.text), owner=one.id, fame=one.popularity))
    writer.commit()
    writer.wait_merging_threads()


def tantivy_index(path: Path) -> Ask:
    """All words, each with up to two letters wrong, the last one as a beginning; the most popular candidates are
    compared as ours are."""
    made = schema()
    searcher = tantivy.Index.open(str(path)).searcher()

    def clause(word: str, *, is_last: bool, fuzzy: bool) -> tuple[tantivy.Occur, tantivy.Query]:
        distance = (0 if len(word) < 3 else 1 if len(word) < 5 else 2) if fuzzy else 0
        if not is_last and not distance:
            return tantivy.Occur.Must, tantivy.Query.term_query(made, "name", word)
        query = tantivy.Query.fuzzy_term_query(made, "name", word, distance=distance, prefix=is_last)
        return tantivy.Occur.Must, query

    def ask(text: str, _: int | None) -> list[int]:
        words = tokens(text)[:12]
        wanted = Wanted(words, is_open=True)
        best: dict[int, float] = {}
        for fuzzy in (False, True):
            clauses = [clause(word, is_last=place == len(words) - 1, fuzzy=fuzzy) for place, word in enumerate(words)]
            query = tantivy.Query.boolean_query(clauses)
            hits = searcher.search(query, CANDIDATES, order_by_field="fame").hits
            stored = [searcher.doc(address) for _, address in hits]
            fits = quick_fits(wanted, [found["name"][0] for found in stored], is_rough=True)
            for found, fit in zip(stored, fits, strict=True):
                score = fit + popularity_part(found["fame"][0])
                best[found["owner"][0]] = max(best.get(found["owner"][0], 0.0), score)
            if len(best) >= TEN:
                break
        return sorted(best, key=lambda one: (-best[one], one))[:TEN]

    return ask
