"""A month's tallies hold its days so far, and promises are kept by leader and day: everything is counted again.

Until the worker has done so all pages count from the rows. Back: the counts of before are made again in the same way.
"""

from typing import Any

from django.db import migrations


def forget(apps: Any, _editor: Any) -> None:
    """Nothing counted: the next refresh throws the tallies away and begins with this month."""
    apps.get_model("insights", "Counting").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("insights", "0004_counting_basis")]

    operations = [migrations.RunPython(forget, forget)]
