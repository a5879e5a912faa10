"""Making two works one, or one two: what exactly would move, the request, the second person, and undoing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import may, person_with_id
from allostream.catalogue import queries as catalogue
from allostream.catalogue.journal import counted
from allostream.catalogue.models import Episode, Regrouping, Season, Title
from allostream.catalogue.moved_parts import part_at, part_with_id
from allostream.catalogue.numbering_rules import Spot
from allostream.catalogue.queries import Moved
from allostream.community import regrouping, regrouping_queries
from allostream.community.models import RegroupingVoice
from allostream.community.regrouping_queries import Choices
from allostream.lib import clock
from allostream.lib.ids import is_id
from allostream.lib.languages import is_named
from allostream.lib.problems import Forbidden, Gone, NotFound, Problem
from allostream.links.regrouping import Thing, may_undo, preview, there
from allostream.links.splitting_off import Chosen
from allostream.moderation import regrouping as deciding
from allostream.web.addresses import Place, address, part_address, title_address, with_query
from allostream.web.edits.words import told_day, who
from allostream.web.facts.asking import see_other, to_sign_in, viewer_of
from allostream.web.formats import day, typeset
from allostream.web.http import PageRequest
from allostream.web.limits import check_newcomer
from allostream.web.numbering_words import order_name
from allostream.web.page import Page, everywhere, write
from allostream.web.regroup_words import heading_of, moved_words, sent_words, stage_words, state_words
from allostream.web.views.titles import title_with_key
from allostream.web.wording import name_kind

MOST_PAIRS = 300
LETTERS = {"w": "title", "s": "season", "e": "episode"}
Own = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """The title, season or episode of a page, with its name and its own address."""

    what: str
    letter: str
    thing: Thing
    name: str
    address: str


def subject_of(request: PageRequest, letter: str, public_id: str) -> Subject:
    """What stands at an address. Five queries or six. Raises NotFound."""
    if letter not in LETTERS:
        raise NotFound
    what, language = LETTERS[letter], request.site.language
    thing = there(what, public_id if is_id(public_id) else "")
    if isinstance(thing, Title):
        head = catalogue.title_of_part(thing.pk, request.visitor.language, language)
        return Subject(what, letter, thing, named(head.name, head.year), title_address(language, head.kind, head.slug))
    head = catalogue.title_of_part(thing.title_id, request.visitor.language, language)
    if isinstance(thing, Episode):
        row = catalogue.episode_row(thing.pk, request.visitor.language)
        name = f"{head.name}, {part_words(row.season_number, row.number)} {row.name}".rstrip()
        return Subject(what, letter, thing, name, part_address(language, head.slug, row))
    name = f"{head.name}, {thing.name or part_words(thing.number, None)}"
    here = address(language, Place.PART, slug=head.slug, part=season_end(thing))
    return Subject(what, letter, thing, name, here)


def named(name: str, year: int | None) -> str:
    """A title with its year, which tells it from others of its name."""
    return f"{name} ({year})" if year else name


def part_words(season: int | None, number: int | None) -> str:
    """The numbers of a part, as S01E02."""
    told = "" if season is None else f"S{season:02d}"
    return told if number is None else f"{told}E{number:02d}"


def season_end(season: Season) -> str:
    """The end of a season's address."""
    return season.public_id if season.number is None else f"s{season.number:02d}"


