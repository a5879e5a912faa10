from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sites', '0001_first_tables'),
    ]

    operations = [
        migrations.AlterField(
            model_name='sitetext',
            name='place',
            field=models.CharField(choices=[('about', 'About'), ('legal', 'Legal notice'), ('agent', 'Designated agent (17 U.S.C. 512(c)(2))'), ('contact', 'Points of contact (Digital Services Act, articles 11 and 12)')], max_length=20),
        ),
    ]
