import pytest

from events.services.notes import annotate
from networking.models import AuditEntry
from tests.factories import make_event, make_organiser, make_registration

pytestmark = pytest.mark.django_db


def test_a_note_is_audited_by_the_field_s_name_never_by_what_it_says():
    registration, organiser = make_registration(make_event()), make_organiser()

    annotate(registration, "Rampe nötig", actor=organiser)

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.fields, entry.object_id) == ("attendee.note", ["note"], str(registration.uuid))
    assert "Rampe" not in str(vars(entry))


def test_an_unchanged_note_leaves_no_trace():
    registration = make_registration(make_event(), note="Rampe")

    annotate(registration, "Rampe", actor=make_organiser())

    assert not AuditEntry.objects.exists()
