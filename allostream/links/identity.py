"""Making one title of two that are one work, and two of one that is not: links and answers move with them."""

from django.db import transaction

from allostream.audit.rules import Actor
from allostream.catalogue import identity_actions, splitting
from allostream.catalogue.models import ImportedRecord, Title
from allostream.lib import exchange
from allostream.links.actions import changed
from allostream.links.deciding import decide
from allostream.links.models import WatchLink
from allostream.links.regrouping import merge_titles


def call_same(public_id: str, *, by: Actor, why: str = "") -> Title:
    """One work: the title that was made of the record goes into the other, and redirects to it. Returns that one.

    Undone as any merge (links.regrouping.undo): the two wait for a person again then.

    Raises NotFound, LikenessDecided and allostream.catalogue.actions.CannotMerge.
    """
    with transaction.atomic():
        likeness = identity_actions.open_likeness(public_id)
        return merge_titles(likeness.made.public_id, likeness.like.public_id, by=by, why=why)


def split(source: str, key: str, *, by: Actor, why: str) -> Title:
    """Give a record that was taken for a title of another source one of its own, with the links that came for it.

    Returns the new title. Raises NotFound.
    """
    with transaction.atomic():
        kept = splitting.title_of(source, key)
        made = splitting.split_record(source, key, by=by, why=why)
        links = WatchLink.objects.filter(title=kept, removed_at__isnull=True)
        told = links.values_list("pk", "canonical_url", "terms")
        names = {exchange.name_of_link(key, url, terms): pk for pk, url, terms in told}
        known = ImportedRecord.objects.filter(source__slug=source, key__in=list(names))
        own = [names[name] for name in known.values_list("key", flat=True)]
        # Those of seasons that have moved go with them.
        moved = links.filter(season__title=made) | links.filter(episode__title=made)
        WatchLink.objects.filter(pk__in=[*own, *moved.values_list("pk", flat=True)]).update(title=made)
        decide([kept.pk, made.pk], by=by, why=why)
        changed([kept.pk, made.pk])
    return made
