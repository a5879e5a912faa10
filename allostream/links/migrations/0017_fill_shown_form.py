"""The form of each showing, until the next change of its title writes it by the rule: that of its link."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    links = apps.get_model("links", "WatchLink").objects.filter(pk=OuterRef("link"))
    apps.get_model("links", "ShownLink").objects.update(form=Subquery(links.values("form")[:1]))


class Migration(migrations.Migration):
    dependencies = [("links", "0016_answers_of_parts_and_granted_rights")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
