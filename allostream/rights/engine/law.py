"""The rules of law by id, each with its source and the time in which it was or is in force: the table behind `/rights`.

How long a term lasts stands here and nowhere else. Rules that compute something of their own say how in the module
that computes it.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from allostream.rights.engine.states import EEA


class Rule(NamedTuple):
    """One rule of one country ("EU" for the common rule, "*" for all): its source, its meaning, when it is in force."""

    id: str
    country: str
    source: str
    meaning: str
    since: date | None = None
    until: date | None = None

    @property
    def key(self) -> str:
        """The key of its plain description in the reader's language."""
        return f"rule.{self.id}"


class Version(NamedTuple):
    """One version of a term: years, and since when.

    `revives`: it took back what had become free after this day; nothing if the day never came.
    """

    rule: str
    years: int
    since: date = date.min
    revives: date = date.max


class Term:
    """How long a term lasts under successive versions of the law, which stand in the order of their time."""

    def __init__(self, *versions: Version) -> None:
        self.versions = versions
        self._days: dict[int, tuple[date, Version]] = {}

    def lapse(self, year: int, as_of: date = date.max) -> tuple[date, Version]:
        """The first free day of a term counted from a year, and the version that decides.

        What had become free before a longer term came stays free, unless the new version revived it. Versions that
        came after `as_of` are not looked at.
        """
        if as_of is not date.max:
            return self._find(year, as_of)
        found = self._days.get(year)
        if found is None:
            found = self._days[year] = self._find(year, as_of)
        return found

    def _find(self, year: int, as_of: date) -> tuple[date, Version]:
        known = [version for version in self.versions if version.since <= as_of] or [self.versions[0]]
        for version, following in pairwise(known):
            free_on = new_year(year + version.years + 1)
            if free_on <= following.since and free_on <= following.revives:
                return free_on, version
        return new_year(year + known[-1].years + 1), known[-1]


@cache
def new_year(year: int) -> date:
    """1 January: the first free day after a term that ended with the year before. Years out of range never come."""
    return date(year, 1, 1) if 1 <= year < date.max.year else (date.max if year > 1 else date.min)


_ALL = date.min  # everything that had become free was taken back
RU_EXPIRED = date(1993, 1, 1)  # what had ended by then stays free (federal law 231-FZ of 2006, art. 6)
DIRECTIVE = _EU = date(1995, 7, 1)  # Directive 93/98/EEC, art. 13; now Directive 2006/116/EC

# Terms from the death of the last author who counts, for films.
FILM_BY_DEATH: Mapping[str, Term] = {
    **{
        country: Term(Version("eu.pma-50", 50), Version(f"{country.lower()}.pma", 70, _EU, revives=_ALL))
        for country in ("FR", "DE", "IT", "ES", "BE", "NL", "IE")
    },
    "EU": Term(Version("eu.pma-50", 50), Version("eu.pma", 70, _EU, revives=_ALL)),
    "PL": Term(Version("pl.pma-50", 50), Version("pl.pma", 70, date(2000, 7, 22), revives=_ALL)),
    "GB": Term(Version("gb.pma-50", 50), Version("gb.pma", 70, date(1996, 1, 1), revives=_ALL)),
    "CH": Term(Version("ch.director-50", 50), Version("ch.director", 70, date(1993, 7, 1))),
    "CA": Term(Version("ca.life-50", 50), Version("ca.life-70", 70, date(2022, 12, 30))),
    "AU": Term(Version("au.life-50", 50), Version("au.life-70", 70, date(2005, 1, 1))),
    "NZ": Term(Version("nz.life-50", 50)),
    "IN": Term(Version("in.authors", 60)),
    "MX": Term(Version("mx.life-100", 100)),
    "AR": Term(Version("ar.life-50", 50)),
    "HK": Term(Version("hk.four-roles", 50)),
    "RU": Term(Version("ru.life-50", 50), Version("ru.life-70", 70, date(2004, 7, 28), revives=RU_EXPIRED)),
}
# Terms from publication, for films.
FILM_BY_PUBLICATION: Mapping[str, Term] = {
    "CA": Term(Version("ca.film-50", 50), Version("ca.film-75", 75, date(2020, 7, 1))),
    "AU": Term(Version("au.film-50", 50), Version("au.film-70", 70, date(2005, 1, 1))),
    "NZ": Term(Version("nz.film-50", 50)),
    "JP": Term(Version("jp.film-50", 50), Version("jp.film-70", 70, date(2004, 1, 1))),
    "KR": Term(
        Version("kr.film-30", 30),
        Version("kr.film-50", 50, date(1987, 7, 1)),
        Version("kr.film-70", 70, date(2013, 7, 1)),
    ),
    "IN": Term(Version("in.film-50", 50), Version("in.film-60", 60, date(1991, 12, 28))),
    "BR": Term(Version("br.film", 70)),
    "CN": Term(Version("cn.film", 50)),
    "ZA": Term(Version("za.film", 50)),
    "RU": Term(Version("ru.studio-50", 50), Version("ru.studio-70", 70, date(2004, 7, 28), revives=RU_EXPIRED)),
}
# Terms of written works and music from the death of the last author, where they are not those of films.
WRITTEN: Mapping[str, Term] = {
    **{country: FILM_BY_DEATH[country] for country in ("FR", "DE", "IT", "ES", "BE", "NL", "IE", "EU", "PL", "GB")},
    "CH": Term(Version("ch.life-50", 50), Version("ch.life-70", 70, date(1993, 7, 1))),
    "CA": FILM_BY_DEATH["CA"],
    "AU": FILM_BY_DEATH["AU"],
    "NZ": FILM_BY_DEATH["NZ"],
    "IN": FILM_BY_DEATH["IN"],
    "MX": FILM_BY_DEATH["MX"],
    "HK": Term(Version("hk.life-50", 50)),
    "RU": FILM_BY_DEATH["RU"],
    "JP": Term(Version("jp.life-50", 50), Version("jp.life-70", 70, date(2018, 12, 30))),
    "KR": Term(Version("kr.life-50", 50), Version("kr.life-70", 70, date(2013, 7, 1))),
    "BR": Term(Version("br.life-60", 60), Version("br.life-70", 70, date(1998, 6, 19))),
    "AR": Term(Version("ar.written-50", 50), Version("ar.written-70", 70, date(1997, 10, 31))),
    "CN": Term(Version("cn.life", 50)),
    "ZA": Term(Version("za.life", 50)),
}

