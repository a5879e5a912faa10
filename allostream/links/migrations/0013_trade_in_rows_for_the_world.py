"""Rows for the world beside an answer that forbids trade in one country, left by an earlier rule.

Such rows are held back from sites that earn, in every country, until the next change of their title writes them anew.
"""

from django.db import migrations
from django.db.models import Exists, OuterRef

WORLD = "*"


def narrow(apps, schema_editor):
    answers = apps.get_model("links", "RightsAnswer").objects.exclude(country=WORLD)
    forbidding = answers.filter(title=OuterRef("title"), noncommercial=True)
    rows = apps.get_model("links", "ShownLink").objects.filter(country=WORLD, link__basis="work", noncommercial=False)
    rows.filter(Exists(forbidding)).update(noncommercial=True)


class Migration(migrations.Migration):
    dependencies = [("links", "0012_parts_without_the_many_empty")]
    operations = [migrations.RunPython(narrow, migrations.RunPython.noop)]
