"""A project's page: draft, publishing, and two people at once."""

import pytest

from networking import signals
from networking.enums import ExchangeKind
from networking.errors import EditedMeanwhile, NotPublishable
from networking.models import Project, ProjectDraft
from networking.portraits import values_of, written
from networking.services import portraits, topics
from tests.factories import make_person, make_project, make_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_draft_is_the_teams_alone():
    project = make_project(summary_de="Alt")

    portraits.save_draft(project, {"summary_de": "Neu"}, actor=make_person(), revision=0)

    project = Project.objects.get()
    assert (project.summary_de, written(project)["summary_de"], project.revision) == ("Alt", "Neu", 1)


def test_publishing_shows_everything_and_uses_the_draft_up():
    topic, actor = make_topic(slug="robotics"), make_person()
    project = make_project(summary_de="Alt")
    offer = {"text_de": "Messdaten", "text_en": "Measurements", "topics": ["robotics"]}
    contact = {"name": "Ada", "role": "", "email": "a@example.org", "phone": "", "is_public": True}
    link = {"label": "Blog", "url": "https://example.org"}
    values = {"topics": ["robotics"], "offers": [offer], "contacts": [contact], "links": [link]}
    portraits.save_draft(project, {"summary_de": "Neu"}, actor=actor, revision=0)

    portraits.publish(project, values, actor=actor, revision=1)

    project = Project.objects.get()
    assert {name: values_of(project)[name] for name in values} == values
    assert (project.summary_de, list(project.topics.all())) == ("Neu", [topic])
    assert project.exchanges.get().kind == ExchangeKind.OFFER
    assert not ProjectDraft.objects.exists()
    assert "neu" in project.search_text


def test_what_somebody_else_saved_meanwhile_is_not_overwritten():
    project, actor = make_project(), make_person()
    portraits.save_draft(project, {"summary_de": "Anderes"}, actor=actor, revision=0)

    for save in (portraits.save_draft, portraits.publish):
        with pytest.raises(EditedMeanwhile):
            save(project, {"summary_de": "Meines"}, actor=actor, revision=0)

    assert written(Project.objects.get())["summary_de"] == "Anderes"


def test_doing_it_twice_changes_nothing_the_second_time():
    project, actor, told = make_project(), make_person(), []
    signals.project_changed.connect(lambda **kwargs: told.append(1), weak=False, dispatch_uid="twice")

    for _time in range(2):
        portraits.publish(project, {"summary_de": "Neu"}, actor=actor, revision=0)

    signals.project_changed.disconnect(dispatch_uid="twice")
    assert (Project.objects.get().revision, len(told)) == (1, 1)


def test_a_draft_like_what_is_published_is_no_draft():
    project, actor = make_project(summary_de="Alt"), make_person()
    portraits.save_draft(project, {"summary_de": "Neu"}, actor=actor, revision=0)

    portraits.save_draft(project, {"summary_de": "Alt"}, actor=actor, revision=1)

    assert not ProjectDraft.objects.exists()


def test_a_page_without_a_summary_does_not_appear_for_the_first_time():
    project = make_project(is_published=False)

    with pytest.raises(NotPublishable) as refusal:
        portraits.publish(project, {}, actor=make_person(), revision=0)

    assert str(refusal.value) == "Still missing before this can be published: a summary."


def test_withdrawn_pages_keep_what_they_said():
    project, actor = make_project(summary_de="Text"), make_person()

    portraits.withdraw(project, actor=actor)
    assert not Project.objects.get().is_published

    portraits.publish(project, {}, actor=actor, revision=1)
    assert Project.objects.get().is_published


def test_a_draft_follows_topics_that_were_merged():
    old, new, actor = make_topic(slug="old"), make_topic(slug="new"), make_person()
    gone, project = make_topic(slug="gone"), make_project()
    seek = {"text_de": "Partner", "text_en": "", "topics": ["old"]}
    portraits.save_draft(project, {"topics": ["gone", "old"], "seeks": [seek]}, actor=actor, revision=0)

    topics.merge(old, new, actor=actor)
    topics.remove(gone, actor=actor)

    values = written(Project.objects.get())
    assert (values["topics"], values["seeks"][0]["topics"]) == (["new"], ["new"])
