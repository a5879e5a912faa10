"""Undoing that a record was taken for a title of another source: the record gets a title of its own again.

One transaction with one audit entry. What the record had given the title goes with it: its key and identifiers, names,
genres and credits that nobody else had given, values that were blank before, the seasons that only its source knows.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.catalogue.actions import ask_for_count, raise_versions
from allostream.catalogue.identity_rules import Ground, Reason
from allostream.catalogue.intake import Batch, Entry, note_digests, take_in_catalogue
from allostream.catalogue.intake.faces import refresh_faces
from allostream.catalogue.intake.identity import plain_grounds
from allostream.catalogue.intake.titles import columns_of, set_columns
from allostream.catalogue.models import (
    Credit,
    Episode,
    EpisodeNumber,
    Identifier,
    ImportedRecord,
    Joining,
    Likeness,
    Name,
    Season,
    Source,
    Title,
    TitleCountry,
    TitleGenre,
    TitleLanguage,
)
from allostream.freshness.actions import note_changes
from allostream.freshness.rules import Indexed
from allostream.lib import clock, exchange
from allostream.lib.problems import NotFound

BLANKS = {"form": "", "name": ("", ""), "flags": []}


def split_record(source: str, key: str, *, by: Actor, why: str) -> Title:
    """Give a record that is on another's title one of its own, and never bring the two together again.

    Returns the new title. Links stay where they are: allostream.links.identity moves those that came with the record.
    Raises NotFound where the record is on no title of another source.
    """
    with transaction.atomic():
        joinings = Joining.objects.select_for_update(of=("self",)).filter(source__slug=source, key=key)
        joining = joinings.select_related("title", "source").first()
        if joining is None:
            raise NotFound
        kept, people = joining.title, set(joining.title.credits.values_list("person", flat=True))
        _take_back(joining)
        joining.delete()
        ImportedRecord.objects.filter(source=joining.source, key=key).delete()
        made = _made_of(joining)
        _move_seasons(joining.source, kept, made)
        Likeness.objects.filter(made__in=(made, kept), like__in=(made, kept)).delete()
        Likeness.objects.create(
            made=made, like=kept, source=joining.source, score=0.0, state=Likeness.State.DIFFERENT,
            decided_at=clock.now(), grounds=joining.grounds or plain_grounds([Ground(Reason.SAME_NAME)]),
        )  # fmt: skip
        refresh_faces({kept.pk, made.pk})
        people |= set(made.credits.values_list("person", flat=True))
        raise_versions([kept.pk, made.pk])
        note_changes(Indexed.TITLE, [kept.pk, made.pk])
        note_changes(Indexed.PERSON, people)
        ask_for_count()
        audit.record(
            "title.split", by=by, subject_kind="title", subject_id=kept.public_id, why=why,
            before={"record": key, "title": kept.public_id}, after={"record": key, "title": made.public_id},
        )  # fmt: skip
    return made


def title_of(source: str, key: str) -> Title:
    """The title of another source that a record is on. Raises NotFound."""
    joining = Joining.objects.select_related("title").filter(source__slug=source, key=key).first()
    if joining is None:
        raise NotFound
    return joining.title


def _made_of(joining: Joining) -> Title:
    read = exchange.read_line(joining.record.encode())
    batch = Batch(joining.source, [Entry(joining.key, read)], apart=frozenset({joining.key}))
    take_in_catalogue(batch)
    note_digests(batch)
    thing = batch.find(joining.key)
    if thing is None:
        raise NotFound
    return Title.objects.get(pk=thing.id)


def _take_back(joining: Joining) -> None:
    """Remove from the title what the record had given it, as far as nobody has changed it since."""
    title, values = joining.title, dict[str, Any]()
    scheme, _, value = joining.key.partition(":")
    Identifier.objects.filter(title=title, scheme=scheme, value=value).delete()
    present = columns_of(title)
    for column, after in joining.changes:
        what, _, rest = column.partition(" ")
        if what in TAKEN_BACK:
            TAKEN_BACK[what](title, rest, after)
        elif what in present and str(present[what]) == after and what != "name":
            values[what] = BLANKS.get(what)
    if values:
        set_columns(title, values)
        title.save()


def _names(title: Title, _rest: str, after: str) -> None:
    for name in Name.objects.filter(title=title):
        if after == f"{name.text} ({name.language or '?'}, {name.kind})":
            name.delete()


def _identifier(title: Title, scheme: str, after: str) -> None:
    Identifier.objects.filter(title=title, scheme=scheme, value=after).delete()


def _genre(title: Title, _rest: str, after: str) -> None:
    TitleGenre.objects.filter(title=title, genre__slug=after).delete()


def _credits(title: Title, role: str, _after: str) -> None:
    Credit.objects.filter(title=title, episode__isnull=True, role=role).delete()


def _rows(model: type[TitleCountry] | type[TitleLanguage]) -> Callable[[Title, str, str], None]:
    def take_back(title: Title, _rest: str, after: str) -> None:
        codes = list(model._default_manager.filter(title=title).order_by("pk").values_list("code", flat=True))
        if sorted(map(repr, codes)) == sorted(part.strip() for part in after.strip("[]").split(",")):
            model._default_manager.filter(title=title).delete()

    return take_back


TAKEN_BACK: dict[str, Callable[[Title, str, str], None]] = {
    "names": _names, "identifier": _identifier, "genres": _genre, "credits": _credits,
    "countries": _rows(TitleCountry), "languages": _rows(TitleLanguage),
}  # fmt: skip


def _move_seasons(source: Source, kept: Title, made: Title) -> None:
    """The seasons that only this source knows go with it."""
    known = Identifier.objects.filter(season__title=kept, scheme=source.slug).values_list("season", flat=True)
    others = set(_slugs_but(source))
    shared = Identifier.objects.filter(season__in=known, scheme__in=others).values_list("season", flat=True)
    own = set(known) - set(shared)
    Season.objects.filter(pk__in=own).update(title=made)
    Episode.objects.filter(season__in=own).update(title=made)
    Credit.objects.filter(episode__season__in=own).update(title=made)
    EpisodeNumber.objects.filter(episode__season__in=own).update(title=made)


def _slugs_but(source: Source) -> Iterable[str]:
    return Source.objects.exclude(pk=source.pk).values_list("slug", flat=True)
