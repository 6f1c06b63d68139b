"""From a draft to a date: checked, agreed to by a second person, frozen, scheduled. Each step twice changes nothing."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from networking.access import can
from networking.enums import Source
from networking.models import Person
from networking.services import audit
from notifications.enums import IssueState
from notifications.errors import IssueNotSound, IssueRefused, NotASecondPerson
from notifications.models import CompiledMail, Issue
from notifications.services import compiled
from notifications.services.newsletters import audience, clicks, rendering
from notifications.services.newsletters.checks import Examination
from notifications.services.newsletters.writing import lock, refuse_unless

LATEST = timedelta(days=365)


@transaction.atomic
def submit(issue: Issue, *, actor: Person) -> Issue:
    """Ask for approval; nobody edits it meanwhile. Raises IssueNotSound(faults)."""
    issue = lock(issue)
    if issue.state == IssueState.SUBMITTED:
        return issue
    refuse_unless(issue, IssueState.DRAFT)
    _refuse_unsound(issue)
    issue.submitted_by, issue.submitted_at = actor, timezone.now()
    return _move(issue, IssueState.SUBMITTED, "issue.submit", actor)


@transaction.atomic
def approve(issue: Issue, *, actor: Person) -> Issue:
    """Agree to the issue as it stands now: it is frozen and built in both languages.

    Raises NotASecondPerson for whoever wrote on it, IssueNotSound(faults) and IssueRefused.
    """
    issue = lock(issue)
    if issue.state in (IssueState.APPROVED, IssueState.SCHEDULED):
        return issue
    refuse_unless(issue, IssueState.SUBMITTED)
    if not can(actor, "newsletter.approve", issue):
        raise NotASecondPerson
    examined = _refuse_unsound(issue)
    issue.frozen = examined.pieces
    issue.mails.filter(messages=None).delete()
    issue.links.all().delete()
    for language in issue.frozen:
        build(issue, language, examined)
    issue.approved_by, issue.approved_at = actor, timezone.now()
    issue.approved_readers = audience.count(issue)
    return _move(issue, IssueState.APPROVED, "issue.approve", actor)


@transaction.atomic
def schedule(issue: Issue, at: datetime, *, actor: Person) -> Issue:
    """Have it sent at that time by the clock; a time just gone by means at once. Raises IssueRefused."""
    issue = lock(issue)
    refuse_unless(issue, IssueState.APPROVED, IssueState.SCHEDULED)
    now = timezone.now()
    if not now - timedelta(minutes=5) <= at <= now + LATEST:
        raise IssueRefused(_("Choose a time between now and a year from now."))
    issue.scheduled_at, issue.notice = at, ""
    return _move(issue, IssueState.SCHEDULED, "issue.schedule", actor)


@transaction.atomic
def unschedule(issue: Issue, *, actor: Person | None, notice: str = "") -> Issue:
    """Keep the approval, take the time away. Raises IssueRefused once it is being sent."""
    issue = lock(issue)
    if issue.state == IssueState.APPROVED:
        return issue
    refuse_unless(issue, IssueState.SCHEDULED)
    issue.scheduled_at, issue.notice = None, notice
    return _move(issue, IssueState.APPROVED, "issue.unschedule", actor)


@transaction.atomic
def reopen(issue: Issue, *, actor: Person | None, notice: str = "") -> Issue:
    """Make it a draft again; what was agreed to counts no more. Raises IssueRefused once it is being sent."""
    issue = lock(issue)
    if issue.state == IssueState.DRAFT:
        return issue
    refuse_unless(issue, IssueState.SUBMITTED, IssueState.APPROVED, IssueState.SCHEDULED)
    issue.submitted_by = issue.submitted_at = issue.approved_by = issue.approved_at = issue.scheduled_at = (
        None
    )
    issue.frozen, issue.notice, issue.approved_readers = {}, notice, None
    issue.mails.filter(messages=None).delete()
    return _move(issue, IssueState.DRAFT, "issue.reopen", actor)


def build(issue: Issue, language: str, examined: Examination, *, is_test: bool = False) -> CompiledMail:
    """Store the mail that all readers of the language share; that of a test belongs to no issue."""
    pieces, written = examined.pieces[language], examined.letters[language]
    return compiled.compile_mail(
        language,
        clicks.counted(written, issue) if issue.counts_clicks and not is_test else written,
        headers=_headers(issue),
        reply_to=settings.CONTACT_EMAIL,
        pictures=rendering.sent_along(issue, pieces),
        issue=None if is_test else issue,
    )


def _headers(issue: Issue) -> dict[str, str]:
    """List-Id (RFC 2919) sorts mails into folders; Feedback-ID lets Gmail report complaints by issue."""
    return {
        "List-Id": f"{settings.SITE_NAME} <newsletter.{settings.CALENDAR_HOST}>",
        "Feedback-ID": f"{issue.slug}:newsletter:treffwerk",
    }


def _refuse_unsound(issue: Issue) -> Examination:
    examined = Examination(issue)
    if examined.faults:
        raise IssueNotSound(examined.faults)
    return examined


def _move(issue: Issue, state: IssueState, verb: str, actor: Person | None) -> Issue:
    issue.state = state
    issue.save()
    source = Source.ORGANISER if actor else Source.CLOCK
    audit.record(verb, issue, actor=actor, source=source, fields=["state"])
    return issue
