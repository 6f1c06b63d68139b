"""What happens by the clock, and what a fact sets to work for floors that do not know the queue."""

SCHEDULES = {
    # name: (function, minutes)
    "settle events": ("events.tasks.settle_due", 1),
    "anonymise": ("events.tasks.anonymise_due", 60),
    "sweep the outbox": ("notifications.tasks.deliver_due", 1),
    "renew suggestions": ("networking.tasks.renew_suggestions", 60),
    "forget old windows": ("networking.tasks.forget_old_windows", 60),
    "forget unconfirmed newsletter requests": ("notifications.tasks.forget_unconfirmed", 60),
}


def wind_up(**kwargs) -> None:
    """Write the schedules into the queue's table; doing it twice changes nothing. Called after every migration."""
    from django_q.models import Schedule  # noqa: PLC0415 -- models load after this module

    for name, (function, minutes) in SCHEDULES.items():
        Schedule.objects.update_or_create(
            name=name, defaults={"func": function, "schedule_type": Schedule.MINUTES, "minutes": minutes}
        )
    Schedule.objects.exclude(name__in=SCHEDULES).filter(cluster__isnull=True).delete()
