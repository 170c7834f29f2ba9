"""The last day on which a customer was known to be with us."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0007_improvements"),
    ]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="known_on",
            field=models.DateField(blank=True, null=True, verbose_name="known to be with us on"),
        ),
    ]
