"""Reads of the sites of this installation."""

from collections.abc import Sequence
from dataclasses import fields

from django.conf import settings

from allostream.mail.rules import Letterhead
from allostream.sites.models import Site, SiteMessage, SiteText
from allostream.sites.rules import Message


def all_sites() -> list[Site]:
    """All sites with their messages, the default one first. One query."""
    return list(Site.objects.select_related("message").order_by("-is_default", "pk"))


def site_for(host: str, sites: Sequence[Site]) -> Site:
    """The site that answers under a host name (without port), the first one for a name that none has. No query.

    An installation without any site yet gets an English one that is not stored, so that its pages can say so.
    """
    name = host.lower().rstrip(".")
    found = next((site for site in sites if site.domain.lower() == name), None)
    return found or (sites[0] if sites else Site(name="Allostream", domain=host, language="en", default_country="US"))


def message_of(site: Site) -> Message | None:
    """The message of a site's operator, whether it stands now, later or no more; None without one.

    No query for a site of `all_sites`.
    """
    try:
        row = site.message
    except SiteMessage.DoesNotExist:
        return None
    return Message(*[getattr(row, part.name) for part in fields(Message)])


def text(site: Site, place: str, language: str) -> str:
    """A text of the site's operator in a language, else in the site's own, else "". One query."""
    bodies = dict(SiteText.objects.filter(site=site.pk, place=place).values_list("language", "body"))
    return bodies.get(language) or bodies.get(site.language) or ""


def letterhead(site: Site, origin: str = "") -> Letterhead:
    """What letters in the name of a site say of it; `origin` as the reader reached it, where it is known. No query."""
    port = f":{settings.PORT}" if settings.PORT else ""
    own = f"{'https' if settings.HTTPS else 'http'}://{site.domain}{port}"
    return Letterhead(site.name, origin or own, site.contact_email)


def texts(site: Site) -> dict[tuple[str, str], str]:
    """All texts of a site's operator by place and language. One query."""
    rows = SiteText.objects.filter(site=site.pk).values_list("place", "language", "body")
    return {(place, language): body for place, language, body in rows}
