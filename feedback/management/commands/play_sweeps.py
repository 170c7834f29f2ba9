"""Plays weeks of sweeps on a simulated clock with no leader acting, then checks what came of it. For scratch databases only."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from accounts.operations.sweep import sweep
from feedback.queries.proof import prove


class Command(BaseCommand):
    help = "Play sweeps on a simulated clock: play_sweeps --from ISO --days 14 [--random SEED]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", required=True, metavar="ISO", help="first moment (UTC)")
        parser.add_argument("--days", type=int, default=14)
        parser.add_argument("--every", type=int, default=60, metavar="SECONDS")
        parser.add_argument(
            "--random", type=int, metavar="SEED", help="gaps of 1 second to 3 days instead of a steady rhythm"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        start = datetime.fromisoformat(options["start"])
        now = start if start.tzinfo else start.replace(tzinfo=UTC)
        until = now + timedelta(days=options["days"])
        gaps = (
            self._random(options["random"])
            if options["random"] is not None
            else self._steady(options["every"])
        )
        sweeps = told = 0
        with tqdm(total=options["days"], unit=" days", file=self.stderr) as bar:
            while now < until:
                now += next(gaps)
                told += sweep(now=now, batch=50_000).told
                sweeps += 1
                bar.update(round((now - until).total_seconds() / 86400 + options["days"] - bar.n, 2))
        proof = prove()
        self.stdout.write(f"{sweeps} sweeps told {told} rungs.")
        for name, value in asdict(proof).items():
            self.stdout.write(f"{name.replace('_', ' ')}: {value}")
        if not proof.holds:
            raise CommandError("The promise does not hold: see the counts above.")

    @staticmethod
    def _steady(seconds: int) -> Iterator[timedelta]:
        while True:
            yield timedelta(seconds=seconds)

    @staticmethod
    def _random(seed: int) -> Iterator[timedelta]:
        chance = Random(seed)  # noqa: S311 - a repeatable rhythm, not a secret
        while True:
            yield timedelta(seconds=chance.choice([1, 30, 600, 7_200, 40_000, 259_200]))
