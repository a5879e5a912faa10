"""Why a work is free or not in a country, as one sentence in the reader's language.

The answer comes as codes and values (allostream.links.queries.AnswerRow). What our own rules say has its sentence there
by key (allostream.web.rights.said). An answer of a source has sentences by its rule, from the most to the least exact:
the first one whose values are all known is taken. A rule that is not in the table gets the honest general sentence of
its status.
"""

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import timedelta

from django.utils.translation import get_language, gettext_noop, override, pgettext

from allostream.lib.countries import WORLD
from allostream.lib.licences import by_spdx
from allostream.links.queries import AnswerRow
from allostream.links.rules import Hidden, Play, Status
from allostream.web.formats import day, joined
from allostream.web.places import within
from allostream.web.rights.said import say
from allostream.web.spoken import gettext, needs, spoken

PD, OPEN, PROTECTED, UNCLEAR = Status.PD, Status.OPEN_LICENCE, Status.PROTECTED, Status.UNCLEAR

GENERAL: Mapping[Status, tuple[str, ...]] = {
    PD: (
        gettext_noop("This work has been in the public domain %(in_country)s since %(since)s."),
        gettext_noop("This work is in the public domain %(in_country)s."),
    ),
    OPEN: (
        gettext_noop("Published by its makers under %(licence)s, a licence that allows everybody to watch and share."),
        gettext_noop("Published by its makers under an open licence."),
    ),
    PROTECTED: (
        gettext_noop("This work is protected %(in_country)s until %(until)s."),
        gettext_noop("This work is still protected %(in_country)s."),
    ),
    UNCLEAR: (
        gettext_noop("We could not establish whether this work is free %(in_country)s (not settled: %(missing)s)."),
        gettext_noop("We could not establish whether this work is free %(in_country)s."),
    ),
}
SENTENCES: Mapping[tuple[str, Status], tuple[str, ...]] = {
    ("us_term_expired", PD): (
        gettext_noop("Published in %(year)s: copyright in the United States ended on %(end)s."),
        gettext_noop("The term of copyright in the United States has ended."),
    ),
    ("us_not_renewed", PD): (
        gettext_noop(
            "Published in the United States in %(year)s and reported as not renewed: "
            "its copyright there ended on %(end)s."
        ),
        gettext_noop("Its copyright in the United States was reported as not renewed."),
    ),
    ("us_no_notice", PD): (
        gettext_noop(
            "First published in the United States in %(year)s without a valid copyright notice, "
            "which at that time gave a work to the public."
        ),
        gettext_noop("First published in the United States without a valid copyright notice."),
    ),
    ("us_government_work", PD): (
        gettext_noop("A work of the government of the United States, which holds no copyright in its works there."),
    ),
    ("us_government_work", UNCLEAR): (
        gettext_noop(
            "A work of the United States government has no copyright at home; "
            "whether it has its own term %(in_country)s is not settled."
        ),
    ),
    ("fr_70_pma", PD): (
        gettext_noop(
            "%(name)s, the last of its authors, died in %(death_year)s; protection lasts 70 years after that, "
            "so the work has been free since %(since)s."
        ),
        gettext_noop(
            "The last of its authors died in %(death_year)s; protection lasts 70 years after that, "
            "so the work has been free since %(since)s."
        ),
        gettext_noop(
            "70 years have passed since the last of its authors died: the work has been free since %(since)s."
        ),
        gettext_noop("70 years have passed since the last of its authors died."),
    ),
    ("fr_70_pma", PROTECTED): (
        gettext_noop(
            "%(name)s, one of its authors, died in %(death_year)s: "
            "the work is protected %(in_country)s until %(until)s."
        ),
        gettext_noop("Protected %(in_country)s for 70 years after the death of its last author, until %(until)s."),
        gettext_noop("Protected %(in_country)s for 70 years after the death of its last author."),
    ),
    ("fr_70_pma", UNCLEAR): (
        gettext_noop(
            "Protection %(in_country)s lasts 70 years after the death of the last author, "
            "and we could not establish when that ends (not settled: %(missing)s)."
        ),
        gettext_noop(
            "Protection %(in_country)s lasts 70 years after the death of the last author, "
            "and we could not establish when that ends."
        ),
    ),
    ("fr_shorter_term", PD): (
        gettext_noop(
            "Protection in its country of origin has run out and no author was a citizen of the European Union, "
            "so the work has been free %(in_country)s since %(since)s."
        ),
        gettext_noop(
            "Protection in its country of origin has run out and no author was a citizen of the European Union, "
            "so it lasts no longer %(in_country)s."
        ),
    ),
    ("fr_shorter_term", UNCLEAR): (
        gettext_noop(
            "Protection in its country of origin has run out; whether that ends it %(in_country)s too is open "
            "(not settled: %(missing)s)."
        ),
        gettext_noop(
            "Protection in its country of origin has run out; whether that ends it %(in_country)s too is not settled."
        ),
    ),
    ("fr_formality_ignored", PROTECTED): (
        gettext_noop(
            "Free in the United States only because a formality was missed, which does not count %(in_country)s "
            "(Cass. 1re civ., 17 December 2009, no. 07-21.115): protected until %(until)s."
        ),
        gettext_noop(
            "Free in the United States only because a formality was missed, which does not count %(in_country)s "
            "(Cass. 1re civ., 17 December 2009, no. 07-21.115)."
        ),
    ),
    ("creative_commons", OPEN): GENERAL[OPEN],
}
# What is not settled, as part of a sentence.
MISSING: Mapping[str, str] = {
    "death_year": gettext_noop("the year in which an author died"),
    "nationality_check": gettext_noop("the nationality of an author"),
    "uk_author": gettext_noop("how the rule treats British authors since the United Kingdom left the Union"),
    "eu_author_protected": gettext_noop("the term of an author who was a citizen of the Union"),
    "co_director": gettext_noop("whether the co-director counts as an author"),
    "country_of_origin": gettext_noop("which country is the country of origin"),
    "shorter_term": gettext_noop("whether the shorter term of the country of origin applies"),
    "renewal_search": gettext_noop("a search of the records of renewals"),
    "notice_on_prints": gettext_noop("whether the first prints carried a copyright notice"),
    "underlying_work": gettext_noop("the rights in the work it is based on"),
    "character": gettext_noop("the rights in its characters"),
    "trademark": gettext_noop("trade marks in it"),
    "music": gettext_noop("the rights in its music"),
    "live_score": gettext_noop("the rights in the music written for its first showing"),
    "third_party_footage": gettext_noop("the rights in pictures taken from others"),
    "restored_version": gettext_noop("the rights in a restored version"),
    "government_work": gettext_noop("whether a government work has a term of its own there"),
    "licence_capture": gettext_noop("a saved copy of the licence statement"),
}


