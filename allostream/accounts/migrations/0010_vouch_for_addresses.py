"""Accounts that are there were made by the operator, who knows their addresses: nobody has to confirm one anew."""

from django.db import migrations


def vouch(apps, _editor):
    Address, User = apps.get_model("account", "EmailAddress"), apps.get_model("accounts", "User")
    Address.objects.bulk_create(
        Address(user_id=pk, email=email.lower(), verified=True, primary=True)
        for pk, email in User.objects.exclude(emailaddress__primary=True).values_list("pk", "email")
    )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_profile_invitations_retained'),
        ('account', '0009_emailaddress_unique_primary_email'),
    ]

    operations = [
        migrations.RunPython(vouch, migrations.RunPython.noop),
    ]
