import allostream.outbox.models
import allostream.outbox.rules
from django.db import migrations, models
from allostream.tables.first import FirstTables


class Migration(FirstTables):

    replaces = [
        ("outbox", "0001_the_job_table"),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.outbox.models.new_public_id, max_length=32, unique=True)),
                ('topic', models.CharField(max_length=64)),
                ('payload', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed')], default=allostream.outbox.rules.State['WAITING'], max_length=10)),
                ('due_at', models.DateTimeField()),
                ('priority', models.SmallIntegerField(default=0)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('claimed_by', models.CharField(blank=True, max_length=100)),
                ('unique_key', models.CharField(blank=True, max_length=200)),
                ('progress', models.CharField(blank=True, max_length=200)),
                ('last_error', models.TextField(blank=True)),
                ('created_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-priority', 'due_at', 'id'], name='outbox_due'), models.Index(condition=models.Q(('lease_until__isnull', False)), fields=['lease_until'], name='outbox_lease'), models.Index(condition=models.Q(('done_at__isnull', False)), fields=['state', 'done_at', 'id'], name='outbox_ended')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed'])), name='outbox_state_known'), models.UniqueConstraint(condition=models.Q(('state', 'waiting'), ('unique_key__gt', '')), fields=('topic', 'unique_key'), name='outbox_one_waiting_per_key'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', False), _connector='OR'), name='outbox_running_has_lease')],
            },
        ),
    ]
