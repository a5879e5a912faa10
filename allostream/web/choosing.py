"""The settings in words: which values each can have, in which groups they stand, and what each cookie is for.

In the active language; no database.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from allostream.hosts.models import Host
from allostream.lib import countries, languages
from allostream.lib.countries import WORLD
from allostream.lib.visitor import Visitor
from allostream.web.choices import KEYS, LANGUAGES, MOST_COUNTRIES, MOST_LANGUAGES, MOST_SERVICES, MOTIONS, THEMES

# What a setting says when nobody has set it: nothing is kept of that.
USUAL: Mapping[str, str] = {"watchable": "0", "theme": "", "motion": "", "keys": "1"}
MOST: Mapping[str, int] = {
    "countries": MOST_COUNTRIES, "services": MOST_SERVICES, "understood": MOST_LANGUAGES,
}  # fmt: skip
# Offered before the many others: the languages in which most of what our hosts show is spoken or subtitled.
COMMON_LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "nl", "ja", "zh", "ru", "ar", "pl")
SERVICE_KINDS = (Host.Kind.SVOD, Host.Kind.LIBRARY_CARD, Host.Kind.TVOD)


@dataclass(frozen=True)
class Tick:
    """One box to tick."""

    value: str
    text: str
    is_set: bool


@dataclass(frozen=True)
class Boxes:
    """Boxes under a heading: those at hand, and those behind a click."""

    code: str
    heading: str
    near: Sequence[Tick]
    others: Sequence[Tick]


@dataclass(frozen=True)
class Cookie:
    """One cookie and why there is such a thing."""

    name: str
    purpose: str
    kept_for: str


def known_values(field: str) -> Collection[str]:
    """The values that a setting with one value can have."""
    return {
        "country": countries.current(),
        "language": LANGUAGES,
        "watchable": ("0", "1"),
        "theme": ("", *THEMES),
        "motion": ("", *MOTIONS),
        "keys": ("1", *KEYS),
    }[field]


def country_boxes(visitor: Visitor, first: Iterable[str]) -> Boxes:
    """The further countries that can be ticked: all but the one that governs the pages."""
    names = dict(countries.choices(visitor.language))
    near = [code for code in dict.fromkeys([*first, *visitor.other_countries]) if code != visitor.country]
    ticks = {
        code: Tick(code, names[code], code in visitor.other_countries)
        for code in (*near, *names)
        if code in names and code != visitor.country
    }
    return _parted("countries", gettext("Further countries"), ticks, near)


def language_boxes(visitor: Visitor) -> Boxes:
    """The languages that can be ticked as understood."""
    names = dict(languages.choices(visitor.language))
    near = list(dict.fromkeys([*COMMON_LANGUAGES, *visitor.languages]))
    ticks = {code: Tick(code, names.get(code, code), code in visitor.languages) for code in (*near, *names)}
    return _parted("understood", gettext("Languages I understand"), ticks, near)


def service_boxes(visitor: Visitor, hosts: Sequence[Host]) -> list[Boxes]:
    """The services that can be ticked, by kind; at hand are those that serve one of the reader's countries."""
    headings = {
        Host.Kind.SVOD: pgettext("services", "By subscription"),
        Host.Kind.LIBRARY_CARD: pgettext("services", "With a library card"),
        Host.Kind.TVOD: pgettext("services", "To rent or buy"),
    }
    own = {*visitor.own_countries, WORLD}
    groups = []
    for kind in SERVICE_KINDS:
        of_kind = [host for host in hosts if host.kind == kind]
        ticks = {host.slug: Tick(host.slug, host.name, host.slug in visitor.services) for host in of_kind}
        near = [host.slug for host in of_kind if ticks[host.slug].is_set or own & set(host.countries)]
        if ticks:
            groups.append(_parted(kind.value, headings[kind], ticks, near))
    return groups


def _parted(code: str, heading: str, ticks: Mapping[str, Tick], near: Collection[str]) -> Boxes:
    at_hand = [ticks[value] for value in near if value in ticks]
    return Boxes(code, heading, at_hand, [tick for value, tick in ticks.items() if value not in near])


def kept_sentence(what: str) -> str | None:
    """What has just been kept, as a sentence; None for a word that no form sends."""
    return {
        "place": gettext("Your countries and the language of the pages are kept."),
        "watching": gettext("Your services, your languages and what lists show are kept."),
        "looks": gettext("Theme, motion and keys are kept."),
        "forgotten": gettext("Your choices are forgotten: none of their cookies is left on this device."),
    }.get(what)


def cookies() -> list[Cookie]:
    """Every cookie that this site can set."""
    year = gettext("One year")
    return [
        Cookie("country", gettext("The country whose links are shown"), year),
        Cookie("countries", gettext("Further countries in which you can watch"), year),
        Cookie("language", gettext("The language of the pages"), year),
        Cookie("services", gettext("The services that you have"), year),
        Cookie("understood", gettext("The languages that you understand"), year),
        Cookie("watchable", gettext("That lists show only what you can watch"), year),
        Cookie("theme", gettext("That pages are light, or dark, whatever the device says"), year),
        Cookie("motion", gettext("That nothing moves"), year),
        Cookie("keys", gettext("That single letters are no keys"), year),
        Cookie("sessionid", gettext("Who you are, after you have signed in"), gettext("Two weeks")),
        Cookie("csrftoken", gettext("Protects forms that people read, and the one in which you sign in"), year),
    ]
