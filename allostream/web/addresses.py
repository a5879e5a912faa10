"""The address of every thing, in the words of each site's language. Nothing is read here.

A thing has one address per site. The words of other languages' sites lead there too, and so do the short forms, which
never change: `/w/<title>`, `/e/<episode>`, `/l/<link>`, `/p/<person>`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from html import escape
from urllib.parse import quote, urlencode

from django.utils.safestring import SafeString

from allostream.catalogue.queries import EpisodeRow, SeasonRow
from allostream.catalogue.rules import episode_code
from allostream.web.account_shapes import ACCOUNT_SHAPES
from allostream.web.edit_shapes import EDIT_SHAPES
from allostream.web.notice_shapes import NOTICE_SHAPES

DEFAULT_LANGUAGE = "en"
TO_ESCAPE = re.compile(r"[&<>\"']").search
PLAIN = re.compile(r"[A-Za-z0-9._~-]*").fullmatch  # as nearly all slugs and ids are: nothing to quote


class Place(StrEnum):
    """A kind of page."""

    HOME = "home"
    FILM = "film"
    FILMS = "films"
    SHOW = "show"
    SHOWS = "shows"
    BROWSE = "browse"
    FILTER = "filter"
    NEWLY_FREE = "newly_free"
    NO_LONGER = "no_longer"
    CALENDAR = "calendar"
    RIGHTS = "rights"
    CHECK = "check"
    RIGHTS_IN = "rights_in"
    FILM_RIGHTS = "film_rights"
    SHOW_RIGHTS = "show_rights"
    PART = "part"
    PERSON = "person"
    HOST = "host"
    CHANNEL = "channel"
    HOSTS = "hosts"
    PROPOSALS = "proposals"
    PROPOSAL = "proposal"
    WATCH = "watch"
    WRONG = "wrong"
    LINK = "link"
    REPORT = "report"
    WANTED = "wanted"
    COMMENTS = "comments"
    COMMENT = "comment"
    REPORTED = "reported"
    BENCH = "bench"
    BENCH_CASE = "bench_case"
    QUEUE = "queue"
    QUEUE_ITEM = "queue_item"
    MANY = "many"
    BANS = "bans"
    APPEALS = "appeals"
    MODERATION_LOG = "moderation_log"
    DECISION = "decision"
    HOUSE_RULES = "house_rules"
    INTERESTS = "interests"
    LIKENESSES = "likenesses"
    LIKENESS = "likeness"
    NOTICES = "notices"
    NOTICE_SEND = "notice_send"
    NOTICE_LOOK = "notice_look"
    NOTICE_ANSWER = "notice_answer"
    NOTICE_CASE = "notice_case"
    NOTICE_WHO = "notice_who"
    NOTICE_SENDER = "notice_sender"
    FLAGGERS = "flaggers"
    SITE_WORDS = "site_words"
    DESK = "desk"
    DESK_MANY = "desk_many"
    DESK_CASE = "desk_case"
    SENDERS = "senders"
    SENDER = "sender"
    SEARCH = "search"
    FACTS = "facts"
    FACT_FORM = "fact_form"
    FACT_HISTORY = "fact_history"
    FACT = "fact"
    SUGGESTIONS = "suggestions"
    REGROUP = "regroup"
    REGROUPING = "regrouping"
    IMPROVE = "improve"
    EDITS = "edits"
    EDIT = "edit"
    EDIT_HISTORY = "edit_history"
    NUMBERING = "numbering"
    SETTINGS = "settings"
    KEYS = "keys"
    ABOUT = "about"
    LEGAL = "legal"
    ACCESSIBILITY = "accessibility"
    BOT = "bot"
    STATUS = "status"
    ROLES = "roles"
    BRING = "bring"
    BRING_MANY = "bring_many"
    BRING_HELP = "bring_help"
    BROUGHT = "brought"
    BROUGHT_ONE = "brought_one"
    SIGN_UP = "sign_up"
    SIGN_IN_CODE = "sign_in_code"
    SIGN_IN_CODE_ENTER = "sign_in_code_enter"
    SECOND_STEP = "second_step"
    PASSKEY_IN = "passkey_in"
    CONFIRM_ADDRESS = "confirm_address"
    FORGOTTEN = "forgotten"
    FORGOTTEN_CODE = "forgotten_code"
    FORGOTTEN_NEW = "forgotten_new"
    FORGOTTEN_DONE = "forgotten_done"
    CLOSED = "closed"
    INVITATION = "invitation"
    ACCOUNT = "account"
    PROFILE = "profile"
    ADDRESS = "address"
    CHANGE_WORD = "change_word"
    SET_WORD = "set_word"
    CONFIRM_YOU = "confirm_you"
    CONFIRM_YOU_CODE = "confirm_you_code"
    CONFIRM_YOU_KEY = "confirm_you_key"
    SECURITY = "security"
    TOTP = "totp"
    TOTP_OFF = "totp_off"
    RECOVERY = "recovery"
    RECOVERY_NEW = "recovery_new"
    RECOVERY_FILE = "recovery_file"
    PASSKEYS = "passkeys"
    PASSKEY_ADD = "passkey_add"
    PASSKEY_EDIT = "passkey_edit"
    PASSKEY_REMOVE = "passkey_remove"
    SESSIONS = "sessions"
    CONNECTIONS = "connections"
    PROVIDER_SIGN_UP = "provider_sign_up"
    PROVIDER_CANCELLED = "provider_cancelled"
    PROVIDER_FAILED = "provider_failed"
    INVITATIONS = "invitations"
    OWN_DATA = "own_data"
    LEAVE = "leave"
    LETTERS = "letters"
    MEMBER = "member"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"


def _of_accounts(language: str) -> Mapping["Place", str]:
    return {Place(name): shape for name, shape in ACCOUNT_SHAPES[language].items()}


def _of_edits(language: str) -> Mapping["Place", str]:
    return {Place(name): shape for name, shape in EDIT_SHAPES[language].items()}


def _of_notices(language: str) -> Mapping["Place", str]:
    return {Place(name): shape for name, shape in NOTICE_SHAPES[language].items()}


SHAPES: Mapping[str, Mapping[Place, str]] = {
    "en": {
        Place.HOME: "",
        Place.FILM: "movie/{slug}",
        Place.FILMS: "movies",
        Place.SHOW: "show/{slug}",
        Place.SHOWS: "shows",
        Place.BROWSE: "browse",
        Place.FILTER: "filter",
        Place.NEWLY_FREE: "newly-free",
        Place.NO_LONGER: "no-longer-here",
        Place.CALENDAR: "calendar",
        Place.RIGHTS: "rights",
        # Before the countries: none of them is called so.
        Place.CHECK: "rights/check",
        Place.RIGHTS_IN: "rights/{country}",
        Place.FILM_RIGHTS: "movie/{slug}/rights",
        # Before the parts of a series: none of them is called so.
        Place.SHOW_RIGHTS: "show/{slug}/rights",
        Place.PART: "show/{slug}/{part}",
        Place.PERSON: "person/{slug}",
        Place.HOST: "host/{slug}",
        Place.CHANNEL: "host/{slug}/{channel}",
        Place.HOSTS: "hosts",
        Place.PROPOSALS: "proposals",
        Place.PROPOSAL: "proposal/{id}",
        Place.WATCH: "watch/{id}",
        Place.WRONG: "is-this-wrong/{letter}/{id}",
        Place.LINK: "link/{id}",
        Place.REPORT: "link/{id}/report",
        Place.WANTED: "wanted",
        Place.COMMENTS: "comments/{letter}/{id}",
        Place.COMMENT: "comment/{id}",
        Place.REPORTED: "report/{id}",
        Place.BENCH: "bench",
        Place.INTERESTS: "bench/interests",
        Place.LIKENESSES: "bench/likenesses",
        Place.LIKENESS: "bench/likenesses/{id}",
        Place.QUEUE: "bench/queue",
        Place.QUEUE_ITEM: "bench/queue/{id}",
        Place.MANY: "bench/many",
        Place.BANS: "bench/bans",
        Place.APPEALS: "bench/appeals",
        Place.MODERATION_LOG: "moderation-log",
        Place.DECISION: "decision/{id}",
        Place.HOUSE_RULES: "house-rules",
        **_of_notices("en"),  # before the cases: none of them is called so
        Place.BENCH_CASE: "bench/{id}",
        Place.SEARCH: "search",
        **_of_edits("en"),
        Place.SETTINGS: "settings",
        Place.KEYS: "keys",
        Place.ABOUT: "about",
        Place.LEGAL: "legal",
        Place.ACCESSIBILITY: "accessibility",
        Place.STATUS: "status",
        Place.BRING: "bring",
        Place.BRING_MANY: "bring/many",
        Place.BRING_HELP: "bring/by-one-click",
        Place.BROUGHT: "brought",
        Place.BROUGHT_ONE: "brought/{id}",
        Place.BOT: "bot",  # the same in all languages: the robot names it in every request
        Place.ROLES: "roles",
        **_of_accounts("en"),
        Place.SIGN_IN: "sign-in",
        Place.SIGN_OUT: "sign-out",
    },
    "fr": {
        Place.HOME: "",
        Place.FILM: "film/{slug}",
        Place.FILMS: "films",
        Place.SHOW: "serie/{slug}",
        Place.SHOWS: "series",
        Place.BROWSE: "parcourir",
        Place.FILTER: "filtrer",
        Place.NEWLY_FREE: "nouvellement-libres",
        Place.NO_LONGER: "plus-disponibles",
        Place.CALENDAR: "calendrier",
        Place.RIGHTS: "droits",
        Place.CHECK: "droits/verifier",
        Place.RIGHTS_IN: "droits/{country}",
        Place.FILM_RIGHTS: "film/{slug}/droits",
        Place.SHOW_RIGHTS: "serie/{slug}/droits",
        Place.PART: "serie/{slug}/{part}",
        Place.PERSON: "personne/{slug}",
        Place.HOST: "hebergeur/{slug}",
        Place.CHANNEL: "hebergeur/{slug}/{channel}",
        Place.HOSTS: "hebergeurs",
        Place.PROPOSALS: "propositions",
        Place.PROPOSAL: "proposition/{id}",
        Place.WATCH: "voir/{id}",
        Place.WRONG: "est-ce-faux/{letter}/{id}",
        Place.LINK: "lien/{id}",
        Place.REPORT: "lien/{id}/signaler",
        Place.WANTED: "titres-demandes",
        Place.COMMENTS: "commentaires/{letter}/{id}",
        Place.COMMENT: "commentaire/{id}",
        Place.REPORTED: "signalement/{id}",
        Place.BENCH: "examen",
        Place.INTERESTS: "examen/interets",
        Place.LIKENESSES: "examen/ressemblances",
        Place.LIKENESS: "examen/ressemblances/{id}",
        Place.QUEUE: "examen/file",
        Place.QUEUE_ITEM: "examen/file/{id}",
        Place.MANY: "examen/lots",
        Place.BANS: "examen/bannissements",
        Place.APPEALS: "examen/contestations",
        Place.MODERATION_LOG: "journal-de-moderation",
        Place.DECISION: "decision/{id}",
        Place.HOUSE_RULES: "regles-de-la-maison",
        **_of_notices("fr"),
        Place.BENCH_CASE: "examen/{id}",
        Place.SEARCH: "recherche",
        **_of_edits("fr"),
        Place.SETTINGS: "reglages",
        Place.KEYS: "clavier",
        Place.ABOUT: "a-propos",
        Place.LEGAL: "mentions-legales",
        Place.ACCESSIBILITY: "accessibilite",
        Place.STATUS: "etat",
        Place.BRING: "apporter",
        Place.BRING_MANY: "apporter/plusieurs",
        Place.BRING_HELP: "apporter/en-un-clic",
        Place.BROUGHT: "apports",
        Place.BROUGHT_ONE: "apports/{id}",
        Place.BOT: "bot",
        Place.ROLES: "roles",
        **_of_accounts("fr"),
        Place.SIGN_IN: "connexion",
        Place.SIGN_OUT: "deconnexion",
    },
}
# Whose address holds a name that differs from language to language.
NAMED = frozenset({Place.FILM, Place.SHOW, Place.FILM_RIGHTS, Place.SHOW_RIGHTS, Place.RIGHTS_IN, Place.PART})


def shapes(language: str) -> Mapping[Place, str]:
    """The shapes of a language's addresses, those of English for a language that has none."""
    return SHAPES.get(language, SHAPES[DEFAULT_LANGUAGE])


