"""Which listed channels carry their copies, by their proofs; the day on which one is a year old comes by the outbox."""

from datetime import UTC, datetime, time

from django.db import migrations
from django.utils import timezone

from allostream.hosts.proof_rules import Proof, ProofKind, channel_proof

TOPIC = "hosts.proof-ends"


def fill(apps, schema_editor):
    now = timezone.now()
    outbox = apps.get_model("outbox", "OutboxRow").objects
    for channel in apps.get_model("hosts", "Channel").objects.filter(stands="listed").prefetch_related("proofs"):
        given = [
            Proof(ProofKind(row.kind), row.seen_on, row.address, row.capture)
            for row in channel.proofs.all()
            if row.kind in set(ProofKind)
        ]
        found = channel_proof(given, now.date(), channel.named_on)
        if not (found.carries and found.recheck_on):
            continue
        channel.carries = True
        channel.save(update_fields=["carries"])
        outbox.create(
            topic=TOPIC, payload={"channel": channel.public_id}, created_at=now,
            unique_key=f"{channel.public_id} {found.recheck_on}",
            due_at=datetime.combine(found.recheck_on, time(), UTC),
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("hosts", "0004_channels_that_carry"), ("outbox", "0001_the_job_table")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
