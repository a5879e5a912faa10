"""A log of real queries, read from the folder of real data beside the project; nothing of it is kept here.

What each file gives, with the class of its queries:

`titles/ia_item_titles_with_imdb_dev.jsonl.gz`
    “uploader”: a title as an uploader to the Internet Archive typed it; the IMDb number that the same uploader gave
    (some are wrong) and the names that omdb.org or Wikidata have for it. Rows without such a name are left out.
`titles/ia_identifiers_to_titles_dev.jsonl.gz`
    “file name”: an identifier of the Internet Archive without its separators, as people paste names of files; the IMDb
    or Wikidata number of the work. “title and year”: its name with its year.
`titles/provider_listing_titles_dev.jsonl.gz`
    “listed”: a programme as a provider lists it, with the season and episode that the provider gives as numbers;
    “listed part”: the same with both in one of the forms that people type, but for seasons that are years and numbers
    that count broadcasts. The true work is told by that name alone. Rows with a language for a name are left out.
`titles/season_names_dev.jsonl.gz`
    “season”: the name of a series with that of its season in the language in which somebody entered it; the series
    and the season by their omdb.org numbers, and the number of the season where its name has one in figures.
`titles/site_episode_titles_dev.jsonl`
    “site part”: the title of an episode as a broadcaster's site has it where that has the series in it, or both put
    together; series as the site gives it, season and episode where the title has the same figures.
`catalogue/omdb/films.jsonl.gz`, `series.jsonl.gz`
    “other name”: what a work is called in another language than its own; the work by its omdb.org number. One in eight.
`catalogue/omdb/episodes.jsonl.gz`
    “episode”: the name of an episode that is no mere number, alone; episode and series by their omdb.org numbers. One
    in forty.

A query belongs to the half that a digest of its words and of its true work says: halves stay as they are when data
comes in. What is chosen of large files is chosen by the same digest.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

Half = Literal["tuning", "judging"]
NAMES_ONE_IN, EPISODES_ONE_IN = 8, 40
SPLIT = re.compile(r"[._-]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=(?:18|19|20)\d\d)")
FIGURES = re.compile(r"(?<![.\d])\d{1,4}(?![.\d])")
ONE_NUMBER = re.compile(r"\D*(\d{1,3})\D*")
MERE_NUMBER = re.compile(r"[\W\d]*(?:episode|folge|teil|part|tba|episodio|épisode|unbekannt)?[\W\d]*", re.IGNORECASE)
LANGUAGE_OF_HOST = {
    "fi": "fi", "se": "sv", "no": "nb", "dk": "da", "pt": "pt", "br": "pt", "es": "es", "it": "it", "fr": "fr",
    "de": "de", "uk": "en", "com": "en",
}  # fmt: skip
# How people write a part, by language; the digest of a row says which.
PART_FORMS = {
    "": ("{} s{:02}e{:02}", "{} {}x{:02}", "{} S{} E{}", "{} season {} episode {}"),
    "fr": ("{} saison {} épisode {}", "{} saison {} ép. {}", "{} s{:02}e{:02}"),
    "es": ("{} temporada {} capítulo {}", "{} {}x{:02}"),
    "pt": ("{} temporada {} episódio {}", "{} T{} E{}"),
    "it": ("{} stagione {} episodio {}", "{} {}x{:02}"),
    "sv": ("{} säsong {} avsnitt {}", "{} s{:02}e{:02}"),
    "da": ("{} sæson {} afsnit {}", "{} s{:02}e{:02}"),
    "nb": ("{} sesong {} episode {}", "{} s{:02}e{:02}"),
    "fi": ("{} kausi {} jakso {}", "{} s{:02}e{:02}"),
}


@dataclass(frozen=True)
class Query:
    """What somebody might type, and what it asks for: any of the identifiers or of the names is right.

    `season` and `episode` are the numbers of the part that is asked for, `part` has its own identifiers.
    """

    text: str
    sort: str
    language: str = ""  # of the query where that is known, "" where not
    identifiers: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    year: int | None = None
    season: int | None = None
    episode: int | None = None
    part: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> int:
        """A number that is the same for the same query on every machine."""
        told = json.dumps([self.text, self.sort, self.identifiers, self.names], ensure_ascii=False)
        return int.from_bytes(hashlib.blake2b(told.encode(), digest_size=8).digest())

    @property
    def half(self) -> Half:
        """The half that the query belongs to."""
        return "judging" if self.digest >> 63 else "tuning"


def read(data: Path, half: Half | None = None) -> Iterator[Query]:
    """The queries of a half, or of both, from the folder of real data; each once."""
    seen: set[int] = set()
    for reader in READERS:
        for query in reader(data):
            if query.text and query.digest not in seen and half in (None, query.half):
                seen.add(query.digest)
                yield query


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file, none where it is not there."""
    if not path.is_file():
        return
    content = path.read_bytes()
    lines = gzip.decompress(content) if path.suffix == ".gz" else content
    yield from map(json.loads, lines.splitlines())


