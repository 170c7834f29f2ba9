"""`manage.py set_owner_password`: lets the owner in again where nobody else can."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.operations.passwords import set_password
from accounts.rules.actor import SYSTEM
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused


class Command(BaseCommand):
    help = "Set a new password for the owner. Asks for it, or reads one line from standard input."

    def handle(self, *args: Any, **options: Any) -> None:
        owner = User.objects.filter(is_owner=True, is_active=True).first()
        if owner is None:
            raise CommandError(
                "There is no owner yet. Open the app in a browser and answer the first questions."
            )
        password = getpass("New password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            set_password(person=owner, password=password, by=SYSTEM, now=clock_now())
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{owner.name} signs in as {owner.sign_in_name} with the new password.")
