"""Whom a rule fits, and that nothing confidential shows in it."""

import pytest

from events.enums import Format
from networking.models import FieldOfAction, ProjectMember, TransformationLine
from networking.services import topics
from notifications.models import Subscription
from notifications.segments import choosable_events, in_words, narrowed
from tests.factories import (
    make_event,
    make_person,
    make_project,
    make_reader,
    make_registration,
    make_topic,
)

pytestmark = pytest.mark.django_db


def fits(**segment):
    return set(narrowed(Subscription.objects.all(), segment))


def seat(reader, event, **fields):
    return make_registration(event, email=reader.email, **fields)


def test_an_empty_rule_fits_everybody_and_an_unknown_field_nobody_may_use():
    readers = {make_reader(), make_reader()}

    assert fits() == fits(topics=[], project_role="") == readers
    with pytest.raises(KeyError):
        fits(email=["a"])


def test_topics_formats_and_languages_include_who_chose_nothing():
    energy, water = make_topic("Energie"), make_topic("Wasser")
    chose, other, nothing = make_reader(topics=[energy]), make_reader(topics=[water]), make_reader()
    Subscription.objects.filter(pk=chose.pk).update(formats=["meet-up"], language="en")
    Subscription.objects.filter(pk=other.pk).update(formats=["deep-dive"])

    assert fits(topics=[energy.slug]) == {chose, nothing}
    assert fits(formats=["meet-up"]) == {chose, nothing}
    assert fits(languages=["en"]) == {chose}


def test_a_topic_that_went_into_another_one_fits_who_chose_either():
    heat, energy = make_topic("Wärme"), make_topic("Energie")
    readers = {make_reader(topics=[heat]), make_reader(topics=[energy])}
    topics.merge(heat, energy, actor=make_person())

    assert fits(topics=[heat.slug]) == readers


def test_seats_and_places_in_line_at_public_events():
    event = make_event()
    seated, waits, gone, _other = (make_reader() for _number in range(4))
    seat(seated, event, state="confirmed", category="company")
    seat(waits, event, state="waiting", category="press")
    seat(gone, event, state="cancelled", category="press")

    assert fits(events=[str(event.uuid)]) == {seated, waits}
    assert fits(events=[str(event.uuid)], attendance="waiting") == {waits}
    assert fits(categories=["press"]) == {waits}


def test_project_teams_by_field_and_line():
    project = make_project()
    member, contact, _other = make_reader(), make_reader(), make_reader()
    for reader, is_contact in ((member, False), (contact, True)):
        person = make_person(email=reader.email.upper())
        ProjectMember.objects.create(project=project, person=person, is_contact=is_contact)
    field, line = _tagged(project)

    assert fits(project_role="member") == {member, contact}
    assert fits(project_role="contact") == {contact}
    assert fits(fields_of_action=[field.pk]) == fits(transformation_lines=[line.pk]) == {member, contact}
    project.is_published = False
    project.save()
    assert fits(project_role="member") == set()


def test_a_dialog_changes_no_answer_of_any_rule():
    dialog, public = make_event(format=Format.DIALOG), make_event()
    guest = make_reader()
    seat(make_reader(), public, state="confirmed", category="press")
    rules = [
        {},
        {"events": [str(public.uuid)]},
        {"events": [str(dialog.uuid)]},
        {"events": [str(dialog.uuid), str(public.uuid)]},
        {"categories": ["press"]},
        {"categories": ["administration"]},
        {"project_role": "member"},
    ]
    before = [fits(**rule) for rule in rules]

    seat(guest, dialog, state="confirmed", category="administration")

    assert [fits(**rule) for rule in rules] == before
    assert before[2] == set()
    assert list(choosable_events()) == [public]


def test_a_reader_with_several_seats_and_projects_counts_once():
    reader = make_reader()
    events = [make_event(), make_event()]
    for event in events:
        seat(reader, event, state="confirmed", category="press")
    person = make_person(email=reader.email)
    for project in (make_project(), make_project()):
        ProjectMember.objects.create(project=project, person=person, is_contact=True)
        _tagged(project)
    rule = {
        "events": [str(event.uuid) for event in events],
        "categories": ["press"],
        "project_role": "member",
    }

    assert narrowed(Subscription.objects.all(), rule).count() == 1


def test_the_rule_in_words_names_what_was_chosen_and_nothing_that_is_not_public_any_more():
    event, topic = make_event(title_de="Wärme"), make_topic("Energie")
    rule = {"topics": [topic.slug], "events": [str(event.uuid)], "project_role": "contact"}

    assert [chosen.rpartition("· ")[2] for _label, chosen in in_words(rule)] == [
        "Energie",
        "Wärme",
        "Ansprechperson eines Projekts",
    ]
    event.visibility = "confidential"
    event.save()
    assert "Wärme" not in str(in_words(rule))


def test_an_event_that_became_confidential_fits_nobody():
    event = make_event()
    seat(make_reader(), event, state="confirmed")
    event.format = Format.DIALOG
    event.visibility = ""
    event.save()

    assert fits(events=[str(event.uuid)]) == set()


def _tagged(project):
    field = FieldOfAction.objects.first() or FieldOfAction.objects.create(slug="f", label_de="F")
    line = TransformationLine.objects.first() or TransformationLine.objects.create(slug="l", label_de="L")
    project.fields_of_action.set([field])
    project.transformation_lines.set([line])
    return field, line
