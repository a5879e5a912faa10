"""Codes in words: kinds of offer, roles, forms, hosts. In the active language; no database."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from django.utils.translation import get_language, ngettext

from allostream.lib import languages
from allostream.lib.languages import SILENT
from allostream.links.queries import Access, HostShowing, LinkRow, Where
from allostream.links.rules import Offer
from allostream.web.formats import day, joined, number, price
from allostream.web.places import within
from allostream.web.spoken import gettext, pgettext, spoken

OFFER_CLASSES = {Offer.SUBSCRIPTION: "sub", Offer.RENT: "pay", Offer.BUY: "pay"}
MOST_LANGUAGES = 4
MOST_CARD_TAGS, MOST_ON_CARDS = 2, 2


@dataclass(frozen=True)
class Kind:
    """The kind of offer in words, with the class that gives its look."""

    text: str
    look: str = ""


@dataclass(frozen=True)
class Tag:
    """One badge of a copy: a bold code with its long form, and the languages."""

    code: str
    meaning: str
    languages: str = ""
    more: int = 0
    unknown: bool = False


@spoken
def offer_text(offer: Offer, *, open_licence: bool = False) -> str:
    """A kind of offer without price and dates."""
    if offer is Offer.FREE_OPEN and open_licence:
        return pgettext("offer", "Free, open licence")
    return {
        Offer.FREE_OPEN: pgettext("offer", "Free"),
        Offer.FREE_ACCOUNT: pgettext("offer", "Free with an account"),
        Offer.ADS: pgettext("offer", "Free with ads"),
        Offer.CATCH_UP: pgettext("offer", "Free for a time"),
        Offer.LIBRARY_CARD: pgettext("offer", "With a library card"),
        Offer.SUBSCRIPTION: pgettext("offer", "Subscription"),
        Offer.RENT: pgettext("offer", "Rent"),
        Offer.BUY: pgettext("offer", "Buy"),
    }[offer]


class Offered(Protocol):
    """What the word of a link's offer says."""

    @property
    def offer(self) -> Offer: ...
    @property
    def price(self) -> Decimal | None: ...
    @property
    def currency(self) -> str: ...
    @property
    def closes_at(self) -> datetime | None: ...
    @property
    def is_open_licence(self) -> bool: ...


def offer_kind(link: Offered, language: str = "") -> Kind:
    """The kind of one link's offer, with its price or its last day; `language` saves asking for the active one."""
    closes = link.closes_at.date() if link.closes_at else None
    spoken_in = language or get_language() or "en"
    return _offer_kind(link.offer, link.price, link.currency, closes, link.is_open_licence, spoken_in)


@lru_cache(maxsize=2048)
def _offer_kind(
    offer: Offer, amount: Decimal | None, currency: str, closes: date | None, is_open: bool, language: str
) -> Kind:
    look = OFFER_CLASSES.get(offer, "")
    if offer is Offer.CATCH_UP and closes:
        return Kind(gettext("Free until %(day)s") % {"day": day(closes, language)}, look)
    if amount is not None and currency:
        cost = {"price": price(amount, currency, language)}
        if offer is Offer.RENT:
            return Kind(gettext("Rent from %(price)s") % cost, look)
        if offer is Offer.BUY:
            return Kind(gettext("Buy from %(price)s") % cost, look)
    return Kind(offer_text(offer, open_licence=is_open), look)


def card_kind(where: Where, country: str) -> Kind:
    """What a card says of a title in the visitor's country."""
    language = get_language() or "en"
    if where.offer:
        text = offer_text(where.offer, open_licence=where.is_open_licence)
        return Kind(
            gettext("On a service you have") if where.is_own_service else text, OFFER_CLASSES.get(where.offer, "")
        )
    if where.further_offer:
        look = OFFER_CLASSES.get(where.further_offer, "")
        return Kind(offer_there(offer_text(where.further_offer), where.further_country), look)
    if where.free_elsewhere:
        text = ngettext(
            "Not %(in_country)s: free in %(count)s country",
            "Not %(in_country)s: free in %(count)s countries",
            where.free_elsewhere,
        )
        values = {"in_country": within(country, language), "count": number(where.free_elsewhere, language)}
        return Kind(text % values, "no")
    return Kind(gettext("No lawful link yet"), "no")


def left_kind(where: Where, country: str) -> Kind:
    """What is left of a title that could be watched in a country: what a card says, but for “not yet”."""
    if where.offer or where.further_offer or where.free_elsewhere:
        return card_kind(where, country)
    return Kind(gettext("No lawful link any more"), "no")


