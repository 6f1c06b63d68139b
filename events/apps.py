from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self):
        from events import access, receivers  # noqa: F401, PLC0415 -- registers who may do what
