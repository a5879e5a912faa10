"""The index of what can be watched in a country, with all that the switch asks of a row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("links", "0007_fill_shown_languages")]

    operations = [
        migrations.AddIndex(
            model_name="shownlink",
            index=models.Index(
                fields=["country", "is_free", "title", "host", "languages", "opens_at", "closes_at"],
                name="shown_country_title",
            ),
        ),
    ]
