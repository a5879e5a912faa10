import allostream.lib.dates
import allostream.lib.ids
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.db import migrations, models
from allostream.lib.collation import bytewise
from allostream.tables.first import FirstTables


class Migration(FirstTables):

    replaces = [
        ("catalogue", "0001_initial"),
        ("catalogue", "0002_for_a_million_titles"),
        ("catalogue", "0003_title_length"),
        ("catalogue", "0004_episodes_by_name"),
        ("catalogue", "0005_title_changed_at"),
        ("catalogue", "0006_writers_of_intertitles"),
        ("catalogue", "0007_who_a_record_is_about"),
        ("catalogue", "0008_fill_match_key"),
        ("catalogue", "0009_leaner_indexes"),
        ("catalogue", "0010_merges_and_splits"),
        ("catalogue", "0011_what_people_settled"),
        ("catalogue", "0012_numbers_of_episodes"),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Genre',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('names', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('licence', models.CharField(help_text='SPDX identifier where there is one.', max_length=60)),
                ('licence_url', models.URLField(blank=True, default='', max_length=300)),
                ('credit', models.CharField(max_length=300)),
                ('address', models.URLField(blank=True, default='', max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(max_length=200)),
                ('folded', models.CharField(db_collation=bytewise(), max_length=200)),
                ('slug', models.CharField(max_length=100, unique=True)),
                ('born_on', models.DateField(blank=True, null=True)),
                ('born_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('before', 'before'), ('unknown', 'unknown'), ('none', 'none')], default=allostream.lib.dates.Precision['UNKNOWN'], max_length=8)),
                ('died_on', models.DateField(blank=True, null=True)),
                ('died_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('before', 'before'), ('unknown', 'unknown'), ('none', 'none')], default=allostream.lib.dates.Precision['UNKNOWN'], max_length=8)),
                ('nationalities', models.JSONField(blank=True, default=list)),
                ('version', models.PositiveIntegerField(default=1)),
                ('merged_into', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='catalogue.person')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='catalogue.source')),
            ],
            options={
                'indexes': [models.Index(fields=['folded', 'id'], name='person_folded'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='person_merged')],
            },
        ),
        migrations.CreateModel(
            name='Season',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('number', models.SmallIntegerField(blank=True, null=True)),
                ('number_is_derived', models.BooleanField(default=False, help_text='Not given by the source but worked out.')),
                ('name', models.CharField(blank=True, default='', max_length=300)),
                ('name_language', models.CharField(blank=True, default='', max_length=12)),
                ('aired_on', models.DateField(blank=True, null=True)),
                ('aired_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('before', 'before'), ('unknown', 'unknown'), ('none', 'none')], default=allostream.lib.dates.Precision['UNKNOWN'], max_length=8)),
                ('placed_at', models.DateTimeField(blank=True, help_text='When a person put it where it stands: imports leave it there.', null=True)),
                ('merged_into', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='catalogue.season')),
                ('title', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seasons', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(fields=['title', 'number', 'id'], name='season_title_number'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='season_merged')],
            },
        ),
        migrations.CreateModel(
            name='Episode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('regular', 'Regular'), ('special', 'Special')], default='regular', max_length=10)),
                ('number', models.SmallIntegerField(blank=True, null=True)),
                ('number_is_derived', models.BooleanField(default=False, help_text='Not given by the source but worked out.')),
                ('absolute_number', models.IntegerField(blank=True, null=True)),
                ('name', models.CharField(blank=True, default='', max_length=500)),
                ('name_language', models.CharField(blank=True, default='', max_length=12)),
                ('aired_on', models.DateField(blank=True, null=True)),
                ('aired_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('before', 'before'), ('unknown', 'unknown'), ('none', 'none')], default=allostream.lib.dates.Precision['UNKNOWN'], max_length=8)),
                ('runtime_min', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('placed_at', models.DateTimeField(blank=True, help_text='When a person put it where it stands: imports leave it there.', null=True)),
                ('merged_into', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='catalogue.episode')),
                ('season', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='episodes', to='catalogue.season')),
                ('title', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='episodes', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(fields=['season', 'number', 'id'], name='episode_season_number'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='episode_merged')],
            },
        ),
        migrations.CreateModel(
            name='ImportedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(db_collation=bytewise(), max_length=120)),
                ('digest', models.CharField(max_length=32)),
                ('gone_at', models.DateTimeField(blank=True, help_text='When its source was first seen without it.', null=True)),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='catalogue.source')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('gone_at__isnull', False)), fields=['source', 'gone_at'], name='record_gone')],
                'constraints': [models.UniqueConstraint(fields=('source', 'key'), name='one_record_per_source_key')],
            },
        ),
        migrations.CreateModel(
            name='Title',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('film', 'Film'), ('series', 'Series')], max_length=10)),
                ('form', models.CharField(blank=True, choices=[('feature', 'Feature film'), ('short', 'Short film'), ('tv_film', 'Television film'), ('tv_series', 'Television series'), ('web_series', 'Web series'), ('documentary_series', 'Documentary series'), ('film_serial', 'Film serial'), ('short_film_series', 'Series of short films'), ('animated_shorts', 'Series of animated shorts'), ('film_cycle', 'Film cycle')], default='', max_length=20)),
                ('name', models.CharField(help_text="The name used when none is known in the reader's language.", max_length=500)),
                ('name_language', models.CharField(blank=True, default='', max_length=12)),
                ('year', models.SmallIntegerField(blank=True, help_text='Year of the first public release.', null=True)),
                ('end_year', models.SmallIntegerField(blank=True, null=True)),
                ('released_on', models.DateField(blank=True, null=True)),
                ('released_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('before', 'before'), ('unknown', 'unknown'), ('none', 'none')], default=allostream.lib.dates.Precision['UNKNOWN'], max_length=8)),
                ('runtime_min', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('runtime_is_approximate', models.BooleanField(default=False)),
                ('flags', models.JSONField(blank=True, default=list)),
                ('popularity', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1, help_text="Raised by every change that the title's pages show.")),
                ('changed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, help_text='When the version was raised.')),
                ('merged_into', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='absorbed', to='catalogue.title')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='titles', to='catalogue.source')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('merged_into__isnull', True), ('removed_at__isnull', True)), fields=['kind', 'year', 'id'], name='title_kind_year'), models.Index(condition=models.Q(('merged_into__isnull', True), ('removed_at__isnull', True)), fields=['kind', '-popularity', 'id', 'year'], name='title_kind_popularity'), models.Index(condition=models.Q(('merged_into__isnull', True), ('removed_at__isnull', True)), fields=['-popularity', 'id'], name='title_popularity'), models.Index(condition=models.Q(('merged_into__isnull', True), ('removed_at__isnull', True)), fields=['kind', 'runtime_min', 'id'], name='title_kind_runtime'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='title_merged')],
            },
        ),
        migrations.CreateModel(
            name='Settled',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=20)),
                ('value', models.JSONField(null=True)),
                ('added', models.JSONField(default=list, help_text='What people put into a list.')),
                ('removed', models.JSONField(default=list, help_text='What people took out of a list.')),
                ('edit', models.CharField(help_text='Public id of the edit.', max_length=12)),
                ('since', models.DateTimeField()),
                ('episode', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='settled', to='catalogue.episode')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='settled', to='catalogue.person')),
                ('season', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='settled', to='catalogue.season')),
                ('title', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='settled', to='catalogue.title')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('episode__isnull', True), ('person__isnull', True), ('season__isnull', True), ('title__isnull', False)), models.Q(('episode__isnull', True), ('person__isnull', True), ('season__isnull', False), ('title__isnull', True)), models.Q(('episode__isnull', False), ('person__isnull', True), ('season__isnull', True), ('title__isnull', True)), models.Q(('episode__isnull', True), ('person__isnull', False), ('season__isnull', True), ('title__isnull', True)), _connector='OR'), name='settled_of_one_thing'), models.UniqueConstraint(condition=models.Q(('title__isnull', False)), fields=('title', 'field'), name='settled_once_of_title'), models.UniqueConstraint(condition=models.Q(('season__isnull', False)), fields=('season', 'field'), name='settled_once_of_season'), models.UniqueConstraint(condition=models.Q(('episode__isnull', False)), fields=('episode', 'field'), name='settled_once_of_episode'), models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('person', 'field'), name='settled_once_of_person')],
            },
        ),
        migrations.CreateModel(
            name='Regrouping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('merge', 'Two become one'), ('split', 'One becomes two'), ('map', 'Numbers in another order')], max_length=5)),
                ('what', models.CharField(choices=[('title', 'Title'), ('season', 'Season'), ('episode', 'Episode')], max_length=7)),
                ('kept_id', models.CharField(max_length=12)),
                ('gone_id', models.CharField(blank=True, default='', max_length=12)),
                ('chosen', models.JSONField(default=dict, help_text='What is split off, and under which name.')),
                ('why', models.TextField(blank=True, default='')),
                ('state', models.CharField(choices=[('open', 'Waits for a second person'), ('done', 'Done'), ('refused', 'Refused'), ('taken-back', 'Taken back by who asked'), ('undone', 'Undone')], default='open', max_length=10)),
                ('asked_kind', models.CharField(help_text='Kind of the actor, as the audit has it.', max_length=10)),
                ('asked_by', models.CharField(help_text='Id of the actor, as the audit has it.', max_length=100)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_kind', models.CharField(blank=True, default='', max_length=10)),
                ('settled_by', models.CharField(blank=True, default='', max_length=100)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_why', models.TextField(blank=True, default='')),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('journal', models.JSONField(default=list, help_text='What it changed, row by row (allostream.catalogue.journal).')),
                ('title', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(fields=['title', '-asked_at'], name='regroupings_of_title'), models.Index(condition=models.Q(('state', 'open')), fields=['asked_at'], name='regroupings_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'merge'), ('state', 'open')), fields=('kept_id', 'gone_id'), name='one_open_merge_of_two'), models.CheckConstraint(condition=models.Q(('kept_id', models.F('gone_id')), _negated=True), name='regrouping_of_two_things')],
            },
        ),
        migrations.CreateModel(
            name='Protection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(help_text='Everybody may read it.', max_length=300)),
                ('until', models.DateTimeField(help_text='Empty for no end.', null=True)),
                ('by', models.CharField(help_text='Id of the actor, as the audit has it.', max_length=100)),
                ('since', models.DateTimeField()),
                ('person', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='protection', to='catalogue.person')),
                ('title', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='protection', to='catalogue.title')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', True), ('title__isnull', False)), models.Q(('person__isnull', False), ('title__isnull', True)), _connector='OR'), name='protection_of_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='OldAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('language', models.CharField(blank=True, default='', max_length=12)),
                ('slug', models.CharField(db_collation=bytewise(), max_length=110)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='catalogue.person')),
                ('title', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='catalogue.title')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'language', 'slug'), name='one_target_per_old_address'), models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', True), ('title__isnull', False)), models.Q(('person__isnull', False), ('title__isnull', True)), _connector='OR'), name='old_address_of_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='Name',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500)),
                ('language', models.CharField(blank=True, default='', help_text='"" when not known.', max_length=12)),
                ('kind', models.CharField(choices=[('original', 'Original name'), ('release', 'Release name'), ('alias', 'Also known as'), ('transliteration', 'Transliteration')], max_length=16)),
                ('folded', models.CharField(db_collation=bytewise(), max_length=500)),
                ('match_key', models.BigIntegerField(editable=False, help_text="Of a title's name alone: catalogue.name_keys.name_key.", null=True)),
                ('episode', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='names', to='catalogue.episode')),
                ('season', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='names', to='catalogue.season')),
                ('title', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='names', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('title__isnull', False)), fields=['folded', 'title'], name='name_folded'), models.Index(condition=models.Q(('match_key__isnull', False)), fields=['match_key', 'title'], name='name_match_key'), models.Index(condition=models.Q(('episode__isnull', False)), fields=['folded', 'episode'], name='name_of_episode_folded')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('episode__isnull', True), ('season__isnull', True), ('title__isnull', False)), models.Q(('episode__isnull', True), ('season__isnull', False), ('title__isnull', True)), models.Q(('episode__isnull', False), ('season__isnull', True), ('title__isnull', True)), _connector='OR'), name='name_of_one_thing'), models.UniqueConstraint(condition=models.Q(('title__isnull', False)), fields=('title', 'language', 'kind', 'text'), name='one_title_name_once'), models.UniqueConstraint(condition=models.Q(('season__isnull', False)), fields=('season', 'language', 'kind', 'text'), name='one_season_name_once'), models.UniqueConstraint(condition=models.Q(('episode__isnull', False)), fields=('episode', 'language', 'kind', 'text'), name='one_episode_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('score', models.FloatField(default=0.5)),
                ('grounds', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('open', 'Open'), ('same', 'One work'), ('different', 'Two works')], default='open', max_length=10)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('look_at', models.DateTimeField(blank=True, help_text='Not before this moment, where somebody put it off.', null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='likenesses', to='catalogue.source')),
                ('like', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='liked', to='catalogue.title')),
                ('made', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='likenesses', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['-score', 'id'], name='likeness_open')],
                'constraints': [models.UniqueConstraint(fields=('made', 'like'), name='one_likeness_per_pair'), models.CheckConstraint(condition=models.Q(('made', models.F('like')), _negated=True), name='likeness_of_two_titles')],
            },
        ),
        migrations.CreateModel(
            name='Joining',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(db_collation=bytewise(), max_length=120)),
                ('score', models.FloatField(default=1.0)),
                ('grounds', models.JSONField(default=list)),
                ('record', models.TextField()),
                ('changes', models.JSONField(default=list)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='joinings', to='catalogue.source')),
                ('title', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='joinings', to='catalogue.title')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'key'), name='one_joining_per_source_key')],
            },
        ),
        migrations.CreateModel(
            name='Identifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(max_length=30)),
                ('value', models.CharField(db_collation=bytewise(), max_length=200)),
                ('episode', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='catalogue.episode')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='catalogue.person')),
                ('season', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='catalogue.season')),
                ('title', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('season__isnull', False)), fields=['season'], name='identifier_of_season'), models.Index(condition=models.Q(('episode__isnull', False)), fields=['episode'], name='identifier_of_episode'), models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='identifier_of_person')],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'value'), name='one_thing_per_identifier'), models.CheckConstraint(condition=models.Q(models.Q(('episode__isnull', True), ('person__isnull', True), ('season__isnull', True), ('title__isnull', False)), models.Q(('episode__isnull', True), ('person__isnull', True), ('season__isnull', False), ('title__isnull', True)), models.Q(('episode__isnull', False), ('person__isnull', True), ('season__isnull', True), ('title__isnull', True)), models.Q(('episode__isnull', True), ('person__isnull', False), ('season__isnull', True), ('title__isnull', True)), _connector='OR'), name='identifier_of_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='EpisodeNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.CharField(choices=[('tvdb-aired', 'tvdb-aired'), ('tvdb-dvd', 'tvdb-dvd'), ('tvdb-absolute', 'tvdb-absolute'), ('tmdb', 'tmdb'), ('imdb', 'imdb'), ('wikidata', 'wikidata'), ('wikidata-series', 'wikidata-series'), ('tvmaze', 'tvmaze')], max_length=16)),
                ('season', models.SmallIntegerField(blank=True, help_text='0 for specials; none where it counts through.', null=True)),
                ('number', models.IntegerField()),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, help_text='When a later map took its place.', null=True)),
                ('episode', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='numbers', to='catalogue.episode')),
                ('source', models.ForeignKey(blank=True, db_index=False, help_text='Whose record told it; none where a person did.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.source')),
                ('title', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['title', 'season', 'number'], name='episode_by_number')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('season__isnull', False)), fields=('episode', 'order', 'season', 'number'), name='one_number_in_seasons'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('season__isnull', True)), fields=('episode', 'order', 'number'), name='one_number_counted_through')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('restoration', 'Restoration'), ('score', 'New score'), ('cut', 'Cut'), ('colour', 'Colouring'), ('language', 'Language version')], max_length=12)),
                ('name', models.CharField(max_length=200)),
                ('year', models.SmallIntegerField(blank=True, null=True)),
                ('made_by', models.CharField(blank=True, default='', max_length=200)),
                ('runtime_min', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('episode', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='catalogue.episode')),
                ('title', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='catalogue.title')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Credit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('principal_director', 'Principal director'), ('screenplay', 'Screenplay'), ('dialogue', 'Dialogue'), ('composer', 'Composer'), ('co_director', 'Co-director'), ('producer', 'Producer'), ('underlying_author', 'Author of the underlying work'), ('title_writer', 'Writer of the intertitles'), ('cast', 'Cast')], max_length=20)),
                ('character', models.CharField(blank=True, default='', max_length=200)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('episode', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='credits', to='catalogue.episode')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='catalogue.person')),
                ('title', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='credits', to='catalogue.title')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('episode__isnull', True)), fields=('title', 'person', 'role', 'character'), name='one_title_credit_once'), models.UniqueConstraint(condition=models.Q(('episode__isnull', False)), fields=('episode', 'person', 'role', 'character'), name='one_episode_credit_once')],
            },
        ),
        migrations.CreateModel(
            name='TitleCountry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=2)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('title', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='country_rows', to='catalogue.title')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'title'), name='one_country_per_title_once')],
            },
        ),
        migrations.CreateModel(
            name='TitleFace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=12)),
                ('kind', models.CharField(choices=[('film', 'Film'), ('series', 'Series')], max_length=10)),
                ('name', models.CharField(max_length=500)),
                ('name_language', models.CharField(blank=True, default='', max_length=12)),
                ('slug', models.CharField(db_collation=bytewise(), max_length=110)),
                ('sort_key', models.CharField(db_collation=bytewise(), max_length=500)),
                ('title', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='faces', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(fields=['language', 'kind', 'sort_key', 'title'], name='face_sort_key')],
                'constraints': [models.UniqueConstraint(fields=('title', 'language'), name='one_face_per_title_and_language'), models.UniqueConstraint(fields=('language', 'kind', 'slug'), name='one_title_per_address')],
            },
        ),
        migrations.CreateModel(
            name='TitleGenre',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('genre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='title_rows', to='catalogue.genre')),
                ('title', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='genre_rows', to='catalogue.title')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('genre', 'title'), name='one_genre_per_title_once')],
            },
        ),
        migrations.CreateModel(
            name='TitleLanguage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12)),
                ('title', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='language_rows', to='catalogue.title')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'title'), name='one_language_per_title_once')],
            },
        ),
    ]
