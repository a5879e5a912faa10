"""Row ids of titles, for work that goes over many of them."""

from collections.abc import Collection

from allostream.catalogue.intake.rows import values_in
from allostream.catalogue.models import Title


def ids_of_titles(public_ids: Collection[str]) -> dict[str, int]:
    """The row ids of titles that are there, by their public ids. One query for each 900."""
    present = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True)
    return dict(values_in(present, "public_id", public_ids, "public_id", "pk"))


def title_ids_after(after: int, most: int) -> list[int]:
    """The row ids of the next titles behind one, in order. One query."""
    present = Title.objects.filter(removed_at__isnull=True, merged_into__isnull=True, pk__gt=after)
    return list(present.order_by("pk").values_list("pk", flat=True)[:most])
