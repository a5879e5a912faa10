"""The properties of Wikidata that are read, and what they are to us.

Formatter addresses are those of property P1630 of each property (preferred rank). Identifiers of services carry no
country and no date: they say that a service once listed the work, nothing more.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

INSTANCE_OF, SUBCLASS_OF = "P31", "P279"
TITLE, NATIVE_LABEL = "P1476", "P1705"
SPOKEN = ("P364", "P407")
COUNTRY = "P495"
PUBLISHED, STARTED, ENDED, BEGUN = "P577", "P580", "P582", "P571"
LENGTH, GENRE = "P2047", "P136"
SERIES, ORDINAL, SEASON = "P179", "P1545", "P4908"
CHARACTER, CHARACTER_NAME = "P453", "P4633"
BORN, DIED, NATIONALITY, PERSON_IMDB = "P569", "P570", "P27", "P345"
ISO_COUNTRY, ISO_LANGUAGE, IETF_LANGUAGE = "P297", "P218", "P305"
COPYRIGHT, LICENCE, FREE_ON = "P6216", "P275", "P3893"
JURISDICTION, METHOD, PART, SINCE = "P1001", "P459", "P518", ("P580", "P7588")
SPDX, DEED = "P2479", "P856"
ROLE, ADVICE, IN_COUNTRY = "P3831", "P11484", "P291"
TRAILER, FULL_WORK, NOT_TO_BE_USED = "Q622550", "Q89347362", "Q124428688"

CREDITS: Mapping[str, str] = {
    "P57": "principal_director",
    "P58": "screenplay",
    "P86": "composer",
    "P162": "producer",
    "P161": "cast",
    "P725": "cast",
}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The scheme in which another catalogue numbers works, and the form that its numbers have."""

    scheme: str
    shape: re.Pattern[str] = re.compile(r"\S{1,100}")


def _of(scheme: str, shape: str = r"\S{1,100}") -> Catalogue:
    return Catalogue(scheme, re.compile(shape))


CATALOGUES: Mapping[str, Catalogue] = {
    "P345": _of("imdb", r"tt\d{7,8}"),
    "P4947": _of("tmdb_movie", r"\d{1,9}"),
    "P4983": _of("tmdb_tv", r"\d{1,9}"),
    "P12558": _of("tmdb_season"),
    "P12559": _of("tmdb_episode"),
    "P8600": _of("tvmaze", r"\d{1,9}"),
    "P10669": _of("tvmaze_season", r"\d{1,9}"),
    "P11294": _of("tvmaze_episode", r"\d{1,9}"),
    "P4835": _of("tvdb", r"\d{1,9}"),
    "P12397": _of("tvdb_season", r"\d{1,9}"),
    "P7043": _of("tvdb_episode", r"\d{1,9}"),
    "P12196": _of("tvdb_movie", r"\d{1,9}"),
    "P6127": _of("letterboxd"),
    "P12492": _of("trakt_movie"),
    "P1265": _of("allocine_film", r"\d{1,9}"),
    "P1267": _of("allocine_series", r"\d{1,9}"),
    "P10641": _of("allocine_season"),
    "P10100": _of("senscritique"),
    "P480": _of("filmaffinity", r"\d{1,9}"),
    "P2704": _of("eidr", r"10\.5240/(?:[0-9A-F]{4}-){5}[0-9A-Z]"),
    "P3212": _of("isan"),
    "P8729": _of("anilist", r"\d{1,9}"),
    "P4086": _of("mal", r"\d{1,9}"),
    "P5646": _of("anidb", r"\d{1,9}"),
    "P11495": _of("kitsu"),
    "P2529": _of("csfd"),
    "P3138": _of("ofdb"),
    "P1970": _of("moviemeter"),
    "P2631": _of("tcm"),
    "P905": _of("port"),
    "P2334": _of("svensk_filmdatabas"),
    "P3808": _of("the_numbers"),
}


@dataclass(frozen=True, slots=True)
class Service:
    """A service that shows works, the scheme of its numbers, and the address of a work there ("" when unknown)."""

    provider: str
    scheme: str
    address: str = ""


