"""The table of what must stay down."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from allostream.lib.ids import new_id
from allostream.links.mark_rules import EFFECT_OF, Effect, Known, Sign

LONGEST_TEXT = 700


class StayDown(models.Model):
    """That something must not come back: by what it is known again, since when, until when, by which case.

    Rows stay when a mark is lifted: they are its history. Of what we do not list a mark is kept, too (`is_preventive`).
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    known = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Known])
    text = models.CharField(max_length=LONGEST_TEXT, help_text="As allostream.links.mark_rules writes it.")
    number = models.BigIntegerField(help_text="Hash of known and text.")
    effect = models.CharField(max_length=4, choices=[(one.value, one.value) for one in Effect])
    is_preventive = models.BooleanField(default=False, help_text="No link of ours was there when it was laid.")
    territory = models.JSONField(default=list, help_text='Countries; ["*"] for everywhere.')
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    case = models.CharField(
        max_length=12, blank=True, default="", help_text="Public id of the case at the rights desk."
    )
    why = models.CharField(max_length=200, help_text="For everybody to read: no name of a person, no address.")
    laid_by = models.CharField(max_length=100, help_text="Kind and id of who did it, as the audit writes them.")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # Must this stay down? Asked of everything that is brought, found or imported, among ten million marks.
            models.Index(fields=["number"], name="marks_in_force", condition=Q(lifted_at__isnull=True)),
            # All that a case has laid, to lift it.
            models.Index(fields=["case"], name="marks_of_case", condition=~Q(case="")),
            # What has run out.
            models.Index(
                fields=["until"], name="marks_ending", condition=Q(lifted_at__isnull=True, until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.known} {self.text}"

    @property
    def sign(self) -> Sign:
        """By what it knows things again."""
        return Sign(Known(self.known), self.text)

    @classmethod
    def laid(cls, sign: Sign, **columns: object) -> "StayDown":
        """A mark, unsaved, with what follows from its sign."""
        return cls(known=sign.known, text=sign.text, number=sign.number(), effect=EFFECT_OF[sign.known], **columns)
