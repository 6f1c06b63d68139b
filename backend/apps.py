from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BackendConfig(AppConfig):
    name = "backend"

    def ready(self):
        from backend import checks, clock  # noqa: F401, PLC0415 -- registers checks; models load first

        post_migrate.connect(clock.wind_up, sender=self)
