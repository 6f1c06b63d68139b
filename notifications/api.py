"""The newsletter for programs: asking for it. Everything else happens behind the links in its mails."""

from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import Field

from events.enums import Format
from networking.api import InvalidProblem, Problem, refuse_invalid
from networking.enums import Language, Source
from networking.models.address import address_key
from networking.queries import present_slugs
from networking.services import limits
from notifications.forms.subscriptions import SubscriptionForm
from notifications.services.subscriptions import subscribe

router = Router(tags=["newsletter"])


class SubscriptionIn(Schema):
    """Whom to ask, and what they want to read; empty lists mean everything."""

    email: str
    language: Language = Language.GERMAN
    topics: Annotated[list[str], Field(max_length=100, description="Slugs of topics, or former ones.")] = []
    formats: Annotated[list[Format], Field(max_length=10)] = []


class SubscriptionOut(Schema):
    detail: str


@router.post(
    "/newsletter/subscriptions",
    auth=None,
    response={202: SubscriptionOut, 422: InvalidProblem, 429: Problem},
    summary="Ask somebody whether they want the newsletter",
)
def add_subscription(request, payload: SubscriptionIn):
    """Nobody is subscribed by this call: the address gets a mail, and only its link subscribes.

    The answer is the same for every address, whether it is known or not.
    """
    limits.spend("newsletter", limits.client_of(request))
    former = present_slugs(payload.topics)
    topics = [former.get(slug, slug) for slug in payload.topics]
    form = SubscriptionForm(payload.dict() | {"topics": topics})
    refuse_invalid(form)
    entries = form.cleaned_data
    limits.spend("newsletter_email", address_key(entries["email"]))
    limits.spend("newsletter_all", "")
    subscribe(entries["email"], entries["language"], entries["topics"], entries["formats"], source=Source.API)
    return Status(
        202, {"detail": _("We have sent a mail to this address. Its link confirms the newsletter.")}
    )
