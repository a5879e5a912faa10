"""The table of what acts on many addresses at once did to each, so that they can be undone."""

from typing import ClassVar

from django.db import models

from allostream.moderation.models import Sheaf


class BulkRow(models.Model):
    """What an act on many (allostream.moderation.models.Sheaf) did to one address: how it stood before and after."""

    sheaf = models.ForeignKey(Sheaf, on_delete=models.PROTECT, related_name="desk_rows", db_index=False)
    item = models.ForeignKey("rights_desk.Item", on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    is_done = models.BooleanField(default=False, help_text="False where it was passed over.")
    at = models.DateTimeField()
    left = models.CharField(
        max_length=40, blank=True, default="", help_text="Code of why it was passed over, or not undone."
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheaf", "item"], name="one_row_per_act_and_item"),
        ]

    def __str__(self) -> str:
        return f"{self.sheaf_id} {self.item_id}"
