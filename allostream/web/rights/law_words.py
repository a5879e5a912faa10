"""Every rule of protection in plain words, by its id, and the text of law behind it as each language cites it.

The rules themselves stand in allostream.rights.engine.law; the numbers in these sentences are those of that table.
"""

from collections.abc import Mapping

from django.utils.translation import gettext

from allostream.lib.problems import gettext_noop
from allostream.rights.engine.law import Rule

FOUR_ROLES = gettext_noop(
    "A film is free 70 years after the last of four people died: principal director, author of the screenplay, author"
    " of the dialogue, composer of music written for it."
)
ANONYMOUS = gettext_noop("Where nobody knows who the authors are, the 70 years run from publication.")
LATE = gettext_noop("Whoever first publishes a work whose term has already ended has a right of 25 years of their own.")
WRITTEN_70 = gettext_noop("Novels, plays and music are protected for 70 years from the death of their last author.")
AT_HOME = gettext_noop("A work from abroad is protected no longer than in its own country.")
WRITTEN_50 = gettext_noop("Novels, plays and music are protected for 50 years from the death of their last author.")
RULES: Mapping[str, str] = {
    "eu.pma-50": gettext_noop(
        "Before 1 July 1995 the European countries that follow it here counted 50 years from the death of the last "
        "author."
    ),
    "eu.pma": FOUR_ROLES,
    "eu.anonymous": ANONYMOUS,
    "eu.late-publication": LATE,
    "eu.shorter-term": gettext_noop(
        "A work from outside the European Union none of whose authors is a citizen of it is protected no longer than "
        "in its own country."
    ),
    "eu.us-as-if": gettext_noop(
        "In that comparison a work from the United States is taken as if every American formality had been met: 95 "
        "years from publication."
    ),
    "eu.producer": gettext_noop(
        "Producer and performers have rights of their own for 50 years from publication, whatever has become of the "
        "authors’ right."
    ),
    "fr.pma": FOUR_ROLES,
    "fr.anonymous": ANONYMOUS,
    "fr.war-years": gettext_noop(
        "The two wars prolong the part of the composer alone: by 6 years and 152 days for music published before "
        "1921, and by 8 years and 120 days for music published before 1948."
    ),
    "fr.died-for-france": gettext_noop(
        "The part of an author whose death certificate says that they died for France lasts 30 years longer."
    ),
    "fr.late-publication": LATE,
    "fr.shorter-term": gettext_noop(
        "A work from outside the Union none of whose authors is a citizen of it has the term of its own country, and "
        "never a longer one than the French."
    ),
    "fr.formality": gettext_noop(
        "That an American formality was missed does not make a work free in France: it did not fall there by the end "
        "of its term."
    ),
    "de.pma": FOUR_ROLES,
    "de.shorter-term": gettext_noop(
        "A work from outside the European Union is protected no longer than in its own country, if no author is a "
        "citizen of the Union."
    ),
    "de.treaty-1892": gettext_noop(
        "A treaty of 1892 gives American works the full German term: for them terms are never compared."
    ),
    "it.pma": FOUR_ROLES,
    "it.war-years": gettext_noop(
        "Statutes of the war years may prolong works published before 1946; a reviewer has to look at each."
    ),
    "es.pma": FOUR_ROLES,
    "es.80": gettext_noop(
        "The part of an author who died before 7 December 1987 lasts 80 years after the death instead."
    ),
    "be.pma": FOUR_ROLES,
    "nl.pma": FOUR_ROLES,
    "pl.pma-50": gettext_noop("From 1994 to 2000 Poland counted 50 years."),
    "pl.pma": FOUR_ROLES,
    "ie.pma": FOUR_ROLES,
    "gb.pma-50": gettext_noop(
        "Until the end of 1995 the United Kingdom counted 50 years from the death of the author."
    ),
    "gb.pma": FOUR_ROLES,
    "gb.unknown": gettext_noop(
        "Who is not known of the four is passed over if one of them is; if none is known, the 70 years run from "
        "making, or from release within that time."
    ),
    "gb.nobody": gettext_noop(
        "If certainly nobody had any of the four parts, a film is protected for 50 years from making."
    ),
    "gb.unpublished": gettext_noop(
        "What was unpublished on 1 August 1989, whoever its author, is protected until the end of 2039 at least."
    ),
    "gb.shorter-term": gettext_noop(
        "A work from abroad none of whose authors is British is protected no longer than in its own country."
    ),
    "ch.director-50": gettext_noop(
        "Until 1993 the term was 50 years; what was free by then, because its author had died before 1943, stayed free."
    ),
    "ch.director": gettext_noop("A film is free 70 years after the death of its director: nobody else counts."),
    "ch.life-50": gettext_noop(
        "Novels, plays and music were protected for 50 years from their author’s death until 1993."
    ),
    "ch.life-70": WRITTEN_70,
    "us.term": gettext_noop(
        "A film published from 1923 to 1977 is protected for 95 years from publication; those published by 1922 had "
        "75 years, which are over."
    ),
    "us.no-notice": gettext_noop(
        "A film published before 1978 without a valid copyright notice on its copies was never protected."
    ),
    "us.not-renewed": gettext_noop(
        "A film published by 1963 had to be renewed in its 28th year; without that it is free from the following year"
        " on."
    ),
    "us.not-registered": gettext_noop(
        "A film published from 1978 to February 1989 without a notice is free if it was not registered within five "
        "years."
    ),
    "us.uraa": gettext_noop(
        "A film from abroad that was still protected at home on 1 January 1996 got its American protection back: 95 "
        "years from publication."
    ),
    "us.home-free": gettext_noop("A film from abroad that was free at home on 1 January 1996 was not restored."),
    "us.government": gettext_noop(
        "What officers of the United States government make in the course of their duty has no copyright there."
    ),
    "us.unpublished": gettext_noop(
        "A film that was never published is protected for its authors’ lives and 70 years, or for 120 years from "
        "making."
    ),
    "us.published-late": gettext_noop(
        "A film made before 1978 and first published from 1978 to 2002 is protected until the end of 2047 at least."
    ),
    "us.since-1978": gettext_noop(
        "A film published since 1978 is protected for 95 years from publication or 120 from making if it was made for"
        " hire, else for its authors’ lives and 70 years."
    ),
    "us.derivative": gettext_noop("A free film made from a work that is still protected may not be shown freely."),
    "us.life-70": gettext_noop(
        "Novels, plays and music since 1978 are protected for their author’s life and 70 years."
    ),
    "ca.life-50": gettext_noop(
        "Until the end of 2022 a dramatic film was free 50 years after the death of its last author."
    ),
    "ca.life-70": gettext_noop(
        "A dramatic film is free 70 years after the death of its last author; what had become free before the end of "
        "2022 stays free."
    ),
    "ca.film-50": gettext_noop("Until 2020 a film without dramatic character was protected for 50 years."),
    "ca.film-75": gettext_noop("A film without dramatic character is protected for 75 years."),
    "au.life-50": gettext_noop(
        "Films made before 1 May 1969 are dramatic works; until 2005 they were free 50 years after the death of their"
        " last author."
    ),
    "au.life-70": gettext_noop(
        "Films made before 1 May 1969 are free 70 years after the death of their last author; what had become free "
        "before 2005 stays free."
    ),
    "au.film-50": gettext_noop("Films made since 1 May 1969 were protected for 50 years from publication until 2005."),
    "au.film-70": gettext_noop("Films made since 1 May 1969 are protected for 70 years from first publication."),
    "nz.film-50": gettext_noop("A film is protected for 50 years from making or release."),
    "nz.life-50": gettext_noop(
        "The dramatic work in a film is protected for its authors’ lives and 50 years: both terms must have ended."
    ),
    "nz.extension": gettext_noop(
        "New Zealand has promised to lengthen its terms to 70 years by 1 May 2028 at the latest: what would become "
        "free after that day is not sure to."
    ),
    "jp.film-50": gettext_noop(
        "From 1971 to 2003 films were protected for 50 years from publication; those published by 1953 became free "
        "under this rule."
    ),
    "jp.film-70": gettext_noop("Films published since 1954 are protected for 70 years from publication."),
    "jp.director-38": gettext_noop(
        "A film made before 1971 whose author was a person and no company is protected for 38 years after the "
        "director’s death, if that is longer."
    ),
    "jp.life-50": gettext_noop(
        "Novels, plays and music were protected for 50 years from their author’s death until the end of 2018."
    ),
    "jp.life-70": WRITTEN_70,
    "kr.film-30": gettext_noop("Until 1987 films were protected for 30 years from publication."),
    "kr.film-50": gettext_noop("From 1987 to 2013 films were protected for 50 years from publication."),
    "kr.film-70": gettext_noop(
        "A film is protected for 70 years from publication; what had become free before stays free."
    ),
    "kr.life-50": gettext_noop(
        "Novels, plays and music were protected for 50 years from their author’s death until 2013."
    ),
    "kr.life-70": WRITTEN_70,
    "in.film-50": gettext_noop("Until the end of 1991 films were protected for 50 years from publication."),
    "in.film-60": gettext_noop("A film is protected for 60 years from the year after its publication."),
    "in.authors": gettext_noop("Script and songs have a term of their own, their authors’ lives and 60 years."),
    "in.shorter-term": AT_HOME,
    "br.film": gettext_noop("A film is protected for 70 years from the 1 January after its release."),
    "br.life-60": gettext_noop(
        "Novels, plays and music were protected for 60 years from their author’s death until 1998."
    ),
    "br.life-70": WRITTEN_70,
    "mx.life-100": gettext_noop(
        "A film is free 100 years after the death of its last author; whether older and shorter terms had ended "
        "already is argued author by author, so before that it is not settled."
    ),
    "ar.life-50": gettext_noop(
        "A film is free 50 years after the last of these died: author of the plot, producer, director and composer."
    ),
    "ar.paying-domain": gettext_noop(
        "Using in public what is free there costs a fee, which goes to the national arts fund; watching it costs none."
    ),
    "ar.written-50": gettext_noop(
        "Novels, plays and music were protected for 50 years from their author’s death until 1997."
    ),
    "ar.written-70": WRITTEN_70,
    "ar.shorter-term": AT_HOME,
    "cn.film": gettext_noop("A film is protected for 50 years from first publication."),
    "cn.life": WRITTEN_50,
    "hk.four-roles": gettext_noop(
        "A film is free 50 years after the last of four people died: principal director, author of the screenplay, "
        "author of the dialogue, composer of music written for it."
    ),
    "hk.life-50": WRITTEN_50,
    "za.film": gettext_noop("A film is protected for 50 years from the year in which it was made available."),
    "za.life": WRITTEN_50,
    "ru.studio-50": gettext_noop("Until 2004 films of studios were protected for 50 years from publication."),
    "ru.studio-70": gettext_noop(
        "A film whose author in law is a studio, as Soviet studios were, is protected for 70 years from publication, "
        "unless 50 years had ended by 1993."
    ),
    "ru.life-50": gettext_noop("Until 2004 natural authors were protected for their lives and 50 years."),
    "ru.life-70": gettext_noop(
        "Natural authors are protected for their lives and 70 years, and four years more if they served in the war, "
        "unless 50 years had ended by 1993."
    ),
    "any.open-licence": gettext_noop(
        "What its makers have given to everybody under an open licence may be watched everywhere, on the terms of "
        "that licence."
    ),
    "any.no-comparison": gettext_noop(
        "This country does not compare its term with that of the country of origin, as far as its law was read."
    ),
    "any.underlying": gettext_noop(
        "A novel, a play, a song or a score that a film uses keeps its own term: while that runs, a film that is free"
        " itself is not."
    ),
    "any.layer": gettext_noop(
        "What was added to the bare film, such as a new score, colour or a translation, has a right of its own."
    ),
    "any.no-rule": gettext_noop("A country whose law has not been read for this directory is answered as not settled."),
    "any.government": gettext_noop(
        "Whether works of the United States government are protected abroad is not settled."
    ),
}
# Laws and judgments that French cites in other words; what is not here is the same in both languages.
AUTHORITIES = (
    gettext_noop("Berne Convention, art. 7"),
    gettext_noop("Directive 2006/116/EC, art. 3(1) and 3(3); Copyright, Designs and Patents Act 1988, s. 13B"),
    gettext_noop("Decree-law 1.224/1958"),
    gettext_noop("Directive 2006/116/EC, art. 2(2)"),
    gettext_noop("Directive 2006/116/EC, art. 1(3)"),
    gettext_noop("Directive 2006/116/EC, art. 4"),
    gettext_noop("Directive 2006/116/EC, art. 7(1)"),
    gettext_noop("Berne Convention, art. 5(2), 7(8) and 18(1)"),
    gettext_noop("Code de la propriété intellectuelle, art. L123-1 and L123-2"),
    gettext_noop(
        "Code de la propriété intellectuelle, art. L123-8 and L123-9; Cass. 1re civ., 27 February 2007, 04-12.138"
    ),
    gettext_noop("Cass. 1re civ., 17 December 2009, 07-21.115"),
    gettext_noop("UrhG §§ 64, 65(2), 69"),
    gettext_noop("UrhG § 121(4)"),
    gettext_noop("Convention of 15 January 1892 between Germany and the United States"),
    gettext_noop("Law 633/1941, art. 32"),
    gettext_noop("War-time statutes"),
    gettext_noop("TRLPI art. 26 to 28 and 87"),
    gettext_noop("TRLPI, fourth transitional provision"),
    gettext_noop("Code of economic law, art. XI.166"),
    gettext_noop("Auteurswet art. 40"),
    gettext_noop("Act of 4 February 1994, art. 36"),
    gettext_noop("Act of 4 February 1994, art. 36, 69 and 70"),
    gettext_noop("Copyright and Related Rights Act 2000, s. 25"),
    gettext_noop("Copyright, Designs and Patents Act 1988, s. 13B(2); S.I. 1995/3297 reg. 13"),
    gettext_noop("Copyright, Designs and Patents Act 1988, s. 13B(4)"),
    gettext_noop("Copyright, Designs and Patents Act 1988, s. 13B(9)"),
    gettext_noop("Copyright, Designs and Patents Act 1988, s. 13B(7)"),
    gettext_noop("Copyright, Designs and Patents Act 1988, sch. 1 para. 12(4)"),
    gettext_noop("Copyright act of 1922"),
    gettext_noop("URG art. 30(3)"),
    gettext_noop("URG art. 29"),
    gettext_noop("17 U.S.C. 304, 305"),
    gettext_noop("Copyright Act of 1909, s. 9 and 19; 17 U.S.C. 405"),
    gettext_noop("Copyright Act of 1909, s. 24"),
    gettext_noop("17 U.S.C. 405(a)(2)"),
    gettext_noop("17 U.S.C. 104A"),
    gettext_noop("17 U.S.C. 104A(h)(6)(B)"),
    gettext_noop("17 U.S.C. 105"),
    gettext_noop("17 U.S.C. 302, 303"),
    gettext_noop("17 U.S.C. 303(a)"),
    gettext_noop("17 U.S.C. 302"),
    gettext_noop("17 U.S.C. 302(a)"),
    gettext_noop("Russell v. Price, 612 F.2d 1123 (9th Cir. 1979); Stewart v. Abend, 495 U.S. 207 (1990)"),
    gettext_noop("Copyright Act s. 6"),
    gettext_noop("Copyright Act s. 11.1"),
    gettext_noop("Copyright Act 1968 s. 33, 222"),
    gettext_noop("Copyright Act 1968 s. 33"),
    gettext_noop("Copyright Act 1968 s. 94"),
    gettext_noop("Copyright Act 1994 s. 23"),
    gettext_noop("Copyright Act 1994 s. 22"),
    gettext_noop("Free Trade Agreement between the EU and New Zealand, art. 18.12"),
    gettext_noop("Copyright Act 1970"),
    gettext_noop("Copyright Act art. 54; Supreme Court 18 December 2007 (Shane)"),
    gettext_noop("Copyright Act of 1899; law no. 85 of 2003, suppl. art. 3; Supreme Court 8 October 2009 (Chaplin)"),
    gettext_noop("Copyright Act art. 51"),
    gettext_noop("Copyright Act of 1957"),
    gettext_noop("Copyright Act of 1986"),
    gettext_noop("Copyright Act art. 42"),
    gettext_noop("Copyright Act art. 39"),
    gettext_noop("Copyright Act 1957 s. 26"),
    gettext_noop("Copyright Act 1957 s. 22"),
    gettext_noop("Law 9.610/1998 art. 44"),
    gettext_noop("Law 5.988/1973"),
    gettext_noop("Law 9.610/1998 art. 41"),
    gettext_noop("Ley Federal del Derecho de Autor art. 29"),
    gettext_noop("Law 11.723 art. 20 and 34"),
    gettext_noop("Law 11.723 art. 5"),
    gettext_noop("Law 24.870"),
    gettext_noop("Law 11.723 art. 15"),
    gettext_noop("Copyright Law art. 23"),
    gettext_noop("Copyright Ordinance s. 19"),
    gettext_noop("Copyright Ordinance s. 17"),
    gettext_noop("Copyright Act 98 of 1978 s. 3"),
    gettext_noop("Law of 9 July 1993"),
    gettext_noop("Federal law 231-FZ of 2006 art. 6"),
    gettext_noop("Civil Code art. 1281"),
    gettext_noop("The licence"),
    gettext_noop("Berne Convention, art. 2(3) and 14(1)"),
    gettext_noop("Berne Convention, art. 2(3)"),
)


def rule_words(rule: Rule) -> str:
    """What a rule says, in the active language."""
    return gettext(RULES.get(rule.id, rule.meaning))


def authority(source: str) -> str:
    """A law or judgment as the active language cites it; "" for none."""
    return gettext(source) if source else ""
