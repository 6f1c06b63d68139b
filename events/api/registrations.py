"""Registering somebody by a program."""

from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Header, Router, Schema, Status
from pydantic import Field, StringConstraints

from events import queries
from events.enums import LISTABLE, Category, RegistrationState
from events.forms.questionnaire import as_typed, misshapen
from events.forms.registration import ContactForm
from events.models import Event
from events.services.registration import register
from networking.api import ANYBODY, InvalidProblem, Problem, refuse_invalid, unknown
from networking.enums import Language, Source
from networking.errors import InvalidEntries, NotFound
from networking.models.address import address_key
from networking.services import limits

router = Router(tags=["events"])


class RegistrationIn(Schema):
    """A participant's data. What the event's own page would refuse is refused here too."""

    given_name: str
    family_name: str
    email: str
    organisation: str = ""
    project: Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]*$")] | None = Field(
        None, description="Slug of a project."
    )
    category: str = Field(Category.OTHER, description="One of: " + ", ".join(Category.values) + ".")
    answers: dict[str, Any] = Field(
        {},
        max_length=50,
        description="Answers to the event's own questions by identifier: a text, number, true or false, a date "
        "such as 2026-12-03, the identifier of a choice, or a list of them.",
    )
    language: Language = Language.GERMAN
    consent_list: bool = Field(False, description="Name and organisation may stand on the list of attendees.")


class RegistrationOut(Schema):
    state: RegistrationState
    detail: str


@router.post(
    "/events/{slug}/registrations",
    auth=None,
    response={
        201: RegistrationOut,
        404: Problem,
        409: Problem,
        422: InvalidProblem,
        429: Problem,
    },
    summary="Register somebody",
)
def add_registration(
    request,
    slug: str,
    payload: RegistrationIn,
    idempotency_key: str = Header(
        "",
        alias="Idempotency-Key",
        max_length=200,
        description="A repeat with the same key gets the first answer.",
    ),
):
    """A seat, or a place on the waiting list; the confirmation goes to the address by mail.

    A second try with a known address gets the answer a new one would get: nobody learns who is registered.
    With 409, `code` is one of `closed`, `full`, `invitation_required`, `cancelled`, `past`.
    """
    event = queries.to_register(Event.objects.visible_to(ANYBODY)).filter(slug=slug).order_by().first()
    if event is None:
        raise NotFound
    limits.spend("registration", limits.client_of(request))
    contact = _contact(event, payload)
    limits.spend("registration_email", address_key(contact.email))
    state = register(event, contact, key=idempotency_key.strip(), source=Source.API)
    return Status(201, {"state": state, "detail": _answer(state)})


def _contact(event: Event, payload: RegistrationIn):
    """The payload by the rules of the page's form. Raises InvalidEntries."""
    listed = LISTABLE[:2] if payload.consent_list else ()  # name and organisation, as the schema promises
    form = ContactForm(
        payload.dict() | as_typed(payload.answers) | {"listed": listed},
        event=event,
        language=payload.language,
    )
    _refuse_strange_answers(form, payload.answers)
    refuse_invalid(form)
    return form.contact()


def _refuse_strange_answers(form: ContactForm, answers: dict[str, Any]) -> None:
    """Raises InvalidEntries for answers to what is not asked here, and for values that no field could hold."""
    known = {question.identifier for question in form.questions}
    strangers = {f"answers.{name[:100]}": [unknown(name)] for name in answers if name not in known}
    if faults := strangers | misshapen(form.questions, answers):
        raise InvalidEntries(faults)


def _answer(state: str) -> str:
    """What the state means for the person, and what happens next."""
    return {
        RegistrationState.CONFIRMED: _("The seat is sure. The confirmation goes to the address by mail."),
        RegistrationState.HELD: _("The seat is held until the address is confirmed by the link in the mail."),
        RegistrationState.PENDING: _("The organisers decide and write to the address."),
        RegistrationState.WAITING: _(
            "The event is full. The address is on the waiting list and gets a mail."
        ),
    }[state]
