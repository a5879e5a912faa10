"""In which languages a shown link can be followed, empty until the next migration."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("links", "0005_facets")]

    operations = [
        # Made anew with more columns when these are filled.
        migrations.RemoveIndex(model_name="shownlink", name="shown_country_title"),
        migrations.AddField(
            model_name="shownlink",
            name="languages",
            field=models.TextField(
                blank=True,
                default="",
                help_text='In which it can be followed, as " en fr "; empty when everybody can.',
            ),
        ),
    ]
