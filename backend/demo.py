"""The demo world: the report's real projects and events, and marked example events with example registrations.

Everything goes through the services that people use, so that ledger, waiting list and outbox are true. Mails of
example registrations are written but not sent.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import StringIO
from itertools import count, islice
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django_q.models import OrmQ

from backend import demo_meetings, demo_newsletter
from events import questionnaire
from events.enums import LISTABLE, Category, ContributionKind
from events.models import Contribution, EmbedPartner, Event, Question
from events.services import embeds, fragments, invitations, inviting, planning, programme, questions
from events.services.contact import Contact
from events.services.registration import register
from networking.enums import Language, Role, Source
from networking.models import FieldOfAction, Person, Project, RoleGrant, Topic, TransformationLine
from networking.services import members, portraits, suggestions, welcomes
from notifications.enums import MessageState
from notifications.models import Message

WORLD = Path(__file__).resolve().parent / "demo_world.toml"
ORGANISER = "organiser@example.org"
WORKING_DAYS = (1, 2, 3)  # Tuesday to Thursday
CATEGORIES = [Category.COMPANY, Category.PROJECT, Category.COMPANY, Category.SCIENCE, Category.COMPANY]
SHOWN = (3, 2, 4, 0, 0)  # how many items of themselves made-up people let others see
CATEGORIES += [Category.ADMINISTRATION, Category.PROJECT, Category.COMPANY, Category.OTHER, Category.PRESS]


def load() -> int:
    """Write what is missing of the demo world and return how many example events were added.

    What is there stays as it is: a second call keeps everything that was changed since.
    """
    added = _write_world()
    if added:
        OrmQ.objects.all().delete()  # wake-ups for mails that nobody sends; by design a lost one changes nothing
    return added


@transaction.atomic
def _write_world() -> int:
    organiser = _organiser()
    if not Project.objects.exists():
        call_command("import_projects", stdout=StringIO())
        suggestions.recompute()
        _form_teams(organiser)
    if not Event.objects.filter(is_example=False).exists():
        call_command("import_events", owner=ORGANISER, stdout=StringIO())
    if Event.objects.filter(is_example=True).exists():
        return 0
    _let_a_website_embed(organiser)
    world = tomllib.loads(WORLD.read_text(encoding="utf-8"))
    with fragments.together():
        for number, row in enumerate(world["events"]):
            _stage(row, organiser, world, people(world["people"], skip=number * 29))
        demo_meetings.load(organiser)
        _keep_example_mails()
        _spread_last_changes()
    demo_newsletter.write(organiser)
    return len(world["events"])


def people(names: dict[str, Any], skip: int = 0) -> Iterator[Contact]:
    """Made-up people at example.org, always the same ones in the same order."""
    given_names, family_names = names["given_names"], names["family_names"]
    projects = list(Project.objects.filter(is_published=True).order_by("slug"))
    for number in count(skip):
        given, family = given_names[number % len(given_names)], family_names[number % len(family_names)]
        category = CATEGORIES[number % len(CATEGORIES)]
        project = projects[number % len(projects)] if category == Category.PROJECT and projects else None
        organisations = names["organisations"].get(category, [""])
        yield Contact(
            given_name=given,
            family_name=family,
            email=f"{slugify(given)}.{slugify(family.replace('ı', 'i'))}@example.org",
            organisation=organisations[number % len(organisations)],
            project=project,
            category=category,
            language=Language.ENGLISH if number % 7 == 0 else Language.GERMAN,
            listed=LISTABLE[: SHOWN[number % len(SHOWN)]],
        )


def _organiser() -> Person:
    person = Person.objects.filter(email=ORGANISER).first()
    if person is None:
        person = Person.objects.create_user(ORGANISER, given_name="Dana", family_name="Beispiel")
    for role in (Role.ORGANISER, Role.NEWSLETTER_EDITOR, Role.NETWORK_EDITOR):
        RoleGrant.objects.get_or_create(person=person, role=role)
    return person


def _let_a_website_embed(organiser: Person) -> None:
    if not EmbedPartner.objects.exists():
        embeds.add("Beispiel-Partner", "https://www.example.org", actor=organiser, source=Source.DEMO)


def _form_teams(organiser: Person) -> None:
    """Two real projects get a made-up member each; a made-up one is new, unpublished and waits to be welcomed."""
    world = tomllib.loads(WORLD.read_text(encoding="utf-8"))
    for row in world["teams"]:
        person = {name: row[name] for name in ("email", "given_name", "family_name")}
        project = Project.objects.get(slug=row["project"])
        members.invite(project, actor=organiser, source=Source.DEMO, **person)
    row = world["new_project"]
    project = welcomes.open_project(row["title_de"], title_en=row["title_en"], actor=organiser)
    person = {name: row[name] for name in ("email", "given_name", "family_name")}
    member = members.invite(project, actor=organiser, source=Source.DEMO, **person)
    values = {name: row[name] for name in ("summary_de", "portrait_de", "topics", "offers", "seeks")}
    portraits.save_draft(project, values, actor=member.person, revision=project.revision)


def _stage(row: dict[str, Any], organiser: Person, world: dict[str, Any], guests: Iterator[Contact]) -> None:
    """Create one example event, publish it, let people register, and cancel it where the row says so."""
    event = planning.create(_plan(row, world), actor=organiser, source=Source.DEMO)
    stands = Project.objects.filter(slug__in=row.get("stands", []))
    Contribution.objects.bulk_create(
        Contribution(event=event, project=project, kind=ContributionKind.STAND) for project in stands
    )
    for question in row.get("questions", []):
        questions.add(event, _planned(question, event), actor=organiser)
    planning.publish(event, actor=organiser, source=Source.DEMO)
    if "invitations" in row:
        _invite(event, organiser, list(islice(guests, row["invitations"])), accepting=row["registrations"])
    else:
        asked = questionnaire.asked(event)
        for number, contact in enumerate(islice(guests, row.get("registrations", 0))):
            answers = _answers(asked, row.get("questions", []), number)
            register(event, replace(contact, answers=answers), source=Source.DEMO)
    if "cancelled_de" in row:
        reasons = {"reason_de": row["cancelled_de"], "reason_en": row["cancelled_en"]}
        planning.cancel(event, actor=organiser, source=Source.DEMO, **reasons)


def _plan(row: dict[str, Any], world: dict[str, Any]) -> dict[str, Any]:
    """What `planning.create` wants to know of an example event."""
    day = _working_day(row["in_days"])
    texts = {name: value.strip() for name, value in row.items() if name.endswith(("_de", "_en"))}
    texts["title_de"] += " (Beispiel)"
    texts["title_en"] += " (example)"
    for language in ("de", "en"):
        texts[f"description_{language}"] += "\n\n" + world[f"note_{language}"]
    columns = ("format", "venue", "street", "locality", "is_online", "online_url", "language", "capacity")
    plan = {name: row[name] for name in columns if name in row} | texts
    if "opens_in_days" in row:
        plan["registration_opens_at"] = _moment(_working_day(row["opens_in_days"]), "10:00")
    return plan | {
        "starts_at": _moment(day, row["starts"]),
        "ends_at": _moment(day, row["ends"]),
        "contact_name": "Dana Beispiel",
        "contact_email": ORGANISER,
        "is_example": True,
        "topics": Topic.objects.filter(slug__in=row["topics"]),
        "transformation_lines": TransformationLine.objects.filter(slug__in=row["lines"]),
        "fields_of_action": FieldOfAction.objects.filter(slug__in=row["fields"]),
        "projects": Project.objects.filter(slug__in=row.get("presentations", [])),
        "programme": [_item(item, day) for item in row.get("programme", [])],
    }


def _item(row: dict[str, Any], day: date) -> programme.Item:
    names = ("title_de", "title_en", "text_de", "text_en", "kind", "room")
    return programme.Item(
        **{name: row[name] for name in names if name in row},
        starts_at=_moment(day, row["starts"]),
        ends_at=_moment(day, row["ends"]),
        project=Project.objects.filter(slug=row.get("project", "")).first(),
        speakers=[(name, organisation) for name, organisation in map(_speaker, row.get("speakers", []))],
    )


def _planned(row: dict[str, Any], event: Event) -> questions.Planned:
    """A question; its condition names one above it and the answers to that, as in "tour: early late"."""
    names = ("identifier", "kind", "label_de", "label_en", "hint_de", "hint_en", "is_required", "is_need")
    former, _colon, showing = row.get("asked_if", "").partition(": ")
    return questions.Planned(
        **{name: row[name] for name in names if name in row},
        shown_if=event.questions.filter(identifier=former).first(),
        showing=tuple(showing.split()),
        options=[questions.Option(**option) for option in row.get("options", [])],
    )


def _answers(asked: list[Question], rows: list[dict[str, Any]], number: int) -> dict[Question, Any]:
    """What the guest of this number answers: each question's `said` in turn, nothing to what is not shown."""
    said: dict[Question, Any] = {}
    for question, row in zip(asked, rows, strict=True):
        value = row["said"][number % len(row["said"])] if questionnaire.is_shown(question, said) else ""
        chosen = tuple(option for option in question.options.all() if option.identifier == value)
        said[question] = chosen if question.has_options else value
    return said


