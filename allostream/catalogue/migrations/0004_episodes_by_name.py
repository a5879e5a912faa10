"""Search for episodes by the beginning of their name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_title_length")]

    operations = [
        migrations.AddIndex(
            model_name="name",
            index=models.Index(
                fields=["folded", "episode"], name="name_of_episode_folded",
                condition=models.Q(("episode__isnull", False)),
            ),
        ),
    ]
