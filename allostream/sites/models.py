"""The sites of one installation: they share catalogue and links, and differ in language, law and looks."""

from typing import ClassVar

from django.db import models

from allostream.sites.rules import LONGEST, LONGEST_NAME, Section


class Site(models.Model):
    """One site, told apart by the host name of the request."""

    class LegalProfile(models.TextChoices):
        """Which law's forms and deadlines the site's operator works under."""

        FRANCE = "fr", "France and the European Union (DSA, LCEN)"
        UNITED_STATES = "us", "United States (DMCA)"

    slug = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=60)
    domain = models.CharField(max_length=253, unique=True)
    language = models.CharField(max_length=12)
    default_country = models.CharField(max_length=2)
    countries_first = models.JSONField(default=list)
    legal_profile = models.CharField(max_length=10, choices=LegalProfile)
    theme = models.CharField(max_length=20, default="archive")
    contact_email = models.EmailField(blank=True, default="")
    is_default = models.BooleanField(default=False)
    has_comments = models.BooleanField(default=True, help_text="Whether people may comment and read comments.")
    is_noncommercial = models.BooleanField(
        default=True, help_text="No advertising, sponsor or paid access: required by licences that forbid trade."
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_site"
            ),
        ]

    def __str__(self) -> str:
        return self.domain


class SiteText(models.Model):
    """A text that the operator of a site writes, such as the legal notice, in one language."""

    class Place(models.TextChoices):
        ABOUT = "about", "About"
        LEGAL = "legal", "Legal notice"
        AGENT = "agent", "Designated agent (17 U.S.C. 512(c)(2))"
        CONTACT = "contact", "Points of contact (Digital Services Act, articles 11 and 12)"

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="texts")
    place = models.CharField(max_length=20, choices=Place)
    language = models.CharField(max_length=12)
    body = models.TextField(help_text="Paragraphs parted by an empty line; no markup.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "place", "language"], name="one_text_per_place_and_language"),
        ]

    def __str__(self) -> str:
        return f"{self.site}: {self.place} ({self.language})"


class SiteMessage(models.Model):
    """What the operator tells all readers of a site for a time. A site has one at most; the audit keeps those before.

    A table of its own that is read in one statement with the sites, which every page reads.
    """

    site = models.OneToOneField(Site, on_delete=models.CASCADE, primary_key=True, related_name="message")
    english = models.CharField(max_length=LONGEST)
    french = models.CharField(max_length=LONGEST)
    since = models.DateTimeField()
    until = models.DateTimeField()
    case = models.CharField(max_length=LONGEST, blank=True, default="", help_text="A path here, or an https address.")
    section = models.CharField(
        max_length=10, blank=True, default="", choices=[(section.value, section.value) for section in Section]
    )
    closed = models.CharField(
        max_length=LONGEST_NAME, blank=True, default="", help_text="A country's code, a host's name or a kind of title."
    )

    def __str__(self) -> str:
        return f"{self.site_id}: {self.english}"
