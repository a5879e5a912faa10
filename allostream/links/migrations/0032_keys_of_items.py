"""Note the key of the whole item for links to a file of one, so that a notice of the item finds them."""

from django.db import migrations

from allostream.hosts.identity import compare_key, key_hash

AT_ONCE = 2000


def note_items(apps, schema_editor):
    links = apps.get_model("links", "WatchLink").objects.using(schema_editor.connection.alias)
    after = 0
    # The Internet Archive alone has a key for the item beside those of its files.
    while rows := list(links.filter(content_key__startswith="ia:", pk__gt=after).order_by("pk").only("pk", "content_key")[:AT_ONCE]):
        for link in rows:
            item = compare_key(link.content_key)
            link.item_hash = None if item == link.content_key else key_hash(item)
        links.bulk_update(rows, ["item_hash"])
        after = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("links", "0031_marks")]

    operations = [migrations.RunPython(note_items, migrations.RunPython.noop)]
