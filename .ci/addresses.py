"""addresses.py public|organisers|cookie: which pages of the running demo the audit visits, and as whom."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 -- as above, and so for all that follow
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import translation  # noqa: E402

from backend import demo  # noqa: E402
from events import links  # noqa: E402
from events.enums import Format, InvitationState, MeetingRoundState, RegistrationState  # noqa: E402
from events.models import EmbedPartner, Event, Invitation, MeetingRound, Registration  # noqa: E402
from networking.models import Person, Welcome  # noqa: E402
from notifications.enums import ImportWay  # noqa: E402
from notifications.models import Issue, Subscription  # noqa: E402
from notifications.services import planned_mails, reader_import  # noqa: E402

PLAIN = ["home", "imprint", "privacy", "accessibility", "report_barrier", "easy_language", "sign_language"]
PLAIN += ["events:list", "events:calendar", "networking:projects", "notifications:newsletter"]
PLAIN += ["notifications:lost_link", "notifications:lost_link_asked", "events:handed_on", "erased"]
PLAIN += ["networking:funding", "networking:calls"]
PLAIN += ["notifications:newsletter_archive", "account_request_login_code"]
ORGANISERS = [
    "dashboard",
    "events:organise",
    "events:organise_new",
    "notifications:outbox",
    "networking:account",
    "events:embeds",
]
ORGANISERS += [
    "networking:organise_network",
    "notifications:newsletters",
    "notifications:readers",
    "report",
    "mfa_index",
    "sign_in_again",
    "networking:network",
    "networking:vocabulary",
    "networking:topic_new",
    "networking:files",
    "networking:project_new",
    "events:network_coming",
    "events:network_meetings",
]


def public():
    """Every kind of public page in German, the most important in English, every state of an event."""
    yield from map(reverse, PLAIN)
    for event in Event.objects.public().filter(is_example=True):
        yield reverse("events:detail", args=[event.slug])
        yield reverse("events:register", args=[event.slug])
    yield reverse("events:detail", args=[Event.objects.public().filter(is_example=False).first().slug])
    yield reverse("events:list") + "?past=1"
    yield reverse("networking:project", args=["robotiknetzwerk"])
    yield reverse("networking:topic", args=["circular-economy"])
    yield reverse("networking:call", args=["circular-economy-2023"])
    for state in (RegistrationState.CONFIRMED, RegistrationState.WAITING):
        registration = Registration.objects.filter(state=state, event__is_example=True).first()
        token = links.manage_token(registration)
        yield from (
            reverse(f"events:{name}", args=[token])
            for name in ("mine", "change", "cancel", "visibility", "deputy", "coming")
        )
        yield from (reverse(name, args=[token]) for name in ("my_data", "erase"))
    for meeting_round in MeetingRound.objects.filter(event__is_example=True):
        token = links.manage_token(meeting_round.parties.first().joined_by)
        yield reverse("events:my_meetings", args=[token])
    for invitation in Invitation.objects.exclude(state=InvitationState.ACCEPTED)[:2]:
        yield links.invitation_url(invitation).removeprefix(settings.SITE_URL)
    yield from (reverse("feeds:embed", args=[partner.key]) for partner in EmbedPartner.objects.all())
    yield Issue.objects.published().first().get_absolute_url()
    with translation.override("en"):
        yield Issue.objects.published().first().get_absolute_url()
        yield from map(reverse, ("home", "events:list", "networking:projects", "notifications:newsletter"))


def organisers():
    """The organisers' pages, on an event with a waiting list."""
    yield from map(reverse, ORGANISERS)
    event = Event.objects.filter(is_example=True, registrations__state=RegistrationState.WAITING).first()
    names = (
        "organise_event",
        "organise_edit",
        "organise_rules",
        "organise_cancel",
        "questions",
        "question_new",
        "questions_preview",
        "attendees",
        "seats",
        "waiting",
        "who_looked",
        "organise_series",
    )
    yield from (reverse(f"events:{name}", args=[event.slug]) for name in names)
    planned = MeetingRound.objects.filter(state=MeetingRoundState.DRAFT).first()
    names = ("organise_meetings", "meetings_frame", "meetings_publish", "meetings_print", "meeting_new")
    yield from (reverse(f"events:{name}", args=[planned.event.slug]) for name in names)
    yield reverse("events:organise_meetings", args=[planned.event.slug]) + "?projects=1"
    yield reverse("events:meeting_edit", args=[planned.event.slug, planned.meetings.first().uuid])
    yield from (reverse(f"networking:{name}") for name in ("network_map", "pairs", "rerun", "outcomes"))
    yield reverse("events:propose") + "?topic=circular-economy"
    yield reverse("events:propose") + "?topic=circular-economy&kind=table"
    names = ("topic_edit", "topic_merge", "topic_remove")
    yield from (reverse(f"networking:{name}", args=["circular-economy"]) for name in names)
    names = ("project_edit", "project_team", "project_picture", "project_withdraw")
    yield from (reverse(f"networking:{name}", args=["holzbau"]) for name in names)
    waiting = Welcome.objects.select_related("project").first().project.slug
    yield from (reverse(f"networking:{name}", args=[waiting]) for name in ("welcome", "project_welcome"))
    dialog = Event.objects.get(is_example=True, format=Format.DIALOG)
    yield from (reverse(f"events:{name}", args=[dialog.slug]) for name in ("organise_event", "invitations"))
    names = ("invitation_add", "wave_new", "deputy_requests")
    yield from (reverse(f"events:{name}", args=[dialog.slug]) for name in names)
    yield from (
        reverse("events:invite", args=[dialog.slug, source]) for source in ("list", "projects", "former")
    )
    yield reverse("notifications:suppressions")
    yield from (
        reverse(f"notifications:{name}", args=[event.slug]) for name in ("planned_mails", "planned_mail_new")
    )
    issue = Issue.objects.unsent().first()
    yield from (
        reverse(f"notifications:{name}", args=[issue.uuid])
        for name in ("issue", "issue_edit", "issue_audience")
    )
    yield reverse("notifications:issue_preview", args=[issue.uuid]) + "?way=text"
    yield reverse("notifications:issue_sending", args=[Issue.objects.published().first().uuid])
    yield from _written_for_the_audit(event)
    # A mail's page is missing here: the audit's cookie does not reach the frame in it.


