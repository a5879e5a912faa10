"""How other catalogues address films, series, episodes and people. Data and its reading: no Django, no network.

Shapes as these catalogues had them in 2026. Of an address in a known shape its number is the surest; where a catalogue
addresses by words alone, the words are kept to be searched.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Pairs = tuple[tuple[str, str], ...]

EIDR = re.compile(r"10\.5240[/:]((?:[0-9A-F]{4}-){5}[0-9A-Z])", re.IGNORECASE)
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LANGUAGE = r"(?:/[a-z]{2}(?:-[A-Za-z]{2})?)?"  # many catalogues begin their paths with a language
_SLUG = r"(?P<slug>[\w%:.~-]{1,160})"


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of address: what its path (with its query) looks like and what that names.

    Groups of `pattern`: `id` is a number in the `scheme`, or in the scheme that `schemes` has for the group `kind`;
    `slug` are words that name it; `season` and `episode` are numbers.
    """

    pattern: re.Pattern[str]
    scheme: str = ""
    kind: str = ""  # "film", "series", "person" or "" where the address does not say
    schemes: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """What an address of a catalogue names, as far as it says."""

    identifiers: Pairs = ()
    slug: str = ""
    kind: str = ""
    season: int | None = None
    episode: int | None = None


def _shape(pattern: str, scheme: str = "", kind: str = "", **more: dict[str, str]) -> Shape:
    return Shape(re.compile(pattern), scheme, kind, **more)


_KINDS = {
    "movie": "film", "movies": "film", "film": "film", "films": "film", "m": "film", "filme": "film",
    "tv": "series", "series": "series", "serie": "series", "shows": "series", "show": "series", "tv-series": "series",
    "tv-show": "series", "seriado": "series", "serien": "series", "person": "person", "people": "person",
}  # fmt: skip
_TITLE = rf"/(?P<kind>movies?|films?|filme|m|tv|tv-series|tv-show|series?|seriado|serien|shows?)/{_SLUG}"

