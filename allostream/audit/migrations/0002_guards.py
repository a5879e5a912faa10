from django.db import migrations

from allostream.audit import guards


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_the_log")]

    operations = [migrations.RunPython(guards.lay_in_migration, guards.lift_in_migration)]
