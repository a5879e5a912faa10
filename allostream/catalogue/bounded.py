"""Ways of asking that stay quick however much there is."""

from django.db.models import IntegerField, QuerySet, Subquery

from allostream.catalogue.models import Name, Title

BEST_KNOWN = 5_000


class Counted(Subquery):
    """How many rows a subquery has: where it is cut, no more than that are counted."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def best_known(names: QuerySet[Name], limit: int) -> list[int]:
    """Of the titles of very many names: those among the best known, then the first of the alphabet. Three queries."""
    titles = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True).order_by("-popularity", "id")
    known = list(titles.values_list("pk", flat=True)[:BEST_KNOWN])
    matching = set(names.filter(title__in=known).values_list("title_id", flat=True))
    present = names.filter(title__removed_at__isnull=True, title__merged_into__isnull=True)
    first = present.order_by("folded", "title_id").values_list("title_id", flat=True)[: 2 * limit]
    return list(dict.fromkeys([*(id_ for id_ in known if id_ in matching), *(id_ for id_ in first if id_)]))[:limit]
