from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self):
        from notifications import access, receivers  # noqa: F401, PLC0415 -- connects facts to mails
