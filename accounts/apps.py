"""Start-up of accounts: what it registers with the engine, and what happens after a migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.notices import people, register
        from accounts.receivers import checks, foundation, house, practices
        from cxapp.lib.form_errors import speak

        speak()
        register()
        people.register()
        house.connect()
        practices.connect()
        checks.register()
        post_migrate.connect(foundation.after_migrate, sender=self)
