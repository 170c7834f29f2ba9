"""Start-up of recognition: what it registers with the engine, what it listens to, and the first company values."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecognitionConfig(AppConfig):
    name = "recognition"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from recognition.notices.kudos import register
        from recognition.receivers import behaviours, foundation, praise

        register()
        praise.connect()
        behaviours.register()
        post_migrate.connect(foundation.after_migrate, sender=self)
