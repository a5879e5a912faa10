"""Which titles have a copy that helps to follow it: subtitles, description, signs, in a language or in any."""

from collections.abc import Collection

from django.db.models import Q

from allostream.lib.visitor import Visitor
from allostream.links.queries.shown import shown_here
from allostream.links.query_rules import ANY_LANGUAGE, HELPS


def helped(visitor: Visitor, ids: Collection[int], help_: str, tags: Collection[str]) -> set[int]:
    """The titles of which a copy that is shown here has the help in one of the languages, or in any. One query.

    Subtitles count with those that tell sounds too. A language without a region stands for all of its regions.
    """
    columns = ["subtitles", "sdh"] if help_ == "sub" else [HELPS[help_]]
    some = Q()
    for column in columns:
        some |= Q(**{f"link__{column}__isnull": False})
    rows = shown_here(visitor).filter(some, title__in=list(ids))
    told = rows.values_list("title_id", *(f"link__{column}" for column in columns))
    return {title for title, *known in told if any(_meets(one, tags) for one in known)}


def _meets(known: Collection[str] | None, tags: Collection[str]) -> bool:
    if not known:
        return False
    return ANY_LANGUAGE in tags or any(tag == one or one.startswith(f"{tag}-") for tag in tags for one in known)
