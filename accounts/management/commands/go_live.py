"""Puts units live by their short names; `--all` those without a gap."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Unit, User
from accounts.operations.units import GapInLine, go_live
from cxapp.lib import clock


class Command(BaseCommand):
    help = "Put units live: go_live SLUG [SLUG ...]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("units", nargs="*", metavar="SLUG")
        parser.add_argument("--all", action="store_true", help="every unit that can")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = User.objects.filter(is_owner=True, is_active=True).first()
        if owner is None:
            raise CommandError("There is no owner yet. Name one first.")
        units = Unit.objects.filter(live_at=None).order_by("slug")
        if not options["all"]:
            units = units.filter(slug__in=options["units"])
        for unit in units:
            try:
                go_live(unit=unit, by=owner, now=clock.now())
                self.stdout.write(f"{unit.name} is live.")
            except GapInLine as gap:
                self.stdout.write(str(gap))