# The name of each catalogue, the domains where it is, and its shapes; the first that fits counts.
CATALOGUES: tuple[tuple[str, tuple[str, ...], tuple[Shape, ...]], ...] = (
    (
        "IMDb",
        ("imdb.com", "imdb.to"),
        (
            _shape(r"(?:.*?/)?(?P<id>tt\d{7,9})\b", "imdb"),
            _shape(r"(?:.*?/)?(?P<id>nm\d{7,9})\b", "imdb_name", "person"),
        ),
    ),
    (
        "TMDB",
        ("themoviedb.org",),
        (
            _shape(
                rf"{_LANGUAGE}/(?P<kind>movie|tv|person)/(?P<id>\d{{1,9}})(?:-[^/?]*)?"
                r"(?:/season/(?P<season>\d{1,4})(?:/episode/(?P<episode>\d{1,4}))?)?",
                schemes={"movie": "tmdb_movie", "tv": "tmdb_tv", "person": "tmdb_person"},
                kinds=_KINDS,
            ),
        ),
    ),
    (
        "TheTVDB",
        ("thetvdb.com",),
        (
            _shape(r"/dereferrer/series/(?P<id>\d{1,8})", "tvdb", "series"),
            _shape(r"/series/(?P<id>\d{5,8})(?=$|[/?])", "tvdb", "series"),
            _shape(r"/dereferrer/movie/(?P<id>\d{1,8})", "tvdb_movie", "film"),
            _shape(r"/(?:series/[^/?]+/|dereferrer/)?episodes?/(?P<id>\d{3,9})", "tvdb_episode"),
            _shape(r"/.*[?&](?:series)?id=(?P<id>\d{3,8})", "tvdb", "series"),
            _shape(rf"/series/{_SLUG}(?:/seasons/[a-z]+/(?P<season>\d{{1,4}}))?", kind="series"),
            _shape(rf"/movies/{_SLUG}", kind="film"),
        ),
    ),
    (
        "Wikidata",
        ("wikidata.org",),
        (_shape(r".*?[/:](?P<id>Q[1-9]\d{0,11})\b", "wikidata"),),
    ),
    (
        "Trakt",
        ("trakt.tv",),
        (
            _shape(
                r"/(?P<kind>movies|shows)/(?P<id>\d{1,9})(?=$|[/?])",
                schemes={"movies": "trakt_movie", "shows": "trakt_show"},
                kinds=_KINDS,
            ),
            _shape(
                rf"/(?P<kind>movies|shows|people)/{_SLUG}"
                r"(?:/seasons/(?P<season>\d{1,4})(?:/episodes/(?P<episode>\d{1,4}))?)?",
                kinds=_KINDS,
            ),
        ),
    ),
    (
        "Letterboxd",
        ("letterboxd.com", "boxd.it"),
        (
            _shape(r"/imdb/(?P<id>tt\d{7,9})", "imdb", "film"),
            _shape(r"/tmdb/(?P<id>\d{1,9})", "tmdb_movie", "film"),
            _shape(rf"/(?:[\w-]+/)?film/{_SLUG}", kind="film"),
            _shape(rf"/(?:director|actor|writer)/{_SLUG}", kind="person"),
        ),
    ),
    (
        "TVmaze",
        ("tvmaze.com",),
        (
            _shape(rf"/shows/(?P<id>\d{{1,8}})(?:/{_SLUG})?", "tvmaze", "series"),
            _shape(rf"/episodes/(?P<id>\d{{1,9}})(?:/{_SLUG})?", "tvmaze_episode"),
            _shape(rf"/people/(?P<id>\d{{1,8}})(?:/{_SLUG})?", "tvmaze_person", "person"),
        ),
    ),
    (
        "AlloCiné",
        ("allocine.fr", "filmstarts.de", "adorocinema.com", "sensacine.com", "beyazperde.com"),
        (
            _shape(
                r".*(?:cfilm=|fichefilm-|/kritiken/|/filmes/filme-|/peliculas/pelicula-)(?P<id>\d{1,8})",
                "allocine_film",
                "film",
            ),
            _shape(r".*(?:cserie=|ficheserie-|/series/serie-|/serien/)(?P<id>\d{1,8})", "allocine_series", "series"),
            _shape(r".*(?:cpersonne=|fichepersonne-)(?P<id>\d{1,8})", "allocine_person", "person"),
        ),
    ),
    (
        "SensCritique",
        ("senscritique.com",),
        (
            _shape(rf"/(?P<kind>film|serie)/{_SLUG}/(?P<id>\d{{1,10}})", "senscritique", kinds=_KINDS),
            _shape(rf"/contact/{_SLUG}/(?P<id>\d{{1,10}})", "senscritique_person", "person"),
        ),
    ),
    ("FilmAffinity", ("filmaffinity.com",), (_shape(r"(?:/[a-z]{2})?/film(?P<id>\d{4,8})\.html", "filmaffinity"),)),
    ("OMDb", ("omdb.org",), (_shape(r"(?:/[a-z-]+){0,3}/movie/(?P<id>\d{1,8})(?:-[^/]*)?", "omdb"),)),
    ("OFDb", ("ofdb.de",), (_shape(rf"/film/(?P<id>\d{{1,8}}),{_SLUG}", "ofdb"),)),
    ("ČSFD", ("csfd.cz", "csfd.sk"), (_shape(rf"/film/(?P<id>\d{{1,8}})(?:-{_SLUG})?", "csfd"),)),
    ("Kinopoisk", ("kinopoisk.ru",), (_shape(r"/(?P<kind>film|series)/(?P<id>\d{1,9})", "kinopoisk", kinds=_KINDS),)),
    ("Douban", ("movie.douban.com",), (_shape(r"/subject/(?P<id>\d{4,9})", "douban"),)),
    ("MyAnimeList", ("myanimelist.net",), (_shape(rf"/anime/(?P<id>\d{{1,7}})(?:/{_SLUG})?", "mal"),)),
    ("AniList", ("anilist.co",), (_shape(rf"/anime/(?P<id>\d{{1,7}})(?:/{_SLUG})?", "anilist"),)),
    ("AniDB", ("anidb.net",), (_shape(r"/(?:anime/|a)(?P<id>\d{1,6})", "anidb"),)),
    ("TCM", ("tcm.com",), (_shape(rf"/tcmdb/title/(?P<id>\d{{1,8}})(?:/{_SLUG})?", "tcm", "film"),)),
    (
        "Simkl",
        ("simkl.com",),
        (_shape(rf"/(?:movies|tv|anime)/(?P<id>\d{{1,8}})(?:/{_SLUG})?", "simkl"),),
    ),
    (
        "BetaSeries",
        ("betaseries.com",),
        (
            _shape(rf"/film/(?P<id>\d{{1,8}})-{_SLUG}", "betaseries_film", "film"),
            _shape(rf"/serie/{_SLUG}", kind="series"),
        ),
    ),
    (
        "Rotten Tomatoes",
        ("rottentomatoes.com",),
        (_shape(rf"{_TITLE}(?:/s(?P<season>\d{{1,3}})(?:/e(?P<episode>\d{{1,4}}))?)?", kinds=_KINDS),),
    ),
    ("Metacritic", ("metacritic.com",), (_shape(_TITLE, kinds=_KINDS),)),
    (
        "JustWatch",
        ("justwatch.com",),
        (_shape(rf"/[a-z]{{2}}{_TITLE}", kinds=_KINDS), _shape(rf"/[a-z]{{2}}/[\w-]+/{_SLUG}")),
    ),
    ("Moviepilot", ("moviepilot.de",), (_shape(_TITLE, kinds=_KINDS),)),
    ("Wikipedia", ("wikipedia.org",), (_shape(r"/wiki/(?P<slug>[^/?#]{1,200})"),)),
    (
        "EIDR",
        ("eidr.org", "doi.org"),
        (_shape(r".*?(?P<id>10\.5240/[0-9A-Fa-f-]{24}-[0-9A-Za-z])(?![0-9A-Za-z])", "eidr"),),
    ),
)  # fmt: skip


