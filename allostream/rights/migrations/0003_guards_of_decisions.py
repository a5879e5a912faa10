from django.db import migrations

from allostream.rights import guards


class Migration(migrations.Migration):
    dependencies = [("rights", "0002_the_decisions")]

    operations = [migrations.RunPython(guards.lay_in_migration, guards.lift_in_migration)]
