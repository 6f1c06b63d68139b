"""Sending an issue: when its time has come, one row of the outbox for each reader, in batches.

Killed in between, the next minute goes on: a reader who has a row gets no second one (the row's key names issue and
reader), one who has none gets it. Who is meant is written down when sending begins.
"""

from collections.abc import Iterator
from copy import copy
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from networking.models import Person
from notifications.enums import IssueState, Notice
from notifications.models import CompiledMail, Issue, Message, Subscription
from notifications.newsletter.pieces import is_outdated
from notifications.services import marks, outbox
from notifications.services.letter import Letter
from notifications.services.newsletters import approval, audience, steering
from notifications.services.newsletters.checks import Examination
from notifications.services.newsletters.personal import PersonalPart
from notifications.services.newsletters.writing import lock

KIND, TEST = "newsletter", "newsletter_test"
TOO_LATE = timedelta(hours=2)
PAGE = 1000  # readers


def send_due() -> int:
    """Hand over every issue whose time has come; returns how many mails were written."""
    now = timezone.now()
    for issue in Issue.objects.filter(state=IssueState.SCHEDULED, scheduled_at__lte=now):
        _begin(issue)
    steering.cancel_late()
    return sum(hand_over(issue) for issue in Issue.objects.filter(state=IssueState.SENDING))


def hand_over(issue: Issue) -> int:
    """Write the mail of everybody who has none yet. Any number of workers may do it at once, any number of times."""
    if not issue.meant:  # its sending began before an upgrade that brought this
        _fix_late(issue)
    written = 0
    for mail in issue.mails.filter(issue__stopped_at=None).order_by("language"):
        personal = PersonalPart(mail.language, issue.frozen[mail.language])
        written += outbox.queue_many(
            KIND, mail, _in_pages(issue, mail), key=f"issue:{issue.uuid}", slots=personal.slots
        )
    _finish(issue)
    return written


@transaction.atomic
def send_test(issue: Issue, language: str, *, actor: Person) -> Message:
    """Owe `actor` the issue as it stands, with the personal part of somebody who chose nothing."""
    issue = copy(issue)
    issue.links_pictures = False  # nobody can load them before the issue is approved
    examined = Examination(issue)
    with translation.override(language):
        examined.letters[language] = _as_test(examined.letters[language])
    mail = approval.build(issue, language, examined, is_test=True)
    slots = PersonalPart(language, examined.pieces[language]).of_everybody()
    return outbox.queue_one(
        TEST,
        mail,
        key=f"issue-test:{issue.uuid}:{get_random_string(12)}",
        to_email=actor.email,
        to_name=str(actor),
        person=actor,
        slots=slots,
    )


@transaction.atomic
def _begin(issue: Issue) -> None:
    """Start, unless it is no longer true or its time is long past: then a person decides."""
    issue = lock(issue)
    if issue.state != IssueState.SCHEDULED or issue.scheduled_at is None:
        return
    if is_outdated(issue):
        approval.reopen(issue, actor=None, notice=Notice.CHANGED)
    elif timezone.now() - issue.scheduled_at > TOO_LATE:
        approval.unschedule(issue, actor=None, notice=Notice.LATE)
    else:
        issue.state = IssueState.SENDING
        issue.save(update_fields=["state", "changed_at"])
        audience.fix(issue)


@transaction.atomic
def _fix_late(issue: Issue) -> None:
    issue = lock(issue)
    if issue.state == IssueState.SENDING and not issue.meant:
        audience.fix(issue)


@transaction.atomic
def _finish(issue: Issue) -> None:
    """Everybody has their row. From now on the archive shows it."""
    issue = lock(issue)
    if issue.state == IssueState.SENDING:
        issue.state, issue.sent_at = IssueState.SENT, timezone.now()
        issue.save(update_fields=["state", "sent_at", "changed_at"])
        issue.meant_readers.all().delete()


def _in_pages(issue: Issue, mail: CompiledMail) -> Iterator[Subscription]:
    """The readers meant in the mail's language who have no row yet, some at a time, however many there are.

    Whoever left since has a row like everybody; it is skipped when its turn comes.
    """
    meant = issue.meant_readers.filter(language=mail.language)
    readers = Subscription.objects.filter(pk__in=meant.values("subscription"))
    waiting = readers.exclude(messages__compiled__issue=issue).order_by("pk")
    last = 0
    while page := list(waiting.filter(pk__gt=last).prefetch_related("topics")[:PAGE]):
        yield from page
        last = page[-1].pk


def _as_test(letter: Letter) -> Letter:
    """Says that it is a test; its links to unsubscribe lead to the page where one subscribes."""
    parts = []
    for part in (letter.text, letter.html):
        for name in ("newsletter_unsubscribe", "newsletter_preferences"):
            part = part.replace(marks.slot(name), settings.SITE_URL + "/newsletter/")
        parts.append(part)
    return Letter(_("Test: %(subject)s") % {"subject": letter.subject}, *parts)
