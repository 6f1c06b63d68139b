import json
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from events.calendar import entries, feeds
from events.calendar.fragments import outdated, shown
from events.enums import EventState, Format, Visibility
from events.models import Event, EventFragment, FeedVersion
from events.services import fragments, planning
from events.services.event_import import import_events
from events.services.programme import Item
from networking.services import topics
from tests.factories import make_event, make_organiser, make_topic

pytestmark = pytest.mark.django_db


def assert_everything_is_kept_as_it_would_be_written():
    kept = {(row.event_id, row.language): row.lines for row in EventFragment.objects.all()}
    expected = {
        (event.pk, language): entries.entry(event, language).decode()
        for event in shown()
        for language in ("de", "en")
    }
    assert kept == expected
    assert outdated() == []


def edited(event, **data):
    return planning.edit(event, data, actor=None, revision=event.revision)


def days(number):
    starts_at = timezone.now() + timedelta(days=number)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}


# --- Every way in which an event is written --------------------------------------------------------------

IMPORTED = {
    "slug": "waerme",
    "format": "deep-dive",
    "title_de": "Wärme",
    "starts": "2027-05-04 16:00",
    "ends": "2027-05-04 18:00",
    "venue": "Werk",
    "state": "published",
}


def created_and_published(actor, tmp_path):
    data = {"format": Format.MEETUP, "title_de": "Neu", "venue": "Werk", "summary_de": "Kurz"} | days(9)
    planning.publish(planning.create(data | {"description_de": "Lang"}, actor=actor), actor=actor)


def edited_in_every_way(actor, tmp_path):
    event = make_event()
    event = edited(event, title_de="Neu", title_en="New")
    event = edited(event, topics=[make_topic()])
    event = edited(event, **days(30))
    event = edited(event, **{"ends_at": event.starts_at + timedelta(days=2)})
    begins = event.starts_at
    edited(event, programme=[Item(title_de="Auftakt", starts_at=begins, ends_at=begins + timedelta(hours=1))])


def cancelled(actor, tmp_path):
    planning.cancel(make_event(), actor=actor, reason_de="Krank")


def made_confidential(actor, tmp_path):
    edited(make_event(), visibility=Visibility.CONFIDENTIAL)


def copied_and_published(actor, tmp_path):
    event = make_event(summary_de="Kurz", description_de="Lang")
    planning.publish(
        planning.copy(event, actor=actor, starts_at=timezone.now() + timedelta(days=50)), actor=actor
    )


def imported_twice(actor, tmp_path):
    for title in ("Wärme", "Kälte"):
        imported(tmp_path, actor, title_de=title)


def imported_as_a_record(actor, tmp_path):
    imported(tmp_path, actor, starts="2024-05-04", ends="2024-05-05")


def imported(folder, owner, **cells):
    path = folder / "events.json"
    path.write_text(json.dumps([IMPORTED | cells]), encoding="utf-8")
    import_events(path, owner=owner)


