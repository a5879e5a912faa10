"""Wikipedia's lists, bangumi-data, the Media Arts Database, extracts of Wikidata, schema.org, other sites."""

import gzip
import json
import re
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from allostream.catalogue.models import Source, Title
from allostream.cli.import_sources import OUTSIDE
from allostream.connectors import bangumi, lists, mediaarts, peers, schema_org, wikipedia
from allostream.connectors.rows import SourceProblem
from allostream.connectors.wikidata import extract
from allostream.lib import exchange
from allostream.lib.exchange import BadLine

ROOT = Path(__file__).resolve().parents[2]


def lines(path: Path, *rows: Any) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows))
    return path


def titles(rows: Any) -> list[Any]:
    return [exchange.checked(row.made).record for row in rows if isinstance(row.made, exchange.Title)]


def bad(rows: Any) -> list[str]:
    return [f"{row.place} {row.made}" for row in rows if isinstance(row.made, BadLine)]


FILM = {
    "title": "Charade", "year": 1963, "cast": ["Cary Grant", "Audrey Hepburn", "Cary Grant"],
    "genres": ["Comedy", "Odd"],
    "href": "Charade_(1963_film)", "extract": "Charade is a 1963 American film.",
}  # fmt: skip


def test_an_article_is_the_films_own_only_if_it_speaks_of_it_and_nothing_else_leads_there(tmp_path: Path) -> None:
    hymn = {**FILM, "title": "The Supreme Sacrifice", "href": "The_Supreme_Sacrifice", "extract": "It is a hymn."}
    shared = [{**FILM, "title": f"Charade {part}", "href": "Charade"} for part in "AB"]
    film, sacrifice, first, second = titles(wikipedia.records(lines(tmp_path / "films.jsonl", FILM, hymn, *shared)))

    assert film == exchange.Title(
        key="wikipedia:Charade_(1963_film)", kind="film", name="Charade", language="en", year=1963, countries=("US",),
        names=(exchange.Name(text="Charade", language="en"),), genres=("comedy",),
        identifiers={"enwiki": ("Charade_(1963_film)",)},
        credits=(
            exchange.Credit(role="cast", name="Cary Grant"), exchange.Credit(role="cast", name="Audrey Hepburn"),
        ),
    )  # fmt: skip
    assert (sacrifice.key, sacrifice.identifiers) == ("wikipedia:1963/the-supreme-sacrifice", {})
    assert [first.key, second.key] == ["wikipedia:1963/charade-a", "wikipedia:1963/charade-b"]


def test_rows_of_lists_that_cannot_be_read_are_told_with_their_place(tmp_path: Path) -> None:
    rows = list(wikipedia.records(lines(tmp_path / "films.jsonl", "{", {**FILM, "title": " "}, {**FILM, "year": 12})))

    assert [text[:30] for text in bad(rows)] == [
        "films.jsonl:1 the row cannot b", "films.jsonl:2 title: it is emp", "films.jsonl:3 year: 12 is no y",
    ]  # fmt: skip


ANIME = {
    "title": "星界の戦旗II",
    "titleTranslate": {"en": ["Banner of the Stars II", "Banner 2"], "zh-Hans": ["星界的战旗II"]},
    "type": "tv", "lang": "ja", "begin": "2001-07-11T16:30:00.000Z", "end": "2001-09-12T05:00:00.000Z",
    "sites": [
        {"site": "bangumi", "id": "9618"}, {"site": "tmdb", "id": "tv/26209/season/3"},
        {"site": "aniList", "id": "397"}, {"site": "netflix", "id": "1"},
    ],
}  # fmt: skip