def _written_for_the_audit(event):
    """Pages of things the demo has none of: an uploaded list of readers, one reader's consents, a planned mail."""
    organiser = Person.objects.get(email=demo.ORGANISER)
    for number in (1, 2):
        lines = f"email;date;source;text\nreader{number}@example.org;2024-05-01;Messe;Ja, ich will den Newsletter.\n"
        kept = reader_import.keep("liste.csv", lines.encode(), ImportWay.PROVEN, actor=organiser)
        if number == 1:
            reader_import.write(kept)
    yield reverse("notifications:reader_file", args=[kept.uuid])
    yield reverse(
        "notifications:reader", args=[Subscription.objects.get(email_key="reader1@example.org").uuid]
    )
    words = {"subject_de": "Bald: {title}", "text_de": "Guten Tag {given_name}, bis bald.", "amount": 2}
    mail = event.planned_mails.model(event=event, moment="before-start", states=["confirmed"], **words)
    planned_mails.save(mail, actor=organiser)
    yield reverse("notifications:planned_mail", args=[event.slug, mail.uuid])


def cookie():
    """A session of the demo's organiser."""
    client = Client()
    client.force_login(Person.objects.get(email=demo.ORGANISER))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


if __name__ == "__main__":
    wanted = sys.argv[1]
    pages = {"public": public, "organisers": organisers}
    lines = [cookie()] if wanted == "cookie" else [settings.SITE_URL + address for address in pages[wanted]()]
    sys.stdout.write("\n".join(lines) + "\n")
