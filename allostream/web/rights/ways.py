"""The sentences of ways to freedom, by their key: `pd.` once a way has come, `no.` while it has not.

What each key means and which values it has stands in allostream.rights.engine.sentences. A value that names a country
is given twice: by its name (`country`) and as a place (`in_country`).
"""

from collections.abc import Mapping

from allostream.lib.problems import gettext_noop

WAYS: Mapping[str, str] = {
    "pd.eu.pma": gettext_noop(
        "The last of director, screenwriter, dialogue writer and composer (%(name)s) died in %(year)s; "
        "free since %(since)s."
    ),
    "no.eu.pma": gettext_noop(
        "The last of director, screenwriter, dialogue writer and composer (%(name)s) died in %(year)s: "
        "protected for 70 years, until %(end)s."
    ),
    "pd.eu.anonymous": gettext_noop(
        "Nobody knows its authors; the 70 years from publication in %(year)s ended on %(end)s."
    ),
    "no.eu.anonymous": gettext_noop(
        "Nobody knows its authors: protected for 70 years from publication in %(year)s, until %(end)s."
    ),
    "pd.eu.late": gettext_noop(
        "First published in %(year)s, after its term had ended; the 25 years of its first publisher ended on %(end)s."
    ),
    "no.eu.late": gettext_noop(
        "First published in %(year)s, after its term had ended: its first publisher has a right of 25 "
        "years, until %(end)s."
    ),
    "pd.gb.unpublished": gettext_noop(
        "Unpublished when the British act came into force on 1 August 1989: its protection ended on %(end)s."
    ),
    "no.gb.unpublished": gettext_noop(
        "Unpublished when the British act came into force on 1 August 1989: protected until %(end)s."
    ),
    "pd.eu.shorter": gettext_noop(
        "Protection ended in the country of origin (%(country)s) by lapse of time on %(end)s, and no "
        "author was a citizen of the European Union."
    ),
    "no.eu.shorter": gettext_noop(
        "Protected until the term of the country of origin (%(country)s) ends on %(end)s; no author was a "
        "citizen of the European Union."
    ),
    "pd.eu.formality": gettext_noop(
        "Protection ended %(in_country)s by lapse of time on %(end)s, counted as if all formalities had been met."
    ),
    "no.eu.formality": gettext_noop(
        "Free %(in_country)s only because a formality was missed, which does not count here: protected until %(end)s."
    ),
    "pd.fr.formality": gettext_noop(
        "Protection ended %(in_country)s by lapse of time on %(end)s, counted as if all formalities had been met."
    ),
    "no.fr.formality": gettext_noop(
        "Free %(in_country)s only because a formality was missed; France ignores that (Cass. 1re civ., 17 "
        "December 2009, no. 07-21.115). Protected here until %(end)s."
    ),
    "pd.fr.war-years": gettext_noop(
        "The composer (%(name)s) died in %(year)s; with the war years that France adds for music, free since %(since)s."
    ),
    "no.fr.war-years": gettext_noop(
        "The composer (%(name)s) died in %(year)s; France adds the war years for music: protected until %(end)s."
    ),
    "pd.fr.died-for-france": gettext_noop(
        "%(name)s died for France in %(year)s, which adds 30 years to that author’s part; free since %(since)s."
    ),
    "no.fr.died-for-france": gettext_noop(
        "%(name)s died for France in %(year)s, which adds 30 years to that author’s part: protected until %(end)s."
    ),
    "pd.es.80": gettext_noop(
        "%(name)s died in %(year)s, before 7 December 1987: 80 years under Spanish law, free since %(since)s."
    ),
    "no.es.80": gettext_noop(
        "%(name)s died in %(year)s, before 7 December 1987: 80 years under Spanish law, until %(end)s."
    ),
    "pd.gb.shorter": gettext_noop(
        "Protection ended in the country of origin (%(country)s) by lapse of time on %(end)s, and no "
        "author was British."
    ),
    "no.gb.shorter": gettext_noop(
        "Protected until the term of the country of origin (%(country)s) ends on %(end)s; no author was British."
    ),
    "pd.gb.making": gettext_noop(
        "Nobody is known in the four roles that count: the %(years)s years from making or release in "
        "%(year)s ended on %(end)s."
    ),
    "no.gb.making": gettext_noop(
        "Nobody is known in the four roles that count: protected for %(years)s years from %(year)s, until %(end)s."
    ),
    "pd.home.shorter": gettext_noop(
        "Foreign works are not protected for longer than at home: the term %(in_country)s ended on %(end)s."
    ),
    "no.home.shorter": gettext_noop(
        "Foreign works are not protected for longer than at home: the term %(in_country)s ends on %(end)s."
    ),
    "pd.director": gettext_noop(
        "Only the director counts: %(name)s died in %(year)s, and the %(years)s years after that ended on %(end)s."
    ),
    "no.director": gettext_noop(
        "Only the director counts: %(name)s died in %(year)s; protected for %(years)s years after that, until %(end)s."
    ),
    "pd.life": gettext_noop(
        "The last author who counts (%(name)s) died in %(year)s; the %(years)s years after that ended on %(end)s."
    ),
    "no.life": gettext_noop(
        "The last author who counts (%(name)s) died in %(year)s; protected for %(years)s years after "
        "that, until %(end)s."
    ),
    "pd.publication": gettext_noop("Published in %(year)s; the %(years)s years after that ended on %(end)s."),
    "no.publication": gettext_noop("Published in %(year)s: protected for %(years)s years after that, until %(end)s."),
    "pd.us.term": gettext_noop("Published in %(year)s: US copyright ended on %(end)s."),
    "no.us.term": gettext_noop("Published in %(year)s: protected in the United States until %(end)s."),
    "pd.us.notrenewed": gettext_noop(
        "Published in the US in %(year)s; no renewal found for %(y1)s–%(y2)s (search of %(date)s)."
    ),
    "no.us.notrenewed": gettext_noop(
        "Published in the US in %(year)s; no renewal found for %(y1)s–%(y2)s (search of %(date)s): "
        "protected until %(end)s."
    ),
    "pd.us.notrenewed-reported": gettext_noop(
        "Published in the US in %(year)s and said not to have been renewed in %(y1)s–%(y2)s; we have not "
        "searched the records ourselves."
    ),
    "no.us.notrenewed-reported": gettext_noop(
        "Published in the US in %(year)s and said not to have been renewed in %(y1)s–%(y2)s: protected until %(end)s."
    ),
    "pd.us.nonotice": gettext_noop(
        "First published in the US in %(year)s without a valid copyright notice (%(evidence)s)."
    ),
    "no.us.nonotice": gettext_noop(
        "First published in the US in %(year)s without a valid copyright notice (%(evidence)s): protected "
        "until %(end)s."
    ),
    "pd.us.nonotice-reported": gettext_noop(
        "First published in the US in %(year)s and said to have had no valid copyright notice; nobody of "
        "ours has looked at the copies."
    ),
    "no.us.nonotice-reported": gettext_noop(
        "First published in the US in %(year)s and said to have had no valid copyright notice: protected until %(end)s."
    ),
    "pd.us.notregistered": gettext_noop(
        "Published in the US in %(year)s without a valid notice and not registered within five years."
    ),
    "no.us.notregistered": gettext_noop(
        "Published in the US in %(year)s without a valid notice and not registered within five years: "
        "protected until %(end)s."
    ),
    "pd.us.restored": gettext_noop(
        "A work from abroad (%(country)s) of %(year)s, whose US copyright was restored in 1996 for 95 "
        "years from publication; they ended on %(end)s."
    ),
    "no.us.restored": gettext_noop(
        "A work from abroad (%(country)s) of %(year)s, whose US copyright was restored in 1996 for 95 "
        "years from publication: protected until %(end)s."
    ),
    "pd.us.homefree": gettext_noop(
        "A work from abroad (%(country)s) of %(year)s, free at home on 1 January 1996 and so not "
        "restored; the US formalities had not been met."
    ),
    "no.us.homefree": gettext_noop(
        "A work from abroad (%(country)s) of %(year)s: protected in the United States until %(end)s."
    ),
    "pd.us.government": gettext_noop(
        "Made by officers of the United States government in the course of their duty: no copyright in "
        "the United States."
    ),
    "no.us.government": gettext_noop("Made for the government of the United States: protected until %(end)s."),
    "pd.us.unpublished": gettext_noop(
        "Never published; life and 70 years, or 120 years from making in %(year)s, ended on %(end)s."
    ),
    "no.us.unpublished": gettext_noop(
        "Never published: protected for life and 70 years, or for 120 years from making in %(year)s, until %(end)s."
    ),
    "pd.us.late": gettext_noop("Made before 1978 and first published in %(year)s; its term ended on %(end)s."),
    "no.us.late": gettext_noop("Made before 1978 and first published in %(year)s: protected until %(end)s."),
    "pd.us.since-1978": gettext_noop(
        "Published in %(year)s; the term that the United States gives to works since 1978 ended on %(end)s."
    ),
    "no.us.since-1978": gettext_noop(
        "Published in %(year)s, since 1978: protected in the United States until %(end)s at the earliest."
    ),
    "pd.floor": gettext_noop("Made about %(year)s by people whose deaths are not known."),
    "no.floor": gettext_noop(
        "Made about %(year)s by people who were alive then: protected until %(end)s at the earliest."
    ),
    "pd.eu.producer": gettext_noop(
        "The right of producer and performers in the film has ended too: 50 years from publication in "
        "%(year)s, on %(end)s."
    ),
    "no.eu.producer": gettext_noop(
        "Producer and performers have a right in the film for 50 years from publication in %(year)s, until %(end)s."
    ),
}