_FILLED: Mapping[str, Mapping[str, Callable[..., str]]] = {
    language: {place: f"/{shape}".format for place, shape in by_place.items()} for language, by_place in SHAPES.items()
}


def address(language: str, place: Place | str, **values: str) -> str:
    """The path of a page on a site of that language.

    Raises KeyError when a value that the shape needs is not given.
    """
    for name, value in values.items():
        values[name] = quoted(value)
    # A page writes a hundred addresses, so the shapes stand ready; a place is found by its word as well.
    return _FILLED.get(language, _FILLED[DEFAULT_LANGUAGE])[place](**values)


def quoted(value: str) -> str:
    """A value as a part of a path."""
    return value if PLAIN(value) else quote(value, safe="")


def title_place(kind: str) -> Place:
    """The kind of page that a film or a series has."""
    return Place.FILM if kind == "film" else Place.SHOW


def title_address(language: str, kind: str, slug: str) -> str:
    """The path of a film or series."""
    return address(language, title_place(kind), slug=slug)


def rights_address(language: str, kind: str, slug: str, country: str = "") -> str:
    """The path of the page of rights of a film or series, step by step for a country where one is named."""
    place = Place.FILM_RIGHTS if kind == "film" else Place.SHOW_RIGHTS
    return with_query(address(language, place, slug=slug), country=country)


