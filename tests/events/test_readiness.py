import pytest
from django.utils import translation

from events import readiness
from events.models import ProgrammeItem
from tests.factories import make_event, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def words(event):
    """Per section what is missing and what could be added, in English; complete sections left out."""
    return {
        task.name: (list(map(str, task.missing)), list(map(str, task.advised)))
        for task in readiness.tasks(event)
        if not task.is_complete
    }


def make_complete_event(**fields):
    """A draft to which nothing could be added."""
    texts = {
        f"{name}_{language}": "Text"
        for name in ("title", "summary", "description", "directions")
        for language in ("de", "en")
    }
    event = make_event(
        draft=True,
        topics=[make_topic()],
        **texts | {"street": "Allee 1", "contact_name": "Ada", "capacity": 10} | fields,
    )
    ProgrammeItem.objects.create(event=event, title_de="Begrüßung", title_en="Welcome")
    return event


def test_a_complete_plan_lacks_nothing():
    event = make_complete_event()

    assert words(event) == {}
    assert readiness.missing(event) == readiness.advised(event) == []


def test_the_sections_stand_in_the_order_of_the_form():
    assert [task.name for task in readiness.tasks(make_event())] == [
        "basics", "texts", "time", "place", "programme", "registration", "access",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "section", "missing"),
    [
        ({"title_de": ""}, "texts", "a German title"),
        ({"venue": "", "street": "", "locality": ""}, "place", "a place or “takes place online”"),
    ],
)
def test_what_keeps_an_event_from_being_published(fields, section, missing):
    event = make_complete_event(**fields)

    assert words(event)[section][0] == [missing]
    assert list(map(str, readiness.missing(event))) == [missing]


@pytest.mark.parametrize(
    ("fields", "section", "advised"),
    [
        ({"contact_name": ""}, "basics", ["a contact"]),
        ({"title_en": ""}, "texts", ["the English title"]),
        ({"summary_de": ""}, "texts", ["the German summary"]),
        ({"summary_de": "", "summary_en": ""}, "texts", ["a summary"]),
        ({"description_en": ""}, "texts", ["the English description"]),
        ({"directions_en": ""}, "texts", ["the way there in English"]),
        ({"directions_de": "", "directions_en": ""}, "place", ["the way there and accessibility"]),
        ({"street": ""}, "place", ["street and number"]),
        ({"is_online": True}, "place", ["the online link"]),
        ({"capacity": None}, "registration", ["the number of seats"]),
    ],
)
def test_what_would_help_visitors(fields, section, advised):
    assert words(make_complete_event(**fields)) == {section: ([], advised)}


def test_an_event_in_the_net_needs_neither_way_nor_limit():
    event = make_complete_event(
        venue="", street="", locality="", capacity=None, is_online=True, online_url="https://example.org"
    )

    assert words(event) == {}


def test_a_programme_in_one_language_is_noticed():
    event = make_complete_event()
    ProgrammeItem.objects.create(event=event, title_de="Vortrag")

    assert words(event) == {"texts": ([], ["English titles in the programme"])}


def test_without_topic_and_programme_both_are_advised():
    event = make_complete_event()
    event.topics.clear()
    event.programme.all().delete()

    assert words(event) == {"basics": ([], ["a topic"]), "programme": ([], ["points of the programme"])}


def test_a_draft_whose_date_is_over_says_so():
    event = make_complete_event()
    event.ends_at = event.created_at

    assert words(event) == {"time": ([], ["a date that is not over yet"])}


def test_the_rules_say_what_the_format_says_unless_the_event_says_otherwise():
    assert list(map(str, readiness.rules(make_event(format="dialog")))) == [
        "confidential: only invited people", "personal invitation only",
    ]  # fmt: skip
    assert list(map(str, readiness.rules(make_event(format="dialog", entry="approval"))))[1] == (
        "the organiser approves"
    )


def test_sections_of_prefetched_events_ask_nothing_more(django_assert_num_queries):
    event = make_complete_event()
    [event] = type(event).objects.filter(pk=event.pk).prefetch_related("topics", "programme")

    with django_assert_num_queries(0):
        readiness.tasks(event)
