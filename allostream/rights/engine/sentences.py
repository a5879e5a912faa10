"""Every sentence that the rules can say, by key, with the names of its values and what it means in plain English.

Words in the reader's language are made where pages are made. Values: `name` is a person or a work, `year` a year as a
number, `years` the length of a term, `country`, `origin` ISO 3166-1 codes, `since`, `end`, `date` days, and `first`,
`second` codes of doubts. `since` is the first free day, `end` the last day of protection.

A way to freedom is said twice: `pd.<way>` once it has come, `no.<way>` while it has not. A doubt is said as
`doubt.<code>` while it only asks for a reviewer and as `unclear.<code>` where it settles the answer.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Way(NamedTuple):
    """A way by which a work becomes free: names of its values, and its meaning before and after the day."""

    values: tuple[str, ...]
    free: str
    protected: str
    is_dated: bool = True  # False: never protected, so that no day of freedom can be named


class Doubt(NamedTuple):
    """A reason not to be sure: steps down in confidence (two make `unclear`), names of its values, its meaning.

    With any doubt an answer is at most of medium confidence.
    """

    steps: int
    values: tuple[str, ...]
    gloss: str


WAYS: Mapping[str, Way] = {
    "eu.pma": Way(
        ("name", "year"),
        "The last of director, screenwriter, dialogue writer and composer ({name}) died in {year}: free since {since}.",
        "The last of the four authors ({name}) died in {year}: protected for 70 years, until {end}.",
    ),
    "eu.anonymous": Way(
        ("year",),
        "No author is known to anybody; published in {year}, the 70 years from publication ended on {end}.",
        "No author is known to anybody; published in {year}: protected for 70 years from then, until {end}.",
    ),
    "eu.late": Way(
        ("year",),
        "First published in {year}, after its term: the first publisher's 25 years ended on {end}.",
        "First published in {year}, after its term: its first publisher has a right of 25 years, until {end}.",
    ),
    "eu.producer": Way(
        ("year",),
        "The right of the producer and performers in the film, published in {year}, has ended too: 50 years, on {end}.",
        "Producer and performers have a right in the film for 50 years from publication in {year}: until {end}.",
    ),
    "gb.unpublished": Way(
        (),
        "Unpublished on 1 August 1989: British protection to the end of 2039 ended on {end}.",
        "Unpublished on 1 August 1989: protected in the United Kingdom until {end}.",
    ),
    "eu.shorter": Way(
        ("country",),
        "Protection ended in the country of origin ({country}) by lapse of time on {end}, and no author was a citizen "
        "of the European Union.",
        "Protected until the term of the country of origin ({country}) ends, on {end}; no author was an EU citizen.",
    ),
    "eu.formality": Way(
        ("country",),
        "Protection ended by lapse of time in {country}, counted as if all formalities had been met, on {end}.",
        "Free in the United States only because a formality was missed; that does not count here. Until {end}.",
    ),
    "fr.formality": Way(
        ("country",),
        "Protection ended by lapse of time in {country}, counted as if all formalities had been met, on {end}.",
        "Free in the United States only because a formality was missed; France ignores that (Cass. 17 December 2009, "
        "07-21.115). Protected here until {end}.",
    ),
    "fr.war-years": Way(
        ("name", "year"),
        "The composer ({name}) died in {year}; with the war years that France adds for music: free since {since}.",
        "The composer ({name}) died in {year}; France adds the war years for music: protected until {end}.",
    ),
    "fr.died-for-france": Way(
        ("name", "year"),
        "{name} died for France in {year}: 30 years more for that author's part; free since {since}.",
        "{name} died for France in {year}: 30 years more for that author's part; protected until {end}.",
    ),
    "es.80": Way(
        ("name", "year"),
        "{name} died in {year}, before 7 December 1987: 80 years under Spanish law; free since {since}.",
        "{name} died in {year}, before 7 December 1987: 80 years under Spanish law; protected until {end}.",
    ),
    "gb.shorter": Way(
        ("country",),
        "Protection ended in the country of origin ({country}) by lapse of time on {end}, and no author was British.",
        "Protected until the term of the country of origin ({country}) ends, on {end}; no author was British.",
    ),
    "gb.making": Way(
        ("year", "years"),
        "Nobody is known in the four roles: {years} years from making or release in {year} ended on {end}.",
        "Nobody is known in the four roles: protected for {years} years from {year}, until {end}.",
    ),
    "home.shorter": Way(
        ("country",),
        "Foreign works are not protected longer than at home: the term in {country} ended on {end}.",
        "Foreign works are not protected longer than at home: the term in {country} ends on {end}.",
    ),
    "director": Way(
        ("name", "year", "years"),
        "Only the director counts: {name} died in {year}, {years} years ended on {end}.",
        "Only the director counts: {name} died in {year}; protected for {years} years, until {end}.",
    ),
    "life": Way(
        ("name", "year", "years"),
        "The last author who counts ({name}) died in {year}; {years} years ended on {end}.",
        "The last author who counts ({name}) died in {year}; protected for {years} years, until {end}.",
    ),
    "publication": Way(
        ("year", "years"),
        "Published in {year}: {years} years ended on {end}.",
        "Published in {year}: protected for {years} years, until {end}.",
    ),
    "us.term": Way(
        ("year",),
        "Published in {year}: United States copyright ended on {end}.",
        "Published in {year}: protected in the United States until {end}.",
    ),
    "us.notrenewed": Way(
        ("year", "y1", "y2", "date"),
        "Published in the United States in {year}; no renewal found for {y1}–{y2} (search of {date}).",
        "Published in {year} and not renewed in {y1}–{y2} (search of {date}): protected until {end}.",
    ),
    "us.notrenewed-reported": Way(
        ("year", "y1", "y2"),
        "Published in the United States in {year}; said not to have been renewed in {y1}–{y2}, no search of our own.",
        "Published in {year}, said not to have been renewed in {y1}–{y2}: protected until {end}.",
    ),
    "us.nonotice": Way(
        ("year", "evidence"),
        "First published in the United States in {year} without a valid copyright notice ({evidence}).",
        "First published in the United States in {year} without a valid copyright notice ({evidence}); until {end}.",
    ),
    "us.nonotice-reported": Way(
        ("year",),
        "First published in the United States in {year}, said to be without a valid notice; nobody of ours has looked.",
        "First published in {year}, said to be without a valid notice: protected until {end}.",
    ),
    "us.notregistered": Way(
        ("year",),
        "Published in {year} without a valid notice and not registered within five years.",
        "Published in {year} without a valid notice and not registered within five years: until {end}.",
    ),
    "us.restored": Way(
        ("year", "country"),
        "Work from {country} of {year}, restored in 1996 for 95 years from publication, which ended on {end}.",
        "Work from {country} of {year}: restored in 1996 and protected in the United States until {end}.",
    ),
    "us.homefree": Way(
        ("year", "country"),
        "Work from {country} of {year}: free at home on 1 January 1996, so not restored; no formalities in the US.",
        "Work from {country} of {year}: protected until {end}.",
    ),
    "us.government": Way(
        (),
        "Made by an officer of the United States government in the course of duty: no copyright in the United States.",
        "Made by the United States government: until {end}.",
        is_dated=False,
    ),
    "us.unpublished": Way(
        ("year",),
        "Never published; life and 70 years, or 120 years from making in {year}, ended on {end}.",
        "Never published: life and 70 years, or 120 years from making in {year}, until {end}.",
    ),
    "us.late": Way(
        ("year",),
        "Made before 1978 and first published in {year}: its term ended on {end}.",
        "Made before 1978 and first published in {year}: protected until {end}.",
    ),
    "us.since-1978": Way(
        ("year",),
        "Published in {year}: the term of the United States for works since 1978 ended on {end}.",
        "Published in {year}, since 1978: protected in the United States until at least {end}.",
    ),
    "floor": Way(
        ("year",),
        "Made about {year} by people whose deaths are not known.",
        "Made about {year} by people who were alive then: protected until at least {end}.",
    ),
}

DOUBTS: Mapping[str, Doubt] = {
    # No step: it only keeps an answer from being sure, whatever other doubts there are.
    "underlying-unasked": Doubt(0, (), "Nobody has recorded whether the film is based on an older work."),
    # One step: a reviewer can settle it.
    "weak-source": Doubt(1, (), "A fact that decides rests on one weak source."),
    "contradiction": Doubt(1, (), "Sources contradict each other on a date that decides; the longer term was taken."),
    "underlying-unresolved": Doubt(1, ("name",), "The term of the work that it is based on ({name}) is not known."),
    "music-unresolved": Doubt(1, ("name",), "Music in it ({name}) may have a protection of its own."),
    "live-score": Doubt(1, ("name",), "Its premiere score ({name}) was played live; copies without it are meant."),
    "third-party-footage": Doubt(1, (), "It uses footage made by others."),
    "character": Doubt(1, (), "Its character may be protected by itself."),
    "music": Doubt(1, (), "Its music is not resolved."),
    "no-own-search": Doubt(1, (), "Its status rests on a formality and we have not searched the records ourselves."),
    "search-old": Doubt(1, ("date",), "Our search of the records ({date}) is more than 24 months old."),
    "russian-term": Doubt(1, (), "It rests on the shorter Russian term for films of Soviet studios."),
    "it-war-years": Doubt(1, (), "Italian war-time statutes may prolong works published before 1946."),
    "es-old-film-statutes": Doubt(1, (), "Older Spanish statutes on films are read in different ways."),
    "jp-allied": Doubt(1, (), "Japan may add years to works of Allied nationals from before the peace treaty."),
    "au-frames": Doubt(1, (), "The frames of films made between 1955 and 1969 may be protected as photographs."),
    "ca-authors": Doubt(1, (), "Canada's statute does not say who the authors of a film are."),
    "nz-extension": Doubt(2, (), "New Zealand has undertaken to lengthen its terms by 1 May 2028 at the latest."),
    "de-anonymous": Doubt(
        1, (), "Of works from before July 1995 Germany asks for the author although he is not named."
    ),
    "fr-war-years-foreign": Doubt(1, ("name",), "France's war years for music may also serve {name}, a foreigner."),
    "fr-died-for-france": Doubt(1, ("name",), "Whether {name} died for France is not recorded: 30 years more if so."),
    "dialogue-unlisted": Doubt(1, (), "Nobody is named for the dialogue of a sound film."),
    "unpublished": Doubt(1, (), "It was never published: whoever publishes it first may have a right."),
    "rule-not-read": Doubt(1, (), "Only the common rule of the European Union was read, not the national law."),
    "disputed": Doubt(1, (), "A point of law or fact about this work is disputed."),
    # Two steps: it settles the answer as unclear.
    "no-rule": Doubt(2, (), "The law of {country} has not been read."),
    "publication-missing": Doubt(2, (), "The date of first publication is missing."),
    "making-missing": Doubt(2, (), "The date of making is missing."),
    "role-missing": Doubt(2, ("role",), "Who was the {role} is not known, nor that there was none."),
    "death-missing": Doubt(2, ("name",), "Whether and when {name} died is not known."),
    "authors-missing": Doubt(2, (), "No author who counts is known."),
    "title-writer": Doubt(2, ("name",), "Whether {name}, who wrote the titles, counts as dialogue author is open."),
    "origin-missing": Doubt(2, (), "The country of origin is not settled, and its shorter term may count."),
    "origin-law": Doubt(2, ("origin",), "The term in the country of origin ({origin}) is not known to us."),
    "nationality-missing": Doubt(2, ("name",), "The nationality of {name} at the time is not known."),
    "british-author": Doubt(2, ("name",), "{name} was British: an EU citizen once, no longer; which counts is open."),
    "former-state": Doubt(2, ("name",), "{name} was a citizen of a state whose parts are now in and out of the EU."),
    "government-abroad": Doubt(2, (), "A work of the United States government: its protection abroad is not settled."),
    "underlying-protected": Doubt(2, ("name",), "The film may be free, but {name}, which it uses, is protected here."),
    "renewal-missing": Doubt(2, (), "Whether the copyright was renewed in the 28th year is not known."),
    "renewal-contested": Doubt(2, (), "The renewal exists but its validity is contested."),
    "registration-missing": Doubt(2, (), "Whether it was registered within five years is not known."),
    "formalities-missing": Doubt(2, (), "Free at home in 1996; whether US formalities were met is not known."),
    "home-1996-missing": Doubt(2, ("origin",), "Whether it was protected in {origin} on 1 January 1996 is not known."),
    "thirty-days-missing": Doubt(2, (), "Whether it was published in the United States within 30 days is not known."),
    "restoration-eligibility": Doubt(2, (), "Whether an author of an eligible country gave it restoration is open."),
    "broadcast-only": Doubt(2, (), "It was only broadcast, which is not publication; each episode must be looked at."),
    "us-character": Doubt(2, (), "The character has its own protection in the United States; a reviewer must look."),
    "old-terms": Doubt(2, (), "Whether older, shorter terms had ended already is argued author by author."),
    "restored_version": Doubt(2, (), "A restored version: whose restoration, with which additions, is not settled."),
    "new_score": Doubt(2, (), "This version has a new score, a work by itself."),
    "coloured": Doubt(2, (), "This version was coloured, a new work."),
    "narrated": Doubt(2, (), "This version has a new narration, a new work."),
    "new_titles": Doubt(2, (), "This version has new titles or translations, works by themselves."),
    "dubbed": Doubt(2, (), "This version was dubbed: the translation is a work by itself."),
    "live_score": Doubt(2, (), "This copy carries the premiere score, whose composer's term is not known."),
}

# Rules that were asked and gave nothing, and the remaining steps of the path.
OTHERS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "na.comparison-none": ((), "This country does not compare terms with the country of origin."),
    "na.comparison-home": (("origin",), "The country of origin ({origin}) is inside: nothing to compare."),
    "na.comparison-author": (("name",), "{name} is a citizen from inside: terms are not compared."),
    "na.comparison-treaty": ((), "The treaty of 15 January 1892 gives works from the United States the full term."),
    "underlying.free": (("name", "since"), "What it uses ({name}) is free too, since {since}."),
    "underlying.protected": (("name", "end"), "What it uses ({name}) is protected until {end}."),
    "underlying.unresolved": (("name",), "The term of what it uses ({name}) is not known."),
    "underlying.cleared": (("name",), "A person has settled that {name} does not stand in the way."),
    "underlying.none": ((), "It is based on no older work."),
    "layer.cleared": (("layer",), "A person has settled that the {layer} does not stand in the way."),
    "layer.trademark": ((), "A trade mark never bars watching."),
    "note.ar-paying": ((), "Argentina's public domain is a paying one: public use costs a fee to the arts fund."),
    "no.living": (("name", "year"), "{name}, born in {year}, is taken to be living: protected, no end is known."),
    "no.at-least-by": (
        ("name", "year", "end"),
        "{name} died in {year}: protected until at least {end}; what is known does not settle when it is free.",
    ),
    "no.at-least": (("end",), "Protected until at least {end}; what is known does not settle when it is free."),
    "no.at-least.fr.formality": (
        ("country", "end"),
        "Free in {country} only by a missed formality, which France ignores: protected until at least {end}.",
    ),
    "no.at-least.eu.formality": (
        ("country", "end"),
        "Free in {country} only by a missed formality, which does not count: protected until at least {end}.",
    ),
    "no.never-ends": ((), "Protected; no end can be computed from what is known."),
    "no.us.derivative": (("name",), "It uses {name}, which is protected in the United States: protected."),
    "unclear.two-doubts": (("country", "first", "second"), "Two doubts together: {first} and {second}."),
    "unclear.many-doubts": (("country", "first", "second", "count"), "{count} doubts, among them {first}, {second}."),
    "open.licence": (("licence",), "Open licence given by the maker: {licence}."),
    "open.licence-nc": (("licence",), "Open licence by the maker, only without advertising: {licence}."),
    "open.licence-nd": (("licence",), "Open licence by the maker, only unchanged: {licence}."),
    "open.licence-nc-nd": (("licence",), "Open licence by the maker, only unchanged and without ads: {licence}."),
    "open.not-by-maker": (("licence",), "A licence that is not shown to be the maker's proves nothing: {licence}."),
}

# Facts that answers rest on, as `Input.fact`.
FACTS: Mapping[str, str] = {
    "published": "day or year of first publication",
    "made": "day or year of making",
    "died": "death of a person",
    "born": "birth of a person",
    "nationality": "nationality of a person at the time",
    "died_for_france": "the words 'mort pour la France' on the death certificate",
    "origin": "country of origin",
    "within_30_days": "countries of publication within 30 days",
    "production": "who made it: a private maker, a legal person, a government",
    "genre": "whether it has dramatic character",
    "notice": "copyright notice on the first copies",
    "renewal": "renewal in the 28th year",
    "registration": "registration within five years",
    "search": "our own search of the records",
    "title_cards": "our own look at the title cards",
    "underlying": "a work that it uses",
    "nobody": "roles that certainly nobody had",
    "anonymous": "that its authors are known to nobody",
    "broadcast": "that it was only broadcast",
    "layer": "a layer over the bare film",
    "licence": "an open licence",
    "dispute": "an open question",
}

# Facts that would settle more, as `Missing.fact`; `Missing.of` is a person, a work, a role or a country.
MISSING: Mapping[str, str] = {
    "published": "the date of first publication",
    "made": "the date of making",
    "died": "the death of a person",
    "nationality": "the nationality of a person",
    "died_for_france": "whether a person died for France",
    "role": "who had a role, or that nobody had it",
    "origin": "the country of origin",
    "origin_law": "the term in the country of origin",
    "within_30_days": "whether it was published in the United States within 30 days",
    "notice": "the copyright notice",
    "renewal": "the renewal",
    "registration": "the registration within five years",
    "search": "a search of our own in the records",
    "underlying": "what it is based on",
    "underlying_authors": "the authors of what it uses and their deaths",
    "music": "the rights in its music",
    "edition": "which edition it is",
    "review": "a reviewer's look at a disputed point",
    "source": "a second source, or a better one, for a fact that decides",
    "rule": "the national law",
}

# What would settle a doubt, by its code.
SETTLED_BY: Mapping[str, str] = {
    "weak-source": "source",
    "contradiction": "source",
    "underlying-unasked": "underlying",
    "underlying-unresolved": "underlying_authors",
    "underlying-protected": "review",
    "music-unresolved": "music",
    "music": "music",
    "live-score": "music",
    "third-party-footage": "review",
    "character": "review",
    "us-character": "review",
    "no-own-search": "search",
    "search-old": "search",
    "russian-term": "review",
    "it-war-years": "review",
    "es-old-film-statutes": "review",
    "jp-allied": "review",
    "au-frames": "review",
    "ca-authors": "review",
    "nz-extension": "rule",
    "de-anonymous": "role",
    "fr-war-years-foreign": "review",
    "fr-died-for-france": "died_for_france",
    "dialogue-unlisted": "role",
    "unpublished": "published",
    "rule-not-read": "rule",
    "disputed": "review",
    "no-rule": "rule",
    "publication-missing": "published",
    "making-missing": "made",
    "role-missing": "role",
    "death-missing": "died",
    "authors-missing": "role",
    "title-writer": "review",
    "origin-missing": "origin",
    "origin-law": "origin_law",
    "nationality-missing": "nationality",
    "british-author": "review",
    "former-state": "review",
    "government-abroad": "review",
    "renewal-missing": "renewal",
    "renewal-contested": "review",
    "registration-missing": "registration",
    "formalities-missing": "renewal",
    "home-1996-missing": "origin_law",
    "thirty-days-missing": "within_30_days",
    "restoration-eligibility": "review",
    "broadcast-only": "search",
    "old-terms": "review",
    "restored_version": "edition",
    "new_score": "edition",
    "coloured": "edition",
    "narrated": "edition",
    "new_titles": "edition",
    "dubbed": "edition",
    "live_score": "edition",
}


def _keys() -> dict[str, tuple[str, ...]]:
    keys: dict[str, tuple[str, ...]] = {}
    for name, way in WAYS.items():
        keys[f"pd.{name}"] = (*way.values, "since", "end") if way.is_dated else way.values
        keys[f"no.{name}"] = (*way.values, "end")
    for code, doubt in DOUBTS.items():
        if doubt.steps < 2:
            keys[f"doubt.{code}"] = doubt.values
        keys[f"unclear.{code}"] = ("country", *doubt.values)
    keys.update({key: names for key, (names, _) in OTHERS.items()})
    return keys


# Every key with the names of exactly the values that it is given.
KEYS: Mapping[str, tuple[str, ...]] = _keys()


def gloss(key: str) -> str:
    """What a key says, in plain English, for those who word it."""
    if key in OTHERS:
        return OTHERS[key][1]
    family, _, name = key.partition(".")
    if family in {"pd", "no"}:
        return WAYS[name].free if family == "pd" else WAYS[name].protected
    return DOUBTS[name].gloss
