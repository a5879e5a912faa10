"""The badges of an offer beside its kind: the subscription by its name, and how far it holds in a country."""

from django.utils.translation import gettext

from allostream.links.queries import LinkRow
from allostream.web.spoken import spoken
from allostream.web.wording import Tag


def terms_tags(link: LinkRow, country: str) -> tuple[Tag, ...]:
    """The badges of one link for somebody in a country."""
    return _terms_tags(link.tier, tuple(link.partly.get(country, ())), region_known=link.region_known)


@spoken
def _terms_tags(tier: str, parts: tuple[str, ...], *, region_known: bool) -> tuple[Tag, ...]:
    tags = [Tag(tier, gettext("What the subscription is called"))] if tier else []
    only = [part for part in parts if not part.startswith("-")]
    but = [part.removeprefix("-") for part in parts if part.startswith("-")]
    if only:
        tags.append(Tag(gettext("Parts of the country only"), "", " ".join(only)))
    if but:
        tags.append(Tag(gettext("Everywhere in the country but in"), "", " ".join(but)))
    if not region_known:
        nobody = gettext("Its source does not tell in which countries it can be watched.")
        tags.append(Tag(gettext("Region unknown"), nobody))
    return tuple(tags)