@require_http_methods(["GET", "HEAD", "POST"])
def regroup(request: PageRequest, letter: str, id: str) -> HttpResponse:
    """What could be made one with this, or split off it, and what was. Thirty queries. Raises NotFound, Forbidden."""
    viewer = viewer_of(request)
    subject = subject_of(request, letter, id)
    if viewer is None:
        return to_sign_in(request)
    if not may(viewer, Right.EDIT_SUGGEST):
        raise Forbidden
    if request.method != "POST":
        return _merge_shown(request, subject, request.GET.get("with", ""))
    asking = {"merge": _asked_merge, "split": _asked_split}.get(request.POST.get("do", ""))
    if asking is None:
        return _split_shown(request, subject)
    check_newcomer(request)
    try:
        row = deciding.ask(viewer, lambda: asking(request, subject))
    except Problem as refused:
        said = _refusal(refused)
        if request.POST.get("do") == "merge":
            return _merge_shown(request, subject, request.POST.get("with", ""), said, status=refused.status)
        return _split_shown(request, subject, said, status=refused.status)
    sent = "done" if row.state == Regrouping.State.DONE else "asked"
    sent = "going" if row.stage != Regrouping.Stage.NONE else sent
    return see_other(with_query(_own_page(request, row), sent=sent))


def _refusal(refused: Problem) -> str:
    told = {name: gettext(value) if isinstance(value, str) else value for name, value in refused.details.items()}
    return gettext(refused.sentence) % told if told else gettext(refused.sentence)


def _asked_merge(request: PageRequest, subject: Subject) -> Regrouping:
    """The request to make this and another one: this one stays, unless the other is chosen to."""
    other = other_of(request, subject, request.POST.get("with", ""))
    gone, kept = other.public_id, subject.thing.public_id
    if request.POST.get("keep") == "other":
        gone, kept = kept, gone
    return regrouping.ask_to_merge(request.user, subject.what, gone, kept, request.POST.get("why", ""))


def _asked_split(request: PageRequest, subject: Subject) -> Regrouping:
    chosen = chosen_of(request)
    return regrouping.ask_to_split(
        request.user, subject.what, subject.thing.public_id, chosen, request.POST.get("why", "")
    )  # fmt: skip


def chosen_of(request: PageRequest) -> Chosen:
    """What is ticked on the form of a split; what is no number says nothing."""
    sent = request.POST

    def ids(name: str) -> tuple[int, ...]:
        return tuple(int(one) for one in sent.getlist(name)[:1000] if one.isascii() and one.isdigit() and len(one) < 18)

    language = sent.get("language", "")
    return Chosen(
        sent.get("name", "").strip()[:500], language if is_named(language) else "", _number(sent.get("year", "")),
        _number(sent.get("number", "")), ids("names"), ids("identifiers"),
        tuple(one for one in sent.getlist("links")[:1000] if is_id(one)), ids("seasons"), ids("episodes"),
    )  # fmt: skip


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def other_of(request: PageRequest, subject: Subject, text: str) -> Thing:
    """The other title, season or episode that somebody names by its address here, or by its permanent id.

    Raises NotFound.
    """
    text = text.strip()
    path = "/" + text.partition("://")[2].partition("/")[2] if "://" in text else text
    found = by_id(subject, path.rstrip("/").rpartition("/")[2]) if not path.startswith("/") else None
    if found is None and path.startswith("/"):
        found = by_path(request, subject, path.partition("?")[0].partition("#")[0])
    if found is None:
        raise NotFound
    return there(subject.what, found)


def by_id(subject: Subject, public_id: str) -> str | None:
    """The public id of the kind that is asked for, of a permanent id."""
    if not is_id(public_id):
        return None
    if subject.what == "title":
        return public_id
    part = part_with_id(public_id)
    return part.public_id if part else None


def by_path(request: PageRequest, subject: Subject, path: str) -> str | None:
    """The same of an address on any of the sites."""
    try:
        values = resolve(path).kwargs
    except Resolver404:
        return None
    if "slug" not in values:
        return by_id(subject, values.get("id", ""))
    for kind in ("film", "series"):
        for language in dict.fromkeys((request.site.language, "en", "fr")):
            try:
                head = catalogue.title_at(kind, values["slug"], language)
            except Moved as now:
                head = now.thing  # type: ignore[assignment]  # the address of a title
            except (NotFound, Gone):
                continue
            return _of_title(subject, head.id, head.public_id, values.get("part", ""))
    return None


