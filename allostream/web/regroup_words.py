"""Merges and splits in the words of the reader."""

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext

from allostream.catalogue.journal import counted
from allostream.catalogue.models import Regrouping
from allostream.web.formats import number

State = str


def heading_of(kind: str, what: str) -> str:
    """What was asked, in a few words."""
    return {
        ("merge", "title"): gettext("Two titles become one"),
        ("merge", "season"): gettext("Two seasons become one"),
        ("merge", "episode"): gettext("Two episodes become one"),
        ("split", "title"): gettext("A title is split"),
        ("split", "episode"): gettext("An episode is split"),
        ("map", "title"): gettext("Numbers of the episodes elsewhere"),
    }[kind, what]


def state_words(state: State, stage: str = "") -> str:
    """How a request stands."""
    return {"joining": gettext("being carried out"), "parting": gettext("being undone")}.get(stage) or {
        "open": gettext("waits for a second person"),
        "done": gettext("done"),
        "refused": gettext("refused"),
        "taken-back": gettext("taken back"),
        "undone": gettext("undone"),
    }[state]


def stage_words(row: Regrouping, language: str) -> str:
    """How far a large merge, or its undoing, has come; "" where nothing goes on."""
    if row.stage == Regrouping.Stage.JOINING:
        done = counted(row.journal).get("catalogue.episode, one", 0)
        told = gettext(
            "The titles are one. Their episodes are made one in portions: %(done)s of %(all)s pairs so far. Until then "
            "an episode may stand in the list twice."
        )
        return told % {"done": number(done, language), "all": number(done + len(row.left), language)}
    if row.stage == Regrouping.Stage.PARTING:
        done, all_ = len(row.journal) - (row.steps_left or 0), len(row.journal)
        told = gettext("It is being undone in portions: %(done)s of %(all)s changes so far.")
        return told % {"done": number(done, language), "all": number(all_, language)}
    return ""


def moved_words(counts: Mapping[str, int], language: str) -> list[str]:
    """What moves, a line for each kind of thing; what readers have no word for is counted together."""
    lines, others = [], 0
    for table, count in sorted(counts.items()):
        told = _line(table, count, language)
        if table == "catalogue.title, one":  # that is what is asked for
            continue
        if told:
            lines.append(told)
        else:
            others += count
    if others:
        told = ngettext("%(n)s further entry", "%(n)s further entries", others)
        lines.append(told % {"n": number(others, language)})
    return lines


def _line(table: str, count: int, language: str) -> str:
    words = {
        "catalogue.name": ngettext("%(n)s name", "%(n)s names", count),
        "catalogue.identifier": ngettext(
            "%(n)s number of another catalogue", "%(n)s numbers of other catalogues", count
        ),
        "catalogue.credit": ngettext("%(n)s credit", "%(n)s credits", count),
        "catalogue.season": ngettext("%(n)s season", "%(n)s seasons", count),
        "catalogue.episode": ngettext("%(n)s episode", "%(n)s episodes", count),
        "catalogue.episodenumber": ngettext("%(n)s number elsewhere", "%(n)s numbers elsewhere", count),
        "catalogue.edition": ngettext("%(n)s edition", "%(n)s editions", count),
        "catalogue.titlegenre": ngettext("%(n)s genre", "%(n)s genres", count),
        "catalogue.oldaddress": ngettext("%(n)s older address", "%(n)s older addresses", count),
        "links.watchlink": ngettext("%(n)s link", "%(n)s links", count),
        "links.watchlink, one": ngettext("%(n)s link that both have", "%(n)s links that both have", count),
        "catalogue.season, one": ngettext("%(n)s season that both have", "%(n)s seasons that both have", count),
        "catalogue.episode, one": ngettext("%(n)s episode that both have", "%(n)s episodes that both have", count),
        "links.rightsanswer": ngettext("%(n)s answer on rights", "%(n)s answers on rights", count),
        "rights.fact": ngettext("%(n)s stated fact", "%(n)s stated facts", count),
        "rights.objection": ngettext("%(n)s objection", "%(n)s objections", count),
        "links.ban": ngettext("%(n)s ban", "%(n)s bans", count),
        "community.comment": ngettext("%(n)s comment", "%(n)s comments", count),
        "community.submission": ngettext("%(n)s link that was brought", "%(n)s links that were brought", count),
        "community.demand": ngettext(
            "%(n)s month in which it was wanted", "%(n)s months in which it was wanted", count
        ),
        "community.voiceweek": ngettext("%(n)s week of voices", "%(n)s weeks of voices", count),
        "community.report": ngettext("%(n)s report", "%(n)s reports", count),
    }  # fmt: skip
    return words[table] % {"n": number(count, language)} if table in words else ""


def sent_words(what: str) -> str:
    """What a form has just done."""
    return {
        "asked": gettext("It is asked. It happens when a second person agrees."),
        "done": gettext("It is done, and old addresses lead to where things are now."),
        "numbered": gettext("The numbers are taken, and searches find the episodes by them."),
        "refused": gettext("It is refused. Nothing has changed."),
        "agreed": gettext("Thank you. Your voice is counted."),
        "opposed": gettext("Done: your voice against it is counted."),
        "taken-back": gettext("It is taken back. Nothing has changed."),
        "undone": gettext("It is undone: everything is where it was."),
        "going": gettext("It is begun. This page tells how far it has come."),
    }.get(what, "")
