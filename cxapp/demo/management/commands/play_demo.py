"""`manage.py play_demo`: founds the made-up company on the first start, plays its story up to now, opens the watched case."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from tqdm import tqdm

from accounts.operations.sweep import sweep
from cxapp.demo.models import Stamp
from cxapp.demo.story.play import LENGTH, play
from cxapp.demo.story.reading import read_up_to
from cxapp.demo.story.watched import open_watched
from cxapp.lib.clock import now as clock_now


class Command(BaseCommand):
    help = "Play the story of the made-up company up to now and open one case to watch."
    # They load every page of the product, which nobody has asked for yet; `manage.py check` asks all the same.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["migrate"]:
            call_command("migrate", verbosity=0)
        now = clock_now()
        begun = Stamp.objects.values_list("played_until", flat=True).first()
        since = begun or now - timedelta(days=LENGTH)
        if begun is None:
            self.stdout.write("Playing a year in the life of a made-up bakery (once, about a minute) …")
        with tqdm(total=max((now - since).days, 1), unit=" days", leave=False, file=self.stderr) as bar:

            def progress(moment: datetime) -> None:
                bar.update((moment - since).days - bar.n)

            passed_over = play(until=now, progress=progress)
        now = clock_now()
        sweep(now=now)
        read_up_to(now)
        made = open_watched(now=now)
        self.stdout.write(
            f"{made.case.customer} has just complained; case {made.case_id} is the one to watch."
        )
        if options["verbosity"] > 1:
            self.stdout.write(f"{passed_over} acts of the story no longer fitted.")
