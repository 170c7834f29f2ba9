"""Up to which answer a family was counted, and by which days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insights", "0003_a_reply_says_why")]

    operations = [
        migrations.AddField("counting", "answer", models.BigIntegerField(default=0)),
        migrations.AddField("counting", "basis", models.CharField(blank=True, max_length=64)),
    ]
