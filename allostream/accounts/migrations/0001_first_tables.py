import allostream.lib.ids
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from allostream.tables.first import FirstTables


class Migration(FirstTables):

    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_trusted"),
        ("accounts", "0003_interests"),
        ("accounts", "0004_roles"),
        ("accounts", "0005_roles_from_flags"),
        ("accounts", "0006_flags_gone"),
        ("accounts", "0007_wants_letters"),
        ("accounts", "0008_kept"),
        ("accounts", "0009_profile_invitations_retained"),
        ("accounts", "0010_vouch_for_addresses"),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('public_id', models.CharField(default=allostream.lib.ids.new_id, editable=False, max_length=12, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('language', models.CharField(blank=True, default='', max_length=12)),
                ('is_active', models.BooleanField(default=True)),
                ('wants_letters', models.BooleanField(default=True, help_text='About what became of contributions.')),
                ('visibility', models.CharField(choices=[('public', 'Everybody; search engines may list it'), ('unlisted', 'Whoever has its address'), ('private', 'Nobody else')], default='unlisted', max_length=10)),
                ('is_credited', models.BooleanField(default=True, help_text='Named beside what they brought, and in dumps.')),
                ('about', models.TextField(blank=True, default='', help_text='What they say of themself.')),
                ('renamed_at', models.DateTimeField(null=True)),
                ('exported_at', models.DateTimeField(null=True)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_account_per_address', violation_error_message='This address has an account.')],
            },
        ),
        migrations.CreateModel(
            name='Bar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('right', models.CharField(blank=True, default='', help_text='One of permission_rules.Right.', max_length=24)),
                ('site', models.CharField(blank=True, default='', help_text='Slug of a site; empty for all.', max_length=30)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('why', models.TextField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bars', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'right', 'site'), name='one_bar_of_a_right_and_site')],
            },
        ),
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('works_for', 'Works for it'), ('holds', 'Holds rights for it'), ('competes', 'Competes with it')], max_length=10)),
                ('host', models.SlugField(blank=True, default='', help_text='Slug of a host.', max_length=60)),
                ('holder', models.CharField(blank=True, default='', help_text='Name of one, as channels have it.', max_length=200)),
                ('declared_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interests', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'kind', 'host', 'holder'), name='one_interest_of_a_kind'), models.CheckConstraint(condition=models.Q(('host', ''), ('holder', ''), _connector='XOR'), name='interest_in_a_host_or_a_holder')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_digest', models.CharField(help_text='SHA-256 of the code, which is not kept.', max_length=64, unique=True)),
                ('uses', models.PositiveSmallIntegerField()),
                ('left', models.PositiveSmallIntegerField()),
                ('made_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('left__lte', models.F('uses'))), name='invitation_left_of_uses')],
            },
        ),
        migrations.CreateModel(
            name='Kept',
            fields=[
                ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField()),
                ('expires', models.DateTimeField(db_index=True)),
            ],
            options={
                'db_table': 'accounts_kept',
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.CharField(max_length=100)),
                ('is_upheld', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'at'], name='outcomes_of_account')],
                'constraints': [models.UniqueConstraint(fields=('account', 'subject_kind', 'subject_id'), name='one_outcome_of_a_thing')],
            },
        ),
        migrations.CreateModel(
            name='Retained',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(max_length=12, unique=True)),
                ('address', models.CharField(max_length=254)),
                ('name', models.CharField(blank=True, max_length=60)),
                ('joined_at', models.DateTimeField()),
                ('left_at', models.DateTimeField()),
                ('law', models.CharField(max_length=200)),
                ('address_until', models.DateTimeField(db_index=True)),
                ('name_until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(help_text='One of permission_rules.Role.', max_length=12)),
                ('site', models.CharField(blank=True, default='', help_text='Slug of a site; empty for all.', max_length=30)),
                ('language', models.CharField(blank=True, default='', help_text='Empty for all.', max_length=12)),
                ('about', models.CharField(blank=True, default='', help_text='For whom a hat speaks.', max_length=200)),
                ('proof', models.TextField(blank=True, default='', help_text='On what a hat rests, for moderators.')),
                ('is_earned', models.BooleanField(default=False, help_text='By the published thresholds; goes as it came.')),
                ('given_at', models.DateTimeField()),
                ('given_by', models.CharField(blank=True, default='', help_text='Public id, or name of a command.', max_length=100)),
                ('why', models.TextField(blank=True, default='')),
                ('until', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_grants', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'role', 'site', 'language', 'about'), name='one_grant_of_a_role_and_reach')],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='standing', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'new'), (1, 'known'), (2, 'trusted')], default=0)),
                ('until', models.DateTimeField(help_text='When it falls asleep, if nothing more comes.', null=True)),
                ('woke_at', models.DateTimeField(help_text='End of the last pause so long that trust began anew.', null=True)),
                ('last_fault_at', models.DateTimeField(null=True)),
            ],
        ),
    ]
