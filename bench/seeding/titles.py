"""Titles with their names, addresses, countries, languages, genres and people."""

from collections import Counter

from django.conf import settings

from allostream.catalogue.models import (
    Credit,
    Genre,
    Name,
    Person,
    Source,
    Title,
    TitleCountry,
    TitleFace,
    TitleGenre,
    TitleLanguage,
)
from bench.seeding.insertion import Chance, day, insert, moment, stage, stage_rows
from bench.seeding.words import GENRES, pairs, words

# One title in sixteen is a series.
SERIES_EVERY = 16
LAST_YEAR = 2026
# Where works come from, and what is spoken there: the more often named, the more works.
ORIGINS = (
    "US:en " * 30 + "FR:fr " * 18 + "GB:en " * 9 + "DE:de " * 8 + "IT:it " * 7 + "JP:ja " * 5 + "IN:hi " * 4
    + "ES:es ES:es ES:es CA:en CA:fr SU:ru SU:ru SE:sv DK:da BE:fr NL:nl CZ:cs PL:pl MX:es BR:pt AR:es KR:ko CN:zh"
).split()  # fmt: skip
FORMS = {"film": ("feature", "feature", "short", "tv_film"), "series": ("tv_series", "web_series", "film_serial")}


def count_words() -> Counter[str]:
    """How many words there are of each kind."""
    return Counter(word.kind for word in words())


