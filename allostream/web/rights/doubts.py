"""The sentences of doubts and of the steps between, by their key, and each doubt in a few words.

What each key means and which values it has stands in allostream.rights.engine.sentences.
"""

from collections.abc import Mapping

from allostream.lib.problems import gettext_noop

# A doubt is the same sentence whether it only asks for a reviewer or settles the answer.
DOUBTS: Mapping[str, str] = {
    "weak-source": gettext_noop("A fact that decides rests on a single weak source."),
    "contradiction": gettext_noop(
        "Sources contradict each other on a date that decides; the one that protects longer was taken."
    ),
    "underlying-unasked": gettext_noop("Nobody has recorded yet whether it is based on an older work."),
    "underlying-unresolved": gettext_noop("The term of the work it is based on (%(name)s) is not known."),
    "music-unresolved": gettext_noop("Music in it (%(name)s) may have a protection of its own."),
    "live-score": gettext_noop("Its premiere score (%(name)s) was played live: only copies without it are meant here."),
    "third-party-footage": gettext_noop("It uses footage made by others, whose rights are not settled."),
    "character": gettext_noop("A character in it may be protected by itself."),
    "music": gettext_noop("The rights in its music are not settled."),
    "no-own-search": gettext_noop("Its freedom rests on a formality, and we have not searched the records ourselves."),
    "search-old": gettext_noop("Our search of the records (%(date)s) is more than 24 months old."),
    "russian-term": gettext_noop("It rests on the shorter Russian term for films of Soviet studios."),
    "it-war-years": gettext_noop(
        "Italian war-time statutes may prolong the protection of works published before 1946."
    ),
    "es-old-film-statutes": gettext_noop("Older Spanish statutes on films are read in different ways."),
    "jp-allied": gettext_noop("Japan may add years to works of Allied nationals from before the peace treaty."),
    "au-frames": gettext_noop("The frames of films made between 1955 and 1969 may be protected as photographs."),
    "ca-authors": gettext_noop("Canada’s statute does not say who the authors of a film are."),
    "nz-extension": gettext_noop("New Zealand has undertaken to lengthen its terms by 1 May 2028 at the latest."),
    "fr-war-years-foreign": gettext_noop("France’s war years for music may also serve %(name)s, a foreigner."),
    "fr-died-for-france": gettext_noop("Whether %(name)s died for France is not recorded; it would add 30 years."),
    "dialogue-unlisted": gettext_noop("Nobody is named for the dialogue of a sound film."),
    "unpublished": gettext_noop("It was never published: whoever publishes it first may have a right."),
    "rule-not-read": gettext_noop("Only the common rule of the European Union was read, not the national law."),
    "de-anonymous": gettext_noop(
        "Of works from before July 1995 Germany asks for the author even where nobody is named."
    ),
    "disputed": gettext_noop("A point of law or fact about this work is disputed."),
    "no-rule": gettext_noop("The law %(in_country)s has not been read for this directory."),
    "publication-missing": gettext_noop("The date of first publication is missing."),
    "making-missing": gettext_noop("The date of making is missing."),
    "role-missing": gettext_noop("Who had this part is not known, nor that nobody had it: %(role)s."),
    "death-missing": gettext_noop("Whether and when %(name)s died is not known."),
    "authors-missing": gettext_noop("No author who counts is known."),
    "title-writer": gettext_noop(
        "Whether %(name)s, who wrote the intertitles, counts as author of the dialogue is open."
    ),
    "origin-missing": gettext_noop("The country of origin is not settled, and its shorter term may count."),
    "origin-law": gettext_noop("The term in the country of origin (%(origin)s) is not known to us."),
    "nationality-missing": gettext_noop("The nationality of %(name)s at the time is not known."),
    "british-author": gettext_noop(
        "%(name)s was British: a citizen of the Union once, no longer; which of the two counts is open."
    ),
    "former-state": gettext_noop("%(name)s was a citizen of a state whose parts now lie inside and outside the Union."),
    "government-abroad": gettext_noop(
        "A work of the government of the United States: its protection abroad is not settled."
    ),
    "underlying-protected": gettext_noop("The film may be free, but %(name)s, which it uses, is protected here."),
    "renewal-missing": gettext_noop("Whether the copyright was renewed in the 28th year is not known."),
    "renewal-contested": gettext_noop("The renewal exists, but whether it is valid is contested."),
    "registration-missing": gettext_noop("Whether it was registered within five years is not known."),
    "formalities-missing": gettext_noop(
        "It was free at home in 1996; whether the US formalities had been met is not known."
    ),
    "home-1996-missing": gettext_noop("Whether it was protected at home (%(origin)s) on 1 January 1996 is not known."),
    "thirty-days-missing": gettext_noop("Whether it was published in the United States within 30 days is not known."),
    "restoration-eligibility": gettext_noop(
        "Whether an author from an eligible country gave it a restored US copyright is open."
    ),
    "broadcast-only": gettext_noop(
        "It was only broadcast, which is no publication in the United States; each episode has to be looked at."
    ),
    "us-character": gettext_noop(
        "A character in it has a protection of its own in the United States; somebody has to look at it."
    ),
    "old-terms": gettext_noop("Whether older, shorter terms had ended already is argued author by author."),
    "restored_version": gettext_noop(
        "A restored version: whose restoration it is, and what was added, is not settled."
    ),
    "new_score": gettext_noop("This version has a new score, a work by itself."),
    "coloured": gettext_noop("This version was coloured, which makes a new work."),
    "narrated": gettext_noop("This version has a new narration, a work by itself."),
    "new_titles": gettext_noop("This version has new titles or translations, works by themselves."),
    "dubbed": gettext_noop("This version was dubbed: the translation is a work by itself."),
    "live_score": gettext_noop("This copy carries the premiere score, whose composer’s term is not known."),
}
# Where two doubts stand in one sentence.
IN_SHORT: Mapping[str, str] = {
    "weak-source": gettext_noop("a fact that rests on a single weak source"),
    "contradiction": gettext_noop("sources that contradict each other on a date"),
    "underlying-unasked": gettext_noop("whether it is based on an older work"),
    "underlying-unresolved": gettext_noop("the term of the work it is based on"),
    "music-unresolved": gettext_noop("the rights in music that it uses"),
    "live-score": gettext_noop("the score that was played live at its premiere"),
    "third-party-footage": gettext_noop("footage taken from others"),
    "character": gettext_noop("the rights in its characters"),
    "music": gettext_noop("the rights in its music"),
    "no-own-search": gettext_noop("no search of our own in the records"),
    "search-old": gettext_noop("a search that is too old"),
    "russian-term": gettext_noop("the shorter Russian term for films of Soviet studios"),
    "it-war-years": gettext_noop("Italian war-time statutes"),
    "es-old-film-statutes": gettext_noop("older Spanish statutes on films"),
    "jp-allied": gettext_noop("years that Japan adds to works of Allied nationals"),
    "au-frames": gettext_noop("the frames as photographs"),
    "ca-authors": gettext_noop("who the authors of a film are in Canada"),
    "nz-extension": gettext_noop("the longer term to which New Zealand has agreed"),
    "fr-war-years-foreign": gettext_noop("France’s war years for a foreign composer"),
    "fr-died-for-france": gettext_noop("whether an author died for France"),
    "dialogue-unlisted": gettext_noop("the author of the dialogue"),
    "unpublished": gettext_noop("that it was never published"),
    "rule-not-read": gettext_noop("the national law, which has not been read"),
    "de-anonymous": gettext_noop("an author who is not named but whom Germany asks for"),
    "disputed": gettext_noop("a disputed point of law or fact"),
}
STEPS: Mapping[str, str] = {
    "na.comparison-none": gettext_noop("This country does not compare its term with that of the country of origin."),
    "na.comparison-home": gettext_noop("The country of origin (%(origin)s) lies inside: there is nothing to compare."),
    "na.comparison-author": gettext_noop("%(name)s is a citizen from inside: terms are not compared."),
    "na.comparison-treaty": gettext_noop(
        "The treaty of 15 January 1892 gives works from the United States the full German term."
    ),
    "underlying.free": gettext_noop("What it uses (%(name)s) is free too, since %(since)s."),
    "underlying.protected": gettext_noop("What it uses (%(name)s) is protected until %(end)s."),
    "underlying.unresolved": gettext_noop("The term of what it uses (%(name)s) is not known."),
    "underlying.cleared": gettext_noop("Somebody has settled that %(name)s does not stand in the way."),
    "underlying.none": gettext_noop("It is based on no older work."),
    "layer.cleared": gettext_noop("Somebody has settled that this does not stand in the way: %(layer)s."),
    "layer.trademark": gettext_noop("A trade mark never bars watching."),
    "no.living": gettext_noop("%(name)s, born in %(year)s, is taken to be living: protected, and no end is known."),
    "no.at-least-by": gettext_noop(
        "%(name)s died in %(year)s: protected until %(end)s at least; what is known does not settle when it becomes "
        "free."
    ),
    "no.at-least": gettext_noop(
        "Protected until %(end)s at least; what is known does not settle when it becomes free."
    ),
    "no.at-least.fr.formality": gettext_noop(
        "Free %(in_country)s only because a formality was missed; France ignores that (Cass. 1re civ., 17 "
        "December 2009, no. 07-21.115). Protected here until %(end)s at least."
    ),
    "no.at-least.eu.formality": gettext_noop(
        "Free %(in_country)s only because a formality was missed, which does not count here. "
        "Protected until %(end)s at least."
    ),
    "no.never-ends": gettext_noop("Protected; no end can be worked out from what is known."),
    "no.us.derivative": gettext_noop("It uses %(name)s, which is protected in the United States: protected with it."),
    "open.licence": gettext_noop("Given to everybody by its maker under %(licence)s."),
    "open.licence-nc": gettext_noop(
        "Given to everybody by its maker under %(licence)s, only without advertising or payment."
    ),
    "open.licence-nd": gettext_noop("Given to everybody by its maker under %(licence)s, only unchanged."),
    "open.licence-nc-nd": gettext_noop(
        "Given to everybody by its maker under %(licence)s, only unchanged and without advertising or payment."
    ),
    "open.not-by-maker": gettext_noop(
        "A licence that is not shown to come from the maker proves nothing: %(licence)s."
    ),
    "note.ar-paying": gettext_noop(
        "The public domain of Argentina is a paying one: public use costs a fee to the national arts fund."
    ),
}
