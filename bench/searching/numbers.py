"""Numbers and addresses of other catalogues, as people paste them."""

import csv
import gzip
import random
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from bench.searching.reference import Key, Reference, rows_of

# How the number of a catalogue is pasted: as such, with its scheme, as addresses of several pages.
FORMS: Mapping[str, tuple[str, ...]] = {
    "imdb": (
        "{}", "imdb:{}", " {} ", "https://www.imdb.com/title/{}/", "https://m.imdb.com/title/{}/?ref_=nv_sr_srsg_0",
        "imdb.com/title/{}", "https://www.imdb.com/fr/title/{}/reference", "http://www.imdb.com/title/{}/fullcredits#cast",
        "https://www.imdb.com/title/{}/mediaviewer/rm123456/",
    ),
    "wikidata": (
        "{}", "wikidata:{}", "https://www.wikidata.org/wiki/{}", "https://m.wikidata.org/wiki/{}",
        "http://www.wikidata.org/entity/{}", "wikidata.org/wiki/{}#P345", "https://www.wikidata.org/wiki/Special:EntityPage/{}",
    ),
    "tmdb_tv": (
        "https://www.themoviedb.org/tv/{}", "themoviedb.org/tv/{}-a-name?language=fr-FR", "tmdb:tv/{}", "tmdb tv {}",
        "https://www.themoviedb.org/tv/{}-a-name/season/2/episode/5",
    ),
    "tmdb_movie": (
        "https://www.themoviedb.org/movie/{}", "https://www.themoviedb.org/movie/{}-a-name/cast", "tmdb:movie:{}",
        "https://letterboxd.com/tmdb/{}/",
    ),
    "eidr": ("{}", "eidr:{}", "https://ui.eidr.org/view/content?id={}", "https://doi.org/{}"),
    "tvdb": (
        "https://thetvdb.com/dereferrer/series/{}", "https://thetvdb.com/?tab=series&id={}", "tvdb:{}",
        "https://www.thetvdb.com/series/{}",
    ),
    "trakt_movie": ("https://trakt.tv/movies/{}", "trakt.tv/movies/{}?ref=a"),
    "trakt_show": ("https://trakt.tv/shows/{}", "https://app.trakt.tv/shows/{}"),
}  # fmt: skip
OF_WIKIDATA = {"P4983": "tmdb_tv", "P2704": "eidr"}
MADE = {"tmdb_movie": (1, 1_400_000), "trakt_movie": (1, 900_000), "trakt_show": (1, 250_000)}  # any number may be one
MOST_OF_A_KIND = 5000


def keys_of(known: Reference, data: Path, rng: random.Random) -> dict[str, list[str]]:
    """Numbers of each catalogue: those of the works, those that Wikidata and TVmaze tell, else any that it may have."""
    found = {scheme: sorted(value for sort, value in known.identifiers if sort == scheme) for scheme in FORMS}
    path = data / "catalogue/wikidata/external_ids.csv.gz"
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                scheme = OF_WIKIDATA.get(row["property"], "")
                if scheme and len(found[scheme]) < MOST_OF_A_KIND:
                    found[scheme].append(row["value"])
    for row in islice(rows_of(data / "catalogue/tvmaze_shows_api_objects.jsonl.gz"), MOST_OF_A_KIND):
        if number := (row.get("externals") or {}).get("thetvdb"):
            found["tvdb"].append(str(number))
    for scheme, (first, last) in MADE.items():
        found[scheme] = [str(rng.randint(first, last)) for _ in range(MOST_OF_A_KIND)]
    return found


def numbers(known: Reference, data: Path, seed: int, each: int) -> dict[str, list[tuple[str, Key]]]:
    """So many texts of each catalogue, numbers alone and addresses apart, each with the number that it means."""
    rng = random.Random(f"numbers {seed}")
    found: dict[str, list[tuple[str, Key]]] = {}
    of_scheme = keys_of(known, data, rng)
    for scheme, forms in FORMS.items():
        keys = [(scheme, value) for value in of_scheme[scheme]]
        for _ in range(each if keys else 0):
            key, form = rng.choice(keys), rng.choice(forms)
            kind = "address" if "/" in form else "number"
            found.setdefault(f"{scheme}, {kind}", []).append((form.format(key[1]), key))
    return found
