import django.db.models.deletion
from django.db import migrations, models
from allostream.tables.first import FirstTables


class Migration(FirstTables):

    replaces = [
        ("sites", "0001_initial"),
        ("sites", "0002_moderators_are_a_role"),
        ("sites", "0003_comments_by_site"),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=30, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('domain', models.CharField(max_length=253, unique=True)),
                ('language', models.CharField(max_length=12)),
                ('default_country', models.CharField(max_length=2)),
                ('countries_first', models.JSONField(default=list)),
                ('legal_profile', models.CharField(choices=[('fr', 'France and the European Union (DSA, LCEN)'), ('us', 'United States (DMCA)')], max_length=10)),
                ('theme', models.CharField(default='archive', max_length=20)),
                ('contact_email', models.EmailField(blank=True, default='', max_length=254)),
                ('is_default', models.BooleanField(default=False)),
                ('has_comments', models.BooleanField(default=True, help_text='Whether people may comment and read comments.')),
                ('is_noncommercial', models.BooleanField(default=True, help_text='No advertising, sponsor or paid access: required by licences that forbid trade.')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='one_default_site')],
            },
        ),
        migrations.CreateModel(
            name='SiteText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(choices=[('about', 'About'), ('legal', 'Legal notice')], max_length=20)),
                ('language', models.CharField(max_length=12)),
                ('body', models.TextField(help_text='Paragraphs parted by an empty line; no markup.')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='sites.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('site', 'place', 'language'), name='one_text_per_place_and_language')],
            },
        ),
    ]