def test_an_anime_is_dated_where_it_was_shown_and_a_season_is_no_number_of_the_series(tmp_path: Path) -> None:
    twin = {
        **ANIME,
        "title": "Hal &amp; Bons",
        "sites": [{"site": "bangumi", "id": "9618"}, {"site": "anidb", "id": "5"}],
    }
    lost = {**ANIME, "sites": []}
    rows = list(bangumi.records(lines(tmp_path / "anime.jsonl", ANIME, twin, lost)))
    anime, second = titles(rows)

    assert (anime.key, anime.kind) == ("bangumi-data:9618", "series")
    assert (anime.released, anime.end_year) == ("2001-07-12", 2001)
    assert anime.identifiers == {"anilist": ("397",)}
    assert [(one.text, one.language, one.kind) for one in anime.names] == [
        ("星界の戦旗II", "ja", "original"), ("Banner of the Stars II", "en", "release"), ("Banner 2", "en", "alias"),
        ("星界的战旗II", "zh-Hans", "release"),
    ]  # fmt: skip
    assert (second.key, second.name) == ("bangumi-data:anidb-5", "Hal & Bons")
    assert bad(rows)[0].startswith("anime.jsonl:3 sites: “星界の戦旗II” has no number of its own")


def test_a_film_of_several_named_parts_becomes_as_many_films(tmp_path: Path) -> None:
    of = "https://mediaarts-db.bunka.go.jp/id/"
    whole = {
        "identifier": "C1", "label": "デジモン", "datePublished": "2000-07-08", "name": ["デジモン"],
        "contributor": "[脚本]吉田玲子　／　[監督]山内重保　／　[製作]東映動画　／　[監督]ほか",
    }  # fmt: skip
    alone = {
        "identifier": "C2", "label": "たぬき[タヌキ]さん", "datePublished": "1967-03",
        "name": ["たぬき[タヌキ]さん", {"@language": "ja-hrkt", "@value": "タヌキサン"}],
    }  # fmt: skip
    lines(tmp_path / "an210_film_series.jsonl", whole, alone)
    lines(
        tmp_path / "an205_films.jsonl",
        {"identifier": "M1", "label": "デジモン 前編", "isPartOf": f"{of}C1", "duration": "６４分"},
        {"identifier": "M2", "label": "デジモン 後編", "isPartOf": f"{of}C1"},
        {"identifier": "M3", "label": "たぬきさん", "isPartOf": f"{of}C2", "duration": "15"},
    )

    first, second, single = titles(mediaarts.records(tmp_path))

    assert [first.key, second.key, single.key] == ["mediaarts-db:M1", "mediaarts-db:M2", "mediaarts-db:C2"]
    assert (first.released, first.runtime_min, first.genres) == ("2000-07-08", 64, ("animation",))
    assert [(one.role, one.name) for one in first.credits] == [
        ("screenplay", "吉田玲子"), ("principal_director", "山内重保"),
    ]  # fmt: skip
    assert (single.released, single.runtime_min, single.countries) == ("1967-03", 15, ())
    assert [(one.text, one.language) for one in single.names] == [
        ("たぬき[タヌキ]さん", "ja"), ("たぬきさん", "ja"), ("タヌキサン", "ja-Hrkt"),
    ]  # fmt: skip


def an_extract(folder: Path, *, films: list[Any], numbers: str) -> Path:
    content = "".join(f"{json.dumps(film)}\n" for film in films)
    (folder / "films_without_imdb.jsonl.gz").write_bytes(gzip.compress(content.encode()))
    (folder / "external_ids.csv.gz").write_bytes(gzip.compress(f"qid,property,value\n{numbers}".encode()))
    return folder


def test_an_extract_gives_films_their_numbers_and_those_without_a_name_are_refused(tmp_path: Path) -> None:
    films = [
        {"qid": "Q1", "label": "Edi", "description": "2002 film by Piotr Trzaskalski and Ann Other"},
        {"qid": "Q2", "label": "Q2", "description": "1989 film"},
        {"qid": "Q1", "label": "Edi", "description": ""},
    ]
    numbers = "Q1,P1874,70153404\nQ1,P480,12\nQ1,P480,x y\nQ7,P1874,99\nQ8,P1874,98\nQ1,P99999,1\n"
    held = {"Q7": extract.Held("series", "Friends", "en")}
    rows = list(extract.records(an_extract(tmp_path, films=films, numbers=numbers), lambda _: held))

    edi, friends = titles(rows)
    assert (edi.year, edi.identifiers) == (2002, {"filmaffinity": ("12",), "netflix": ("70153404",)})
    assert [one.name for one in edi.credits] == ["Piotr Trzaskalski", "Ann Other"]
    assert (friends.key, friends.kind) == ("wikidata:Q7", "series")
    assert friends.identifiers == {"netflix": ("99",), "wikidata": ("Q7",)}
    assert [text[:60] for text in bad(rows)] == [
        "external_ids.csv.gz:4 value: “x y” has not the form of P480:",
        "films_without_imdb.jsonl.gz:2 label: it is only the item's n",
        "films_without_imdb.jsonl.gz:3 qid: the item stands twice: th",
        "external_ids.csv.gz items with identifiers, but no name here",
    ]


