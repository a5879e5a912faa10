import allostream.lib.ids
import django.db.models.deletion
from django.db import migrations, models
from allostream.lib.collation import bytewise
from allostream.tables.first import FirstTables


class Migration(FirstTables):

    replaces = [
        ("discovery", "0001_initial"),
        ("discovery", "0002_when_walks_are_held"),
        ("discovery", "0003_what_hosts_told"),
    ]

    dependencies = [
        ('catalogue', '0001_first_tables'),
        ('links', '0001_first_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('item', models.CharField(db_collation=bytewise(), help_text='What the source calls the offer.', max_length=500)),
                ('content_key', models.CharField(blank=True, default='', max_length=500)),
                ('host_slug', models.CharField(blank=True, default='', max_length=60)),
                ('told', models.JSONField(help_text='The candidate as allostream.connectors.candidates writes it.')),
                ('digest', models.CharField(help_text='Of what was told: the same is not judged again.', max_length=32)),
                ('state', models.CharField(choices=[('live', 'live'), ('review', 'review'), ('waiting', 'waiting'), ('held', 'held'), ('refused', 'refused'), ('gone', 'gone')], max_length=10)),
                ('reason', models.CharField(max_length=40)),
                ('detail', models.CharField(blank=True, default='', max_length=300)),
                ('chosen_by', models.CharField(blank=True, default='', help_text='Who said which work it is.', max_length=100)),
                ('first_seen_at', models.DateTimeField()),
                ('last_seen_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(help_text='When state or reason changed.')),
                ('missed', models.PositiveSmallIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('try_again_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(help_text='When its host last told of the copy; none for a bare address.', null=True)),
                ('link', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='candidates', to='links.watchlink')),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='catalogue.source')),
                ('title', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='candidates', to='catalogue.title')),
                ('walk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='candidates', to='discovery.walk')),
            ],
            options={
                'indexes': [models.Index(fields=['source', 'state', 'reason', 'id'], name='candidate_stands'), models.Index(condition=models.Q(('try_again_at__isnull', False)), fields=['try_again_at'], name='candidate_due'), models.Index(condition=models.Q(('told_at__isnull', False)), fields=['host_slug', 'told_at'], name='candidate_told')],
                'constraints': [models.UniqueConstraint(fields=('source', 'item'), name='one_candidate_per_source_and_item'), models.CheckConstraint(condition=models.Q(('state__in', ['live', 'review', 'waiting', 'held', 'refused', 'gone'])), name='candidate_state')],
            },
        ),
        migrations.CreateModel(
            name='KeptReply',
            fields=[
                ('candidate', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reply', serialize=False, to='discovery.candidate')),
                ('address', models.CharField(blank=True, default='', help_text='Where it was read, without keys.', max_length=1000)),
                ('sha256', models.CharField(blank=True, default='', help_text='Of the bytes as they came.', max_length=64)),
                ('told_at', models.DateTimeField()),
                ('size', models.PositiveIntegerField(help_text='Bytes before packing.')),
                ('packed', models.BinaryField(help_text='JSON packed by zlib; empty for a reply that is too long to be kept.')),
            ],
        ),
        migrations.CreateModel(
            name='Spent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_slug', models.CharField(max_length=40)),
                ('day', models.DateField()),
                ('requests', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source_slug', 'day'), name='one_account_per_source_and_day')],
            },
        ),
        migrations.CreateModel(
            name='TmdbListing',
            fields=[
                ('title', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='tmdb_listing', serialize=False, to='catalogue.title')),
                ('told', models.JSONField(help_text='By country: the page at TMDB, and the names of services by kind of offer.')),
                ('asked_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['asked_at'], name='tmdb_asked')],
            },
        ),
        migrations.CreateModel(
            name='Walk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('source_slug', models.CharField(max_length=40)),
                ('kind', models.CharField(help_text='Of a wish: all, query, channel, work.', max_length=10)),
                ('what', models.CharField(blank=True, default='', help_text='Of a title its permanent id.', max_length=400)),
                ('every_hours', models.PositiveIntegerField(default=0, help_text='Hours between two walks; 0 for once.')),
                ('due_at', models.DateTimeField(help_text='When the next step is due; none for never.', null=True)),
                ('claimed_by', models.CharField(blank=True, default='', max_length=100)),
                ('round', models.PositiveIntegerField(default=1, help_text='The how manieth walk it is.')),
                ('cursor', models.TextField(blank=True, default='')),
                ('modified', models.CharField(blank=True, default='', help_text='When its source was last written.', max_length=40)),
                ('passed', models.JSONField(default=list, help_text='Digests of its cursors: one that comes again ends the walk.')),
                ('started_at', models.DateTimeField(null=True)),
                ('steps', models.PositiveIntegerField(default=0)),
                ('seen', models.PositiveIntegerField(default=0, help_text='Items of this walk.')),
                ('total', models.PositiveIntegerField(help_text='How many there are, as the source tells.', null=True)),
                ('ended_at', models.DateTimeField(help_text='When the last whole walk ended.', null=True)),
                ('found_last', models.PositiveIntegerField(help_text='Items of the last whole walk.', null=True)),
                ('is_held', models.BooleanField(default=False, help_text='It lost too much: an operator has to say what is right.')),
                ('lost_before', models.DateTimeField(help_text='What was not met since then was missing when it was held.', null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.CharField(blank=True, default='', max_length=300)),
                ('title', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='walks', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='walk_due')],
                'constraints': [models.UniqueConstraint(fields=('source_slug', 'kind', 'what'), name='one_walk_per_wish')],
            },
        ),
        migrations.CreateModel(
            name='FoundText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(db_collation=bytewise(), max_length=1000)),
                ('language', models.CharField(blank=True, default='', max_length=12)),
                ('kind', models.CharField(help_text='subtitles or captions.', max_length=10)),
                ('format', models.CharField(help_text='vtt (WebVTT) or srt.', max_length=4)),
                ('by_machine', models.BooleanField(default=False)),
                ('basis', models.CharField(help_text='On what we lead to it.', max_length=20)),
                ('statement', models.CharField(blank=True, default='', help_text='What is said of its rights.', max_length=500)),
                ('seen_at', models.DateTimeField()),
                ('link', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='found_texts', to='links.watchlink')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('link', 'address'), name='one_text_per_link_and_address')],
            },
        ),
    ]
