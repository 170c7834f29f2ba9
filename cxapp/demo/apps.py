"""Start-up of the demonstration. Installed only where CXAPP_DEMO is on; production refuses that."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "cxapp.demo"
    default_auto_field = "django.db.models.BigAutoField"
