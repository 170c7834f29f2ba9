"""An alert may be of a stage over several places: it names no place of its own then."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0008_customer_known_on"),
    ]

    operations = [
        migrations.AlterField(
            model_name="alert",
            name="place",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="alerts",
                to="accounts.unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None), ("place", None)),
                fields=("stage", "kind"),
                name="one_open_alert_of_a_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "help"), _negated=True) | models.Q(("place__isnull", False)),
                name="help_is_asked_at_a_place",
            ),
        ),
    ]