def _speaker(line: str) -> tuple[str, str]:
    name, _comma, organisation = line.partition(", ")
    return name, organisation


def _invite(event: Event, organiser: Person, guests: list[Contact], accepting: int) -> None:
    """Invite all; the first `accepting` say yes, the next one says no, the others have not answered yet."""
    invited = [inviting.invite(event, contact, actor=organiser) for contact in guests]
    for invitation in invited[:accepting]:
        invitations.accept(invitation)
    invitations.decline(invited[accepting], reason="An dem Abend bin ich nicht in Berlin.")


def _spread_last_changes() -> None:
    """As if they had been planned one after another over the last days: calendars show when each was changed."""
    for number, event in enumerate(Event.objects.filter(is_example=True).order_by("pk"), start=1):
        event.changed_at = timezone.now() - timedelta(hours=7 * number)
        event.save(update_fields=["changed_at"])
        fragments.refresh(event)


def _keep_example_mails() -> None:
    """The outbox shows them as they would have gone out; nobody gets one."""
    is_of_example = Q(event__is_example=True) | Q(kind="project_member_added")
    Message.objects.filter(is_of_example, state=MessageState.PENDING).update(
        state=MessageState.SKIPPED, reply=_("Example registration: this mail was written, but not sent.")
    )


def _working_day(in_days: int) -> date:
    """A day on which one would invite: Tuesday to Thursday, not between the years."""
    day = timezone.localdate() + timedelta(days=in_days)
    while (
        day.weekday() not in WORKING_DAYS
        or (day.month, day.day) >= (12, 20)
        or (day.month, day.day) <= (1, 6)
    ):
        day += timedelta(days=1)
    return day


def _moment(day: date, clock: str) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))
