"""Copy host and right of the rows that are there from their links. A link that rests on the work has no other right."""

from django.db import migrations
from django.db.models import Case, OuterRef, Subquery, Value, When

RIGHT = Case(When(basis="provider", then=Value("provider")), default=Value("public_domain"))


def fill(apps, schema_editor):
    shown = apps.get_model("links", "ShownLink").objects
    links = apps.get_model("links", "WatchLink").objects.filter(pk=OuterRef("link_id"))
    shown.update(host_id=Subquery(links.values("host_id")[:1]), rights_basis=Subquery(links.values(rights_basis=RIGHT)[:1]))
    shown.filter(is_open_licence=True).update(rights_basis="open_licence")


class Migration(migrations.Migration):
    dependencies = [("links", "0003_shown_host_and_basis")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