NZ_EXTENSION = date(2028, 5, 1)  # by then at the latest the free-trade agreement with the EU wants 70 years
CH_REVISION = date(1993, 7, 1)
FIRST_PUBLISHER, PRODUCER = 25, 50  # years from publication, Directive 2006/116/EC, art. 4 and 3(3)
GB_COMMENCED, GB_UNPUBLISHED = date(1989, 8, 1), date(2040, 1, 1)  # the act of 1988; the end of its para. 12(4)

_TD = "Directive 2006/116/EC"
_CPI = "Code de la propriété intellectuelle"
_USC = "17 U.S.C."


def _pma(country: str, source: str) -> Rule:
    meaning = "70 years from the death of the last of director, screenwriter, dialogue writer and composer."
    return Rule(f"{country.lower()}.pma", country, source, meaning, _EU)


RULES: tuple[Rule, ...] = (
    Rule(
        "eu.pma-50",
        "EU",
        "Berne Convention, art. 7",
        "50 years from the last author's death, before the directive.",
        until=_EU,
    ),
    _pma("EU", f"{_TD}, art. 2(2)"),
    Rule("eu.anonymous", "EU", f"{_TD}, art. 1(3)", "Authors known to nobody: 70 years from publication.", _EU),
    Rule(
        "eu.late-publication", "EU", f"{_TD}, art. 4", "First published after the term: 25 years from publication.", _EU
    ),
    Rule(
        "eu.producer",
        "EU",
        f"{_TD}, art. 3(1) and 3(3); Copyright, Designs and Patents Act 1988, s. 13B",
        "Producer and performers: 50 years from publication, whatever has become of the authors' right.",
        _EU,
    ),
    Rule(
        "eu.shorter-term",
        "EU",
        f"{_TD}, art. 7(1)",
        "A work from outside whose author is no citizen of the Union is protected no longer than at home.",
        _EU,
    ),
    Rule(
        "eu.us-as-if",
        "EU",
        "Berne Convention, art. 5(2), 7(8) and 18(1)",
        "Works from the United States count as if all formalities had been met: 95 years from publication.",
    ),
    _pma("FR", f"{_CPI}, art. L123-1 and L123-2"),
    Rule("fr.anonymous", "FR", f"{_CPI}, art. L123-3", "Authors known to nobody: 70 years from publication."),
    Rule(
        "fr.war-years",
        "FR",
        f"{_CPI}, art. L123-8 and L123-9; Cass. 1re civ., 27 February 2007, 04-12.138",
        "Music published before 1921: 6 years and 152 days more; before 1948: 8 years and 120 days more.",
    ),
    Rule("fr.died-for-france", "FR", f"{_CPI}, art. L123-10", "30 years more for an author who died for France."),
    Rule("fr.late-publication", "FR", f"{_CPI}, art. L123-4", "First published after the term: 25 years."),
    Rule(
        "fr.shorter-term",
        "FR",
        f"{_CPI}, art. L123-12",
        "A work from outside the Union whose author is no citizen of it has the term of its country, at most ours.",
    ),
    Rule(
        "fr.formality",
        "FR",
        "Cass. 1re civ., 17 December 2009, 07-21.115",
        "That a formality was missed in the United States does not make a work free in France.",
    ),
    _pma("DE", "UrhG §§ 64, 65(2), 69"),
    Rule("de.shorter-term", "DE", "UrhG § 121(4)", "Works from outside the Union: compared with the term at home."),
    Rule(
        "de.treaty-1892",
        "DE",
        "Convention of 15 January 1892 between Germany and the United States",
        "Works from the United States have the full German term; terms are not compared.",
        date(1892, 5, 6),
    ),
    _pma("IT", "Law 633/1941, art. 32"),
    Rule(
        "it.war-years", "IT", "War-time statutes", "Works published before 1946 may have more years: a reviewer looks."
    ),
    _pma("ES", "TRLPI art. 26 to 28 and 87"),
    Rule(
        "es.80",
        "ES",
        "TRLPI, fourth transitional provision",
        "80 years for authors who died before 7 December 1987.",
    ),
    _pma("BE", "Code of economic law, art. XI.166"),
    _pma("NL", "Auteurswet art. 40"),
    Rule("pl.pma-50", "PL", "Act of 4 February 1994, art. 36", "50 years.", date(1994, 5, 24), date(2000, 7, 22)),
    _pma("PL", "Act of 4 February 1994, art. 36, 69 and 70")._replace(since=date(2000, 7, 22)),
    _pma("IE", "Copyright and Related Rights Act 2000, s. 25"),
    Rule("gb.pma-50", "GB", "Copyright Act 1956", "50 years from the author's death.", until=date(1996, 1, 1)),
    _pma("GB", "Copyright, Designs and Patents Act 1988, s. 13B(2); S.I. 1995/3297 reg. 13")._replace(
        since=date(1996, 1, 1)
    ),
    Rule("gb.unknown", "GB", "Copyright, Designs and Patents Act 1988, s. 13B(4)", "None of the four known: 70 years."),
    Rule(
        "gb.nobody",
        "GB",
        "Copyright, Designs and Patents Act 1988, s. 13B(9)",
        "Nobody in the roles: 50 years from making.",
    ),
    Rule(
        "gb.unpublished",
        "GB",
        "Copyright, Designs and Patents Act 1988, sch. 1 para. 12(4)",
        "Unpublished on 1 August 1989: protected until the end of 2039 at least.",
    ),
    Rule(
        "gb.shorter-term",
        "GB",
        "Copyright, Designs and Patents Act 1988, s. 13B(7)",
        "A work from abroad whose author is not British is protected no longer than at home.",
    ),
    Rule(
        "ch.director-50",
        "CH",
        "Copyright act of 1922",
        "50 years; authors dead before 1943 were free.",
        until=CH_REVISION,
    ),
    Rule("ch.director", "CH", "URG art. 30(3)", "70 years from the death of the director alone.", CH_REVISION),
    Rule("ch.life-50", "CH", "Copyright act of 1922", "Written works and music: 50 years.", until=CH_REVISION),
    Rule("ch.life-70", "CH", "URG art. 29", "Written works and music: 70 years from the last death.", CH_REVISION),
    Rule(
        "us.term",
        "US",
        f"{_USC} 304, 305",
        "Published by 1922: 75 years from publication; published 1923 to 1977: 95 years.",
        date(1998, 10, 27),
    ),
    Rule(
        "us.no-notice",
        "US",
        "Copyright Act of 1909, s. 9 and 19; 17 U.S.C. 405",
        "Published before 1978 without a valid notice: never protected.",
        until=date(1978, 1, 1),
    ),
    Rule(
        "us.not-renewed",
        "US",
        "Copyright Act of 1909, s. 24",
        "Published by 1963 and not renewed in the 28th year: free from the next year on.",
        until=date(1992, 6, 26),
    ),
    Rule(
        "us.not-registered",
        "US",
        f"{_USC} 405(a)(2)",
        "Published 1978 to February 1989 without a notice and not registered within five years: free.",
        date(1978, 1, 1),
        date(1989, 3, 1),
    ),
    Rule(
        "us.uraa",
        "US",
        f"{_USC} 104A",
        "Foreign works protected at home on 1 January 1996 were restored: 95 years from publication.",
        date(1996, 1, 1),
    ),
    Rule(
        "us.home-free",
        "US",
        f"{_USC} 104A(h)(6)(B)",
        "Foreign works that were free at home on 1 January 1996 were not restored.",
        date(1996, 1, 1),
    ),
    Rule("us.government", "US", f"{_USC} 105", "Works of the United States government have no copyright there."),
    Rule("us.unpublished", "US", f"{_USC} 302, 303", "Never published: life and 70 years, or 120 from making."),
    Rule(
        "us.published-late",
        "US",
        f"{_USC} 303(a)",
        "Made before 1978 and first published from 1978 to 2002: at least until the end of 2047.",
    ),
    Rule(
        "us.since-1978",
        "US",
        f"{_USC} 302",
        "Published since 1978: made for hire 95 years from publication or 120 from making, else life and 70.",
        date(1978, 1, 1),
    ),
    Rule(
        "us.derivative",
        "US",
        "Russell v. Price, 612 F.2d 1123 (9th Cir. 1979); Stewart v. Abend, 495 U.S. 207 (1990)",
        "A free film of a protected work may not be shown freely.",
    ),
    Rule("us.life-70", "US", f"{_USC} 302(a)", "Written works since 1978: life and 70 years."),
    Rule("ca.life-50", "CA", "Copyright Act s. 6", "Life and 50 years.", until=date(2022, 12, 30)),
    Rule("ca.life-70", "CA", "Copyright Act s. 6", "Life and 70 years; nothing was revived.", date(2022, 12, 30)),
    Rule(
        "ca.film-50",
        "CA",
        "Copyright Act s. 11.1",
        "Films without dramatic character: 50 years.",
        until=date(2020, 7, 1),
    ),
    Rule("ca.film-75", "CA", "Copyright Act s. 11.1", "Films without dramatic character: 75 years.", date(2020, 7, 1)),
    Rule(
        "au.life-50",
        "AU",
        "Copyright Act 1968 s. 33, 222",
        "Films made before 1 May 1969 are dramatic works: life and 50 years.",
        until=date(2005, 1, 1),
    ),
    Rule("au.life-70", "AU", "Copyright Act 1968 s. 33", "Life and 70 years; nothing was revived.", date(2005, 1, 1)),
    Rule("au.film-50", "AU", "Copyright Act 1968 s. 94", "50 years from publication.", date(1969, 5, 1)),
    Rule(
        "au.film-70",
        "AU",
        "Copyright Act 1968 s. 94",
        "Films made since 1 May 1969: 70 years from first publication.",
        date(2005, 1, 1),
    ),
    Rule("nz.film-50", "NZ", "Copyright Act 1994 s. 23", "Films: 50 years from making or release."),
    Rule("nz.life-50", "NZ", "Copyright Act 1994 s. 22", "The dramatic work in them: life and 50 years."),
    Rule(
        "nz.extension",
        "NZ",
        "Free Trade Agreement between the EU and New Zealand, art. 18.12",
        "70 years by 1 May 2028 at the latest: what would become free after that day is not sure to.",
        NZ_EXTENSION,
    ),
    Rule("jp.film-50", "JP", "Copyright Act 1970", "50 years from publication.", date(1971, 1, 1), date(2004, 1, 1)),
    Rule(
        "jp.film-70",
        "JP",
        "Copyright Act art. 54; Supreme Court 18 December 2007 (Shane)",
        "Films published since 1954: 70 years from publication.",
        date(2004, 1, 1),
    ),
    Rule(
        "jp.director-38",
        "JP",
        "Copyright Act of 1899; law no. 85 of 2003, suppl. art. 3; Supreme Court 8 October 2009 (Chaplin)",
        "Films made before 1971 of a natural person: the director's life and 38 years, where that is longer.",
        until=date(1971, 1, 1),
    ),
    Rule("jp.life-50", "JP", "Copyright Act art. 51", "Written works and music: 50 years.", until=date(2018, 12, 30)),
    Rule("jp.life-70", "JP", "Copyright Act art. 51", "Written works and music: 70 years.", date(2018, 12, 30)),
    Rule("kr.film-30", "KR", "Copyright Act of 1957", "30 years from publication.", until=date(1987, 7, 1)),
    Rule("kr.film-50", "KR", "Copyright Act of 1986", "50 years.", date(1987, 7, 1), date(2013, 7, 1)),
    Rule("kr.film-70", "KR", "Copyright Act art. 42", "70 years from publication.", date(2013, 7, 1)),
    Rule("kr.life-50", "KR", "Copyright Act of 1986", "Written works and music: 50 years.", until=date(2013, 7, 1)),
    Rule("kr.life-70", "KR", "Copyright Act art. 39", "Written works and music: 70 years.", date(2013, 7, 1)),
    Rule("in.film-50", "IN", "Copyright Act 1957 s. 26", "50 years.", until=date(1991, 12, 28)),
    Rule("in.film-60", "IN", "Copyright Act 1957 s. 26", "60 years from the year after publication."),
    Rule("in.authors", "IN", "Copyright Act 1957 s. 22", "Script and songs: life and 60 years, separately."),
    Rule("in.shorter-term", "IN", "International Copyright Order 1999", "Foreign works: not longer than at home."),
    Rule("br.film", "BR", "Law 9.610/1998 art. 44", "70 years from 1 January after release.", date(1998, 6, 19)),
    Rule("br.life-60", "BR", "Law 5.988/1973", "Written works and music: life and 60 years.", until=date(1998, 6, 19)),
    Rule("br.life-70", "BR", "Law 9.610/1998 art. 41", "Written works and music: 70 years.", date(1998, 6, 19)),
    Rule(
        "mx.life-100",
        "MX",
        "Ley Federal del Derecho de Autor art. 29",
        "Life and 100 years; whether older, shorter terms had ended is argued author by author.",
        date(2003, 7, 24),
    ),
    Rule(
        "ar.life-50",
        "AR",
        "Law 11.723 art. 20 and 34",
        "50 years from the death of the last of plot author, producer, director and composer.",
    ),
    Rule("ar.written-50", "AR", "Law 11.723 art. 5", "Written works and music: 50 years.", until=date(1997, 10, 31)),
    Rule("ar.written-70", "AR", "Law 24.870", "Written works and music: 70 years.", date(1997, 10, 31)),
    Rule("ar.paying-domain", "AR", "Decree-law 1.224/1958", "Public use of what is free costs a fee to the arts fund."),
    Rule("ar.shorter-term", "AR", "Law 11.723 art. 15", "Foreign works: not longer than at home."),
    Rule("cn.film", "CN", "Copyright Law art. 23", "50 years from first publication."),
    Rule("cn.life", "CN", "Copyright Law art. 23", "Written works and music: life and 50 years."),
    Rule("hk.four-roles", "HK", "Copyright Ordinance s. 19", "Four roles and 50 years."),
    Rule("hk.life-50", "HK", "Copyright Ordinance s. 17", "Written works and music: life and 50 years."),
    Rule("za.film", "ZA", "Copyright Act 98 of 1978 s. 3", "50 years from the year it was made available."),
    Rule("za.life", "ZA", "Copyright Act 98 of 1978 s. 3", "Written works and music: life and 50 years."),
    Rule("ru.studio-50", "RU", "Law of 9 July 1993", "Films of studios: 50 years.", until=date(2004, 7, 28)),
    Rule(
        "ru.studio-70",
        "RU",
        "Federal law 231-FZ of 2006 art. 6",
        "Films of studios as legal persons: 70 years from publication, unless 50 had ended by 1993.",
        date(2004, 7, 28),
    ),
    Rule("ru.life-50", "RU", "Law of 9 July 1993", "Natural authors: life and 50 years.", until=date(2004, 7, 28)),
    Rule(
        "ru.life-70",
        "RU",
        "Civil Code art. 1281",
        "Natural authors: life and 70 years, four more for war service, unless 50 had ended by 1993.",
        date(2004, 7, 28),
    ),
    Rule("any.open-licence", "*", "The licence", "The maker has given an open licence."),
    Rule(
        "any.no-comparison", "*", "", "Its law does not compare terms with the country of origin, as far as was read."
    ),
    Rule("any.underlying", "*", "Berne Convention, art. 2(3) and 14(1)", "What the film uses keeps its own term."),
    Rule("any.layer", "*", "Berne Convention, art. 2(3)", "What lies over the bare film has a right of its own."),
    Rule("any.no-rule", "*", "", "The law of this country has not been read."),
    Rule("any.government", "*", f"{_USC} 105", "Works of the United States government abroad: not settled."),
)
BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}


def rules_of(country: str) -> tuple[Rule, ...]:
    """The rules that are asked for a country, those that are asked everywhere last."""
    groups = {country, "EU", "*"} if country in EEA else {country, "*"}
    return tuple(rule for rule in RULES if rule.country in groups)
