from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NetworkingConfig(AppConfig):
    name = "networking"

    def ready(self):
        from networking.services import taxonomy  # noqa: PLC0415 -- models load first

        post_migrate.connect(taxonomy.lay_down, sender=self)