def season_part(number: int | None, public_id: str) -> str:
    """The end of a season's address: `s01`, or its permanent id when it has no number."""
    return episode_code(number) or public_id


def episode_part(season: int | None, number: int | None, public_id: str, special: bool = False) -> str:
    """The end of an episode's address: `s01e02`, or its permanent id.

    Specials are addressed by their id, because their numbers run beside those of the regular episodes.
    """
    if season is None or number is None or special:
        return public_id
    return episode_code(season, number)


def every_shape() -> Iterator[tuple[str, Place, str]]:
    """All shapes as (language, place, shape), each text once."""
    seen: set[str] = set()
    for language, by_place in SHAPES.items():
        for place, shape in by_place.items():
            if shape not in seen:
                seen.add(shape)
                yield language, place, shape


def with_query(path: str, /, **values: object) -> str:
    """The path with those values as its query, empty ones left out."""
    kept = {name: value for name, value in values.items() if value not in (None, "")}
    # Commas part the values of a filter and may stand in a query as they are (RFC 3986, section 3.4).
    return f"{path}?{urlencode(kept, safe=',')}" if kept else path


def country_feed(place: Place, country: str, suffix: str = "atom") -> str:
    """The path of the feed of a list that each country has its own of."""
    return with_query(f"/feeds/{SHAPES[DEFAULT_LANGUAGE][place]}.{suffix}", country=country)


