"""What is kept of the links that people brought, for the export of their data."""

from collections.abc import Iterable

from allostream.accounts.holdings import Holding, Row, register
from allostream.accounts.models import User
from allostream.links.models import WatchLink


def links_of(person: User) -> Iterable[Row]:
    """The links that somebody brought. They stay when the account ends, and nobody stands beside them."""
    found = WatchLink.objects.filter(submitted_by=person).order_by("pk")
    return found.values(
        "public_id", "canonical_url", "submitted_at", "uploaded_myself", "gets_money", "relation", "withdrawn_at",
        "removed_at",
    )  # fmt: skip


def tell() -> None:
    """Tell of them; called when the app is ready."""
    register(Holding("links", "The links that you brought, and what you said of your part in them.", links_of))
