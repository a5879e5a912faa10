import allostream.audit.models
import django.db.models.deletion
from django.db import migrations, models
from allostream.tables.first import FirstTables


class Migration(FirstTables):

    replaces = [
        ("audit", "0001_the_log"),
        ("audit", "0002_guards"),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.audit.models.new_public_id, max_length=32, unique=True)),
                ('at', models.DateTimeField()),
                ('action', models.CharField(max_length=64)),
                ('actor_kind', models.CharField(max_length=10)),
                ('actor_id', models.CharField(max_length=100)),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.CharField(max_length=100)),
                ('site', models.CharField(blank=True, max_length=40)),
                ('payload_digest', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', 'id'], name='audit_entry_subject')],
                'constraints': [models.CheckConstraint(condition=models.Q(('actor_kind__in', ['person', 'system', 'command'])), name='audit_entry_actor_kind')],
            },
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('position', models.BigIntegerField(default=0)),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='audit_head_one_row')],
            },
        ),
        migrations.CreateModel(
            name='AuditSeal',
            fields=[
                ('position', models.BigIntegerField(primary_key=True, serialize=False)),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('sealed_at', models.DateTimeField()),
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seal', to='audit.auditentry')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='audit_seal_position_from_1')],
            },
        ),
        migrations.CreateModel(
            name='AuditPayload',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='payload', serialize=False, to='audit.auditentry')),
                ('salt', models.CharField(blank=True, max_length=32)),
                ('before_json', models.TextField(blank=True)),
                ('after_json', models.TextField(blank=True)),
                ('why', models.TextField(blank=True)),
                ('erased_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='AuditWaiting',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='waiting', serialize=False, to='audit.auditentry')),
            ],
        ),
    ]
