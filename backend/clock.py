"""What happens by the clock, and what a fact sets to work for floors that do not know the queue."""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver

from events import signals
from networking import signals as network

SCHEDULES = {
    # name: (function, minutes)
    "settle events": ("events.tasks.settle_due", 1),
    "remind of holds": ("events.tasks.remind_of_holds", 5),
    "renew calendars": ("events.tasks.renew_calendars", 10),
    "write invitations' mails": ("events.tasks.write_invitation_mails", 1),
    "keep invitations in order": ("events.tasks.keep_invitations_in_order", 1),
    "keep 1:1 meetings in order": ("events.tasks.keep_meetings_in_order", 1),
    "anonymise": ("events.tasks.anonymise_due", 60),
    "sweep the outbox": ("notifications.tasks.deliver_due", 1),
    "send newsletters": ("notifications.tasks.send_newsletters", 1),
    "send planned mails": ("notifications.tasks.send_planned_mails", 1),
    "send lost links": ("notifications.tasks.answer_link_requests", 1),
    "renew suggestions": ("networking.tasks.renew_suggestions", 60),
    "keep introductions in order": ("networking.tasks.keep_introductions_in_order", 60),
    "forget old imports": ("networking.tasks.forget_old_import_files", 60),
    "forget old windows": ("networking.tasks.forget_old_windows", 60),
    "forget old suppressions": ("notifications.tasks.forget_old_suppressions", 60),
    "forget old lists of readers": ("notifications.tasks.forget_old_reader_files", 60),
    "forget unconfirmed newsletter requests": ("notifications.tasks.forget_unconfirmed", 60),
}

if settings.MAILBOX_URL:
    SCHEDULES["read the mailbox"] = ("notifications.tasks.poll_mailbox", 5)


def wind_up(**kwargs) -> None:
    """Write the schedules into the queue's table; doing it twice changes nothing. Called after every migration."""
    from django_q.models import Schedule  # noqa: PLC0415 -- models load after this module

    for name, (function, minutes) in SCHEDULES.items():
        Schedule.objects.update_or_create(
            name=name, defaults={"func": function, "schedule_type": Schedule.MINUTES, "minutes": minutes}
        )
    Schedule.objects.exclude(name__in=SCHEDULES).filter(cluster__isnull=True).delete()


@receiver(signals.invitations_owed)
def write_invitations_mails(**kwargs) -> None:
    """Wake a worker once the people are in the list; the clock finds what a lost task forgot."""
    from django_q.tasks import async_task  # noqa: PLC0415 -- models load after this module

    transaction.on_commit(partial(async_task, "events.tasks.write_invitation_mails"), robust=True)


@receiver(signals.meetings_plan_wanted)
def compute_plan_of_meetings(meeting_round, **kwargs) -> None:
    """Once it is committed; organisers see how far it is, and may ask again when a task was lost."""
    from django_q.tasks import async_task  # noqa: PLC0415 -- models load after this module

    task = partial(async_task, "events.tasks.plan_meetings", meeting_round.pk)
    transaction.on_commit(task, robust=True)


@receiver(network.vocabulary_changed)
def renew_all_suggestions(**kwargs) -> None:
    """Once it is committed; the clock does it every hour anyway."""
    from django_q.tasks import async_task  # noqa: PLC0415 -- models load after this module

    transaction.on_commit(partial(async_task, "networking.tasks.renew_suggestions"), robust=True)


@receiver(network.vocabulary_changed)
def renew_calendars_of_topics(**kwargs) -> None:
    """Their labels stand in the entries of events, and what stands above them decides about feeds."""
    from django_q.tasks import async_task  # noqa: PLC0415 -- models load after this module

    transaction.on_commit(partial(async_task, "events.tasks.renew_calendars"), robust=True)


@receiver(network.project_changed)
def renew_suggestions_around(project, **kwargs) -> None:
    """Its own list and those that show it, at once."""
    from django_q.tasks import async_task  # noqa: PLC0415 -- models load after this module

    task = partial(async_task, "networking.tasks.renew_suggestions_around", project.pk)
    transaction.on_commit(task, robust=True)
