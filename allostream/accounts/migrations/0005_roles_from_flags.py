"""Who was staff becomes an operator, who was trusted has that role, moderators of a site have theirs there."""

from django.db import migrations
from django.utils import timezone

WHY = "had the right before there were roles"


def give_roles(apps, _editor):
    Grant, User = apps.get_model("accounts", "RoleGrant"), apps.get_model("accounts", "User")
    Site, now = apps.get_model("sites", "Site"), timezone.now()
    given = [(pk, "operator", "") for pk in User.objects.filter(is_staff=True).values_list("pk", flat=True)]
    given += [(pk, "trusted", "") for pk in User.objects.filter(is_trusted=True).values_list("pk", flat=True)]
    moderators = Site.moderators.through.objects.values_list("user_id", "site__slug")
    given += [(pk, "moderator", slug) for pk, slug in moderators]
    Grant.objects.bulk_create(
        Grant(account_id=account, role=role, site=site, given_at=now, given_by="migration", why=WHY)
        for account, role, site in given
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_roles'),
        ('sites', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(give_roles, migrations.RunPython.noop),
    ]