def uploaders(data: Path) -> Iterator[Query]:
    """Titles that uploaders typed."""
    for row in rows(data / "titles/ia_item_titles_with_imdb_dev.jsonl.gz"):
        names = tuple(dict.fromkeys(one["title"] for one in row.get("truth_titles", ())))
        if names:
            yield Query(row["ia_title"], "uploader", "", (("imdb", row["imdb_id"]),), names, _year(row["year"]))


def archive_names(data: Path) -> Iterator[Query]:
    """Names of files and of items, and titles with their years."""
    for row in rows(data / "titles/ia_identifiers_to_titles_dev.jsonl.gz"):
        known = tuple((scheme, row[key]) for scheme, key in (("imdb", "imdb_id"), ("wikidata", "qid")) if row.get(key))
        year = _year(row.get("year"))
        file_name = " ".join(SPLIT.sub(" ", row["ia_id"]).split())
        if not known:
            continue
        yield Query(file_name, "file name", "", known, (row["title"],), year)
        if year:
            yield Query(f"{row['title']} {year}", "title and year", "", known, (row["title"],), year)


def listings(data: Path) -> Iterator[Query]:
    """Programmes as providers list them, alone and with the part that is shown."""
    for row in rows(data / "titles/provider_listing_titles_dev.jsonl.gz"):
        name = next((text for key, text in row["text"].items() if key != "series_title"), "")
        language = LANGUAGE_OF_HOST.get(row["site"].rpartition(".")[2], "")
        if len(name) < 3:  # some rows have a language in the place of the name
            continue
        season, episode = row["season_number"], row["episode_number"]
        yield Query(name, "listed", language, (), (name,), None, season, episode)
        if season and episode and season < 60 and episode < 400:
            forms = PART_FORMS.get(language, PART_FORMS[""])
            query = Query(name, "listed part", language, (), (name,), None, season, episode)
            yield replace(query, text=forms[query.digest % len(forms)].format(name, season, episode))


def seasons(data: Path) -> Iterator[Query]:
    """Series with the names of their seasons."""
    for row in rows(data / "titles/season_names_dev.jsonl.gz"):
        number = ONE_NUMBER.fullmatch(row["season_name"])
        yield Query(
            f"{row['series_title']} {row['season_name']}",
            "season",
            "",
            (("omdb", row["omdb_series_id"]),),
            (row["series_title"],),
            season=int(number[1]) if number else None,
            part=(("omdb", row["omdb_season_id"]),),
        )


def site_parts(data: Path) -> Iterator[Query]:
    """Episodes as broadcasters' sites call them."""
    for row in rows(data / "titles/site_episode_titles_dev.jsonl"):
        series, title = row.get("series"), row["title"]
        if not series:
            continue
        text = title if series.casefold() in title.casefold() else f"{series} {title}"
        said = {int(figures) for figures in FIGURES.findall(text)}
        season, episode = (row.get(f"{part}_number") for part in ("season", "episode"))
        yield Query(
            text,
            "site part",
            "",
            (),
            (series,),
            season=season if season in said else None,
            episode=episode if episode in said else None,
        )


def other_names(data: Path) -> Iterator[Query]:
    """Works by what they are called in other languages."""
    for file in ("films", "series"):
        for row in rows(data / f"catalogue/omdb/{file}.jsonl.gz"):
            names = (row["title"], *(one["title"] for one in row.get("titles") or ()))
            for one in row.get("titles") or ():
                query = Query(
                    one["title"], "other name", one["lang"], (("omdb", row["id"]),), names, _year(row["date"])
                )
                if one["title"] != row["title"] and query.digest % NAMES_ONE_IN == 0:
                    yield query


def episodes(data: Path) -> Iterator[Query]:
    """Episodes by their names."""
    for row in rows(data / "catalogue/omdb/episodes.jsonl.gz"):
        known = (("omdb", row["series_id"]),) if row.get("series_id") else ()
        query = Query(row["title"], "episode", "", known, (row["title"],), part=(("omdb", row["id"]),))
        if known and query.digest % EPISODES_ONE_IN == 0 and not MERE_NUMBER.fullmatch(row["title"]):
            yield query


def _year(text: str | None) -> int | None:
    return int(text[:4]) if text and text[:4].isdecimal() else None


READERS: tuple[Callable[[Path], Iterator[Query]], ...] = (
    uploaders, archive_names, listings, seasons, site_parts, other_names, episodes,
)  # fmt: skip