WAYS = [
    created_and_published,
    edited_in_every_way,
    cancelled,
    made_confidential,
    copied_and_published,
    imported_twice,
    imported_as_a_record,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_however_an_event_is_written_its_entries_are_kept_with_it(way, tmp_path):
    way(make_organiser(), tmp_path)

    assert_everything_is_kept_as_it_would_be_written()


# --- What is written and what is not ---------------------------------------------------------------------


def versions():
    return dict(FeedVersion.objects.values_list("key", "token"))


def test_what_changed_nothing_writes_nothing(django_assert_max_num_queries):
    event = make_event(topics=[make_topic()])
    before = versions()

    fragments.refresh(event)

    assert versions() == before


def test_only_the_feeds_that_show_the_event_get_a_new_version():
    make_event(format=Format.KONFERENZ)
    event = make_event(format=Format.MEETUP)
    before = versions()

    edited(event, title_de="Neu")

    changed = {key for key, token in versions().items() if before.get(key) != token}
    assert changed == {"all/de", "all/en", "format/meet-up/de", "format/meet-up/en"}


def test_a_change_that_no_calendar_shows_leaves_every_feed():
    event = make_event()
    before = versions()

    edited(event, retention_days=7)

    assert versions() == before


def test_a_confidential_event_has_no_entry_that_could_leak():
    make_event(format=Format.DIALOG)

    assert not EventFragment.objects.exists()


def test_an_entry_that_changes_past_the_services_says_so_by_its_date():
    event = make_event(topics=[topic := make_topic("Alt")], changed_at=timezone.now() - timedelta(days=3))
    before = event.fragments.get(language="de")
    type(topic).objects.filter(pk=topic.pk).update(label_de="Neu")

    fragments.renew_outdated()

    after = event.fragments.get(language="de")
    assert "CATEGORIES:MPI Deep Dive,Neu" in after.lines
    assert after.modified > before.modified
    event.refresh_from_db()
    assert timezone.now() - event.changed_at < timedelta(minutes=1)


def test_a_topic_hung_below_another_one_brings_its_events_into_that_ones_feed():
    above, heat = make_topic(slug="energy"), make_topic(slug="heat")
    make_event(topics=[heat])
    before = versions()
    type(heat).objects.filter(pk=heat.pk).update(broader=make_topic(slug="middle", broader=above))

    assert (fragments.renew_outdated(), fragments.renew_outdated()) == (1, 0)

    assert {key for key in versions().keys() - before.keys() if "/de" in key} == {
        "topic/energy/de",
        "topic/middle/de",
    }


def test_a_feed_bears_its_topics_new_name_at_once():
    above = make_topic("Energie", slug="energy")
    make_event(topics=[make_topic(broader=above)])
    feed = feeds.Feed("topic", "de", "energy")
    before = feeds.edition(feed)
    names = {"label_de": "Strom & Wärme", "label_en": "", "note_de": "", "note_en": ""}

    topics.edit(above, names | {"broader": None, "synonyms": []}, actor=make_organiser(), revision=0)

    after = feeds.edition(feed)
    assert (after.tag != before.tag, after.modified > before.modified) == (True, True)
    assert b"Strom & W" in feeds.body(feed, "").replace(b"\r\n ", b"")


def test_a_topic_nobody_subscribes_to_is_renamed_without_a_feed():
    fragments.rename([make_topic()])

    assert not FeedVersion.objects.exists()


def test_the_clock_takes_out_what_was_hidden_past_the_services():
    event = make_event()
    before = versions()
    Event.objects.filter(pk=event.pk).update(state=EventState.DRAFT)

    assert fragments.renew_outdated() == 1

    assert not event.fragments.exists()
    assert versions()["all/de"] != before["all/de"]


def test_the_clock_finds_nothing_to_do_twice():
    make_event()
    EventFragment.objects.all().delete()

    assert (fragments.renew_outdated(), fragments.renew_outdated()) == (1, 0)


def test_an_event_that_cannot_be_written_is_tried_again_by_the_clock():
    ends_at = timezone.now().replace(year=9999, month=12, day=31, hour=23)
    make_event(starts_at=ends_at - timedelta(hours=3), ends_at=ends_at)

    assert (fragments.renew_outdated(), fragments.renew_outdated()) == (1, 1)


def test_many_events_at_once_give_each_feed_one_new_date():
    first, second = make_event(), make_event()
    before = FeedVersion.objects.get(pk="all/de").modified

    with fragments.together():
        edited(first, title_de="Neu")
        edited(second, title_de="Neu")

    assert FeedVersion.objects.get(pk="all/de").modified <= max(before + 1, int(time.time()))


def test_what_failed_together_raises_nothing():
    before = versions()

    with pytest.raises(ZeroDivisionError), fragments.together():
        raise ZeroDivisionError

    assert versions() == before
