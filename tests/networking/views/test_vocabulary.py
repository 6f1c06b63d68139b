"""The vocabulary's pages."""

import pytest

from networking.enums import Role
from networking.models import Topic
from networking.services import topics
from tests.factories import make_event, make_organiser, make_person, make_project, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(signed_in):
    return signed_in(make_organiser(Role.NETWORK_EDITOR))


@pytest.mark.parametrize("page", ["", "new/", "some/", "some/merge/", "some/remove/"])
def test_for_all_others_there_is_no_vocabulary_to_edit(signed_in, page):
    make_topic(slug="some")

    for person in (make_person(), make_organiser(Role.ORGANISER)):
        assert signed_in(person).get(f"/organise/network/topics/{page}").status_code == 404
        assert signed_in(person).post(f"/organise/network/topics/{page}").status_code in (404, 405)
    assert Topic.objects.exists()


def test_the_list_counts_uses_in_a_fixed_number_of_queries(editor, django_assert_max_num_queries):
    for _number in range(3):
        topic = make_topic()
        make_project(topics=[topic])
        make_event(topics=[topic])

    with django_assert_max_num_queries(20):
        rows = editor.get("/organise/network/topics/").context["rows"]

    assert [dict(used) for _topic, used in rows] == [{"projects": 1, "events": 1}] * 3


def test_a_name_close_to_a_known_one_is_asked_about_once(editor):
    make_topic("Kreislaufwirtschaft")
    typed = {"label_de": "Kreislauf-Wirtschaft"}

    answer = editor.post("/en/organise/network/topics/new/", typed)
    assert (answer.status_code, Topic.objects.count()) == (422, 1)
    assert "Did you mean one of these?" in answer.content.decode()

    editor.post("/en/organise/network/topics/new/", typed | {"is_different": "on"})
    assert Topic.objects.count() == 2


def test_what_is_refused_is_told_with_what_was_typed(editor):
    make_topic("Leichtbau")

    answer = editor.post(
        "/en/organise/network/topics/new/", {"label_de": "Neu", "synonyms": "leichtbau\nXYZ"}
    )

    page = answer.content.decode()
    assert "is a name of the topic “Leichtbau”" in page
    assert "XYZ" in page


def test_editing_shows_and_keeps_names_by_language(editor):
    topic = make_topic("Leichtbau", "Carbon", slug="light")
    topic.labels.filter(text="Carbon").update(language="en")
    form = editor.get("/organise/network/topics/light/").context["form"]

    editor.post("/organise/network/topics/light/", form.initial | {"note_de": "Notiz", "broader": ""})

    topic.refresh_from_db()
    assert (topic.note_de, topic.labels.get(text="Carbon").language) == ("Notiz", "en")


def test_two_editors_see_both_versions(editor):
    topic = make_topic("Leichtbau", slug="light")
    data = {"label_de": "Leichtbau", "label_en": "", "broader": None, "synonyms": [], "note_en": ""}
    topics.edit(topic, data | {"note_de": "Von Bob"}, actor=make_person(), revision=0)

    typed = {"label_de": "Leichtbau", "note_de": "Von Ada", "revision": "0"}
    answer = editor.post("/en/organise/network/topics/light/", typed)

    assert answer.context["differences"] == [("Note in German", "Von Ada", "Von Bob")]


def test_merging_says_what_will_happen_and_asks(editor):
    gone, kept = make_topic(slug="gone"), make_topic(slug="kept")
    make_project(topics=[gone])

    question = editor.get("/en/organise/network/topics/gone/merge/?into=kept")
    assert ("Projects", 1) in question.context["uses"]
    assert Topic.objects.count() == 2

    editor.post("/organise/network/topics/gone/merge/", {"into": "kept"})
    assert list(Topic.objects.all()) == [kept]


def test_old_addresses_lead_to_the_topic_it_went_into(client):
    gone, kept = make_topic(slug="gone"), make_topic(slug="kept")
    project = make_project(topics=[gone])
    topics.merge(gone, kept, actor=make_person())

    assert client.get("/topics/gone/")["Location"] == "/topics/kept/"
    feed = client.get("/calendar/topic/gone.ics?lang=en")
    assert (feed.status_code, feed["Location"]) == (301, "/calendar/topic/kept.ics?lang=en")
    assert list(client.get("/projects/?topic=gone", follow=True).context["projects"]) == [project]


def test_a_used_topic_is_not_deleted(editor):
    make_project(topics=[make_topic(slug="used")])
    make_topic(slug="unused")

    assert editor.post("/organise/network/topics/used/remove/").status_code == 409
    assert editor.post("/organise/network/topics/unused/remove/").status_code == 302
    assert Topic.objects.get().slug == "used"
