import allostream.lib.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from allostream.tables.first import FirstTables


class Migration(FirstTables):

    replaces = [
        ("moderation", "0001_decisions"),
        ("moderation", "0002_items_outlast_accounts"),
        ("moderation", "0003_notices"),
        ("moderation", "0004_merges_and_splits"),
        ("moderation", "0005_edits_wait"),
        ("moderation", "0006_latest_of_the_log"),
    ]

    dependencies = [
        ('accounts', '__first__'),
        ('catalogue', '0001_first_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sheaf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('link', 'link'), ('submission', 'submission'), ('report', 'report'), ('notice', 'notice'), ('comment', 'comment'), ('host', 'host'), ('channel', 'channel'), ('uploader', 'uploader'), ('path', 'path'), ('title', 'title'), ('edit', 'edit'), ('regrouping', 'regrouping'), ('change', 'change'), ('person', 'person'), ('flood', 'flood')], max_length=12)),
                ('act', models.CharField(max_length=20)),
                ('things', models.JSONField(help_text='Public ids of what it is done to.')),
                ('chosen_by', models.JSONField(default=dict, help_text='The filters by which they were found.')),
                ('rule', models.CharField(choices=[('R1', 'R1'), ('R2', 'R2'), ('R3', 'R3'), ('R4', 'R4'), ('R5', 'R5'), ('R6', 'R6'), ('R7', 'R7'), ('R8', 'R8'), ('R9', 'R9'), ('R10', 'R10'), ('R11', 'R11'), ('R12', 'R12'), ('R0', 'R0')], max_length=4)),
                ('facts', models.TextField()),
                ('why', models.TextField()),
                ('site', models.CharField(blank=True, default='', max_length=30)),
                ('state', models.CharField(choices=[('asked', 'Waits for another moderator'), ('done', 'Done'), ('refused', 'Refused'), ('undone', 'Undone')], default='asked', max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('undo_until', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'asked_at'], name='sheaves_by_state')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('at', models.DateTimeField()),
                ('role', models.CharField(choices=[('moderator', 'moderator'), ('lead', 'lead'), ('operator', 'operator'), ('rule', 'rule')], max_length=10)),
                ('is_automated', models.BooleanField(default=False, help_text='No person decided.')),
                ('found_by_machine', models.BooleanField(default=False, help_text='No person found it.')),
                ('source', models.CharField(choices=[('own', 'own'), ('report', 'report'), ('notice', 'notice'), ('appeal', 'appeal')], max_length=8)),
                ('kind', models.CharField(choices=[('link', 'link'), ('submission', 'submission'), ('report', 'report'), ('notice', 'notice'), ('comment', 'comment'), ('host', 'host'), ('channel', 'channel'), ('uploader', 'uploader'), ('path', 'path'), ('title', 'title'), ('edit', 'edit'), ('regrouping', 'regrouping'), ('change', 'change'), ('person', 'person'), ('flood', 'flood')], max_length=12)),
                ('subject_id', models.CharField(max_length=100)),
                ('host', models.CharField(blank=True, default='', help_text='Slug of a host.', max_length=60)),
                ('site', models.CharField(blank=True, default='', help_text='Slug of a site; empty for all.', max_length=30)),
                ('measure', models.CharField(choices=[('refused', 'refused'), ('held', 'held'), ('hidden', 'hidden'), ('removed', 'removed'), ('banned', 'banned'), ('muted', 'muted'), ('suspended', 'suspended'), ('warned', 'warned'), ('accepted', 'accepted'), ('dismissed', 'dismissed'), ('restored', 'restored'), ('lifted', 'lifted'), ('kept', 'kept')], max_length=10)),
                ('rule', models.CharField(choices=[('R1', 'R1'), ('R2', 'R2'), ('R3', 'R3'), ('R4', 'R4'), ('R5', 'R5'), ('R6', 'R6'), ('R7', 'R7'), ('R8', 'R8'), ('R9', 'R9'), ('R10', 'R10'), ('R11', 'R11'), ('R12', 'R12'), ('R0', 'R0')], max_length=4)),
                ('law', models.CharField(blank=True, default='', help_text="The article, where it is the law's ground.", max_length=200)),
                ('facts', models.TextField(blank=True, default='')),
                ('why', models.TextField(blank=True, default='')),
                ('territory', models.JSONField(default=list, help_text='Countries; ["*"] for everywhere.')),
                ('until', models.DateTimeField(null=True)),
                ('before', models.JSONField(default=dict, help_text='What was, so that it can be undone.')),
                ('language', models.CharField(blank=True, default='', help_text='In which the author is written to.', max_length=12)),
                ('key_hash', models.CharField(blank=True, default='', help_text='Of the secret in the mail to somebody without an account.', max_length=64)),
                ('contest_until', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(help_text='When the author first opened it.', null=True)),
                ('is_public', models.BooleanField(default=True)),
                ('redacted_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decisions_on_theirs', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(help_text='Never shown outside: the public learns the role.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('title', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.title')),
                ('undone_by', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='undoes', to='moderation.decision')),
                ('sheaf', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='moderation.sheaf')),
            ],
            options={
                'indexes': [models.Index(models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_public', True)), name='decisions_public'), models.Index(models.F('kind'), models.OrderBy(models.F('at'), descending=True), name='decisions_by_kind'), models.Index(models.F('rule'), models.OrderBy(models.F('at'), descending=True), name='decisions_by_rule'), models.Index(models.F('measure'), models.OrderBy(models.F('at'), descending=True), name='decisions_by_measure'), models.Index(models.F('host'), models.OrderBy(models.F('at'), descending=True), condition=models.Q(('host', ''), _negated=True), name='decisions_by_host'), models.Index(models.F('title'), models.OrderBy(models.F('at'), descending=True), condition=models.Q(('title__isnull', False)), name='decisions_by_title'), models.Index(fields=['kind', 'subject_id', 'at'], name='decisions_on_thing'), models.Index(models.F('author'), models.OrderBy(models.F('at'), descending=True), condition=models.Q(('author__isnull', False)), name='decisions_on_author'), models.Index(condition=models.Q(('sheaf__isnull', False)), fields=['sheaf'], name='decisions_of_sheaf')],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('email', models.EmailField(blank=True, default='', help_text='Of somebody without an account.', max_length=254)),
                ('language', models.CharField(max_length=12)),
                ('site', models.CharField(blank=True, default='', max_length=30)),
                ('text', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('answer_by', models.DateTimeField(help_text='Until when it is to be answered, as is published.')),
                ('state', models.CharField(choices=[('open', 'Open'), ('upheld', 'The decision was wrong'), ('rejected', 'The decision stays')], default='open', max_length=8)),
                ('answer', models.TextField(blank=True, default='')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='appeals', to='moderation.decision')),
                ('outcome', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='moderation.decision')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['answer_by'], name='appeals_open'), models.Index(condition=models.Q(('email', ''), _negated=True), fields=['answered_at'], name='appeals_forgotten')],
                'constraints': [models.UniqueConstraint(fields=('decision',), name='one_appeal_per_decision')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('ring', 'People who vouch for one another'), ('feeder', 'One person feeds one uploader'), ('own', 'May be the uploader'), ('sleeper', 'An old account suddenly active')], max_length=8)),
                ('key', models.CharField(help_text='The same people and things have the same key.', max_length=200)),
                ('reasons', models.JSONField(help_text='Codes with the numbers on which they rest.')),
                ('found_at', models.DateTimeField()),
                ('last_at', models.DateTimeField(help_text='When it was last found to hold.')),
                ('settled_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True, default='')),
                ('people', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['found_at'], name='findings_open')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='one_finding_per_relation')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('link', 'link'), ('submission', 'submission'), ('report', 'report'), ('notice', 'notice'), ('comment', 'comment'), ('host', 'host'), ('channel', 'channel'), ('uploader', 'uploader'), ('path', 'path'), ('title', 'title'), ('edit', 'edit'), ('regrouping', 'regrouping'), ('change', 'change'), ('person', 'person'), ('flood', 'flood')], max_length=12)),
                ('subject_id', models.CharField(max_length=100)),
                ('host', models.CharField(blank=True, default='', max_length=60)),
                ('uploader', models.CharField(blank=True, default='', help_text='Keyed hash of the account.', max_length=64)),
                ('site', models.CharField(blank=True, default='', max_length=30)),
                ('risk', models.PositiveSmallIntegerField()),
                ('signs', models.JSONField(default=list)),
                ('opened_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('claimed_until', models.DateTimeField(null=True)),
                ('snoozed_until', models.DateTimeField(null=True)),
                ('claimed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('flood', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='held', to='moderation.item')),
                ('person', models.ForeignKey(db_index=False, help_text='Whose it is.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('title', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.title')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('flood__isnull', True)), fields=['due_at'], name='items_due'), models.Index(condition=models.Q(('flood__isnull', True)), fields=['kind', 'due_at'], name='items_due_by_kind'), models.Index(condition=models.Q(('host', ''), _negated=True), fields=['host', 'due_at'], name='items_by_host'), models.Index(condition=models.Q(('uploader', ''), _negated=True), fields=['uploader', 'due_at'], name='items_by_uploader'), models.Index(condition=models.Q(('title__isnull', False)), fields=['title', 'due_at'], name='items_by_title'), models.Index(condition=models.Q(('person__isnull', False)), fields=['person', 'due_at'], name='items_by_person'), models.Index(condition=models.Q(('flood__isnull', False)), fields=['flood', 'due_at'], name='items_of_flood')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'subject_id'), name='one_item_per_thing')],
            },
        ),
    ]
