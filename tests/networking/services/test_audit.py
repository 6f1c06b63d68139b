"""The ledger notes who did what to which thing, and never what was written."""

import pytest

from networking.enums import Source
from networking.models import AuditEntry
from networking.services import audit
from tests.factories import make_event, make_person, make_project

pytestmark = pytest.mark.django_db


def test_an_entry_names_actor_verb_source_fields_and_the_public_id():
    person, project = make_person(), make_project()

    audit.record("project.edit", project, actor=person, source=Source.API, fields=["title_de"])

    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.source, entry.fields) == (
        person,
        "project.edit",
        "api",
        ["title_de"],
    )
    assert (entry.object_kind, entry.object_id) == ("networking.project", str(project.public_id))


def test_what_the_clock_did_has_no_actor():
    audit.record("event.settle", make_event(), actor=None, source=Source.CLOCK)

    assert AuditEntry.objects.get().actor is None


def test_the_entry_stays_when_the_person_goes():
    person = make_person()
    audit.record("event.edit", make_event(), actor=person)

    person.delete()

    assert AuditEntry.objects.get().actor is None
