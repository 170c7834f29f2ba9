"""Start-up of feedback: its subjects, clocks, notices and recipients, and what it listens to."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _lay_foundation(**_: Any) -> None:
    from feedback.operations.foundation import lay_foundation

    lay_foundation()


class FeedbackConfig(AppConfig):
    name = "feedback"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from feedback.receivers import answering, registration

        registration.register()
        answering.register()
        post_migrate.connect(_lay_foundation, sender=self, dispatch_uid="feedback-foundation")