@spoken
def why_held(hidden: Hidden) -> str:
    """Why a known copy is not shown, as a sentence of the active language."""
    return {
        Hidden.REMOVED: gettext("A link was removed."),
        Hidden.WITHDRAWN: gettext("A link was withdrawn for legal reasons."),
        Hidden.BANNED: gettext("A copy is known that a moderator has banned, for a reason in the public log."),
        Hidden.HOST_NOT_LISTED: gettext("A copy is known on a host that is not on our list."),
        Hidden.CHANNEL_REFUSED: gettext("A copy is known on a channel that we do not accept."),
        Hidden.CHANNEL_PROPOSED: gettext("A copy is known on a channel that is proposed and not listed yet."),
        Hidden.ORIGIN_REFUSED: gettext("A copy is known from somebody who had no right to put it there."),
        Hidden.ORIGIN_SUSPECT: gettext(
            "A copy is known, but it shows signs of a commercial edition: we do not show it before somebody has looked."
        ),
        Hidden.ORIGIN_UNCHECKED: gettext(
            "A copy is known, but nobody has looked yet at who put it there: we do not show it before."
        ),
        Hidden.DEAD: gettext("A copy that we knew of has vanished."),
        Hidden.NOT_OPEN_YET: gettext("A copy is known that is not open yet."),
        Hidden.CLOSED: gettext("A copy that we knew of was offered for a time only, which is over."),
        Hidden.NOT_SERVED_THERE: gettext("A copy is known that its host does not offer in this country."),
        Hidden.NO_RIGHT: gettext("A copy is known, but what it rests on gives no right to show it."),
        Hidden.NO_EVIDENCE: gettext("A copy is known, but nobody has recorded what proves the right to show it."),
        Hidden.OUTSIDE_TERRITORY: gettext("A copy is known, but the right to show it does not reach this country."),
        Hidden.TRAILER: gettext("A trailer is known, which is no way to watch the work."),
        Hidden.NOT_FREE_YET: gettext("A copy is known, but the work is not free in this country yet."),
        Hidden.AWAITS_NIGHT: gettext(
            "A copy is known, and the work has just become free in this country: it is shown from the next night on."
        ),
        Hidden.JUDGED_ANEW: gettext(
            "A copy is known; a fact has just changed, and whether the work is free in this country "
            "is being looked at again."
        ),
        Hidden.NO_ANSWER: gettext(
            "A copy is known, but nobody has worked out yet whether the work is free in this country."
        ),
        Hidden.PROTECTED: gettext("A copy is known, but the work is protected in this country."),
        Hidden.UNCLEAR: gettext("A copy is known, but whether the work is free in this country is not settled."),
        Hidden.AWAITS_REVIEW: gettext("A copy is known; somebody has to check the answer before we show it."),
        Hidden.NONCOMMERCIAL: gettext("A copy is known, but its licence does not allow this site to show it."),
    }[hidden]