def _by_domain() -> Iterator[tuple[str, tuple[str, tuple[Shape, ...]]]]:
    for source, domains, shapes in CATALOGUES:
        for domain in domains:
            yield domain, (source, shapes)


_CATALOGUE_AT = dict(_by_domain())


def catalogue_at(host: str) -> tuple[str, tuple[Shape, ...]] | None:
    """The catalogue whose domain the host is, or one under it, and its shapes; None for any other host."""
    labels = host.split(".")
    for first in range(max(0, len(labels) - 3), len(labels) - 1):
        if found := _CATALOGUE_AT.get(".".join(labels[first:])):
            return found
    return None


def read(shapes: tuple[Shape, ...], path: str) -> Named:
    """What a path (with its query) names by the first shape that fits; nothing when none does."""
    for shape in shapes:
        if found := shape.pattern.match(path):
            return _named(shape, found.groupdict())
    return Named()


def _named(shape: Shape, groups: dict[str, str | None]) -> Named:
    word = groups.get("kind") or ""
    scheme = shape.schemes.get(word, shape.scheme)
    number = groups.get("id")
    return Named(
        identifiers=pairs(scheme, number) if number else (),
        slug=groups.get("slug") or "",
        kind=shape.kinds.get(word, shape.kind),
        season=_number(groups.get("season")),
        episode=_number(groups.get("episode")),
    )


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def pairs(scheme: str, value: str) -> Pairs:
    """An identifier with the other schemes in which sources file the same number.

    TMDB numbers films and series apart; where the kind is not told both are meant, and some sources file either as
    TMDB.
    """
    if scheme == "tmdb":
        return (("tmdb_movie", value), ("tmdb_tv", value), ("tmdb", value))
    if scheme in {"tmdb_movie", "tmdb_tv"}:
        return ((scheme, value), ("tmdb", value))
    if scheme == "eidr":
        return (("eidr", value.upper()),)
    return ((scheme, value),)


def eidr_holds(suffix: str) -> bool:
    """Whether the last character of an EIDR's suffix is the check character of the others (ISO 7064, Mod 37,36)."""
    digits = [_ALPHABET.index(character) for character in suffix.upper() if character != "-"]
    carried = 36
    for digit in digits[:-1]:
        carried = ((carried + digit) % 36 or 36) * 2 % 37
    return (carried + digits[-1]) % 36 == 1
