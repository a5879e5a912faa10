import allostream.lib.ids
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from allostream.lib.collation import bytewise
from allostream.tables.first import FirstTables


class Migration(FirstTables):

    replaces = [
        ("hosts", "0001_initial"),
        ("hosts", "0002_channel_keys"),
        ("hosts", "0003_proposals"),
        ("hosts", "0004_channels_that_carry"),
        ("hosts", "0005_fill_carries"),
        ("hosts", "0006_remarks_in_french"),
        ("hosts", "0007_fill_remarks_in_french"),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('key', models.CharField(help_text="The host's own id of the channel, never its display name.", max_length=200)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('account', 'Account'), ('collection', 'Collection'), ('instance', 'Instance')], max_length=12)),
                ('address', models.URLField(blank=True, default='', max_length=500)),
                ('holder', models.CharField(blank=True, default='', max_length=200)),
                ('proof', models.TextField(blank=True, default='')),
                ('named_on', models.DateField(blank=True, help_text='Since when it has this name, if it had another.', null=True)),
                ('stands', models.CharField(choices=[('unknown', 'Not judged'), ('proposed', 'Proposed'), ('listed', 'Listed'), ('refused', 'Refused')], default='unknown', max_length=10)),
                ('carries', models.BooleanField(default=False, help_text='Listed, and its proofs are complete and not a year old: its copies need no look.')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='channels', to='hosts.host')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('host', 'key'), name='one_channel_per_host_and_key')],
            },
        ),
        migrations.CreateModel(
            name='Host',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('monogram', models.CharField(max_length=4)),
                ('kind', models.CharField(choices=[('public_broadcaster', 'Public broadcaster'), ('archive', 'Archive'), ('repository', 'Repository'), ('video_platform', 'Video platform'), ('federated', 'Federated network'), ('avod', 'Free with advertising'), ('svod', 'Subscription'), ('tvod', 'Rent or buy'), ('library_card', 'Library card'), ('government', 'Government'), ('heritage', 'Heritage institution')], max_length=20)),
                ('countries', models.JSONField(default=list)),
                ('embed', models.CharField(choices=[('never', 'Never'), ('per_item', 'Where the item allows it'), ('allowed', 'Always')], default='never', max_length=10)),
                ('embed_origins', models.JSONField(blank=True, default=list)),
                ('direct_files', models.BooleanField(default=False)),
                ('item_level', models.BooleanField(default=True, help_text='Anybody may upload there: each item is judged by itself.')),
                ('official_page', models.URLField(max_length=300)),
                ('url_rules', models.JSONField(blank=True, default=list, help_text='Address rules beside the built-in ones.')),
                ('stands', models.CharField(choices=[('unknown', 'Not judged'), ('proposed', 'Proposed'), ('listed', 'Listed'), ('refused', 'Refused')], default='proposed', max_length=10)),
                ('note', models.TextField(blank=True, default='', help_text='A remark for readers, in English.')),
                ('note_fr', models.TextField(blank=True, default='', help_text='The same in French.')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name='ChannelKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(db_collation=bytewise(), max_length=100, unique=True)),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='hosts.channel')),
            ],
        ),
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(help_text='A kind of allostream.hosts.proof_rules.', max_length=30)),
                ('seen_on', models.DateField()),
                ('address', models.URLField(blank=True, default='', max_length=500)),
                ('capture', models.CharField(blank=True, default='', help_text='Hash of what was seen, as kept.', max_length=100)),
                ('said', models.TextField(blank=True, default='', help_text='What stands there, quoted.')),
                ('added_by', models.CharField(max_length=100)),
                ('added_at', models.DateTimeField()),
                ('channel', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='hosts.channel')),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proofs', to='hosts.host')),
            ],
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('why', models.TextField()),
                ('proposed_by', models.CharField(help_text='Kind and id of who did it, as the audit writes them.', max_length=100)),
                ('opened_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField(help_text='Until when anybody may object.')),
                ('state', models.CharField(choices=[('open', 'Open'), ('listed', 'Listed'), ('refused', 'Refused')], default='open', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, default='', max_length=100)),
                ('decided_why', models.TextField(blank=True, default='')),
                ('channel', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='hosts.channel')),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='hosts.host')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['closes_at'], name='proposal_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('channel__isnull', False), ('state', 'open')), fields=('channel',), name='one_open_proposal_per_channel'), models.UniqueConstraint(condition=models.Q(('channel__isnull', True), ('state', 'open')), fields=('host',), name='one_open_proposal_per_host')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('text', models.TextField()),
                ('email', models.EmailField(blank=True, default='', max_length=254)),
                ('made_at', models.DateTimeField()),
                ('upheld', models.BooleanField(help_text='Null while nobody has answered it.', null=True)),
                ('answer', models.TextField(blank=True, default='')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='hosts.proposal')),
            ],
            options={
                'indexes': [models.Index(fields=['made_at'], name='objection_made'), models.Index(condition=models.Q(('email', ''), _negated=True), fields=['answered_at'], name='proposal_objector')],
            },
        ),
    ]
