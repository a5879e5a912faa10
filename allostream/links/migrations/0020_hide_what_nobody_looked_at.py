"""Copies of which nobody has looked at who put them there are shown no more, in portions of their links.

`manage.py rights show` shows by the rules whatever may be shown; hiding must not wait for it.
"""

from django.db import migrations, transaction
from django.db.models import F, Max, Q
from django.utils import timezone

PORTION = 20_000
# Rights of a link whose evidence need not show who put the copy there.
OF_THE_WORK_ALONE = ("PD-TERM", "PD-FORMALITY-US", "PD-GOV", "OPEN-OTHER", "OOCW-EU")


def unknown_origins():
    rests_on_work = Q(granted__isnull=True) | Q(granted__code__in=OF_THE_WORK_ALONE)
    by_channel = Q(channel__carries=True, channel__stands="listed")
    return rests_on_work & Q(basis="work", host__item_level=True) & ~Q(origin="cleared") & ~by_channel


def hide(apps, schema_editor):
    links = apps.get_model("links", "WatchLink").objects
    shown = apps.get_model("links", "ShownLink").objects
    titles = apps.get_model("catalogue", "Title").objects
    last = links.aggregate(last=Max("pk"))["last"] or 0
    for start in range(0, last + 1, PORTION):
        with transaction.atomic(using=schema_editor.connection.alias):
            portion = links.filter(unknown_origins(), pk__gt=start, pk__lte=start + PORTION).values("pk")
            rows = shown.filter(link__in=portion)
            hidden = titles.filter(pk__in=rows.values("title"))
            hidden.update(version=F("version") + 1, changed_at=timezone.now())
            rows.delete()
    if last:
        count_anew(apps)


def count_anew(apps):
    now = timezone.now()
    stamps = apps.get_model("freshness", "Stamp").objects
    for subject in ("titles", "lists"):
        stamps.create(subject=subject, value=1)  # a stamp is the sum of its parts
    outbox = apps.get_model("outbox", "OutboxRow").objects
    if not outbox.filter(topic="figures.count", unique_key="figures", state="waiting").exists():
        outbox.create(topic="figures.count", payload={}, unique_key="figures", due_at=now, created_at=now)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("links", "0019_on_what_an_origin_rests"),
        ("hosts", "0005_fill_carries"),
        ("catalogue", "0006_writers_of_intertitles"),
        ("freshness", "0001_the_stamps"),
        ("outbox", "0001_the_job_table"),
    ]
    operations = [migrations.RunPython(hide, migrations.RunPython.noop)]
