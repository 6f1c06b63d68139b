"""Teams that want no suggestions."""

import pytest

from networking.models import AuditEntry, OptOut, ProjectMember, Suggestion
from networking.services import opt_outs, suggestions
from tests.factories import make_person, make_project, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    topic = make_topic("Robotik")
    rows = [make_project(slug=slug, title_de=slug, topics=[topic]) for slug in ("arm", "gripper")]
    for slug in ("oak", "yew", "fir", "elm"):
        make_project(slug=slug, title_de=slug)
    ProjectMember.objects.create(project=rows[0], person=make_person(email="ada@example.org"))
    suggestions.recompute()
    return rows


@pytest.fixture
def ada(pair):
    return pair[0].members.get()


def test_it_gets_none_and_stands_in_none_at_once(pair, ada):
    opt_outs.leave(pair[0], reason="Keine Zeit", actor=ada)

    assert not Suggestion.objects.exists()


def test_the_next_run_leaves_it_out_too_and_the_reason_is_kept(pair, ada):
    opt_outs.leave(pair[0], reason="Keine Zeit", actor=ada)

    suggestions.recompute()

    assert not Suggestion.objects.exists()
    assert (OptOut.objects.get().reason, OptOut.objects.get().by) == ("Keine Zeit", ada)


def test_whoever_comes_back_is_suggested_again(pair, ada):
    opt_outs.leave(pair[0], reason="", actor=ada)
    opt_outs.come_back(pair[0], actor=ada)

    suggestions.recompute()

    assert Suggestion.objects.count() == 2


def test_twice_is_once_in_the_ledger(pair, ada):
    for _time in range(2):
        opt_outs.leave(pair[0], reason="", actor=ada)
    for _time in range(2):
        opt_outs.come_back(pair[0], actor=ada)

    verbs = AuditEntry.objects.filter(verb__startswith="suggestions.").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["suggestions.leave", "suggestions.come-back"]
