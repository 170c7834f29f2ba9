"""What somebody asks of us is kept with their answers, and answers that were held back have a history."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0004_asking_stopped"),
    ]

    operations = [
        migrations.AddField(
            model_name="response",
            name="mac",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="response",
            name="reach",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="feedback.text",
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="seq",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="response",
            name="wish",
            field=models.CharField(
                blank=True,
                choices=[
                    ("call", "Call me"),
                    ("visit", "Meet me"),
                    ("write", "Write to me"),
                    ("no_contact", "Do not contact me"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="wish_when",
            field=models.CharField(blank=True, max_length=80),
        ),
    ]
