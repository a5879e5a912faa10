"""Reads for pages on which works are made one or split."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q

from allostream.catalogue.models import Episode, Identifier, Name, Regrouping, Season, Title
from allostream.catalogue.queries import face_names
from allostream.community.models import RegroupingVoice
from allostream.lib.problems import NotFound
from allostream.lib.visitor import Visitor
from allostream.links.models import WatchLink
from allostream.links.queries import Part, title_links, with_held

MOST = 400  # rows of a kind on the form of a split
ON_A_PAGE = 30
Thing = Title | Season | Episode


@dataclass(frozen=True, slots=True)
class Choices:
    """What could be split off: row ids, or public ids of links, each with what it is."""

    names: Sequence[tuple[int, str, str, str]]  # with its language and kind
    identifiers: Sequence[tuple[int, str]]
    links: Sequence[tuple[str, str]]
    seasons: Sequence[Season]
    episodes: Sequence[Episode]


def choices_of(visitor: Visitor, thing: Thing) -> Choices:
    """What of a title or an episode could be split off. Eight queries, two more for moderators.

    Links are those that the reader may see where they are; moderators see all.
    """
    own = {"title": thing} if isinstance(thing, Title) else {"episode": thing}
    names = Name.objects.filter(**own).order_by("kind", "language", "text")
    numbers = Identifier.objects.filter(**own).order_by("scheme", "value")
    seasons, episodes = _parts(thing) if isinstance(thing, Title) else ([], [])
    return Choices(
        list(names.values_list("pk", "text", "language", "kind")[:MOST]),
        [(pk, f"{scheme}:{value}") for pk, scheme, value in numbers.values_list("pk", "scheme", "value")[:MOST]],
        _links(visitor, thing), seasons, episodes,
    )  # fmt: skip


def _parts(title: Title) -> tuple[list[Season], list[Episode]]:
    episodes = title.episodes.filter(removed_at=None).select_related("season")
    return seasons_of(title.pk), list(episodes.order_by("season__number", "season", "number", "pk")[:MOST])


def seasons_of(title_id: int) -> list[Season]:
    """The seasons of a series in order. One query."""
    return list(Season.objects.filter(title=title_id, removed_at=None).order_by("number", "pk")[:MOST])


def episodes_of(season_id: int) -> list[Episode]:
    """The episodes of a season in order. One query."""
    return list(Episode.objects.filter(season=season_id, removed_at=None).order_by("number", "pk")[:MOST])


def _links(visitor: Visitor, thing: Thing) -> list[tuple[str, str]]:
    if isinstance(thing, Season):
        return []
    title_id = thing.pk if isinstance(thing, Title) else thing.title_id
    part = None if isinstance(thing, Title) else Part(thing.season_id, thing.pk)
    found = title_links(visitor, title_id, part) if part else title_links(visitor, title_id)
    rows = [*found.shown]
    if visitor.may_moderate:
        rows += with_held(visitor, found, part).held
    own = WatchLink.objects.filter(public_id__in=[row.public_id for row in rows], removed_at=None)
    own = own.filter(season=None, episode=None) if isinstance(thing, Title) else own.filter(episode=thing)
    return list(own.order_by("pk").values_list("public_id", "canonical_url")[:MOST])


def regrouping_with_id(public_id: str) -> Regrouping:
    """One request. One query. Raises NotFound."""
    row = Regrouping.objects.select_related("title").filter(public_id=public_id).first()
    if row is None:
        raise NotFound
    return row


def voices_on(public_ids: Collection[str]) -> Mapping[str, list[RegroupingVoice]]:
    """What people said of requests, by their public ids, in the order in which they did. One query."""
    found: dict[str, list[RegroupingVoice]] = {one: [] for one in public_ids}
    rows = RegroupingVoice.objects.filter(regrouping__public_id__in=list(public_ids)).select_related("person")
    for voice in rows.annotate(request=F("regrouping__public_id")).order_by("at", "pk"):
        found[voice.request].append(voice)
    return found


def regroupings_of(title_id: int) -> list[Regrouping]:
    """What was asked and done with a title, the latest first. One query."""
    return list(
        Regrouping.objects.filter(title=title_id).defer("journal", "left").order_by("-asked_at", "-pk")[:ON_A_PAGE]
    )


def done_with(title_id: int, public_id: str, *, is_part: bool = False) -> list[Regrouping]:
    """The merges and splits that were done with a title and its parts, or with one part, those that were undone too,
    the latest first: also what made the title, and what took it away until it was undone. One query."""
    of_title = Q(title=title_id)
    if not is_part:
        of_title |= Q(what=Regrouping.What.TITLE, gone_id=public_id)
    rows = Regrouping.objects.filter(
        of_title, kind__in=[Regrouping.Kind.MERGE, Regrouping.Kind.SPLIT],
        state__in=[Regrouping.State.DONE, Regrouping.State.UNDONE],
    )  # fmt: skip
    if is_part:
        rows = rows.filter(Q(kept_id=public_id) | Q(gone_id=public_id))
    return list(rows.defer("journal", "left").order_by("-asked_at", "-pk")[:ON_A_PAGE])


def names_of_things(rows: Collection[Regrouping], language: str) -> Mapping[str, str]:
    """What the things of requests are called, by public id. Four queries."""
    ids = {one for row in rows for one in (row.kept_id, row.gone_id) if one}
    titles = dict(Title.objects.filter(public_id__in=ids).values_list("pk", "public_id"))
    faces = face_names(titles, language)
    own = dict(Title.objects.filter(pk__in=titles).values_list("pk", "name"))
    told = {public_id: faces.get(pk, own[pk]) for pk, public_id in titles.items()}
    for season in Season.objects.filter(public_id__in=ids).select_related("title"):
        told[season.public_id] = f"{season.title.name}: {season.name or _numbered('S', season.number)}"
    for episode in Episode.objects.filter(public_id__in=ids).select_related("season", "title"):
        place = f"{_numbered('S', episode.season.number)}{_numbered('E', episode.number)}"
        told[episode.public_id] = " ".join(part for part in (f"{episode.title.name}:", place, episode.name) if part)
    return told


def told_of_split(row: Regrouping) -> list[str]:
    """What is split off, by name: names, numbers of other catalogues, seasons and episodes. Links are not told: not
    everybody may see them. Four queries, two of an episode."""
    ids, chosen = (row.kept_id, row.gone_id), row.chosen
    kind = "title" if row.what == Regrouping.What.TITLE else "episode"
    own = Q(**{f"{kind}__public_id__in": ids})
    names = Name.objects.filter(own, pk__in=chosen["names"]).order_by("kind", "language", "text")
    numbers = Identifier.objects.filter(own, pk__in=chosen["identifiers"]).order_by("scheme", "value")
    told = [*names.values_list("text", flat=True)[:MOST]]
    told += [f"{scheme}:{value}" for scheme, value in numbers.values_list("scheme", "value")[:MOST]]
    if kind == "title":
        seasons = Season.objects.filter(own, pk__in=chosen["seasons"]).order_by("number", "pk")
        episodes = Episode.objects.filter(own, pk__in=chosen["episodes"]).select_related("season")
        told += [one.name or _numbered("S", one.number) or one.public_id for one in seasons[:MOST]]
        told += [_episode_name(one) for one in episodes.order_by("season__number", "number", "pk")[:MOST]]
    return told


def _episode_name(episode: Episode) -> str:
    place = f"{_numbered('S', episode.season.number)}{_numbered('E', episode.number)}"
    return " ".join(part for part in (place, episode.name) if part) or episode.public_id


def codes_of(public_ids: Collection[str]) -> dict[str, str]:
    """Our own numbers of episodes by permanent id, as S01E02; who has none is missing. One query."""
    rows = Episode.objects.filter(public_id__in=list(public_ids), number__isnull=False, season__number__isnull=False)
    return {
        one: f"S{season:02d}E{number:02d}"
        for one, season, number in rows.values_list("public_id", "season__number", "number")
    }


def _numbered(letter: str, number: int | None) -> str:
    return "" if number is None else f"{letter}{number:02d}"
