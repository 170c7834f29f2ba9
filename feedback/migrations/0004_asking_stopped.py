"""One more reason why somebody is not asked: asking was stopped."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0003_name_questions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="occasion",
            name="passed_over",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no_address", "No e-mail address known"),
                    ("bounced", "Their address does not take mail"),
                    ("unwilling", "Does not want to be asked"),
                    ("lately", "Asked not long ago"),
                    ("open_case", "Has an open case"),
                    ("rehearsal", "The place still rehearses"),
                    ("erased", "Their data were erased"),
                    ("too_late", "The occasion was too long ago"),
                    ("stopped", "Asking was stopped"),
                ],
                max_length=10,
            ),
        ),
    ]
