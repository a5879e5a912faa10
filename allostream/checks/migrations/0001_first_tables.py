import django.db.models.deletion
from django.db import migrations, models
from allostream.tables.first import FirstTables


class Migration(FirstTables):

    replaces = [
        ("checks", "0001_initial"),
    ]

    dependencies = [
        ('hosts', '0001_first_tables'),
        ('links', '0001_first_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='HostFreshness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2)),
                ('shown', models.PositiveIntegerField()),
                ('working', models.PositiveIntegerField(help_text='Answered as they should at the last look.')),
                ('asked', models.PositiveIntegerField(help_text='Asked within seven days.')),
                ('unsure', models.PositiveIntegerField(help_text='Never looked at, or nobody can tell from here.')),
                ('counted_at', models.DateTimeField()),
                ('host', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='freshness', to='hosts.host')),
            ],
            options={
                'indexes': [models.Index(fields=['country'], name='freshness_country')],
                'constraints': [models.UniqueConstraint(fields=('host', 'country'), name='one_freshness_per_host_and_country')],
            },
        ),
        migrations.CreateModel(
            name='LinkCheck',
            fields=[
                ('link', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='look', serialize=False, to='links.watchlink')),
                ('due_at', models.DateTimeField()),
                ('seen', models.CharField(blank=True, choices=[('works', 'works'), ('odd', 'odd'), ('missing', 'missing'), ('taken-down', 'taken-down'), ('not-here', 'not-here'), ('account', 'account'), ('no-frame', 'no-frame'), ('kept-out', 'kept-out'), ('trouble', 'trouble'), ('not-asked', 'not-asked')], default='', max_length=12)),
                ('reason', models.CharField(blank=True, default='', max_length=40)),
                ('asked_at', models.DateTimeField(blank=True, help_text='The last time its host was asked.', null=True)),
                ('told_at', models.DateTimeField(blank=True, help_text='The last time its host told of the copy.', null=True)),
                ('missed_since', models.DateTimeField(blank=True, null=True)),
                ('trouble_since', models.DateTimeField(blank=True, null=True)),
                ('looks', models.PositiveSmallIntegerField(default=0)),
                ('host', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='hosts.host')),
            ],
            options={
                'indexes': [models.Index(fields=['host', 'due_at'], name='check_due')],
            },
        ),
    ]
