"""Asks one customer the one question, on a private link."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Unit
from accounts.rules.actor import SYSTEM
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from feedback.notices.surveys import survey_path
from feedback.operations.asking import customer_by_mail, invite


class Command(BaseCommand):
    help = "Asks one customer the one question: manage.py invite_customer name@example.org --place leeds"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="e-mail address of the customer")
        parser.add_argument("--place", required=True, help="short name of the place it is about")
        parser.add_argument("--name", default="", help="name of the customer")
        parser.add_argument("--about", default="", help="what it is about, for the customer to read")

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock_now()
        place = Unit.objects.filter(slug=options["place"], is_active=True).first()
        if place is None:
            raise CommandError(f"No place has the short name {options['place']}.")
        try:
            customer = customer_by_mail(typed=options["address"], name=options["name"], place=place, now=now)
            made = invite(customer=customer, place=place, about=options["about"], by=SYSTEM, now=now)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Asked {options['address']}. The private link is {survey_path(made)}")