def _of_title(subject: Subject, title_id: int, public_id: str, part: str) -> str | None:
    if subject.what == "title":
        return public_id
    found = part_at(title_id, part)
    return found.public_id if isinstance(found, Season if subject.what == "season" else Episode) else None


def _merge_shown(
    request: PageRequest, subject: Subject, text: str, refusal: str = "", *, status: int = 200
) -> HttpResponse:
    """The page, with what a merge with that other one would move where one is named."""
    more: Own = {"with_text": text, "refusal": refusal, "why": request.POST.get("why", "")}
    if text:
        try:
            other = other_of(request, subject, text)
            letter = subject.letter
            more["other"] = subject_of(request, letter, other.public_id)
            row = _trial(subject, kind=Regrouping.Kind.MERGE, gone_id=other.public_id)
            more["moved"] = moved_words(preview(row), request.visitor.language)
            more["may_merge"] = True
        except NotFound:
            more["refusal"] = refusal or gettext(
                "No such page is known here: paste its address, or the id of twelve signs at its end."
            )
            status = 422 if status == 200 else status
        except Problem as refused:
            more["refusal"], status = _refusal(refused), refused.status
    return _page(request, subject, more, status)


def _trial(subject: Subject, **columns: Any) -> Regrouping:
    thing = subject.thing
    title_id = thing.pk if isinstance(thing, Title) else thing.title_id
    return Regrouping(what=subject.what, title_id=title_id, kept_id=thing.public_id, **columns)


def _split_shown(request: PageRequest, subject: Subject, refusal: str = "", *, status: int = 200) -> HttpResponse:
    """The page, with what a split of what is ticked would move."""
    chosen = chosen_of(request)
    more: Own = {"chosen": chosen, "refusal": refusal, "split_why": request.POST.get("why", ""), "is_split": True}
    if chosen.is_empty():
        more["refusal"] = refusal or gettext("Choose what does not belong here, and give the new page a name.")
        return _page(request, subject, more, 422 if status == 200 else status)
    row = _trial(subject, kind=Regrouping.Kind.SPLIT, chosen=chosen.written())
    more["split_moved"] = moved_words(preview(row), request.visitor.language)
    return _page(request, subject, more, status)