def people_for(titles: int) -> int:
    """How many people there are."""
    return max(10, titles // 5)


def stage_words() -> None:
    """Put the words where statements can join them, each kind in a table of its own.

    In one table for all, SQLite takes the kind for the way to a few words, and begins with them.
    """
    columns = "place bigint PRIMARY KEY, en text, en_folded text, fr text, fr_folded text, fr_filed text"
    for kind in count_words():
        stage_rows(f"bench_{kind}", columns, [tuple(word)[1:] for word in words() if word.kind == kind])


def stage_numbers(most: int) -> None:
    """The numbers from 1, to make rows from."""
    counting = "WITH RECURSIVE counting (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counting WHERE n < {0})"
    stage("bench_number", "n bigint PRIMARY KEY", f"{counting.format(most)} SELECT n FROM counting")


def rights_class(chance: Chance) -> str:
    """How works are protected, as a word for each pattern of answers (bench.seeding.links knows what each means).

    Series of three seasons are free everywhere: in each country their pages show the same, so that they compare.
    """
    c = chance.below("n", "rights", 100)
    bounds = {
        35: "world", 50: "us", 58: "fr", 66: "both", 70: "open", 71: "open-nc", 76: "unclear", 80: "review",
    }  # fmt: skip
    tests = " ".join(f"WHEN {c} < {limit} THEN '{word}'" for limit, word in bounds.items())
    not_fr = f"WHEN {c} = 80 AND {chance.below('n', 'not-fr', 20)} = 0 THEN 'not-fr'"
    return f"CASE WHEN n % {SERIES_EVERY * 3} = 0 THEN 'world' {tests} {not_fr} ELSE 'none' END"


def stage_titles(chance: Chance, titles: int) -> None:
    """What is decided of each title, and its words, each combination of which occurs once."""
    stage_numbers(max(titles, 100))
    stage_words()
    have = count_words()
    every = have["adj"] * have["noun"] * have["tail"]
    mixed = f"(n * {_coprime(chance.factor('names'), every)} % {every})"
    recent = chance.below("n", "year", 1000)
    rank = f"(1 + n * {_coprime(chance.factor('rank'), titles)} % {titles})"
    origin = chance.below("n", "origin", len(ORIGINS))
    stage_rows("bench_origin", "place bigint PRIMARY KEY, code text, spoken text", _origins())
    decided = f"""
        SELECT n, {mixed} % {have["adj"]} AS a, {mixed} / {have["adj"]} % {have["noun"]} AS o,
            {mixed} / {have["adj"] * have["noun"]} AS t, (n - 1) / {every} AS again, {origin} AS origin,
            CASE WHEN n % {SERIES_EVERY} = 0 THEN 'series' ELSE 'film' END AS kind,
            CASE WHEN {chance.happens("n", "undated", 20)} THEN NULL
                ELSE {LAST_YEAR} - {recent} * {recent} / 7800 END AS year,
            1000000 / {rank} AS popularity, {rights_class(chance)} AS rights
        FROM bench_number WHERE n <= {titles}
    """
    part = "CASE WHEN d.again > 0 THEN ' ' || CAST(d.again + 1 AS text) ELSE '' END"
    filed = "{} || ' ' || {} || ' ' || {} || " + part
    article = "CASE WHEN d.n % 5 < 2 THEN '{}' ELSE '' END"
    stage(
        "bench_title",
        "n bigint PRIMARY KEY, kind text, year bigint, popularity bigint, rights text, code text, spoken text, en text,"
        " en_folded text, en_filed text, fr text, fr_folded text, fr_filed text",
        f"""
        SELECT d.n, d.kind, d.year, d.popularity, d.rights, origin.code, origin.spoken,
            {article.format("The ")} || {filed.format("a.en", "o.en", "t.en")},
            {article.format("the ")} || {filed.format("a.en_folded", "o.en_folded", "t.en_folded")},
            {filed.format("a.en_folded", "o.en_folded", "t.en_folded")},
            {filed.format("o.fr", "a.fr", "t.fr")},
            {filed.format("o.fr_folded", "a.fr_folded", "t.fr_folded")},
            {filed.format("o.fr_filed", "a.fr_folded", "t.fr_folded")}
        FROM ({decided}) d JOIN bench_origin origin ON origin.place = d.origin
        JOIN bench_adj a ON a.place = d.a JOIN bench_noun o ON o.place = d.o
        JOIN bench_tail t ON t.place = d.t ORDER BY d.n
        """,
    )


def _origins() -> list[tuple[int, str, str]]:
    return [(place, *entry.split(":")) for place, entry in enumerate(ORIGINS)]  # type: ignore[misc]  # two words each


def _primes(number: int) -> set[int]:
    """The prime factors of a number."""
    found, factor = set(), 2
    while factor * factor <= number:
        if number % factor == 0:
            found.add(factor)
            number //= factor
        else:
            factor += 1
    return found | ({number} if number > 1 else set())


def _coprime(factor: int, size: int) -> int:
    """The next number that has no factor in common with a size: multiplying by it gives each remainder once."""
    primes = _primes(size)
    while any(factor % prime == 0 for prime in primes):
        factor += 1
    return factor


def fill_titles(chance: Chance) -> None:
    """The titles and what their lists and pages show of them, but people."""
    source = Source.objects.create(
        slug="made-up", name="Made-up catalogue", licence="CC0-1.0", credit="Made up to measure with"
    )
    forms = " ".join(
        f"WHEN kind = '{kind}' AND {chance.below('n', 'form', len(forms))} = {place} THEN '{form}'"
        for kind, forms in FORMS.items()
        for place, form in enumerate(forms)
    )
    own = "CASE WHEN spoken = 'fr' THEN {0} ELSE {1} END"
    insert(
        Title,
        {
            "id": "n", "public_id": chance.public_id("n", "title"), "kind": "kind", "form": f"CASE {forms} END",
            "created_at": moment(chance.below("n", "created", 9400)), "changed_at": moment("9750"),
            "name": own.format("fr", "en"),
            "name_language": own.format("'fr'", "'en'"), "year": "year",
            "end_year": f"CASE WHEN kind = 'series' THEN year + {chance.below('n', 'end', 5)} END",
            "released_on": f"CASE WHEN year >= 2000 THEN {day('(year - 2000) * 365 + n % 360')} END",
            "released_precision": "CASE WHEN year >= 2000 THEN 'day' ELSE 'unknown' END",
            "runtime_min": f"CASE WHEN kind = 'film' THEN 5 + {chance.below('n', 'runtime', 160)} END",
            "source_id": str(source.pk), "popularity": "popularity",
        },
        "bench_title",
    )  # fmt: skip
    _fill_faces_and_names()
    second = chance.below("n", "second", 7)
    insert(TitleCountry, {"title_id": "n", "code": "code"}, "bench_title")
    insert(
        TitleCountry,
        {"title_id": "t.n", "code": "o.code", "place": "1"},
        f"bench_title t JOIN bench_origin o ON o.place = t.n % {len(ORIGINS)} WHERE {second} = 0 AND o.code <> t.code",
    )
    insert(TitleLanguage, {"title_id": "n", "code": "spoken"}, "bench_title")
    _fill_genres(chance)


def _fill_faces_and_names() -> None:
    for language, _name in settings.LANGUAGES:
        dated = f"CASE WHEN kind = 'film' AND year IS NOT NULL THEN {language}_folded || ' ' || CAST(year AS text)"
        insert(
            TitleFace,
            {
                "title_id": "n", "language": f"'{language}'", "kind": "kind", "name": language,
                "name_language": f"'{language}'", "sort_key": f"{language}_filed",
                "slug": f"replace({dated} ELSE {language}_folded END, ' ', '-')",
            },
            "bench_title",
        )  # fmt: skip
        original = "spoken = 'fr'" if language == "fr" else "spoken <> 'fr'"
        insert(
            Name,
            {
                "title_id": "n", "text": language, "language": f"'{language}'", "folded": f"{language}_folded",
                "kind": f"CASE WHEN {original} THEN 'original' ELSE 'release' END",
            },
            "bench_title",
        )  # fmt: skip


def _fill_genres(chance: Chance) -> None:
    """A genre or two for each title: the first of the list are the most frequent."""
    names = pairs(GENRES)
    Genre.objects.bulk_create(
        Genre(slug=en, names={"en": en.replace("-", " ").capitalize(), "fr": fr}) for en, fr in names
    )
    first = Genre.objects.order_by("pk").values_list("pk", flat=True)[0]
    draw = [chance.below("n", f"genre {turn}", 1000) for turn in (1, 2)]
    # The square of an even draw falls on small numbers most.
    chosen = [f"({first} + {one} * {one} * {len(names)} / 1000000)" for one in draw]
    insert(TitleGenre, {"title_id": "n", "genre_id": chosen[0]}, "bench_title")
    insert(TitleGenre, {"title_id": "n", "genre_id": chosen[1]}, f"bench_title WHERE {chosen[0]} <> {chosen[1]}")


def fill_people(chance: Chance, titles: int) -> None:
    """People, one for five titles, and their parts: a director and two players for most titles, more for some."""
    people = people_for(titles)
    given, family = (count_words()[kind] for kind in ("given", "family"))
    once = given * family
    mixed = f"(n * {_coprime(chance.factor('people'), once)} % {once})"
    suffix = f"CASE WHEN n > {once} THEN ' ' || CAST(n / {once} + 1 AS text) ELSE '' END"
    born = chance.below("n", "born", 130)
    insert(
        Person,
        {
            "id": "n", "public_id": chance.public_id("n", "person"), "created_at": moment("9000"),
            "name": f"g.en || ' ' || f.en || {suffix}", "folded": f"g.en_folded || ' ' || f.en_folded || {suffix}",
            "slug": f"replace(g.en_folded || ' ' || f.en_folded || {suffix}, ' ', '-')",
            "born_on": day(f"-365 * {born}"), "born_precision": "'year'",
        },
        f"bench_number JOIN bench_given g ON g.place = {mixed} % {given} "
        f"JOIN bench_family f ON f.place = {mixed} / {given} WHERE n <= {people}",
    )  # fmt: skip
    stage_rows("bench_part", "role text, place bigint, per_thousand bigint", PARTS)
    shift = chance.below("t.n * 16 + p.place", "shared work", 50)
    draw = f"(({chance.below('t.n * 16 + p.place', 'credit', 1000000)}))"
    insert(
        Credit,
        {
            # The square makes some people busy; the busiest of all share their work, or one would have seven thousand.
            "title_id": "t.n", "role": "p.role",
            "person_id": f"1 + ({draw} * {draw} / 1000 * {people} / 1000000000 + {shift}) % {people}",
            "place": "p.place",
            "character": "CASE WHEN p.role = 'cast' THEN 'Part ' || CAST(p.place AS text) ELSE '' END",
        },
        f"bench_title t JOIN bench_part p ON {chance.below('t.n', 'parts', 1000)} < p.per_thousand",
    )  # fmt: skip


# Of a thousand titles, so many have this part.
PARTS = [
    ("principal_director", 0, 950), ("cast", 1, 800), ("cast", 2, 600), ("screenplay", 3, 300), ("cast", 4, 250),
    ("cast", 5, 120), ("composer", 6, 60), ("cast", 7, 30),
]  # fmt: skip
