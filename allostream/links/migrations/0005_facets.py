"""The filled columns become compulsory, with the indexes by which lists ask for them."""

import django.db.models.deletion
from django.db import migrations, models

BASES = [("public_domain", "public_domain"), ("open_licence", "open_licence"), ("provider", "provider")]


class Migration(migrations.Migration):
    dependencies = [
        ("hosts", "0002_channel_keys"),
        ("links", "0004_fill_host_and_basis"),
    ]

    operations = [
        migrations.AlterField(
            model_name="shownlink",
            name="host",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="shown_rows", to="hosts.host"
            ),
        ),
        migrations.AlterField(
            model_name="shownlink", name="rights_basis", field=models.CharField(max_length=14, choices=BASES)
        ),
        migrations.RemoveIndex(model_name="shownlink", name="shown_licensed"),
        migrations.AddIndex(
            model_name="shownlink",
            index=models.Index(fields=["country", "offer", "title"], name="shown_country_offer"),
        ),
        migrations.AddIndex(
            model_name="shownlink",
            index=models.Index(fields=["country", "rights_basis", "title"], name="shown_country_basis"),
        ),
        migrations.AddIndex(
            model_name="shownlink",
            index=models.Index(fields=["country", "host", "title"], name="shown_country_host"),
        ),
    ]
