"""Gives questions that are there already a name of their own, so that they can be found across versions."""

from django.db import migrations, models
from django.db.models import F


def name_what_is_there(apps, schema_editor):
    questions = apps.get_model("feedback", "Question")
    for question in questions.objects.filter(code="").iterator():
        questions.objects.filter(pk=question.pk).update(code=f"{question.kind}-{question.order}")
    apps.get_model("feedback", "SurveyVersion").objects.filter(languages=[]).update(languages=["en"])
    apps.get_model("feedback", "Response").objects.filter(completed_at=None, state="complete").update(
        completed_at=F("at"), touched_at=F("at")
    )


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_surveys_whole")]

    operations = [
        migrations.RunPython(name_what_is_there, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("version", "code"), name="question_code_once"),
        ),
    ]
