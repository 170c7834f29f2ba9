"""Start-up of api."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "cxapp.api"
    default_auto_field = "django.db.models.BigAutoField"
