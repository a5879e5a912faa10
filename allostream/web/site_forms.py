"""What the operator of a site tells its readers, as forms: the message to all of them, and the texts of its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, pgettext

from allostream.audit.models import AuditEntry
from allostream.hosts.queries import host_names
from allostream.lib import clock
from allostream.lib.problems import gettext_noop
from allostream.sites.models import Site, SiteText
from allostream.sites.rules import BadMessage, Message, Section
from allostream.web.message_words import as_told
from allostream.web.notices.case_shown import PARIS, moment

LONGEST_TEXT = 20_000  # characters
LONGEST_WHY = 500
PARTS = tuple(part.name for part in fields(Message))
ACTS = {"set": "site.set-message", "write": "site.write-text"}


def typed_of(message: Message | None) -> dict[str, str]:
    """A message as the fields of its form hold it; empty fields without one."""
    if message is None:
        return dict.fromkeys(PARTS, "")
    instants = {
        name: getattr(message, name).astimezone(PARIS).strftime("%Y-%m-%dT%H:%M") for name in ("since", "until")
    }
    return {name: str(getattr(message, name)) for name in PARTS} | instants


def message_of(given: Mapping[str, str]) -> Message:
    """The message that a form holds; without a beginning it stands at once. A host is named in it as pages name it; its
    short name and its name are both understood. Raises BadMessage."""
    typed = {name: given.get(name, "").strip() for name in PARTS}
    since = _instant("since", typed["since"]) if typed["since"] else clock.now()
    closed = typed["closed"]
    if typed["section"] == Section.HOST:
        closed = host_names([closed]).get(closed, closed)
    return Message(
        typed["english"], typed["french"], since, _instant("until", typed["until"]), typed["case"], typed["section"],
        closed,
    )  # fmt: skip


def _instant(part: str, text: str) -> datetime:
    """A moment as a browser or a person writes it; the time is that of Paris where none other is said."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        no_moment = gettext_noop("“%(given)s” is no moment: write it as 2026-12-31T18:00.")
        raise BadMessage(part, no_moment, given=text[:40]) from None
    return found if found.tzinfo else found.replace(tzinfo=PARIS)


def trouble(refused: BadMessage) -> str:
    """Why a message cannot be set, in the reader's language."""
    languages = {"English": pgettext("of a text", "English"), "French": pgettext("of a text", "French")}
    values = dict(refused.values)
    if "language" in values:
        values["language"] = languages[str(values["language"])]
    return gettext(refused.sentence) % values


def sections(chosen: str) -> list[tuple[str, str, bool]]:
    """What sort of section is closed, as choices."""
    words = {
        "": gettext("No section is named"), Section.COUNTRY: gettext("A country, by its code (FR)"),
        Section.HOST: gettext("Links to a host, by its short name"),
        Section.KIND: gettext("Films or series: film, series"),
    }  # fmt: skip
    return [(str(value), text, value == chosen) for value, text in words.items()]


def previews(message: Message) -> list[dict[str, Any]]:
    """The message as readers would see it, in each language."""
    made = []
    for language, name in settings.LANGUAGES:
        with translation.override(language):
            made.append({"language": language, "name": str(name), "told": as_told(message, language)})
    return made


def stands(message: Message | None, language: str) -> str:
    """How the message of a site stands now, in words."""
    if message is None:
        return gettext("Readers are told nothing now.")
    now, values = clock.now(), {"since": moment(message.since, language), "until": moment(message.until, language)}
    if message.stands_at(now):
        return gettext("It stands on every page since %(since)s, until %(until)s.") % values
    if message.until <= now:
        return gettext("It is over since %(until)s, and stands nowhere.") % values
    return gettext("It will stand on every page from %(since)s until %(until)s.") % values


def place_words(place: str) -> str:
    """Which text of a site it is."""
    words: Mapping[str, str] = {
        SiteText.Place.ABOUT: gettext("About this site"),
        SiteText.Place.LEGAL: gettext("Legal notice"),
        SiteText.Place.AGENT: gettext("Designated agent (17 U.S.C. 512(c)(2))"),
        SiteText.Place.CONTACT: gettext("Contact points (Digital Services Act, articles 11 and 12)"),
    }
    return words[place]


def language_words(language: str) -> str:
    """The name of a language in which texts are written."""
    return str(dict(settings.LANGUAGES)[language])


def done_before(entries: Sequence[AuditEntry], language: str) -> list[dict[str, str]]:
    """What was told and written lately: when, what, why."""
    made = []
    for one in entries:
        after = one.payload.after or {}
        if one.action == ACTS["set"]:
            what = gettext("Message set") if after else gettext("Message taken down")
        elif one.action == ACTS["write"]:
            values = {"text": place_words(after["place"]), "language": language_words(after["language"])}
            shape = (
                gettext("%(text)s, %(language)s: written")
                if after["body"]
                else gettext("%(text)s, %(language)s: taken away")
            )
            what = shape % values
        else:
            continue
        made.append({"on": moment(one.at, language), "what": what, "why": one.payload.why})
    return made


def texts_shown(site: Site, written: Mapping[tuple[str, str], str]) -> list[dict[str, Any]]:
    """The texts of a site, each with whether it is written in which language."""
    return [
        {
            "place": place, "name": place_words(place),
            "languages": [(language, language_words(language), (place, language) in written)
                          for language, _name in settings.LANGUAGES],
        }
        for place in SiteText.Place.values
    ]  # fmt: skip
