"""What people say of links, kept with the links in short, so that a title's page reads it with them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from allostream.catalogue import actions as catalogue_actions
from allostream.links.models import WatchLink


def show_said(title_id: int, said: Mapping[int, Mapping[str, Any]]) -> int:
    """Show what is said of links of a title, by row id and country; returns for how many that is another than before.

    No audit entry: each voice has its own, and this only adds them up. Lists do not show it and stay as they are.
    """
    with transaction.atomic():
        links = WatchLink.objects.select_for_update(no_key=True).filter(pk__in=list(said), title=title_id)
        changed = [link for link in links.order_by("pk") if (link.said or {}) != dict(said[link.pk])]
        for link in changed:
            link.said = dict(said[link.pk]) or None
        WatchLink.objects.bulk_update(changed, ["said"], batch_size=500)
        if changed:
            catalogue_actions.raise_versions([title_id], lists=False)
    return len(changed)
