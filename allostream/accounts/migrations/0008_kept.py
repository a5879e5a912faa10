from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of Django's cache in the database: limits of attempts, and codes that were used."""

    dependencies = [
        ('accounts', '0007_wants_letters'),
    ]

    operations = [
        migrations.CreateModel(
            name='Kept',
            fields=[
                ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                ('value', models.TextField()),
                ('expires', models.DateTimeField(db_index=True)),
            ],
            options={'db_table': 'accounts_kept'},
        ),
    ]
