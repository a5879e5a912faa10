"""Lists by length."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_for_a_million_titles")]

    operations = [
        migrations.AddIndex(
            model_name="title",
            index=models.Index(
                fields=["kind", "runtime_min", "id"], name="title_kind_runtime",
                condition=models.Q(("merged_into__isnull", True), ("removed_at__isnull", True)),
            ),
        ),
    ]
