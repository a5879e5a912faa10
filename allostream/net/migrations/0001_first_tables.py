from django.db import migrations, models
from allostream.tables.first import FirstTables


class Migration(FirstTables):

    replaces = [
        ("net", "0001_initial"),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='RobotsFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(max_length=300, unique=True)),
                ('text', models.BinaryField(null=True)),
                ('status', models.PositiveSmallIntegerField(default=0)),
                ('read_at', models.FloatField(default=0)),
                ('tried_at', models.FloatField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='AskedHost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, unique=True)),
                ('held_by', models.CharField(default='', max_length=16)),
                ('held_until', models.FloatField(default=0)),
                ('wanted_by', models.CharField(default='', max_length=16)),
                ('wanted_until', models.FloatField(default=0)),
                ('turns', models.FloatField(null=True)),
                ('turns_at', models.FloatField(default=0)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('rests_until', models.FloatField(default=0)),
                ('requests', models.PositiveBigIntegerField(default=0)),
                ('bytes', models.PositiveBigIntegerField(default=0)),
                ('errors', models.PositiveBigIntegerField(default=0)),
                ('unchanged', models.PositiveBigIntegerField(default=0)),
                ('waited', models.FloatField(default=0)),
                ('last_error', models.CharField(default='', max_length=24)),
                ('last_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['-requests'], name='asked_most'), models.Index(condition=models.Q(('rests_until__gt', 0)), fields=['rests_until'], name='asked_resting')],
            },
        ),
    ]
