from datetime import timedelta

import pytest
from django.utils import timezone

from events.enums import Format
from networking.models import FundingCall, Suggestion
from notifications.services.newsletters import first_draft
from tests.factories import make_event, make_project

pytestmark = pytest.mark.django_db


def told():
    return first_draft.draft().content["blocks"]


def texts(language="de"):
    return "\n".join(block.get(f"text_{language}", "") for block in told())


def test_coming_public_events_stand_in_the_draft_by_their_start():
    later = make_event(starts_at=timezone.now() + timedelta(days=20))
    sooner = make_event(starts_at=timezone.now() + timedelta(days=3))
    make_event(starts_at=timezone.now() + timedelta(days=200))

    assert [block["event"] for block in told() if block["kind"] == "event"] == [
        str(sooner.uuid),
        str(later.uuid),
    ]


def test_confidential_unlisted_and_draft_events_stand_nowhere():
    now = timezone.now()
    make_event(format=Format.DIALOG, title_de="Geheim")
    make_event(format=Format.DIALOG, title_de="Geheim", starts_at=now - timedelta(days=3))
    make_event(visibility="unlisted", title_de="Geheim")
    make_event(draft=True, title_de="Geheim")

    assert [block for block in told() if block["kind"] == "event"] == []
    assert "Geheim" not in texts()


def test_what_took_place_since_is_a_list_of_links():
    past = make_event(title_de="Rück*blick*", starts_at=timezone.now() - timedelta(days=3))

    assert f"- [Rück\\*blick\\*](http://testserver/events/{past.slug}/)" in texts()


def test_new_projects_and_one_looking_for_partners_stand_in_the_draft():
    project, other = make_project(), make_project(is_completed=True)
    Suggestion.objects.create(
        project=project, other=other, score=1, fit="very-good", computed_at=timezone.now()
    )

    kinds = [(block["kind"], block.get("project")) for block in told()]

    assert ("project", str(project.public_id)) in kinds
    assert ("partners", str(project.public_id)) in kinds


def test_calls_with_a_deadline_ahead_are_named_in_both_languages():
    day = timezone.localdate()
    FundingCall.objects.create(slug="a", title_de="Aufruf", title_en="Call", deadline_on=day)
    FundingCall.objects.create(slug="b", title_de="Vorbei", deadline_on=day - timedelta(days=1))

    assert "- Aufruf (" in texts()
    assert "- Call (until" in texts("en")
    assert "Vorbei" not in texts()