def _page(request: PageRequest, subject: Subject, more: Own, status: int) -> HttpResponse:
    thing, viewer = subject.thing, request.user
    title_id = thing.pk if isinstance(thing, Title) else thing.title_id
    can_split = not isinstance(thing, Season)
    path = address(request.site.language, Place.REGROUP, letter=subject.letter, id=thing.public_id)
    context: Own = {
        "subject": subject, "path": path,
        "choices": _boxes(request, subject, more.get("chosen")) if can_split else [],
        "is_film": isinstance(thing, Title), "chosen": None,
        "at_once": regrouping.may_at_once(viewer, Regrouping.Kind.MERGE),
        "rows": lines_of(request, regrouping_queries.regroupings_of(title_id)),
        "parts": _parts(request, subject),
        "numbers": _numbers_address(request, subject), **more,
    }  # fmt: skip
    page = Page(
        title=gettext("Merge or split: %(name)s") % {"name": typeset(subject.name)},
        addresses=everywhere(Place.REGROUP, letter=subject.letter, id=thing.public_id), is_indexed=False,
    )  # fmt: skip
    response = write(request, "pages/regroup.html", page, context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _parts(request: PageRequest, subject: Subject) -> list[tuple[str, str]]:
    """Where the seasons of a series, or the episodes of a season, are merged and split. Two queries."""
    site, thing = request.site.language, subject.thing
    if isinstance(thing, Title):
        return [
            (season.name or part_words(season.number, None) or season.public_id,
             address(site, Place.REGROUP, letter="s", id=season.public_id))
            for season in regrouping_queries.seasons_of(thing.pk)
        ]  # fmt: skip
    if isinstance(thing, Season):
        return [
            (" ".join(filter(None, (part_words(thing.number, one.number), one.name))) or one.public_id,
             address(site, Place.REGROUP, letter="e", id=one.public_id))
            for one in regrouping_queries.episodes_of(thing.pk)
        ]  # fmt: skip
    return []


def _numbers_address(request: PageRequest, subject: Subject) -> str:
    """Where the numbers of a series' episodes are; "" for anything else."""
    thing = subject.thing
    is_series = isinstance(thing, Title) and thing.kind == Title.Kind.SERIES
    return address(request.site.language, Place.NUMBERING, id=thing.public_id) if is_series else ""


def _boxes(request: PageRequest, subject: Subject, chosen: Chosen | None) -> list[Own]:
    """The things to tick, by kind; kinds of which there is none are left out."""
    found: Choices = regrouping_queries.choices_of(request.visitor, subject.thing)
    seasons = [(one.pk, one.name or part_words(one.number, None) or one.public_id) for one in found.seasons]
    episodes = [
        (one.pk, " ".join(filter(None, (part_words(one.season.number, one.number), one.name))) or one.public_id)
        for one in found.episodes
    ]
    names = [(pk, " · ".join(filter(None, (text, tongue, name_kind(kind))))) for pk, text, tongue, kind in found.names]
    kinds: list[tuple[str, str, Sequence[tuple[Any, str]]]] = [
        ("links", gettext("Links"), found.links),
        ("seasons", gettext("Seasons"), seasons),
        ("episodes", gettext("Episodes"), episodes),
        ("names", gettext("Names"), names),
        ("identifiers", gettext("Records and numbers of other catalogues"), found.identifiers),
    ]  # fmt: skip
    ticked = {kind: set(getattr(chosen, kind)) if chosen else set() for kind, _, _ in kinds}
    return [
        {"kind": kind, "label": label, "ticks": [(pk, text, pk in ticked[kind]) for pk, text in rows]}
        for kind, label, rows in kinds
        if rows
    ]


def lines_of(request: PageRequest, rows: Sequence[Regrouping]) -> list[Own]:
    """Requests as lines of a list, each with its own page. Four queries, a fifth where one is open."""
    names = regrouping_queries.names_of_things(rows, request.visitor.language)
    waiting = [row.public_id for row in rows if row.state == Regrouping.State.OPEN]
    voices = regrouping_queries.voices_on(waiting) if waiting else {}
    return [_line(request, row, names, is_contested=_is_contested(voices.get(row.public_id, ()))) for row in rows]


def _is_contested(voices: Sequence[RegroupingVoice]) -> bool:
    return any(not one.is_for for one in voices)


def _line(request: PageRequest, row: Regrouping, names: Any, *, is_contested: bool) -> Own:
    state = gettext("waits for a moderator") if is_contested else state_words(row.state, row.stage)
    return {
        "heading": heading_of(row.kind, row.what), "state": state, "why": row.why,
        "kept": names.get(row.kept_id, row.kept_id),
        "gone": names.get(row.gone_id, "") or row.chosen.get("name", "") or _order_of(row),
        "on": day(row.asked_at.date(), request.visitor.language),
        "undone": day(row.undone_at.date(), request.visitor.language) if row.undone_at else "",
        "address": _own_page(request, row),
    }  # fmt: skip


def _order_of(row: Regrouping) -> str:
    return order_name(row.chosen["order"]) if row.kind == Regrouping.Kind.MAP else ""


def _own_page(request: PageRequest, row: Regrouping) -> str:
    return address(request.site.language, Place.REGROUPING, id=row.public_id)


DOING: dict[str, Callable[[PageRequest, Regrouping, str], object]] = {
    "agree": lambda request, row, why: deciding.agree(row.public_id, by=request.user, why=why),
    "oppose": lambda request, row, why: deciding.oppose(row.public_id, by=request.user, why=why),
    "take-back": lambda request, row, why: regrouping.take_back(row.public_id, by=request.user),
    "undo": lambda request, row, why: deciding.undo(row, by=request.user, why=why),
}
SENT = {"agree": "done", "oppose": "refused", "take-back": "taken-back", "undo": "undone"}


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: PageRequest, id: str) -> HttpResponse:
    """One request: what it is about, what moves, what people say, and what the reader may do. Twenty queries.

    Raises NotFound."""
    row = regrouping_queries.regrouping_with_id(id if is_id(id) else "")
    if request.method != "POST":
        return _one_page(request, row)
    if viewer_of(request) is None:
        return to_sign_in(request)
    what = request.POST.get("do", "")
    if what not in DOING:
        raise NotFound
    try:
        DOING[what](request, row, request.POST.get("why", "").strip()[: regrouping.LONGEST_REASON])
    except Problem as refused:
        return _one_page(request, regrouping_queries.regrouping_with_id(id), _refusal(refused), refused.status)
    now = regrouping_queries.regrouping_with_id(id)
    sent = "going" if now.stage != Regrouping.Stage.NONE else SENT[what]
    if now.state == Regrouping.State.OPEN:
        sent = "agreed" if what == "agree" else "opposed"
    return HttpResponseRedirect(with_query(_own_page(request, row), sent=sent))


