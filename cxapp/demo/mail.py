"""The mail backend of the demonstration: every mail becomes a row that `/demo/mail/` shows. Nothing leaves the machine."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from cxapp.lib.clock import now as clock_now


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        from cxapp.demo.models import DemoMail

        now = clock_now()
        rows = [
            DemoMail(to=address, subject=str(mail.subject)[:300], body=str(mail.body), at=now)
            for mail in email_messages
            for address in mail.recipients()
        ]
        DemoMail.objects.bulk_create(rows)
        return len(email_messages)
