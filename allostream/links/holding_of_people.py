"""What is kept of the links that people brought, for the export of their data."""

from collections.abc import Iterable

from allostream.accounts.holdings import Holding, Row, register
from allostream.accounts.models import User
from allostream.catalogue.actions import raise_versions
from allostream.links.models import WatchLink


def links_of(person: User) -> Iterable[Row]:
    """The links that somebody brought. They stay when the account ends, and nobody stands beside them."""
    found = WatchLink.objects.filter(submitted_by=person).order_by("pk")
    return found.values(
        "public_id", "canonical_url", "submitted_at", "uploaded_myself", "gets_money", "relation", "withdrawn_at",
        "removed_at",
    )  # fmt: skip


def renew(person: User) -> None:
    """Make the pages of the titles to which somebody brought links out of date: they name them, or did. A query, and
    those of `raise_versions`."""
    titles = set(WatchLink.objects.filter(submitted_by=person).values_list("title_id", flat=True))
    if titles:
        raise_versions(titles, lists=False)


def tell() -> None:
    """Tell of them; called when the app is ready."""
    told = "The links that you brought, and what you said of your part in them."
    register(Holding("links", told, links_of, renew=renew))
