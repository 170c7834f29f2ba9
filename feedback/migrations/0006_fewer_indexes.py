"""Columns nobody searches, or another index begins with, have no index of their own; marks of links only one each."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_fewer_indexes"),
        ("feedback", "0005_wish_of_response"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="customer",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="feedback.customer",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="end_words",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="feedback.text",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="words",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="feedback.text",
            ),
        ),
        migrations.AlterField(
            model_name="responsibility",
            name="policy_version",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.policyversion",
            ),
        ),
        migrations.AlterField(
            model_name="signal",
            name="code_sha",
            field=models.CharField(max_length=64),
        ),
        migrations.AlterField(
            model_name="signal",
            name="logged_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="logged_signals",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="signal",
            name="token_sha",
            field=models.CharField(max_length=64),
        ),
        migrations.AlterField(
            model_name="signal",
            name="wanted",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="feedback.text",
            ),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.UniqueConstraint(fields=("token_sha",), name="one_signal_a_link"),
        ),
        migrations.AddConstraint(
            model_name="signal",
            constraint=models.UniqueConstraint(fields=("code_sha",), name="one_signal_a_code"),
        ),
    ]
