"""`manage.py report_bounce`: mail to these addresses came back. For mail servers that hand bounces to a program."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.rules.actor import SYSTEM
from cxapp.lib.clock import now as clock_now
from feedback.operations.bounces import report_bounce


class Command(BaseCommand):
    help = "Marks addresses as taking no mail: manage.py report_bounce name@example.org … (or one a line on standard input)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("addresses", nargs="*", metavar="address")

    def handle(self, *args: Any, **options: Any) -> None:
        addresses = options["addresses"] or [line.strip() for line in sys.stdin if line.strip()]
        now = clock_now()
        marked = sum(report_bounce(address=address, by=SYSTEM, now=now) for address in addresses)
        self.stdout.write(f"{marked} of {len(addresses)} addresses marked.")