@spoken
def offer_there(offer: str, country: str) -> str:
    """A kind of offer in a country that the page is not for: “Free in Belgium”."""
    values = {"offer": offer, "in_country": within(country, get_language() or "en")}
    return pgettext("offer", "%(offer)s %(in_country)s") % values


class Layers(NamedTuple):
    """What can be heard and read in a copy, by language; None where it is not known."""

    audio: tuple[str, ...] | None
    subtitles: tuple[str, ...] | None
    sdh: tuple[str, ...] | None
    audio_description: tuple[str, ...] | None
    sign_language: tuple[str, ...] | None


def access_tags(link: LinkRow) -> tuple[Tag, ...]:
    """The badges of a copy: quality, sound, subtitles, access; what is not known is said so, in one badge."""
    layers = Layers(link.audio, link.subtitles, link.sdh, link.audio_description, link.sign_language)
    return _access_tags(link.quality, layers)


@spoken
def _access_tags(quality: str, layers: Layers) -> tuple[Tag, ...]:
    tags = [Tag(quality, "")] if quality else []
    meanings = {
        "AUDIO": (gettext("Spoken language"), layers.audio),
        "SUB": (gettext("Subtitles"), layers.subtitles),
        "SDH": (gettext("Subtitles for deaf and hard of hearing people"), layers.sdh),
        pgettext("badge", "AD"): (gettext("Audio description"), layers.audio_description),
        pgettext("badge", "SIGN"): (gettext("Sign language"), layers.sign_language),
    }
    for code, (meaning, found) in meanings.items():
        if found == (SILENT,):
            tags.append(Tag(pgettext("badge", "Silent"), gettext("Without spoken language")))
        elif found:
            tags.append(_languages_tag(code, meaning, found))
    unknown = unknown_tag(layers)
    return (*tags, unknown) if unknown else tuple(tags)


def card_tags(access: Access) -> list[Tag]:
    """The badges of a card, two at the most: first what some people cannot do without. The reader's language leads."""
    known = (
        (pgettext("badge", "AD"), gettext("Audio description"), access.audio_description),
        (pgettext("badge", "SIGN"), gettext("Sign language"), access.sign_language),
        ("SDH", gettext("Subtitles for deaf and hard of hearing people"), access.sdh),
        ("SUB", gettext("Subtitles"), access.subtitles),
    )
    reader = get_language() or "en"
    tags = [
        _languages_tag(code, meaning, sorted(found, key=lambda tag: tag.partition("-")[0] != reader), MOST_ON_CARDS)
        for code, meaning, found in known
        if found
    ]
    return tags[:MOST_CARD_TAGS]


def unknown_tag(layers: Layers) -> Tag | None:
    """What is not known of a copy, in few words, or None; what helps people with disabilities counts as one thing."""
    words = {"audio": gettext("spoken language"), "subtitles": gettext("subtitles")}
    access = {
        "sdh": gettext("subtitles for deaf and hard of hearing people"),
        "audio_description": gettext("audio description"),
        "sign_language": gettext("sign language"),
    }
    language = get_language() or "en"
    missing = [word for field, word in words.items() if getattr(layers, field) is None]
    missing_access = [word for field, word in access.items() if getattr(layers, field) is None]
    if len(missing_access) == len(access):
        return Tag(
            joined([*missing, gettext("accessibility")], language), joined(missing_access, language), unknown=True
        )
    missing += missing_access
    return Tag(joined(missing, language), "", unknown=True) if missing else None


def _languages_tag(code: str, meaning: str, tags: Sequence[str], most: int = MOST_LANGUAGES) -> Tag:
    reader = get_language() or "en"
    named = ", ".join(languages.name(tag, reader) for tag in tags)
    first = " ".join(tags[:most])
    long_form = gettext("%(what)s: %(languages)s") % {"what": meaning, "languages": named}
    return Tag(code, long_form, first, max(0, len(tags) - most))


@spoken
def role(code: str) -> str:
    """What a person did, as the label of a list of people."""
    return {
        "principal_director": gettext("Direction"),
        "co_director": gettext("Co-direction"),
        "screenplay": gettext("Screenplay"),
        "dialogue": gettext("Dialogue"),
        "composer": gettext("Music"),
        "producer": gettext("Production"),
        "underlying_author": gettext("After a work by"),
        "title_writer": gettext("Intertitles"),
        "cast": gettext("Cast"),
    }[code]


