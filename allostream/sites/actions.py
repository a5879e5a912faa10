"""Every write of sites: make one, write its texts, tell all its readers something."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.freshness.actions import raise_stamp
from allostream.freshness.rules import Subject
from allostream.lib import clock
from allostream.lib.problems import NotFound
from allostream.sites.models import Site, SiteMessage, SiteText
from allostream.sites.queries import message_of
from allostream.sites.rules import Message, checked


@dataclass(frozen=True)
class NewSite:
    """What a new site is: the columns of the table."""

    slug: str
    name: str
    domain: str
    language: str
    default_country: str
    countries_first: Sequence[str]
    legal_profile: str
    theme: str = "archive"
    contact_email: str = ""
    is_default: bool = False


def ensure_site(new: NewSite, *, by: Actor, texts: Mapping[tuple[str, str], str], why: str = "") -> tuple[Site, bool]:
    """The site with this slug, made if there is none, and whether it was made.

    A site that is there stays as its operator has it, texts included. A new one is the default only if no other is.
    `texts` are by place (about, legal) and language.
    """
    site = Site.objects.filter(slug=new.slug).first()
    if site:
        return site, False
    with transaction.atomic():
        columns: dict[str, Any] = asdict(new) | {"countries_first": list(new.countries_first)}
        columns["is_default"] = new.is_default and not Site.objects.filter(is_default=True).exists()
        site = Site.objects.create(**columns)
        SiteText.objects.bulk_create(
            SiteText(site=site, place=place, language=language, body=body) for (place, language), body in texts.items()
        )
        raise_stamp(Subject.SITES)
        audit.record(
            "site.add", by=by, subject_kind="site", subject_id=site.slug, site=site.slug, why=why,
            after=columns | {"texts": sorted(f"{place} {language}" for place, language in texts)},
        )  # fmt: skip
    return site, True


def set_comments(slug: str, *, open_: bool, by: Actor, why: str = "") -> bool:
    """Open or close the comments of a site; False when that was so already. What was written stays. Raises NotFound."""
    with transaction.atomic():
        site = Site.objects.select_for_update().filter(slug=slug).first()
        if site is None:
            raise NotFound
        if site.has_comments == open_:
            return False
        site.has_comments = open_
        site.save(update_fields=["has_comments"])
        raise_stamp(Subject.SITES)
        audit.record(
            "site.set-comments", by=by, subject_kind="site", subject_id=slug, site=slug, after={"open": open_}, why=why
        )
    return True


def write_text(slug: str, place: str, language: str, body: str, *, by: Actor, why: str = "") -> bool:
    """Write a text of a site's operator in a language, or take it away with an empty one; False where it was so.

    `place` is a value of SiteText.Place; paragraphs are parted by an empty line. Raises NotFound for a site, place or
    language that there is not.
    """
    if place not in SiteText.Place.values or language not in dict(settings.LANGUAGES):
        raise NotFound
    text = "\n\n".join(part.strip() for part in body.replace("\r\n", "\n").split("\n\n") if part.strip())
    with transaction.atomic():
        site = Site.objects.select_for_update().filter(slug=slug).first()
        if site is None:
            raise NotFound
        rows = SiteText.objects.filter(site=site, place=place, language=language)
        before = rows.values_list("body", flat=True).first() or ""
        if before == text:
            return False
        if text:
            SiteText.objects.update_or_create(site=site, place=place, language=language, defaults={"body": text})
        else:
            rows.delete()
        raise_stamp(Subject.SITES)
        audit.record(
            "site.write-text", by=by, subject_kind="site", subject_id=slug, site=slug, why=why,
            before={"body": before}, after={"place": place, "language": language, "body": text},
        )  # fmt: skip
    return True


def set_message(slug: str, message: Message | None, *, by: Actor, why: str = "") -> bool:
    """Tell all readers of a site something for a time, in the place of what was told before, or with None no more.

    False where it was so already. Kept pages go with the commit; those that are made later end at the edges of the
    message. Raises NotFound for a site that there is not, BadMessage for a message that cannot be.
    """
    new = checked(message, clock.now()) if message else None
    with transaction.atomic():
        site = Site.objects.select_for_update().filter(slug=slug).first()
        if site is None:
            raise NotFound
        before = message_of(site)
        if before == new:
            return False
        if new:
            SiteMessage.objects.update_or_create(site=site, defaults=asdict(new))
        else:
            SiteMessage.objects.filter(site=site).delete()
        raise_stamp(Subject.SITES)
        audit.record(
            "site.set-message", by=by, subject_kind="site", subject_id=slug, site=slug, why=why,
            before=_told(before), after=_told(new),
        )  # fmt: skip
    return True


def _told(message: Message | None) -> dict[str, str]:
    """A message as the audit keeps it."""
    if message is None:
        return {}
    return asdict(message) | {"since": message.since.isoformat(), "until": message.until.isoformat()}