def explain(answer: AnswerRow, country: str, language: str) -> str:
    """One sentence in the language that says how the work stands in the country, and why."""
    with nullcontext() if language == get_language() else override(language):
        said = say(answer.sentence)
        if said:
            return said
        values = _values(answer, country, language)
        choices = (*SENTENCES.get((answer.rule, answer.status), ()), *GENERAL[answer.status])
        return gettext(next(text for text in choices if values.keys() >= needs(text))) % values


def _values(answer: AnswerRow, country: str, language: str) -> dict[str, str]:
    """The values that sentences can use, only those that are known."""
    since, until = answer.free_since, answer.protected_until
    known = {
        "in_country": within(country, language),
        "year": str(answer.published_year or ""),
        "since": day(since, language) if since else "",
        "end": day(since - timedelta(days=1), language) if since else "",
        "until": day(until, language) if until else "",
        "name": answer.deciding_name,
        "death_year": str(answer.deciding_year or ""),
        "licence": licence_name(answer.licence),
        "missing": joined([missing(code) for code in answer.missing], language),
    }
    return {name: value for name, value in known.items() if value}


@spoken
def missing(code: str) -> str:
    """What a code of a missing fact means, as part of a sentence in the active language."""
    return gettext(MISSING.get(code, gettext_noop("a fact that has still to be looked up")))


def licence_name(spdx: str) -> str:
    """A licence as people write it: “CC BY-SA 3.0” for the identifier CC-BY-SA-3.0; unknown ones as they are."""
    found = by_spdx(spdx)
    return found.name if found else spdx


def caveat(answer: AnswerRow) -> str:
    """A sentence about what still has to be done before the answer counts, or ""."""
    if answer.play is Play.AFTER_REVIEW:
        return gettext("Somebody has to check this before a copy may be shown.")
    if answer.play is Play.JUDGED_ANEW:
        return gettext("A fact has just changed: this answer is looked at again, and no copy is shown until then.")
    return ""


def confidence(answer: AnswerRow) -> str:
    """How sure the answer is, in a word of the active language."""
    return _confidence(answer.confidence)


@spoken
def _confidence(code: str) -> str:
    words = {
        "high": pgettext("confidence", "high"),
        "medium": pgettext("confidence", "medium"),
        "low": pgettext("confidence", "low"),
    }
    return words.get(code, code)


@spoken
def status_word(status: Status) -> str:
    """The state of a work in a country, in a word of the active language."""
    return {
        PD: pgettext("rights", "Free"),
        OPEN: pgettext("rights", "Free, open licence"),
        PROTECTED: pgettext("rights", "Protected"),
        UNCLEAR: pgettext("rights", "Not settled"),
    }[status]


def status_class(status: Status) -> str:
    """The look of that word."""
    return {PD: "", OPEN: "", PROTECTED: "bad", UNCLEAR: "no"}[status]


def country_of(answer: AnswerRow, visitor_country: str) -> str:
    """The country that an answer speaks about: its own, or the visitor's for an answer that holds everywhere."""
    return visitor_country if answer.country == WORLD else answer.country
