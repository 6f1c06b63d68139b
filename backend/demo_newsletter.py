"""The demo's newsletter: an issue in the archive and the first draft of the next one. Nobody gets either by mail."""

from datetime import timedelta

from django.utils import timezone

from networking.enums import Role
from networking.models import Person, RoleGrant
from notifications.enums import IssueState
from notifications.models import Issue
from notifications.newsletter.blocks import new
from notifications.services.newsletters import approval, sending, writing

SECOND_PERSON = "newsletter@example.org"
_GREETING_DE = """Guten Tag,

diese Ausgabe ist ein **Beispiel**. Sie zeigt, wie ein Newsletter des Masterplans Industriestadt Berlin aussehen kann:
mit Veranstaltungen, einem Projekt, das Partner sucht, und einem Knopf, der weiterführt."""
_GREETING_EN = """Hello,

this issue is an **example**. It shows what a newsletter of the Masterplan Industriestadt Berlin can look like:
with events, a project that looks for partners and a button that leads on."""


def write(editor: Person) -> None:
    """One issue sent three weeks ago and one draft; does nothing where there is an issue."""
    if Issue.objects.exists():
        return
    _send(_shorten(writing.create(actor=editor, from_data=True, is_example=True), editor), editor)
    writing.create(actor=editor, from_data=True, is_example=True)


def _shorten(issue: Issue, editor: Person) -> Issue:
    """What an editor does with a first draft: another greeting, fewer events, a button."""
    greeting = new("text", text_de=_GREETING_DE, text_en=_GREETING_EN)
    events = [block for block in issue.blocks if block["kind"] == "event"][:3]
    others = [block for block in issue.blocks[1:] if block["kind"] != "event"]
    button = new(
        "button",
        label_de="Alle Veranstaltungen",
        label_en="All events",
        url="https://www.berlin.de/industriestadt/",
    )
    blocks = [greeting, *others[:1], *events, button, *others[1:]]
    content = issue.content | {
        "subject_de": "Beispielausgabe: Wärme, Daten und neue Partner",
        "subject_en": "Example issue: heat, data and new partners",
        "blocks": blocks,
    }
    return writing.edit(issue, content, revision=issue.revision, actor=editor)


def _send(issue: Issue, editor: Person) -> None:
    approval.submit(issue, actor=editor)
    approval.approve(issue, actor=_second_person())
    approval.schedule(issue, timezone.now(), actor=editor)
    sending.send_due()
    sent_at = timezone.now() - timedelta(days=21)
    issue.refresh_from_db()
    Issue.objects.filter(pk=issue.pk, state=IssueState.SENT).update(
        sent_at=sent_at, slug=f"{sent_at:%Y-%m}-demo", meant=issue.meant | {"at": sent_at.isoformat()}
    )


def _second_person() -> Person:
    """Approval needs somebody who has not written on the issue."""
    person = Person.objects.filter(email=SECOND_PERSON).first()
    if person is None:
        person = Person.objects.create_user(SECOND_PERSON, given_name="Robin", family_name="Beispiel")
    RoleGrant.objects.get_or_create(person=person, role=Role.NEWSLETTER_EDITOR)
    return person
