"""A house full of events, and a browser that takes note of everything that is wrong."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from events.enums import EventState, Format, WaitingList
from events.models import Contribution, EmbedPartner, ProgrammeItem, Speaker
from networking.enums import Role
from networking.services import pictures
from notifications.models import Issue
from notifications.newsletter.blocks import new
from tests.factories import (
    ask,
    make_event,
    make_issue,
    make_organiser,
    make_photograph,
    make_project,
    make_registration,
    make_topic,
    send_issue,
)

AXE = settings.NPM_ROOT / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "de-DE", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def page(page, live_server):
    """A page whose console must stay clean (a breach of the CSP shows there) and that asks no other host."""
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: _note_foreign(problems, request.url, live_server.url))
    yield page
    assert problems == []


def _note_foreign(problems, address, home):
    if not address.startswith((home, "data:", "about:", "blob:")):
        problems.append(f"foreign request: {address}")


@pytest.fixture
def sign_in(client, live_server, page):
    """Signs the browser in as that person."""

    def sign_in(person):
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return sign_in


@pytest.fixture
def axe():
    """`axe(page)` returns what axe-core finds, one line each. Injected past the CSP, as a browser's tools are."""
    source = AXE.read_text(encoding="utf-8")

    def find(page):
        page.evaluate(source)
        result = page.evaluate(
            "rules => axe.run(document, {resultTypes: ['violations'], runOnly: rules})", RULES
        )
        return [
            f"{finding['id']}: {' '.join(node['target'])}"
            for finding in result["violations"]
            for node in finding["nodes"]
        ]

    return find


@pytest.fixture
def world(transactional_db):
    """One event in each state, a project and a topic; returns the organiser."""
    organiser, topic = make_organiser(*Role), make_topic("Abwärme", slug="waste-heat")
    project = make_project(slug="atlas", title_de="Abwärme-Atlas Südost", topics=[topic])
    event = make_event(
        slug="open",
        owner=organiser,
        topics=[topic],
        title_de="Wärme aus Abwärme",
        summary_de="Aus Prozesswärme wird Quartierswärme.",
        description_de="Erster Absatz.\n\nZweiter Absatz.",
        directions_de="Stufenlos erreichbar.",
        contact_email="kontakt@example.org",
        starts_at=_in_days(5),
    )
    event.fields_of_action.set(["innovation"])
    Contribution.objects.create(event=event, project=project)
    talk = ProgrammeItem.objects.create(event=event, title_de="Vortrag", starts_at=event.starts_at)
    Speaker.objects.create(item=talk, name="Ayşe Demir", organisation="Spreewerk Energie eG")
    make_registration(event=event)
    tour = ask(event, "tour", "one-of", ("harbour", 5), "hall")
    ask(event, "shoes", "number", shown_if=tour, shown_if_values="harbour", is_required=True)
    ask(event, "access", "text", is_need=True)
    _make_other_states(organiser)
    _make_issues(event, organiser)
    EmbedPartner.objects.create(key="partner", name="Partner", origin="https://partner.example")
    return organiser


def _make_issues(event, organiser):
    """One in the archive, one in work, with a block of each kind."""
    shot = pictures.read(make_photograph())
    blocks = [
        new("text", text_de="## Neues\n\n**Guten** [Tag](https://example.org/)", text_en="Hello"),
        new("event", event=str(event.uuid)),
        new("image", upload=shot, alt_de="Eine Halle", alt_en="A hall", credit="Ada"),
        new("button", label_de="Mehr", label_en="More", url="https://example.org/"),
        new("divider"),
        new("personal"),
    ]
    sent, draft = send_issue(make_issue(*blocks, author=organiser)), make_issue(*blocks, author=organiser)
    Issue.objects.filter(pk=sent.pk).update(slug="issue")
    Issue.objects.filter(pk=draft.pk).update(uuid="00000000-0000-4000-8000-000000000001")


def _make_other_states(organiser):
    waiting = make_event(slug="waiting", title_de="Mit Warteliste", capacity=1, starts_at=_in_days(6))
    make_registration(event=waiting)
    make_registration(event=waiting, state="waiting")
    full = make_event(slug="full", title_de="Voll", capacity=1, waiting_list=WaitingList.OFF)
    make_registration(event=full)
    make_event(slug="few", title_de="Wenige Plätze", capacity=4, format=Format.MEETUP)
    make_event(slug="soon", title_de="Später", registration_opens_at=_in_days(3), format=Format.KONFERENZ)
    make_event(slug="closed", title_de="Geschlossen", registration_closes_at=_in_days(-1))
    moved = make_event(
        slug="moved",
        title_de="Verlegt",
        moved_from=_in_days(2),
        untold={"starts_at": _in_days(2).isoformat()},
        is_example=True,
    )
    make_registration(event=moved)
    make_event(
        slug="cancelled",
        title_de="Abgesagt",
        state=EventState.CANCELLED,
        cancelled_at=timezone.now(),
        cancellation_reason_de="Sturm",
    )
    make_event(
        slug="past",
        title_de="Vorbei",
        starts_at=_in_days(-9),
        ends_at=_in_days(-8),
        participants_reported=100,
        report_url="https://example.org/report",
    )
    make_event(slug="draft", title_de="Entwurf", draft=True, owner=organiser)


def _in_days(days):
    return timezone.now() + timedelta(days=days)
