"""Work out from their links in which languages the rows that are there can be followed."""

from collections import defaultdict

from django.db import migrations

from allostream.links.rules import languages_followed

PORTION = 5000


def fill(apps, schema_editor):
    links = apps.get_model("links", "WatchLink").objects
    shown = apps.get_model("links", "ShownLink").objects
    told = links.exclude(audio__isnull=True, subtitles__isnull=True).values_list("pk", "audio", "subtitles")
    same = defaultdict(list)
    for pk, audio, subtitles in told.iterator(PORTION):
        if followed := " ".join(languages_followed(audio, subtitles)):
            same[f" {followed} "].append(pk)
    for languages, ids in same.items():
        for start in range(0, len(ids), PORTION):
            shown.filter(link__in=ids[start : start + PORTION]).update(languages=languages)


class Migration(migrations.Migration):
    dependencies = [("links", "0006_shown_languages")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
