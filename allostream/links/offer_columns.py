"""What a service asks for a link, where and when: the columns of an offer."""

from django.db import models

from allostream.links.rules import Offer


class OfferColumns(models.Model):
    """One offer at an address. Where a service offers an address on several terms, each is a link of its own.

    `terms` tells them apart: no word for the first, a word that lasts for each other.
    """

    offer = models.CharField(max_length=14, choices=[(offer.value, offer.value) for offer in Offer])
    terms = models.CharField(max_length=60, blank=True, default="")
    tier = models.CharField(max_length=60, blank=True, default="", help_text="The subscription, by its name.")
    price = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    price_seen_on = models.DateField(null=True, blank=True)
    countries_allowed = models.JSONField(default=list, help_text='Where the host serves it; ["*"] for everywhere.')
    countries_excluded = models.JSONField(default=list, blank=True)
    partly = models.JSONField(
        default=dict,
        blank=True,
        help_text="Countries in parts of which it holds, with these; “-”: all but it.",
    )
    region_known = models.BooleanField(default=True, help_text="Whether anybody has told where it is open.")
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=40, default="UTC", help_text="The zone in which the window's days are counted.")

    class Meta:
        abstract = True
