"""How far each change is watched, and whether it is confirmed yet."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0007_improvements'),
        ('insights', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(max_length=16)),
                ('rhythm', models.CharField(max_length=8)),
                ('points', models.PositiveSmallIntegerField(default=0)),
                ('needed', models.PositiveSmallIntegerField(default=0)),
                ('looked_at', models.DateTimeField()),
                ('improvement', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='watched_as', to='feedback.improvement')),
            ],
        ),
    ]
