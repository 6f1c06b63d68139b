"""The vocabulary: one label, one topic; merging takes everything along."""

import pytest

from networking.errors import EditedMeanwhile, LabelTaken, TopicCircle, TopicInUse
from networking.models import AuditEntry, Edition, Topic, TopicLabel
from networking.services import topics
from tests.factories import make_event, make_person, make_project, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def said(label_de="Leichtbau", **values):
    names = {"label_en": "", "note_de": "", "note_en": "", "broader": None, "synonyms": []}
    return {"label_de": label_de} | names | values


def names_of(topic):
    return sorted(topic.labels.values_list("text", "is_synonym", "language"))


def test_a_new_topic_is_found_under_all_its_names():
    topic = topics.add(
        said("Größe & Maß", label_en="Size", synonyms=[("Format", "de"), ("XXL", "")]), actor=make_person()
    )

    assert topic.slug == "groesse-mass"
    assert names_of(topic) == [
        ("Format", True, "de"),
        ("Größe & Maß", False, ""),
        ("Size", False, ""),
        ("XXL", True, ""),
    ]


def test_a_name_of_another_topic_is_refused_with_both_named():
    make_topic("Kreislaufwirtschaft", "Circular Economy")

    with pytest.raises(LabelTaken) as refusal:
        topics.add(said("Zirkuläres", synonyms=[("circular  economy", "en")]), actor=make_person())

    assert str(refusal.value).startswith(
        "“circular  economy” is a name of the topic “Kreislaufwirtschaft” and cannot be one of “Zirkuläres”"
    )
    assert not Topic.objects.filter(label_de="Zirkuläres").exists()


def test_a_circle_is_refused_with_the_way_it_would_take():
    above = make_topic("Oben")
    below = make_topic("Unten", broader=above)

    with pytest.raises(TopicCircle, match="Oben → Unten → Oben"):
        topics.edit(above, said("Oben", broader=below), actor=make_person(), revision=0)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten():
    topic = make_topic("Leichtbau")
    topics.edit(topic, said("Leichtbau", note_de="Anderes"), actor=make_person(), revision=0)

    with pytest.raises(EditedMeanwhile):
        topics.edit(topic, said("Leichtbau", note_de="Meines"), actor=make_person(), revision=0)

    assert Topic.objects.get().note_de == "Anderes"


def test_saving_twice_changes_nothing_the_second_time():
    topic, actor = make_topic("Leichtbau"), make_person()

    for _time in range(2):
        topics.edit(topic, said("Leichtbau", synonyms=[("Carbon", "")]), actor=actor, revision=0)

    assert Topic.objects.get().revision == 1
    assert AuditEntry.objects.filter(verb="topic.change").count() == 1


def test_a_new_name_finds_the_projects_at_once_and_kept_pages_are_renewed():
    topic = make_topic("Leichtbau")
    project, edition = make_project(topics=[topic]), Edition.objects.get().number

    topics.edit(topic, said("Leichtbau", synonyms=[("Faserverbund", "de")]), actor=make_person(), revision=0)

    project.refresh_from_db()
    assert "faserverbund" in project.search_text
    assert Edition.objects.get().number > edition


def test_merging_takes_uses_names_and_the_place_along():
    above = make_topic("Oben")
    gone = make_topic("Zirkularität", "CE", label_en="Circularity", broader=above)
    kept, below = make_topic("Kreislaufwirtschaft", broader=gone), make_topic("Recycling", broader=gone)
    only, both = make_project(topics=[gone]), make_project(topics=[gone, kept])
    event = make_event(topics=[gone])

    topics.merge(gone, kept, actor=make_person())

    kept.refresh_from_db()
    below.refresh_from_db()
    assert [list(only.topics.all()), list(both.topics.all()), list(event.topics.all())] == [[kept]] * 3
    assert (kept.broader, below.broader) == (above, kept)
    assert set(kept.labels.filter(is_synonym=True).values_list("text", "language")) == {
        ("CE", ""),
        ("Circularity", "en"),
        ("Zirkularität", "de"),
    }
    assert Topic.objects.known_as(gone.slug).get() == kept


def test_no_address_of_a_merged_topic_is_given_away_again():
    gone, kept = topics.add(said("Carbon"), actor=make_person()), make_topic("Leichtbau")
    topics.merge(gone, kept, actor=make_person())
    TopicLabel.objects.filter(text="Carbon").delete()

    assert topics.add(said("Carbon"), actor=make_person()).slug == "carbon-2"


def test_a_topic_goes_not_into_itself():
    topic = make_topic()

    with pytest.raises(TopicCircle):
        topics.merge(topic, topic, actor=make_person())


def test_only_unused_topics_are_deleted():
    used, unused = make_topic(), make_topic()
    make_event(topics=[used])

    topics.remove(unused, actor=make_person())
    with pytest.raises(TopicInUse):
        topics.remove(used, actor=make_person())

    assert list(Topic.objects.all()) == [used]
