"""The place of a facet's value by its use (the worker counts the figures anew), and what becomes free next."""

from django.db import migrations, models


def drop_figures(apps, schema_editor):
    apps.get_model("links", "FacetFigures").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("links", "0010_edges_of_windows")]

    operations = [
        migrations.RunPython(drop_figures, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="facetfigures", name="facet_by_use"),
        migrations.AddField(
            model_name="facetfigures",
            name="place",
            field=models.PositiveIntegerField(default=0, help_text="0 for the value that most titles have."),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="facetfigures", index=models.Index(fields=["facet", "place"], name="facet_by_use")
        ),
        migrations.AddIndex(
            model_name="rightsanswer",
            index=models.Index(
                fields=["country", "protected_until", "title"], name="answer_free_next",
                condition=models.Q(("status", "protected")),
            ),
        ),
    ]
