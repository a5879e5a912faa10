import allostream.lib.ids
import allostream.mail.rules
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from allostream.tables.first import FirstTables


class Migration(FirstTables):

    replaces = [
        ("mail", "0001_letters"),
    ]

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, max_length=12, unique=True)),
                ('kind', models.CharField(max_length=60)),
                ('address', models.CharField(max_length=254)),
                ('language', models.CharField(max_length=12)),
                ('site_name', models.CharField(max_length=60)),
                ('origin', models.CharField(max_length=300)),
                ('reply_to', models.CharField(blank=True, default='', max_length=254)),
                ('unsubscribe', models.CharField(blank=True, default='', help_text='Where one stops such letters.', max_length=500)),
                ('subject', models.CharField(max_length=300)),
                ('text', models.TextField(blank=True, help_text='Empty once it is sent.')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'sending'), ('sent', 'sent'), ('failed', 'failed')], default=allostream.mail.rules.State['WAITING'], max_length=10)),
                ('written_at', models.DateTimeField()),
                ('good_until', models.DateTimeField()),
                ('claimed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('last_error', models.TextField(blank=True, default='')),
                ('account', models.ForeignKey(help_text='Whose letter it is; none for an address without an account.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'sent'), _negated=True), fields=['state', 'written_at'], name='mail_not_sent'), models.Index(fields=['ended_at'], name='mail_ended')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sending', 'sent', 'failed'])), name='mail_letter_state')],
            },
        ),
    ]
