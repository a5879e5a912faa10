"""Indexes that others stand in for are dropped: each row of an import was written into all of them."""

import django.db.models.deletion
from django.db import migrations, models

# Their names were made by Django, the same on both databases.
DROPPED = (
    ("catalogue_name_title_id_48f62b65", "catalogue_name", "title_id"),
    ("catalogue_name_season_id_a4ac49ee", "catalogue_name", "season_id"),
    ("catalogue_name_episode_id_7a6f805e", "catalogue_name", "episode_id"),
    ("catalogue_titleface_title_id_37e757ff", "catalogue_titleface", "title_id"),
    ("catalogue_importedrecord_source_id_35a08bc4", "catalogue_importedrecord", "source_id"),
    ("catalogue_identifier_season_id_ebeac5e5", "catalogue_identifier", "season_id"),
    ("catalogue_identifier_episode_id_c1abd978", "catalogue_identifier", "episode_id"),
    ("catalogue_identifier_person_id_bfa46095", "catalogue_identifier", "person_id"),
)


class Migration(migrations.Migration):

    dependencies = [("catalogue", "0008_fill_match_key")]

    operations = [
        migrations.SeparateDatabaseAndState(
            # By hand, for otherwise SQLite would write each of the tables anew, eight times in all.
            database_operations=[
                migrations.RunSQL(
                    f'DROP INDEX IF EXISTS "{name}"', f'CREATE INDEX "{name}" ON "{table}" ("{column}")'
                )
                for name, table, column in DROPPED
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='identifier',
                    name='episode',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='catalogue.episode'),
                ),
                migrations.AlterField(
                    model_name='identifier',
                    name='person',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='catalogue.person'),
                ),
                migrations.AlterField(
                    model_name='identifier',
                    name='season',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='catalogue.season'),
                ),
                migrations.AlterField(
                    model_name='importedrecord',
                    name='source',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to='catalogue.source'),
                ),
                migrations.AlterField(
                    model_name='name',
                    name='episode',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='names', to='catalogue.episode'),
                ),
                migrations.AlterField(
                    model_name='name',
                    name='season',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='names', to='catalogue.season'),
                ),
                migrations.AlterField(
                    model_name='name',
                    name='title',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='names', to='catalogue.title'),
                ),
                migrations.AlterField(
                    model_name='titleface',
                    name='title',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='faces', to='catalogue.title'),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name='identifier',
            index=models.Index(condition=models.Q(('season__isnull', False)), fields=['season'], name='identifier_of_season'),
        ),
        migrations.AddIndex(
            model_name='identifier',
            index=models.Index(condition=models.Q(('episode__isnull', False)), fields=['episode'], name='identifier_of_episode'),
        ),
        migrations.AddIndex(
            model_name='identifier',
            index=models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='identifier_of_person'),
        ),
    ]
