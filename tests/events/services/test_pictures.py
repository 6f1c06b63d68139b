"""The photograph of an event."""

import pytest

from events.models import Event
from events.services import pictures, planning
from networking.models import Picture
from networking.services.pictures import Shot
from tests.factories import make_event, make_person

pytestmark = pytest.mark.django_db
SHOT = Shot(b"a photograph", 640, 360)


def test_a_new_picture_takes_the_place_of_the_former_one():
    event, actor = make_event(), make_person()
    pictures.show(event, SHOT, alt_de="Alt", actor=actor)

    pictures.show(event, Shot(b"another", 500, 500), alt_de="Neu", actor=actor)

    assert [bytes(picture.content) for picture in Picture.objects.all()] == [b"another"]


def test_words_change_without_a_new_picture():
    event, actor = make_event(), make_person()
    pictures.show(event, SHOT, alt_de="Alt", actor=actor)

    shown = pictures.show(event, None, alt_de="Genauer", credit="Ada", actor=actor).picture

    assert (bytes(shown.content), shown.alt_de, shown.credit) == (b"a photograph", "Genauer", "Ada")


def test_a_copy_keeps_the_picture_its_original_gave_up():
    event, actor = make_event(), make_person()
    event = pictures.show(event, SHOT, alt_de="Halle", actor=actor)
    twin = planning.copy(event, actor=actor, starts_at=event.starts_at)

    pictures.remove(event, actor=actor)

    assert Event.objects.get(pk=twin.pk).picture.alt_de == "Halle"


def test_removing_twice_changes_nothing_the_second_time():
    event, actor = make_event(), make_person()
    event = pictures.show(event, SHOT, alt_de="Halle", actor=actor)
    changed_at = pictures.remove(event, actor=actor).changed_at

    assert pictures.remove(event, actor=actor).changed_at == changed_at
    assert not Picture.objects.exists()