@spoken
def role_of_person(code: str) -> str:
    """The heading over the titles in which a person had that part."""
    return {
        "principal_director": gettext("As director"),
        "co_director": gettext("As co-director"),
        "screenplay": gettext("As screenwriter"),
        "dialogue": gettext("As dialogue writer"),
        "composer": gettext("As composer"),
        "producer": gettext("As producer"),
        "underlying_author": gettext("As author of the underlying work"),
        "title_writer": gettext("As writer of intertitles"),
        "cast": gettext("As actor"),
    }[code]


def person_word(code: str) -> str:
    """What a person with that part is called."""
    return {
        "principal_director": pgettext("person", "Director"),
        "co_director": pgettext("person", "Co-director"),
        "screenplay": pgettext("person", "Screenwriter"),
        "dialogue": pgettext("person", "Dialogue writer"),
        "composer": pgettext("person", "Composer"),
        "producer": pgettext("person", "Producer"),
        "underlying_author": pgettext("person", "Author of the underlying work"),
        "title_writer": pgettext("person", "Writer of intertitles"),
        "cast": pgettext("person", "Actor"),
    }[code]


@spoken
def form(code: str) -> str:
    """What sort of film or series a title is; "" for an unknown code."""
    return {
        "feature": gettext("Feature film"),
        "short": gettext("Short film"),
        "tv_film": gettext("Television film"),
        "tv_series": gettext("Television series"),
        "web_series": gettext("Web series"),
        "documentary_series": gettext("Documentary series"),
        "film_serial": gettext("Film serial"),
        "short_film_series": gettext("Series of short films"),
        "animated_shorts": gettext("Series of animated shorts"),
        "film_cycle": gettext("Film cycle"),
    }.get(code, "")


def host_kind(code: str) -> str:
    """What sort of host it is."""
    return {
        "public_broadcaster": gettext("Public broadcaster"),
        "archive": gettext("Archive"),
        "repository": gettext("Media repository"),
        "video_platform": gettext("Video platform"),
        "federated": gettext("Federated network"),
        "avod": gettext("Service funded by advertising"),
        "svod": gettext("Subscription service"),
        "tvod": gettext("Service to rent and buy"),
        "library_card": gettext("Service of public libraries"),
        "government": gettext("Government"),
        "heritage": gettext("Heritage institution"),
    }.get(code, code)


def host_group(code: str) -> str:
    """The heading over the hosts of a kind."""
    return {
        "public_broadcaster": gettext("Public broadcasters"),
        "archive": gettext("Archives"),
        "repository": gettext("Media repositories"),
        "video_platform": gettext("Video platforms"),
        "federated": gettext("Federated networks"),
        "avod": gettext("Services funded by advertising"),
        "svod": gettext("Subscription services"),
        "tvod": gettext("Services to rent and buy"),
        "library_card": gettext("Services of public libraries"),
        "government": gettext("Governments"),
        "heritage": gettext("Heritage institutions"),
    }.get(code, code)


def host_cost(code: str) -> str:
    """What watching costs at hosts of a kind; a single offer may differ and then says so."""
    return {
        "public_broadcaster": gettext("Free; some ask for an account or for the licence fee."),
        "archive": gettext("Free."),
        "repository": gettext("Free."),
        "video_platform": gettext("Free, often with advertising."),
        "federated": gettext("Free."),
        "avod": gettext("Free with advertising."),
        "svod": gettext("By subscription."),
        "tvod": gettext("Each title has its price."),
        "library_card": gettext("Free with a library card."),
        "government": gettext("Free."),
        "heritage": gettext("Free, as a rule."),
    }.get(code, "")


def host_health(showing: HostShowing) -> str:
    """How the links to a host answer, as far as they were checked."""
    language = get_language() or "en"
    checked = showing.links - showing.unchecked
    if not checked or not showing.checked_at:
        return gettext("None of them was checked yet.")
    text = ngettext(
        "%(answered)s of the %(checked)s link checked answers; last check on %(day)s.",
        "%(answered)s of the %(checked)s links checked answer; last check on %(day)s.",
        checked,
    )
    values = {"answered": number(showing.answered, language), "checked": number(checked, language)}
    return text % {**values, "day": day(showing.checked_at, language)}


def channel_kind(code: str) -> str:
    """What sort of channel it is."""
    return {
        "account": gettext("Account"),
        "collection": gettext("Collection"),
        "instance": gettext("Server of the network"),
    }.get(code, code)


