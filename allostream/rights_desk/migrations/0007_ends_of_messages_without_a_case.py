"""Messages that made no case before they had an end get one: half a year where they were refused, else five years."""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.db.models import F


def give_ends(apps: Any, _editor: Any) -> None:
    """Two statements; days stand for months and years here, none of them is shorter."""
    lone = apps.get_model("rights_desk", "Message").objects.filter(cases=None)
    lone.filter(read_at__isnull=False).update(ends_at=F("received_at") + timedelta(days=184))
    lone.filter(read_at__isnull=True).update(ends_at=F("received_at") + timedelta(days=5 * 365 + 2))


class Migration(migrations.Migration):
    dependencies = [("rights_desk", "0006_messages_have_an_end")]
    operations = [migrations.RunPython(give_ends, migrations.RunPython.noop)]