def search_feed(site_language: str, suffix: str = "atom", /, **query: object) -> str:
    """The path of the feed of what a search finds, or of what filters leave: one of these is called “language”."""
    return with_query(f"{address(site_language, Place.SEARCH)}.{suffix}", **query)


def moderation_feed(suffix: str = "atom", **query: object) -> str:
    """The path of the feed of the public log of moderation."""
    return with_query(f"/feeds/moderation-log.{suffix}", **query)


def comments_feed(public_id: str, suffix: str = "atom") -> str:
    """The path of the feed of comments on a title."""
    return f"/feeds/comments/{public_id}.{suffix}"


def in_format(feed: str, suffix: str) -> str:
    """The path of a feed, given that in Atom, in another format."""
    return feed.replace(".atom", f".{suffix}", 1)


def capture_address(public_id: str) -> str:
    """The path of what was seen as evidence."""
    return f"/evidence/{public_id}"


def short_address(letter: str, public_id: str) -> str:
    """The permanent short form of a title (w), episode (e), link (l) or person (p)."""
    return f"/{letter}/{public_id}"


def part_address(language: str, slug: str, part: SeasonRow | EpisodeRow) -> str:
    """The path of a season or an episode of a series."""
    return address(language, Place.PART, slug=slug, part=part_of(part))


def part_of(part: SeasonRow | EpisodeRow) -> str:
    """The end of the address of a season or an episode."""
    if isinstance(part, EpisodeRow):
        return episode_part(part.season_number, part.number, part.public_id, part.kind == "special")
    return season_part(part.number, part.public_id)


def href(address: str) -> SafeString:
    """An address as the value of an attribute, for components that would escape its slashes too."""
    return SafeString(attribute(address))


def attribute(address: str) -> str:
    """The same as a plain text. Most addresses have nothing to escape, and a page has a hundred."""
    return escape(address) if TO_ESCAPE(address) else address