def channel_standing(code: str) -> str:
    """How a channel stands with us."""
    return {
        "listed": gettext("Listed: its holder may publish what is there."),
        "proposed": gettext("Proposed: its holder has not been judged yet."),
        "unknown": gettext("Not judged yet: each copy there is judged by itself."),
    }.get(code, code)


def host_standing(code: str) -> str:
    """How a host stands with us."""
    return {
        "listed": gettext("Listed: links may lead there."),
        "proposed": gettext("Proposed: not judged yet, so no link leads there."),
        "refused": gettext("Refused: no link may lead there."),
        "unknown": gettext("Not judged yet."),
    }.get(code, code)


def embed_rule(code: str) -> str:
    """Whether a host lets others show its player."""
    return {
        "never": gettext("Never: links open the host’s own page."),
        "per_item": gettext("Where the item allows it."),
        "allowed": gettext("Yes, after you press play."),
    }.get(code, code)


def what_is_gone(code: str) -> str:
    """What an address led to that leads nowhere now, as the beginning of a sentence that may end in its name."""
    return {
        "film": gettext("A film was here:"),
        "series": gettext("A series was here:"),
        "episode": gettext("An episode was here."),
        "link": gettext("A link was here."),
        "person": gettext("The page of a person was here."),
    }.get(code, "")


@spoken
def name_kind(code: str) -> str:
    """What sort of name it is."""
    return {
        "original": gettext("Original title"),
        "release": gettext("Release title"),
        "alias": gettext("Also known as"),
        "transliteration": gettext("In Latin letters"),
    }.get(code, code)


@spoken
def sort_word(code: str) -> str:
    """An order of a list."""
    return {
        "fit": pgettext("order", "Best match first"),
        "popular": pgettext("order", "Popular first"),
        "newest": pgettext("order", "Newest first"),
        "oldest": pgettext("order", "Oldest first"),
        "name": pgettext("order", "By name"),
        "newly-free": pgettext("order", "Newly free here"),
        "shortest": pgettext("order", "Shortest first"),
    }[code]


IDENTIFIERS: dict[str, tuple[str, str]] = {
    "wikidata": ("Wikidata", "https://www.wikidata.org/wiki/{}"),
    "imdb": ("IMDb", "https://www.imdb.com/title/{}/"),
    "imdb_name": ("IMDb", "https://www.imdb.com/name/{}/"),
    "tmdb": ("TMDB", ""),
    "tmdb_movie": ("TMDB", "https://www.themoviedb.org/movie/{}"),
    "tmdb_tv": ("TMDB", "https://www.themoviedb.org/tv/{}"),
    "tvmaze": ("TVmaze", "https://www.tvmaze.com/shows/{}"),
    "tvdb": ("TheTVDB", "https://thetvdb.com/dereferrer/series/{}"),
    "enwiki": ("Wikipedia", "https://en.wikipedia.org/wiki/{}"),
    "csfd": ("ČSFD", "https://www.csfd.cz/film/{}"),
    "ofdb": ("OFDb", "https://www.ofdb.de/film/{}"),
    "filmaffinity": ("FilmAffinity", "https://www.filmaffinity.com/en/film{}.html"),
    "letterboxd": ("Letterboxd", "https://letterboxd.com/film/{}/"),
    "allocine_film": ("AlloCiné", "https://www.allocine.fr/film/fichefilm_gen_cfilm={}.html"),
    "allocine_series": ("AlloCiné", "https://www.allocine.fr/series/ficheserie_gen_cserie={}.html"),
    "tcm": ("TCM", "https://www.tcm.com/tcmdb/title/{}"),
    "mal": ("MyAnimeList", "https://myanimelist.net/anime/{}"),
    "anilist": ("AniList", "https://anilist.co/anime/{}"),
    "eidr": ("EIDR", "https://ui.eidr.org/view/content?id={}"),
    "omdb": ("Open Media Database", "https://www.omdb.org/movie/{}"),
}


def identifiers(known: Iterable[tuple[str, str]], own: Collection[str]) -> list[dict[str, Any]]:
    """What other catalogues call a work; keys of `own` sources that nobody else can look up are left out."""
    return [identifier(scheme, value) for scheme, value in known if scheme in IDENTIFIERS or scheme not in own]


def identifier(scheme: str, value: str) -> dict[str, Any]:
    """What another catalogue calls a work, with the address of its page there when we know its shape."""
    label, shape = IDENTIFIERS.get(scheme, (scheme.replace("_", " ").capitalize(), ""))
    return {"label": label, "value": value, "address": shape.format(value) if shape else ""}
