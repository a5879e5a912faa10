"""Splitting off what does not belong to a title or an episode: chosen names, records, links, seasons and episodes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q, QuerySet

from allostream.catalogue.attached import columns_on
from allostream.catalogue.identity_rules import Ground, Reason
from allostream.catalogue.intake.identity import plain_grounds
from allostream.catalogue.journal import Journal
from allostream.catalogue.models import Edition, Episode, Identifier, Joining, Likeness, Name, Season, Settled, Title
from allostream.catalogue.name_keys import name_key
from allostream.lib import clock
from allostream.lib.names import folded
from allostream.links.models import KeptAway, WatchLink

PARTS = (Season, Episode, Edition, WatchLink)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is split off, by row ids where nothing else is said, and what it is to be called."""

    name: str
    language: str = ""
    year: int | None = None
    number: int | None = None  # of an episode
    names: Sequence[int] = ()
    identifiers: Sequence[int] = ()
    links: Sequence[str] = ()  # public ids
    seasons: Sequence[int] = ()
    episodes: Sequence[int] = ()

    @classmethod
    def read(cls, held: Mapping[str, Any]) -> "Chosen":
        """As a column has held it."""
        return cls(**held)

    def written(self) -> dict[str, Any]:
        """As a column holds it."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    def is_empty(self) -> bool:
        """Whether nothing is chosen."""
        return not (self.names or self.identifiers or self.links or self.seasons or self.episodes)


def split_title(kept: Title, chosen: Chosen, journal: Journal) -> Title:
    """Make a title of what is chosen, and never bring the two together again. In the caller's transaction."""
    made = Title(kind=kept.kind, name=chosen.name, name_language=chosen.language, year=chosen.year)
    if not journal.is_trial:
        made.save()
        _call(made, chosen)
    _hand_over(kept, made, chosen, journal)
    moved = _move_parts(kept, made, chosen, journal)
    links = WatchLink.objects.filter(title=kept, season=None, episode=None, public_id__in=chosen.links)
    moved[WatchLink] += _move_links(links, "title", kept.pk, made.pk, journal)
    _take_along(kept, made, moved, journal)
    if not journal.is_trial:
        grounds = plain_grounds([Ground(Reason.SAME_NAME)])
        apart = Likeness.objects.create(
            made=made, like=kept, score=0.0, state=Likeness.State.DIFFERENT, decided_at=clock.now(), grounds=grounds
        )
        journal.made(Likeness, [apart.pk])
    return made


def split_episode(kept: Episode, chosen: Chosen, journal: Journal) -> Episode:
    """Make an episode of the same season of what is chosen. In the caller's transaction."""
    made = Episode(
        title_id=kept.title_id, season_id=kept.season_id, kind=kept.kind, number=chosen.number, name=chosen.name,
        name_language=chosen.language, placed_at=clock.now(),
    )  # fmt: skip
    if not journal.is_trial:
        made.save()
    _keep_off("episode", kept.pk, Name.objects.filter(episode=kept, pk__in=chosen.names), journal)
    journal.move(Name, "episode", kept.pk, made.pk, _own(Name, Q(episode=kept), chosen.names))
    journal.move(Identifier, "episode", kept.pk, made.pk, _own(Identifier, Q(episode=kept), chosen.identifiers))
    links = WatchLink.objects.filter(episode=kept, public_id__in=chosen.links)
    moved = _move_links(links, "episode", kept.pk, made.pk, journal)
    for model, column in columns_on(WatchLink):
        if _has(model, "episode"):
            rows = model._default_manager.filter(**{"episode": kept, f"{column}__in": moved})
            journal.move(model, "episode", kept.pk, made.pk, rows.values_list("pk", flat=True))
    return made


def _call(made: Title, chosen: Chosen) -> None:
    Name.objects.create(
        title=made, text=chosen.name, language=chosen.language, kind=Name.Kind.RELEASE, folded=folded(chosen.name),
        match_key=name_key(chosen.name),
    )  # fmt: skip


def _hand_over(kept: Title, made: Title, chosen: Chosen, journal: Journal) -> None:
    """Names, and the records of sources with their keys."""
    names = Name.objects.filter(title=kept, pk__in=chosen.names)
    _keep_off("title", kept.pk, names, journal)
    taken = Q(text=chosen.name, language=chosen.language, kind=Name.Kind.RELEASE)
    journal.move(Name, "title", kept.pk, made.pk, names.exclude(taken).values_list("pk", flat=True))
    own = list(Identifier.objects.filter(title=kept, pk__in=chosen.identifiers))
    journal.move(Identifier, "title", kept.pk, made.pk, [one.pk for one in own])
    joined = Joining.objects.filter(title=kept, key__in=[str(one) for one in own])
    journal.move(Joining, "title", kept.pk, made.pk, joined.values_list("pk", flat=True))


