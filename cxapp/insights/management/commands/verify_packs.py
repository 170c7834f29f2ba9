"""`manage.py verify_packs`: proves that no board pack was changed since it was frozen."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cxapp.insights.queries.packs import broken_seals


class Command(BaseCommand):
    help = "Compute the seal of every board pack again. Ends with 1 and names the packs whose seal does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        count, broken = 0, []
        for pack, holds in broken_seals():
            count += 1
            if not holds:
                broken.append(f"{pack} ({pack.uuid})")
        if broken:
            raise CommandError(f"The seal does not hold: {'; '.join(broken)}")
        self.stdout.write(f"Every seal holds: {count} board packs.")