SERVICES: Mapping[str, Service] = {
    "P1874": Service("Netflix", "netflix", "https://www.netflix.com/title/{}"),
    "P8055": Service("Prime Video", "prime_video_us", "https://www.amazon.com/gp/video/detail/{}"),
    "P5749": Service("Amazon", "amazon", "https://www.amazon.com/dp/{}"),
    "P14440": Service("Prime Video", "prime_video", "https://www.primevideo.com/detail/{}"),
    "P14462": Service("Prime Video", "prime_video_gti", "https://www.primevideo.com/detail/{}"),
    "P7595": Service("Disney+", "disney_plus_film", "https://www.disneyplus.com/movies/wd/{}"),
    "P7596": Service("Disney+", "disney_plus_series", "https://www.disneyplus.com/series/wp/{}"),
    "P13902": Service("Disney+", "disney_plus", "https://www.disneyplus.com/browse/{}"),
    "P9586": Service("Apple TV", "apple_tv_film", "https://tv.apple.com/movie/{}"),
    "P9751": Service("Apple TV", "apple_tv_series", "https://tv.apple.com/show/{}"),
    "P9750": Service("Apple TV", "apple_tv_episode", "https://tv.apple.com/episode/{}"),
    "P6398": Service("iTunes", "itunes_film", "https://itunes.apple.com/us/movie/id{}"),
    "P6381": Service("iTunes", "itunes_season", "https://itunes.apple.com/us/tv-season/id{}"),
    "P6562": Service("Google Play", "google_play", "https://play.google.com/store/movies/details?id={}"),
    "P8298": Service("HBO Max", "hbo_max", "https://play.hbomax.com/{}"),
    "P6466": Service("Hulu", "hulu_film", "https://www.hulu.com/movie/{}"),
    "P6467": Service("Hulu", "hulu_series", "https://www.hulu.com/series/{}"),
    "P13147": Service("Paramount+", "paramount_plus", "https://www.paramountplus.com/shows/video/{}/"),
    "P11815": Service("Peacock", "peacock", "https://www.peacocktv.com/stream-{}"),
    "P7760": Service("Tubi", "tubi_film", "https://tubitv.com/movies/{}"),
    "P7761": Service("Tubi", "tubi_series", "https://tubitv.com/series/{}"),
    "P11460": Service("Plex", "plex"),
    "P7299": Service("MUBI", "mubi", "https://mubi.com/films/{}"),
    "P11330": Service("Crunchyroll", "crunchyroll", "https://crunchyroll.com/series/{}"),
    "P13024": Service("france.tv", "france_tv", "https://www.france.tv/{}"),
    "P4606": Service("ONF/NFB", "nfb", "https://www.nfb.ca/film/{}/"),
    "P3194": Service("INA", "ina", "https://www.ina.fr/video/{}"),
    "P11119": Service("RaiPlay", "raiplay"),
    "P6067": Service("ARD Mediathek", "ard"),
    "P3414": Service("Yle Areena", "yle"),
    "P9979": Service("NRK TV", "nrk"),
    "P6817": Service("SVT Play", "svt"),
    "P13369": Service("DRTV", "drtv"),
    "P11370": Service("CBC Gem", "cbc_gem"),
    "P827": Service("BBC", "bbc"),
    "P7985": Service("Kanopy", "kanopy"),
    "P5680": Service("Hoopla", "hoopla"),
    "P7334": Service("Fandango at Home", "fandango"),
    "P5885": Service("Microsoft", "microsoft"),
    "P5990": Service("Movies Anywhere", "movies_anywhere"),
    "P10344": Service("Viki", "viki"),
    "P11049": Service("JioHotstar", "jiohotstar"),
    "P9465": Service("SonyLIV", "sonyliv"),
    "P11960": Service("TVING", "tving"),
    "P14567": Service("U-NEXT", "u_next"),
    "P14599": Service("ABEMA", "abema"),
}
# Where a work itself can be watched, by what stands behind the value.
PLAYABLE: Mapping[str, str] = {
    "P10": "commons-video",
    "P724": "internet-archive",
    "P1651": "youtube-video",
    "P4300": "youtube-playlist",
    "P2397": "youtube-channel",
    "P11245": "youtube-handle",
    "P4015": "vimeo",
    "P11731": "dailymotion-video",
    "P2942": "dailymotion-channel",
    "P12622": "peertube-channel",
    "P6614": "libreflix",
    "P953": "address",
}
BY_SCHEME: Mapping[str, Service] = {service.scheme: service for service in SERVICES.values()}
EPISODIC_GOOGLE_PLAY = "https://play.google.com/store/tv/show?id={}"


def address_at(service: Service, value: str, *, is_film: bool) -> str:
    """The address of a work at a service, "" where no rule for it is known."""
    if service.scheme == "google_play" and not is_film:
        return EPISODIC_GOOGLE_PLAY.format(value)
    return service.address.format(value) if service.address else ""
