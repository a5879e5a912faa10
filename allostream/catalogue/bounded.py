"""Ways of asking that stay quick however much there is."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from allostream.catalogue.models import Name, Title

BEST_KNOWN = 5_000
# What very many names begin with fills a list from the names of so many titles alone. What fewer begin with is sooner
# found by the beginning.
FIRST_LOOK = 1_500


def best_known(names: QuerySet[Name], start: str, limit: int, kept: Callable[[str], Any]) -> list[int]:
    """Of the titles of very many names that begin alike: those called just so, those among the best known, then the
    first of the alphabet. Four queries, five where few of the best known are among them.

    `kept` makes the condition on rows that name a title in a column.
    """
    titles = Title.objects.filter(kept("pk"), removed_at__isnull=True, merged_into__isnull=True)
    known = list(titles.order_by("-popularity", "id").values_list("pk", flat=True)[:BEST_KNOWN])
    well_known = _among(known[:FIRST_LOOK], start)
    if len(well_known) < limit and len(known) > FIRST_LOOK:
        others = set(names.filter(title__in=known[FIRST_LOOK:]).values_list("title_id", flat=True))
        well_known += [id_ for id_ in known[FIRST_LOOK:] if id_ in others]
    present = names.filter(kept("title_id"), title__removed_at__isnull=True, title__merged_into__isnull=True)
    called_so = present.filter(folded=start).order_by("-title__popularity", "title_id")
    first = present.order_by("folded", "title_id")
    found = (
        *called_so.values_list("title_id", flat=True)[:limit],
        *well_known,
        *first.values_list("title_id", flat=True)[: 2 * limit],
    )
    return list(dict.fromkeys(id_ for id_ in found if id_))[:limit]


def _among(titles: list[int], start: str) -> list[int]:
    """Those of the titles that have a name with this beginning, in the same order. One query.

    Their names are looked at here: asked of the database, the beginning would lead to all the names that have it.
    """
    names = Name.objects.filter(title__in=titles).values_list("title_id", "folded")
    matching = {title_id for title_id, name in names if name.startswith(start)}
    return [id_ for id_ in titles if id_ in matching]
