import allostream.freshness.models
import django.utils.timezone
from django.db import migrations, models
from allostream.tables.first import FirstTables


class Migration(FirstTables):

    replaces = [
        ("freshness", "0001_the_stamps"),
        ("freshness", "0002_the_feed_of_changes"),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Stamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=12)),
                ('value', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('transaction', models.BigIntegerField(db_default=allostream.freshness.models.TransactionNumber())),
                ('kind', models.CharField(choices=[('title', 'title'), ('person', 'person')], max_length=8)),
                ('object_id', models.BigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'indexes': [models.Index(fields=['transaction', 'id'], name='change_in_order')],
            },
        ),
    ]