PAGE = """<html><script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "TVEpisode", "@id": "https://tv.example/e/1", "name": {"@value": "Folge 1", "@language": "de"},
 "episodeNumber": "1", "partOfSeason": {"@type": "TVSeason", "seasonNumber": 2},
 "partOfSeries": {"@type": "TVSeries", "@id": "https://tv.example/s/1", "name": "Reihe"}},
{"@type": "http://schema.org/Movie", "url": "https://tv.example/f/1", "name": "Night", "duration": "PT1H36M",
 "datePublished": "1968-10-01T00:00:00Z", "director": {"@type": "Person", "name": "Ann"}, "genre": ["Horror"],
 "sameAs": ["https://www.imdb.com/title/tt0063350/", "http://www.wikidata.org/entity/Q623051"]},
{"@type": "Movie", "name": "Nowhere"}]}</script></html>"""


def test_pages_tell_works_and_what_they_belong_to() -> None:
    source = schema_org.source("tv", "TV", "Terms of TV", "TV")
    rows = list(schema_org.records(source, [("page", PAGE), ("empty", "<p>"), ("broken", "{")]))

    night, series = titles(rows)
    assert (series.key, night.key, night.runtime_min) == ("tv:s/1", "tv:f/1", 96)
    assert (night.released, night.genres) == ("1968-10-01", ("horror",))
    assert night.identifiers == {"imdb": ("tt0063350",), "wikidata": ("Q623051",)}
    (season,) = [row.made for row in rows if isinstance(row.made, exchange.Season)]
    (episode,) = [row.made for row in rows if isinstance(row.made, exchange.Episode)]
    assert (season.key, season.number, episode.season, episode.number) == ("tv:s/1/s2", 2, "tv:s/1/s2", 1)
    assert [text.partition(":")[0] for text in bad(rows)] == [
        "empty the page or feed cannot be read", "broken the page or feed cannot be read", "page @id or url",
    ]  # fmt: skip


def from_site(*records: exchange.AnyRecord) -> list[Any]:
    return list(peers.records((("line", record) for record in records), "films.example"))


def test_another_site_speaks_under_names_of_its_own_and_only_of_open_data() -> None:
    omdb = exchange.Source(slug="omdb", name="omdb.org", licence="CC-BY-2.0-DE", credit="omdb.org")
    closed = exchange.Source(slug="house", name="House", licence="All rights reserved", credit="House")
    trade = exchange.Source(slug="nc", name="NC", licence="CC-BY-NC-4.0", credit="NC")
    series = exchange.Title(key="omdb:1", kind="series", name="A", identifiers={"imdb": ("tt0000001",)})
    season = exchange.Season(key="omdb:2", series="omdb:1")
    rights = exchange.Rights(
        on="omdb:1", country="US", status="pd", play="yes", rule="x", confidence="high", evaluated_on="2026-01-01"  # type: ignore[arg-type]
    )  # fmt: skip
    secret = exchange.Title(key="house:1", kind="film", name="Secret")

    rows = from_site(omdb, series, season, rights, closed, secret, trade)

    source, title, part = (row.made for row in rows if not isinstance(row.made, BadLine))
    assert (source.slug, source.licence) == ("films-example-omdb", "CC-BY-2.0-DE")
    assert source.credit == "omdb.org — by way of films.example"
    assert (title.key, title.identifiers) == ("films-example-omdb:1", series.identifiers)
    assert part.series == "films-example-omdb:1"
    assert [text[:40] for text in bad(rows)] == [
        "line licence: “All rights reserved” does",
        "line licence: “CC-BY-NC-4.0” does not le",
        "line 1 rights records are left out: this",
    ]