def _one_page(request: PageRequest, row: Regrouping, refusal: str = "", status: int = 200) -> HttpResponse:
    language = request.visitor.language
    is_open = row.state == Regrouping.State.OPEN
    voices = regrouping_queries.voices_on([row.public_id])[row.public_id]
    is_contested = is_open and _is_contested(voices)
    names = regrouping_queries.names_of_things([row], language)
    line = _line(request, row, names, is_contested=is_contested)
    viewer = viewer_of(request)
    title = title_with_key(request, row.title_id)
    at_once = viewer is not None and regrouping.may_at_once(viewer, row.kind)
    is_own = viewer is not None and row.asked_kind == "person" and row.asked_by == viewer.public_id
    asked = person_with_id(row.asked_by) if at_once and row.asked_kind == "person" else None
    has_spoken = viewer is not None and any(one.person_id == viewer.pk for one in voices)
    may_speak = is_open and viewer is not None and not is_own and not has_spoken and may(viewer, Right.EDIT_CONFIRM)
    context: Own = {
        "row": row, "line": line, "refusal": refusal, "sent": sent_words(request.GET.get("sent", "")),
        "moved": _moves(row, language), "going": stage_words(row, language),
        "is_open": is_open, "is_own": is_own, "asked": asked,
        "may_agree": may_speak or (is_open and at_once), "may_speak": may_speak, "at_once": at_once,
        "voices": [
            (who(one.person, viewer, request.visitor), one.is_for, one.why, told_day(one.at, language))
            for one in voices
        ],
        "is_contested": is_contested,
        "may_undo": at_once and may_undo(row, clock.now()), "asks_in": is_open and viewer is None,
        "title_address": title_address(request.site.language, title.kind, title.slug), "title_name": title.name,
    }  # fmt: skip
    page = Page(title=line["heading"], addresses=everywhere(Place.REGROUPING, id=row.public_id), is_indexed=False)
    response = write(request, "pages/regrouping.html", page, context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _pairs(row: Regrouping) -> list[str]:
    """What a map says, episode by episode."""
    here = regrouping_queries.codes_of([one for one, *_ in row.chosen["pairs"]])
    return [
        f"{here.get(one, one)} = {Spot(season, number)}" for one, season, number in row.chosen["pairs"][:MOST_PAIRS]
    ]


def _moves(row: Regrouping, language: str) -> list[str]:
    """What would move, or what did; nothing where it cannot be done any more."""
    if row.kind == Regrouping.Kind.MAP:
        count = {"catalogue.episodenumber": len(row.chosen["pairs"])}
        return [*moved_words(count, language), *_pairs(row)]
    told = regrouping_queries.told_of_split(row) if row.kind == Regrouping.Kind.SPLIT else []
    if row.state == Regrouping.State.OPEN:
        try:
            return [*moved_words(preview(row), language), *told]
        except Problem:
            return []
    return [*moved_words(counted(row.journal), language), *told]
