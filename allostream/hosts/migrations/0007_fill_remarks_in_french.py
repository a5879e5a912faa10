"""The remarks of the start hosts in French, where the English one is still the one that we wrote."""

from typing import Any

from django.db import migrations

from allostream.hosts.start import start_hosts


def fill(apps: Any, _schema: Any) -> None:
    """Two queries, and one for each host that is filled."""
    hosts = apps.get_model("hosts", "Host").objects.filter(note_fr="")
    known = {(row.slug, row.note): row.note_fr for row in start_hosts()}
    for pk, slug, note in list(hosts.values_list("pk", "slug", "note")):
        if french := known.get((slug, note)):
            hosts.filter(pk=pk).update(note_fr=french)


class Migration(migrations.Migration):
    dependencies = [("hosts", "0006_remarks_in_french")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
