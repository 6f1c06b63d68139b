"""Suggestions in the database."""

from datetime import timedelta

import pytest
from django.utils import timezone

from networking.enums import ExchangeKind, Fit, IntroductionState, OpinionKind, PairRuleKind
from networking.matching.exclusions import Reason
from networking.models import (
    Exchange,
    Introduction,
    Opinion,
    Organisation,
    PairRule,
    Project,
    ProjectContact,
    ProjectMember,
    Suggestion,
)
from networking.services.project_import import import_projects
from networking.services.suggestions import left_out, recompute, recompute_around
from tests.factories import make_person, make_project, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def robots():
    """Two projects that share a topic, among others that share nothing."""
    topic = make_topic("Robotik")
    pair = [make_project(slug=slug, title_de=slug, topics=[topic]) for slug in ("arm", "gripper")]
    for slug in ("oak", "yew", "fir", "elm"):
        make_project(slug=slug, title_de=slug)
    return pair


def stored():
    rows = Suggestion.objects.order_by("project__slug", "rank")
    return list(rows.values_list("project__slug", "other__slug"))


def test_projects_that_share_a_topic_are_suggested_with_it(robots):
    recompute()

    suggestion = Suggestion.objects.get(project__slug="arm")
    assert stored() == [("arm", "gripper"), ("gripper", "arm")]
    assert suggestion.fit == Fit.VERY_GOOD
    assert suggestion.reasons[0]["kind"] == "topic"
    assert suggestion.reasons[0]["name"] == robots[0].topics.get().slug


def test_twice_changes_nothing_the_second_time():
    import_projects()
    recompute()
    before = list(Suggestion.objects.order_by("pk").values())

    tally = recompute()

    assert (tally.new, tally.changed, tally.gone, tally.same) == (0, 0, 0, len(before))
    assert list(Suggestion.objects.order_by("pk").values()) == before


def test_the_projects_of_the_masterplan_all_get_suggestions_whose_parts_add_up():
    import_projects()

    recompute()

    assert set(Project.objects.values_list("pk", flat=True)) == set(
        Suggestion.objects.values_list("project", flat=True)
    )
    for suggestion in Suggestion.objects.all():
        assert sum(part["value"] for part in suggestion.parts) == pytest.approx(suggestion.score, abs=1e-8)


def test_what_one_offers_and_another_seeks_is_told_as_the_reason():
    topic = make_topic("Photovoltaik")
    seeking, offering = (make_project(slug=slug, title_de=slug) for slug in ("roof", "panel"))
    for slug in ("oak", "yew", "fir", "elm"):
        make_project(slug=slug, title_de=slug)
    for project, kind in ((seeking, ExchangeKind.SEEK), (offering, ExchangeKind.OFFER)):
        Exchange.objects.create(project=project, kind=kind, text_de="Module").topics.add(topic)

    recompute()

    assert stored() == [("panel", "roof"), ("roof", "panel")]
    assert Suggestion.objects.get(project=seeking).reasons == [
        {"kind": "exchange", "name": topic.slug, "project": "panel", "shared": True}
    ]


def test_projects_that_are_not_published_take_no_part(robots):
    Project.objects.filter(slug="gripper").update(is_published=False)

    recompute()

    assert stored() == []


def test_what_no_longer_holds_goes(robots):
    recompute()
    robots[1].topics.clear()

    assert recompute().gone == 2
    assert stored() == []


def test_applicants_are_not_introduced_to_themselves(robots):
    office = Organisation.objects.create(name="Technologiezentrum")
    for project in robots:
        project.applicants.add(office)

    recompute()

    assert stored() == []


@pytest.mark.parametrize(
    ("state", "suggested"),
    [
        (IntroductionState.ASKED, False),
        (IntroductionState.ACCEPTED, False),
        (IntroductionState.DECLINED, False),
        (IntroductionState.WITHDRAWN, True),
    ],
)
def test_those_who_asked_or_declined_are_not_suggested_again(robots, state, suggested):
    Introduction.objects.create(asking=robots[1], asked=robots[0], state=state)

    recompute()

    assert bool(stored()) == suggested


def test_a_changed_project_gets_and_gives_suggestions_at_once(robots):
    recompute()
    elm = Project.objects.get(slug="elm")
    elm.topics.set(robots[0].topics.all())

    recompute_around(elm)

    assert ("elm", "arm") in stored()
    assert ("arm", "elm") in stored()


def test_lists_a_change_does_not_touch_stay_as_they_are():
    import_projects()
    recompute()
    yesterday = timezone.now() - timedelta(days=1)
    Suggestion.objects.update(computed_at=yesterday)
    changed = Project.objects.get(slug="amber")
    shown_to = set(Suggestion.objects.filter(other=changed).values_list("project", flat=True))
    changed.topics.clear()

    recompute_around(changed)

    fresh = Suggestion.objects.exclude(computed_at=yesterday)
    showing = set(Suggestion.objects.filter(other=changed).values_list("project", flat=True))
    assert fresh.exists()
    assert set(fresh.values_list("project", flat=True)) <= {changed.pk} | shown_to | showing


def test_a_project_taken_back_disappears_from_all_lists(robots):
    recompute()
    robots[0].is_published = False
    robots[0].save()

    recompute_around(robots[0])

    assert stored() == []


def test_a_house_without_projects_has_no_suggestions():
    assert recompute().projects == 0


def test_the_number_of_reads_does_not_grow_with_the_projects(django_assert_max_num_queries):
    import_projects()
    recompute()

    with django_assert_max_num_queries(24):
        recompute()


def test_nobody_on_a_team_and_no_contact_is_named_in_a_suggestion(robots):
    for project in robots:
        person = make_person(given_name="Zinnober", family_name="Gruen", email=f"{project.slug}@zinnober.de")
        ProjectMember.objects.create(project=project, person=person)
        ProjectContact.objects.create(project=project, name="Zinnober Gruen", email=person.email)

    recompute()

    told = repr(list(Suggestion.objects.values()))
    assert "very-good" in told
    assert "zinnober" not in told.casefold()


def _same_organisation(one, other):
    office = Organisation.objects.create(name="Technologiezentrum")
    for project in (one, other):
        project.applicants.add(office)


def _both_completed(one, other):
    Project.objects.filter(pk__in=[one.pk, other.pk]).update(is_completed=True)


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (_same_organisation, Reason.ORGANISATION),
        (_both_completed, Reason.COMPLETED),
        (lambda one, other: Introduction.objects.create(asking=other, asked=one), Reason.CONTACT),
        (lambda a, b: Opinion.objects.create(project=b, other=a, kind=OpinionKind.UNFIT), Reason.UNWANTED),
        (lambda a, b: PairRule.objects.create(project=b, other=a, kind=PairRuleKind.HIDDEN), Reason.HIDDEN),
    ],
    ids=["organisation", "completed", "contact", "unwanted", "hidden"],
)
def test_whoever_is_left_out_is_left_out_with_the_reason(robots, act, reason):
    act(*robots)

    recompute()

    assert stored() == []
    assert {slug: found.reason for slug, found in left_out(robots[0]).items()} == {"gripper": reason}
