"""What somebody pasted into the search box: an address of ours, one of another catalogue, a bare number, or a video's.

Pure: it says what the text names, not whether that is known here. Shapes as these catalogues had them in 2026.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

Pairs = tuple[tuple[str, str], ...]
LONGEST = 2000
# A text that is an address rather than words: with a scheme, or a domain with a path behind it.
ADDRESS = re.compile(r"(?:https?://|//)\S+|(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?/\S+", re.IGNORECASE)
OWN_PATH = re.compile(r"/?([welp])/([0-9a-z]{12})")
IMDB, IMDB_NAME, WIKIDATA = re.compile(r"tt\d{5,10}"), re.compile(r"nm\d{5,10}"), re.compile(r"Q[1-9]\d{0,11}")
TMDB = re.compile(r"tmdb[:/ ]\s*(?:(movie|tv|person)[:/ ]\s*)?(\d{1,9})", re.IGNORECASE)
TMDB_PATH = re.compile(r"/(?:[a-z]{2}(?:-[A-Z]{2})?/)?(movie|tv|person)/(\d{1,9})(?:-[^/]*)?(/.*)?")
TRAKT_PATH = re.compile(r"/(movies|shows)/([\w-]{1,120})(?:/.*)?")
LETTERBOXD_PATH = re.compile(r"/(?:[\w-]+/)?film/([\w:-]{1,120})(?:/.*)?")
YEAR_AT_END = re.compile(r"-((?:18|19|20)\d\d)$")


@dataclass(frozen=True)
class Pasted:
    """What a pasted text names: the first of these that is filled counts.

    `path` is a page of ours; `identifiers` are schemes and values, the likeliest first; `slug` are the words by which
    another catalogue addresses a title of the kind; `address` may be a video's. `source` is the other catalogue's name.
    """

    source: str = ""
    path: str = ""
    identifiers: Pairs = ()
    slug: str = ""
    kind: str = ""
    address: str = ""

    @property
    def words(self) -> str:
        """The words to search for when nothing has this address: those of the slug, without its year."""
        return YEAR_AT_END.sub("", self.slug).replace("-", " ").replace(":", " ").strip()


def read(text: str, own_domains: Collection[str]) -> Pasted | None:
    """What the text names, None when it is words to search for."""
    text = text.strip()[:LONGEST]
    if found := OWN_PATH.fullmatch(text):
        return Pasted(path=f"/{found[1]}/{found[2]}")
    if bare := _bare(text):
        return bare
    if not ADDRESS.fullmatch(text):
        return None
    try:
        parts = urlsplit(text if "//" in text[:8] else f"//{text}")
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:  # such as brackets that hold no IPv6 address
        return None
    if host in own_domains:
        return Pasted(path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    path = unquote(parts.path)
    return _elsewhere(host.removeprefix("www.").removeprefix("m."), path) or Pasted(address=text)


def _bare(text: str) -> Pasted | None:
    """A number alone: `tt0017925`, `nm0000036`, `Q55`, `tmdb:961`, `tmdb tv 1399`."""
    lowered = text.lower()
    if IMDB.fullmatch(lowered):
        return Pasted("IMDb", identifiers=(("imdb", lowered),))
    if IMDB_NAME.fullmatch(lowered):
        return Pasted("IMDb", identifiers=(("imdb_name", lowered),))
    if WIKIDATA.fullmatch(text.upper()) and len(text) > 2:
        return Pasted("Wikidata", identifiers=(("wikidata", text.upper()),))
    if found := TMDB.fullmatch(text):
        return Pasted("TMDB", identifiers=_tmdb(found[1], found[2]))
    return None


def _tmdb(kind: str | None, number: str) -> Pairs:
    if kind and kind.lower() == "person":
        return (("tmdb_person", number),)
    kinds = [kind.lower()] if kind else ["movie", "tv"]
    return (*((f"tmdb_{one}", number) for one in kinds), ("tmdb", number))


def _elsewhere(host: str, path: str) -> Pasted | None:
    """The thing that an address of another catalogue names, None for any other address."""
    if host == "imdb.com" or host.endswith(".imdb.com"):
        return _imdb(path)
    if host == "wikidata.org":
        found = WIKIDATA.search(path)
        return Pasted("Wikidata", identifiers=(("wikidata", found[0]),) if found else ())
    if host == "themoviedb.org":
        numbered = TMDB_PATH.fullmatch(path)
        return Pasted("TMDB", identifiers=_tmdb(numbered[1], numbered[2]) if numbered else ())
    if host in {"trakt.tv", "app.trakt.tv"}:
        return _trakt(path)
    if host in {"letterboxd.com", "boxd.it"}:
        named = LETTERBOXD_PATH.fullmatch(path) if host != "boxd.it" else None
        return Pasted("Letterboxd", slug=named[1] if named else "", kind="film")
    return None


def _imdb(path: str) -> Pasted:
    for pattern, scheme in ((IMDB, "imdb"), (IMDB_NAME, "imdb_name")):
        if found := pattern.search(path):
            return Pasted("IMDb", identifiers=((scheme, found[0]),))
    return Pasted("IMDb")


def _trakt(path: str) -> Pasted:
    found = TRAKT_PATH.fullmatch(path)
    if not found:
        return Pasted("Trakt")
    kind = "film" if found[1] == "movies" else "series"
    if found[2].isdecimal():
        return Pasted("Trakt", identifiers=((f"trakt_{found[1].removesuffix('s')}", found[2]),))
    return Pasted("Trakt", slug=found[2], kind=kind)
