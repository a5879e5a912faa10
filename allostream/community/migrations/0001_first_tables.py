import allostream.community.bringing_rules
import allostream.community.commenting_rules
import allostream.community.reporting_rules
import allostream.lib.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from allostream.tables.first import FirstTables


class Migration(FirstTables):

    replaces = [
        ("community", "0001_submissions"),
        ("community", "0002_voices_on_links"),
        ("community", "0003_facts_and_evidence"),
        ("community", "0004_reports_of_faults"),
        ("community", "0005_wanted_titles"),
        ("community", "0006_comments"),
        ("community", "0007_edits_of_the_catalogue"),
    ]

    dependencies = [
        ('accounts', '__first__'),
        ('catalogue', '0001_first_tables'),
        ('hosts', '0001_first_tables'),
        ('links', '0001_first_tables'),
        ('sites', '0001_first_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Salt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('value', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('paste', 'paste'), ('file', 'file'), ('collection', 'collection')], max_length=10)),
                ('name', models.CharField(blank=True, default='', max_length=200)),
                ('address', models.URLField(blank=True, default='', help_text='Of the collection.', max_length=2000)),
                ('faults', models.JSONField(blank=True, default=list, help_text='What was wrong with which line.')),
                ('made_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bundles', to=settings.AUTH_USER_MODEL)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sites.site')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-made_at'], name='bundles_of_person')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('language', models.CharField(max_length=12)),
                ('text', models.TextField(blank=True, help_text='Markdown, as it was written.')),
                ('html', models.TextField(blank=True, help_text='The same, made safe.')),
                ('spoils', models.CharField(choices=[('nothing', 'nothing'), ('part', 'part'), ('whole', 'whole')], default='nothing', max_length=8)),
                ('spoils_season', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('spoils_episode', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('state', models.CharField(choices=[('shown', 'shown'), ('deleted', 'deleted'), ('hidden', 'hidden')], default=allostream.community.commenting_rules.State['SHOWN'], max_length=8)),
                ('hidden_why', models.CharField(blank=True, default='', help_text='Everybody may read it.', max_length=300)),
                ('flags', models.PositiveIntegerField(default=0, help_text='Those that nobody has answered.')),
                ('made_at', models.DateTimeField()),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to=settings.AUTH_USER_MODEL)),
                ('episode', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.episode')),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='links.watchlink')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replies', to='community.comment')),
                ('season', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.season')),
                ('site', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sites.site')),
                ('title', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('parent__isnull', True)), fields=['title', '-made_at'], name='comments_of_title'), models.Index(condition=models.Q(('flags__gt', 0), ('state', allostream.community.commenting_rules.State['SHOWN'])), fields=['-flags', 'made_at'], name='comments_flagged')],
            },
        ),
        migrations.CreateModel(
            name='CommentFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('spam', 'spam'), ('hate', 'hate'), ('spoiler', 'spoiler'), ('off_topic', 'off_topic'), ('privacy', 'privacy'), ('illegal_link', 'illegal_link'), ('other', 'other')], max_length=12)),
                ('made_at', models.DateTimeField()),
                ('comment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='flag_rows', to='community.comment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('comment', 'person'), name='one_flag_per_person')],
            },
        ),
        migrations.CreateModel(
            name='Demand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2)),
                ('month', models.DateField(help_text='Its first day.')),
                ('people', models.PositiveIntegerField(default=0)),
                ('title', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='demands', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(fields=['country', 'month', '-people', 'title'], name='demand_in_country'), models.Index(fields=['month', '-people', 'title'], name='demand_anywhere')],
                'constraints': [models.UniqueConstraint(fields=('title', 'country', 'month'), name='one_demand_a_month')],
            },
        ),
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('sort', models.CharField(choices=[('change', 'change'), ('season', 'season'), ('episode', 'episode'), ('revert', 'revert')], default='change', max_length=8)),
                ('changes', models.JSONField()),
                ('applied', models.JSONField(default=dict)),
                ('source', models.CharField(help_text='An address, or words.', max_length=500)),
                ('quote', models.CharField(blank=True, default='', help_text='The words of the source.', max_length=1000)),
                ('why', models.CharField(max_length=500)),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'open'), ('in_force', 'in_force'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('reverted', 'reverted')], default='open', max_length=10)),
                ('doubts', models.JSONField(default=list, help_text='Why a moderator looks at it.')),
                ('decided_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('episode', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='catalogue.episode')),
                ('made_episode', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.episode')),
                ('made_season', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.season')),
                ('of_title', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.title')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='catalogue.person')),
                ('reverts', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reverted_by', to='community.edit')),
                ('season', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='catalogue.season')),
                ('title', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('of_title__isnull', False)), fields=['of_title', '-id'], name='edits_of_of_title'), models.Index(condition=models.Q(('season__isnull', False)), fields=['season', '-id'], name='edits_of_season'), models.Index(condition=models.Q(('episode__isnull', False)), fields=['episode', '-id'], name='edits_of_episode'), models.Index(condition=models.Q(('person__isnull', False)), fields=['person', '-id'], name='edits_of_person'), models.Index(condition=models.Q(('state', 'open')), fields=['made_at', 'id'], name='edits_open'), models.Index(condition=models.Q(('author__isnull', False)), fields=['author', '-id'], name='edits_of_author'), models.Index(condition=models.Q(('reverts__isnull', False)), fields=['reverts'], name='edits_reverting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('episode__isnull', True), ('person__isnull', True), ('season__isnull', True), ('title__isnull', False)), models.Q(('episode__isnull', True), ('person__isnull', True), ('season__isnull', False), ('title__isnull', True)), models.Q(('episode__isnull', False), ('person__isnull', True), ('season__isnull', True), ('title__isnull', True)), models.Q(('episode__isnull', True), ('person__isnull', False), ('season__isnull', True), ('title__isnull', True)), _connector='OR'), name='edit_of_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='EditVoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_for', models.BooleanField()),
                ('is_bound', models.BooleanField(default=False, help_text='Counted relations bind this person to the author.')),
                ('why', models.CharField(blank=True, default='', max_length=500)),
                ('at', models.DateTimeField()),
                ('edit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='voices', to='community.edit')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edit_voices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('edit', 'person'), name='one_voice_per_edit')],
            },
        ),
        migrations.CreateModel(
            name='Fault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('reason', models.CharField(choices=[('dead', 'dead'), ('geo_blocked', 'geo_blocked'), ('needs_login', 'needs_login'), ('paywalled', 'paywalled'), ('wrong_title', 'wrong_title'), ('wrong_episode', 'wrong_episode'), ('incomplete', 'incomplete'), ('wrong_language', 'wrong_language'), ('no_subtitles', 'no_subtitles'), ('poor_quality', 'poor_quality'), ('duplicate', 'duplicate'), ('spam', 'spam'), ('malware_or_ads', 'malware_or_ads'), ('age', 'age'), ('metadata', 'metadata'), ('other', 'other')], max_length=24)),
                ('country', models.CharField(blank=True, default='', help_text='"" where it is the same everywhere.', max_length=2)),
                ('state', models.CharField(choices=[('open', 'open'), ('accepted', 'accepted'), ('rejected', 'rejected')], default=allostream.community.reporting_rules.State['OPEN'], max_length=8)),
                ('people', models.PositiveIntegerField(default=0)),
                ('urgency', models.PositiveIntegerField(default=0)),
                ('opened_at', models.DateTimeField()),
                ('reported_at', models.DateTimeField(help_text='When somebody said so last.')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, default='', help_text='As the audit writes them.', max_length=100)),
                ('answer', models.TextField(blank=True, default='', help_text='To all who reported it; everybody may read it.')),
                ('link', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='faults', to='links.watchlink')),
            ],
            options={
                'indexes': [models.Index(fields=['link', '-reported_at'], name='faults_of_link'), models.Index(condition=models.Q(('state', allostream.community.reporting_rules.State['OPEN'])), fields=['-urgency', 'opened_at'], name='faults_open'), models.Index(condition=models.Q(('decided_at__isnull', False)), fields=['decided_at'], name='faults_decided')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', allostream.community.reporting_rules.State['OPEN'])), fields=('link', 'reason', 'country'), name='one_open_fault_of_a_kind'), models.CheckConstraint(condition=models.Q(('reason__in', ['dead', 'geo_blocked', 'needs_login', 'paywalled', 'wrong_title', 'wrong_episode', 'incomplete', 'wrong_language', 'no_subtitles', 'poor_quality', 'duplicate', 'spam', 'malware_or_ads', 'age', 'metadata', 'other'])), name='fault_reason')],
            },
        ),
        migrations.CreateModel(
            name='HostAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_key', models.CharField(max_length=500)),
                ('content_key_hash', models.BigIntegerField()),
                ('canonical_url', models.URLField(max_length=2000)),
                ('state', models.CharField(choices=[('asked', 'asked'), ('told', 'told'), ('silent', 'silent'), ('mute', 'mute')], default=allostream.community.bringing_rules.Told['ASKED'], max_length=8)),
                ('told', models.JSONField(blank=True, default=dict, help_text='The candidate that its connector makes of the reply.')),
                ('facts', models.JSONField(blank=True, default=dict, help_text='What its reader takes from the reply.')),
                ('uploader', models.CharField(blank=True, default='', help_text='Never an e-mail address.', max_length=200)),
                ('sha256', models.CharField(blank=True, default='', help_text='Of the reply that was read.', max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('try_again_at', models.DateTimeField(blank=True, null=True)),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers_on_copies', to='hosts.host')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('try_again_at__isnull', False)), fields=['try_again_at'], name='answer_due'), models.Index(fields=['asked_at'], name='answer_asked')],
                'constraints': [models.UniqueConstraint(fields=('content_key',), name='one_answer_per_copy')],
            },
        ),
        migrations.CreateModel(
            name='Mute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('muted', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='mutes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'muted'), name='muted_once'), models.CheckConstraint(condition=models.Q(('person', models.F('muted')), _negated=True), name='nobody_mutes_themself')],
            },
        ),
        migrations.CreateModel(
            name='QualitySum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('aspect', models.CharField(choices=[('picture', 'picture'), ('sound', 'sound'), ('subtitles', 'subtitles')], max_length=10)),
                ('grade', models.PositiveSmallIntegerField()),
                ('votes', models.PositiveIntegerField(default=0)),
                ('link', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='grades', to='links.watchlink')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('link', 'aspect', 'grade'), name='one_sum_of_grades')],
            },
        ),
        migrations.CreateModel(
            name='QualityVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('aspect', models.CharField(choices=[('picture', 'picture'), ('sound', 'sound'), ('subtitles', 'subtitles')], max_length=10)),
                ('week', models.DateField(help_text='Its Monday.')),
                ('voter', models.CharField(help_text='Keyed hash; never an address.', max_length=64)),
                ('grade', models.PositiveSmallIntegerField()),
                ('link', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='links.watchlink')),
            ],
            options={
                'indexes': [models.Index(fields=['week'], name='grades_of_week')],
                'constraints': [models.UniqueConstraint(fields=('link', 'aspect', 'week', 'voter'), name='one_grade_per_week')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('country', models.CharField(help_text='Where whoever reported it was.', max_length=2)),
                ('language', models.CharField(help_text='In which we write to them about it.', max_length=12)),
                ('words', models.TextField(blank=True, default='', help_text='For moderators.')),
                ('email', models.EmailField(blank=True, default='', help_text='Deleted some time after the answer.', max_length=254)),
                ('voter', models.CharField(help_text='Keyed hash; never an address.', max_length=64)),
                ('made_at', models.DateTimeField()),
                ('fault', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='community.fault')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to=settings.AUTH_USER_MODEL)),
                ('site', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sites.site')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('email', ''), _negated=True), fields=['fault'], name='reports_with_address')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('country', models.CharField(help_text='Where whoever brought it was.', max_length=2)),
                ('language', models.CharField(help_text='In which we write to them about it.', max_length=12)),
                ('address', models.CharField(help_text='As it was given.', max_length=2000)),
                ('canonical_url', models.URLField(max_length=2000)),
                ('content_key', models.CharField(max_length=500)),
                ('content_key_hash', models.BigIntegerField()),
                ('domain', models.CharField(max_length=253)),
                ('guess', models.JSONField(blank=True, default=dict, help_text='What was guessed, how sure, for which reasons.')),
                ('audio', models.JSONField(blank=True, null=True)),
                ('subtitles', models.JSONField(blank=True, null=True)),
                ('note', models.TextField(blank=True, default='', help_text='For moderators, of whoever brought it.')),
                ('evidence', models.JSONField(blank=True, default=dict, help_text='On an unknown host or channel: whose it is, and where that can be read.')),
                ('uploaded_myself', models.BooleanField(blank=True, null=True)),
                ('gets_money', models.BooleanField(blank=True, null=True)),
                ('state', models.CharField(choices=[('asked', 'asked'), ('queued', 'queued'), ('accepted', 'accepted'), ('refused', 'refused'), ('witness', 'witness'), ('proposed', 'proposed'), ('taken-back', 'taken-back')], max_length=10)),
                ('reason', models.CharField(help_text="Of allostream.discovery.rules.Reason, or a sign's code.", max_length=40)),
                ('detail', models.CharField(blank=True, default='', help_text='The words that decided.', max_length=300)),
                ('decided_by', models.CharField(blank=True, default='', help_text='As the audit writes them.', max_length=100)),
                ('decided_why', models.TextField(blank=True, default='', help_text='In the words of who decided.')),
                ('by_rule', models.BooleanField(default=False, help_text='No person decided it.')),
                ('made_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('changed_at', models.DateTimeField()),
                ('bundle', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to='community.bundle')),
                ('episode', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.episode')),
                ('host', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='hosts.host')),
                ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='submissions', to='links.watchlink')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hosts.proposal')),
                ('season', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.season')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sites.site')),
                ('title', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-made_at'], name='submissions_of_person'), models.Index(condition=models.Q(('state__in', [allostream.community.bringing_rules.State['ASKED'], allostream.community.bringing_rules.State['QUEUED']])), fields=['state', 'made_at'], name='submissions_waiting'), models.Index(condition=models.Q(('decided_at__isnull', False)), fields=['decided_at'], name='submissions_decided'), models.Index(fields=['content_key_hash'], name='submissions_of_copy')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'queued', 'accepted', 'refused', 'witness', 'proposed', 'taken-back'])), name='submission_state')],
            },
        ),
        migrations.CreateModel(
            name='Voice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2)),
                ('week', models.DateField(help_text='Its Monday.')),
                ('voter', models.CharField(help_text='Keyed hash; never an address.', max_length=64)),
                ('works', models.BooleanField()),
                ('link', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='links.watchlink')),
            ],
            options={
                'indexes': [models.Index(fields=['week'], name='voices_of_week')],
                'constraints': [models.UniqueConstraint(fields=('link', 'country', 'week', 'voter'), name='one_voice_per_week')],
            },
        ),
        migrations.CreateModel(
            name='VoiceWeek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2)),
                ('week', models.DateField(help_text='Its Monday.')),
                ('works', models.PositiveIntegerField(default=0)),
                ('fails', models.PositiveIntegerField(default=0)),
                ('works_on', models.DateField(blank=True, null=True)),
                ('fails_on', models.DateField(blank=True, null=True)),
                ('link', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='voice_weeks', to='links.watchlink')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('link', 'country', 'week'), name='one_sum_of_voices')],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2)),
                ('month', models.DateField(help_text='Its first day.')),
                ('voter', models.CharField(help_text='Keyed hash; never an address.', max_length=64)),
                ('title', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(fields=['month'], name='wishes_of_month')],
                'constraints': [models.UniqueConstraint(fields=('title', 'country', 'month', 'voter'), name='one_wish_a_month')],
            },
        ),
    ]
