from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_roles_from_flags'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='user',
            name='groups',
        ),
        migrations.RemoveField(
            model_name='user',
            name='is_staff',
        ),
        migrations.RemoveField(
            model_name='user',
            name='is_superuser',
        ),
        migrations.RemoveField(
            model_name='user',
            name='is_trusted',
        ),
        migrations.RemoveField(
            model_name='user',
            name='user_permissions',
        ),
    ]