def _keep_off(kind: str, pk: int, names: QuerySet[Name], journal: Journal) -> None:
    """Let no source give the first thing again the names that are split off it, as where people take one out."""
    off = [list(one) for one in names.order_by("pk").values_list("text", "language", "kind")]
    if journal.is_trial or not off:
        return
    column = {f"{kind}_id": pk}
    row = Settled.objects.select_for_update().filter(**column, field="names").first()
    if row is not None:
        journal.change(row, {"removed": [*row.removed, *(one for one in off if one not in row.removed)]})
        return
    stay = Name.objects.filter(**column).exclude(pk__in=names.values("pk")).order_by("pk")
    value = [list(one) for one in stay.values_list("text", "language", "kind")]
    row = Settled.objects.create(**column, field="names", value=value, removed=off, edit="", since=clock.now())
    journal.made(Settled, [row.pk])


def _move_parts(kept: Title, made: Title, chosen: Chosen, journal: Journal) -> dict[Any, list[int]]:
    """Seasons with their episodes, and single episodes into seasons of the same numbers. Returns what moved."""
    seasons = list(Season.objects.filter(title=kept, pk__in=chosen.seasons))
    whole = [season.pk for season in seasons]
    episodes = list(Episode.objects.filter(title=kept, pk__in=chosen.episodes).exclude(season__in=whole))
    journal.move(Season, "title", kept.pk, made.pk, whole)
    rows = [*episodes, *Episode.objects.filter(title=kept, season__in=whole)]
    journal.move(Episode, "title", kept.pk, made.pk, [row.pk for row in rows])
    _into_seasons(episodes, made, journal)
    for placed in (*seasons, *episodes):
        journal.change(placed, {"placed_at": clock.now()})
    part = Q(season__in=whole) | Q(episode__in=[row.pk for row in rows])
    links = _own(WatchLink, Q(title=kept) & part)
    return {Season: whole, Episode: [row.pk for row in rows], WatchLink: links, Edition: []}


def _into_seasons(episodes: Sequence[Episode], made: Title, journal: Journal) -> None:
    new: dict[int, int] = {}
    for row in episodes:
        if row.season_id not in new:
            season = Season(title_id=made.pk, number=row.season.number, placed_at=clock.now())
            if not journal.is_trial:
                season.save()
            new[row.season_id] = season.pk
        journal.move(Episode, "season", row.season_id, new[row.season_id], [row.pk])


def _take_along(kept: Title, made: Title, moved: Mapping[Any, Sequence[int]], journal: Journal) -> None:
    """What names the title beside one of its parts that has gone: links, comments, credits, editions."""
    gone = dict(moved)
    gone[Edition] = _own(Edition, Q(title=kept, episode__in=gone[Episode]))
    done = {(Name, "title"), (Identifier, "title"), (Season, "title"), (Episode, "title")}
    for model, column in columns_on(Title):
        parts = Q()
        for part in PARTS:
            for other, name in columns_on(part):
                if other is model and model is not part:
                    parts |= Q(**{f"{name}__in": gone[part]})
        if parts and (model, column) not in done and model._meta.label_lower not in STAY:
            rows = _own(model, Q(**{column: kept}) & parts)
            journal.move(model, column, kept.pk, made.pk, rows)


# What was decided is not written anew; what may be shown, and answers for parts, are.
STAY = frozenset({"rights.decision", "rights.workinputs", "rights.fact", "links.shownlink", "links.partanswer"})


def _move_links(links: Any, column: str, before: int, after: int, journal: Journal) -> list[int]:
    """Let links hang elsewhere, and no import list them again where they were."""
    rows = list(links)
    journal.move(WatchLink, column, before, after, [link.pk for link in rows])
    if not journal.is_trial and rows:
        away = KeptAway.objects.bulk_create([
            KeptAway(
                content_key=link.content_key, content_key_hash=link.content_key_hash,
                title_id=before if column == "title" else link.title_id,
                episode_id=before if column == "episode" else None,
            )
            for link in rows
        ])  # fmt: skip
        journal.made(KeptAway, [one.pk for one in away])
    return [link.pk for link in rows]


def _own(model: Any, which: Q, among: Iterable[int] | None = None) -> list[int]:
    rows = model._default_manager.filter(which)
    if among is not None:
        rows = rows.filter(pk__in=list(among))
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _has(model: Any, column: str) -> bool:
    return any(field.name == column for field in model._meta.concrete_fields)