@pytest.mark.parametrize(
    ("task", "make"),
    [("wikipedia", wikipedia.records), ("bangumi", bangumi.records), ("mediaarts", mediaarts.records)],
)
def test_what_is_not_there_is_told_with_the_remedy(tmp_path: Path, task: str, make: Any) -> None:
    with pytest.raises(SourceProblem, match=r"missing|holds none of"):
        list(make(tmp_path / "missing"))
    with pytest.raises(CommandError, match=r"missing|holds none of"):
        call_command("import", task, str(tmp_path / "missing"), stdout=StringIO(), stderr=StringIO())


def test_real_files_are_good_records_but_for_what_is_told(reference_data: Path) -> None:
    catalogue = reference_data / "catalogue"
    for rows, most in (
        (wikipedia.records(catalogue / "wikipedia_us_films.jsonl.gz"), 0),
        (bangumi.records(catalogue / "bangumi_data_anime.jsonl.gz"), 5),
        (mediaarts.records(catalogue / "mediaarts_db_japan"), 0),
    ):
        seen = list(islice(rows, 700))
        assert len(titles(seen)) > 600
        assert len(bad(seen)) <= most


def test_the_source_that_the_guide_shows_works_as_it_stands(tmp_path: Path) -> None:
    example = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "adding-a-source.md").read_text(), re.DOTALL)
    assert example
    module: dict[str, Any] = {"__name__": "example"}
    exec(example[1], module)  # noqa: S102 - our own guide
    path = lines(tmp_path / "films.jsonl", {"id": "7", "name": "A", "kinds": ["Drama"]}, {"id": "8", "name": " "})

    rows = list(module["records"](path))

    assert [(one.key, one.genres) for one in titles(rows)] == [("example:7", ("drama",))]
    assert bad(rows) == ["films.jsonl:2 name: it is empty: leave the row out"]


def test_every_source_stands_in_the_list_with_its_licence() -> None:
    told = (ROOT / "docs" / "sources.md").read_text()

    assert [name for name in OUTSIDE if f"`import {name}" not in told] == []


@pytest.mark.django_db
def test_the_catalogue_of_another_site_is_taken_in_with_its_licence(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "site.jsonl",
        {"record": "source", "slug": "mylist", "name": "List", "licence": "CC0-1.0", "credit": "Ada"},
        {"record": "title", "key": "mylist:1", "kind": "film", "name": "The General", "year": 1926},
    )
    arguments = ("import", "allostream", str(path), "--site", "films.example")
    call_command(*arguments, stdout=StringIO(), stderr=StringIO())

    assert Source.objects.get().slug == "films-example-mylist"
    assert Title.objects.get().year == 1926
    with pytest.raises(CommandError, match="--site"):
        call_command(*arguments[:3], stdout=StringIO(), stderr=StringIO())


def test_a_list_is_read_by_its_columns_and_rows_of_one_work_are_one(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_text(
        "Titre,Année,Type,Réalisateur,Pays\n"
        "Le Doudou ,2017,Long métrage,Ann et Cie; Bo,France\nLe Doudou,2017,Long métrage,,\n"
        "10 %,2016,Série TV,,\nBallet,2016,Opéra,,\n,2016,Film,,\n"
    )
    source = exchange.Source(slug="paris", name="Paris", licence="ODbL-1.0", credit="Paris")
    columns = lists.Columns("Titre", "Année", "Type", director="Réalisateur", country="Pays", language="fr")
    rows = list(lists.records(path, source, columns))

    doudou, series = titles(rows)
    assert (doudou.key, doudou.year, doudou.countries) == ("paris:film/2017/le-doudou", 2017, ("FR",))
    assert [one.name for one in doudou.credits] == ["Ann et Cie", "Bo"]
    assert (series.kind, series.form) == ("series", "tv_series")
    assert [text[:38] for text in bad(rows)] == [
        "films.csv:5 Type: “Opéra” is no kind t", "films.csv:6 Titre: it is empty: leave ",
    ]  # fmt: skip
    with pytest.raises(SourceProblem, match="no column “Title”: its columns are Année, Pays"):
        list(lists.records(path, source, lists.Columns("Title")))
