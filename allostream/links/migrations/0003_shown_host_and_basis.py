"""Columns by which lists are narrowed, empty until the next migration; figures of facets; places on shelves."""

import django.db.models.deletion
from django.db import migrations, models

BASES = [("public_domain", "public_domain"), ("open_licence", "open_licence"), ("provider", "provider")]


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_title_length"),
        ("hosts", "0002_channel_keys"),
        ("links", "0002_for_a_million_titles"),
    ]

    operations = [
        migrations.AddField(
            model_name="shownlink",
            name="host",
            field=models.ForeignKey(
                null=True, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="shown_rows",
                to="hosts.host",
            ),
        ),
        migrations.AddField(
            model_name="shownlink",
            name="rights_basis",
            field=models.CharField(null=True, max_length=14, choices=BASES),
        ),
        migrations.CreateModel(
            name="FacetFigures",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facet", models.CharField(max_length=10)),
                ("value", models.CharField(max_length=60)),
                ("titles", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["facet", "-titles", "value"], name="facet_by_use")],
                "constraints": [
                    models.UniqueConstraint(fields=("facet", "value"), name="one_figure_per_facet_value")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShelfPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(max_length=2)),
                ("shelf", models.CharField(max_length=20)),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "title",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shelf_places", to="catalogue.title"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("country", "shelf", "place"), name="one_title_per_shelf_place")
                ],
            },
        ),
    ]
