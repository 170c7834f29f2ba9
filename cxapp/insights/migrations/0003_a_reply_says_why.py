"""Why a leader asks to have a miss set aside."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insights", "0002_watch")]

    operations = [
        migrations.AddField(
            model_name="reply",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("wrong_leader", "It was not mine to do"),
                    ("wrong_number", "The number or address was wrong"),
                    ("down", "Our systems were down"),
                    ("other", "Something else"),
                ],
                default="",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(("ground", ""), ("state", "said"))
                | models.Q(
                    models.Q(("state", "said"), _negated=True), models.Q(("ground", ""), _negated=True)
                ),
                name="reply_asks_for_a_reason",
            ),
        ),
    ]
