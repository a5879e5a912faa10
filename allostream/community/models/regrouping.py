"""The table of what people say of requests to make works one, to split them, or to number episodes."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from allostream.catalogue.models import Regrouping


class RegroupingVoice(models.Model):
    """That somebody spoke for such a request or against it; one voice each."""

    regrouping = models.ForeignKey(Regrouping, on_delete=models.CASCADE, related_name="voices", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="regrouping_voices")
    is_for = models.BooleanField()
    is_bound = models.BooleanField(default=False, help_text="Counted relations bind this person to who asked.")
    why = models.CharField(max_length=1000, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["regrouping", "person"], name="one_voice_per_regrouping")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {'for' if self.is_for else 'against'} {self.regrouping_id}"
