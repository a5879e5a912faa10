"""What somebody pasted into the search box: an address of ours, one of another catalogue, a bare number, or a video's.

Pure: it says what the text names, not whether that is known here.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from allostream.search import catalogues
from allostream.search.catalogues import EIDR, Pairs

LONGEST = 2000
# A text that is an address rather than words: with a scheme, or a domain with a path behind it.
ADDRESS = re.compile(r"(?:https?://|//)\S+|(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?/\S+", re.IGNORECASE)
OWN_PATH = re.compile(r"/?([welp])/([0-9a-z]{12})")
IMDB, IMDB_NAME, WIKIDATA = re.compile(r"tt\d{7,9}"), re.compile(r"nm\d{7,9}"), re.compile(r"Q[1-9]\d{0,11}")
TMDB = re.compile(r"tmdb[:/ ]\s*(?:(movie|tv|person)[:/ ]\s*)?(\d{1,9})", re.IGNORECASE)
YEAR_AT_END = re.compile(r"[-_]((?:18|19|20)\d\d)$")
# How encyclopaedias tell works of one name apart: “(1922 film)”, “(série télévisée, 2005)”.
TOLD_APART = re.compile(r"\s\([^()]*\)$")
YEAR = re.compile(r"(?:18|19|20)\d\d")


@dataclass(frozen=True)
class Pasted:
    """What a pasted text names: the first of these that is filled counts.

    `path` is a page of ours; `identifiers` are schemes and values, the likeliest first; `slug` are the words by which
    another catalogue addresses a thing of the kind (film, series, person, or "" where it does not say); `address` may
    be a video's. `source` is the other catalogue's name. `season` and `episode` are told by addresses of parts.
    """

    source: str = ""
    path: str = ""
    identifiers: Pairs = ()
    slug: str = ""
    kind: str = ""
    address: str = ""
    season: int | None = None
    episode: int | None = None

    @property
    def words(self) -> str:
        """The words to search for when nothing has this address: those of the slug, without its year."""
        return self._worded(YEAR_AT_END.sub("", self.slug))

    @property
    def year(self) -> int | None:
        """The year that the slug tells, None when it tells none."""
        apart = TOLD_APART.search(self.slug.replace("_", " "))
        found = YEAR.search(apart[0]) if apart else None
        at_end = YEAR_AT_END.search(self.slug)
        return int(found[0]) if found else int(at_end[1]) if at_end else None

    def _worded(self, slug: str) -> str:
        spaced = slug.replace("_", " ").replace("-", " ").replace(":", " ").strip()
        return TOLD_APART.sub("", spaced) or spaced


def read(text: str, own_domains: Collection[str] = ()) -> Pasted | None:
    """What the text names, None when it is words to search for. `own_domains` are those of this site."""
    text = text.strip()[:LONGEST]
    if found := OWN_PATH.fullmatch(text):
        return Pasted(path=f"/{found[1]}/{found[2]}")
    if bare := read_bare(text):
        return bare
    if not ADDRESS.fullmatch(text):
        return None
    try:
        parts = urlsplit(text if "//" in text[:8] else f"//{text}")
        host = (parts.hostname or "").lower().rstrip(".")
    except ValueError:  # such as brackets that hold no IPv6 address
        return None
    asked = f"?{parts.query}" if parts.query else ""
    if host in own_domains:
        return Pasted(path=(parts.path or "/") + asked)
    return _elsewhere(host, unquote(parts.path + asked)) or Pasted(address=text)


def read_bare(text: str) -> Pasted | None:
    """A number alone, None for any other text: `tt0017925`, `nm0000036`, `Q55`, `tmdb:961`, `tmdb tv 1399`, an EIDR."""
    lowered = text.lower()
    if IMDB.fullmatch(lowered):
        return Pasted("IMDb", identifiers=(("imdb", lowered),))
    if IMDB_NAME.fullmatch(lowered):
        return Pasted("IMDb", identifiers=(("imdb_name", lowered),), kind="person")
    if WIKIDATA.fullmatch(text.upper()) and len(text) > 2:
        return Pasted("Wikidata", identifiers=(("wikidata", text.upper()),))
    if found := TMDB.fullmatch(text):
        scheme = f"tmdb_{found[1].lower()}" if found[1] else "tmdb"
        return Pasted("TMDB", identifiers=catalogues.pairs(scheme, found[2]))
    if found := EIDR.fullmatch(lowered.removeprefix("urn:").removeprefix("eidr:").removeprefix("doi:").strip()):
        return Pasted("EIDR", identifiers=catalogues.pairs("eidr", f"10.5240/{found[1]}"))
    return None


def _elsewhere(host: str, path: str) -> Pasted | None:
    """The thing that an address of another catalogue names, None for any other address."""
    at = catalogues.catalogue_at(host)
    if at is None:
        return None
    source, shapes = at
    named = catalogues.read(shapes, path)
    return Pasted(
        source, identifiers=named.identifiers, slug=named.slug, kind=named.kind, season=named.season,
        episode=named.episode,
    )  # fmt: skip
